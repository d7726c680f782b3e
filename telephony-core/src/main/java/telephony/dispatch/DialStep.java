package telephony.dispatch;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import telephony.call.DialResult;
import telephony.call.DialState;
import telephony.call.DispatchState;
import telephony.call.Gap;
import telephony.call.OutboundDial;
import telephony.call.Participant;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.outbound.Dial;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardVerdict;
import telephony.routing.RoutingDecision;

/**
 * What the protocol does about the one dial of a call that we place; all else of such a call is the state table's. Pure, but
 * for the guard that it asks. The phone rings only after the intent to dial is committed, and is never made to ring twice:
 * what became of a dial whose answer is lost is read from LiveKit.
 */
final class DialStep {

    /** Why a call ended whose callee neither came nor can come any more. */
    static final String UNKNOWN = "DIAL_UNKNOWN";

    /** Why a call ended whose callee came into another incarnation of the room, where its agent is not. */
    static final String ANOTHER_ROOM = "ROOM_CHANGED";

    private static final String NO_AGENT = "NO_AGENT";
    private static final String NO_SLOT = "NO_SLOT";
    private static final String GUARD_REFUSED = "GUARD_REFUSED";
    private static final String ACTIVE = "active";

    /** Reasons after which livekit-sip does not join again: this phone call is over. */
    static final Set<String> FINAL = Set.of(
            "CLIENT_INITIATED",
            "USER_REJECTED",
            "USER_UNAVAILABLE",
            "SIP_TRUNK_FAILURE",
            "MEDIA_FAILURE",
            "PARTICIPANT_REMOVED",
            "ROOM_DELETED");

    private static final Set<DispatchState> SERVED = Set.of(DispatchState.JOINED, DispatchState.AUDIBLE);

    private DialStep() {}

    /** The row, knowing what this look shows of the callee. */
    static TelephonyCall seen(TelephonyCall row, Look look) {
        OutboundDial dial = row.dial();
        if (dial == null || dial.intent() == null || row.isEnded()) {
            return row;
        }
        Optional<Participant> shown = callee(dial, look);
        TelephonyCall next = row;
        if (shown.isPresent()) {
            next = joined(row, shown.get(), look.startedAt());
        }
        return withUnseen(next, look);
    }

    /** The row, knowing that the callee is in the room, from an event or a look; a status of {@code active} is an answer. */
    static TelephonyCall answeredIfActive(TelephonyCall row, Participant callee, Instant at) {
        boolean active =
                callee.sipCall().filter(sip -> ACTIVE.equals(sip.status())).isPresent();
        return active && isCallee(row, callee) ? answered(row, at) : row;
    }

    /** Whether this is whom we called. */
    static boolean isCallee(TelephonyCall row, Participant participant) {
        return row.dial() != null && row.dial().identity().equals(participant.identity());
    }

    /** The row, knowing of the session of somebody whom we dialled. */
    static TelephonyCall joined(TelephonyCall row, Participant shown, Instant at) {
        if (shown.sipCall().isEmpty()) {
            return row;
        }
        var sip = shown.sipCall().get();
        Optional<SipParticipant> known = row.leg(sip.callId());
        boolean news = known.flatMap(leg -> leg.sessions().find(shown.sid())).isEmpty();
        SipParticipant leg = known.orElseGet(() -> SipParticipant.of(shown.identity(), sip));
        boolean over =
                leg.sessions().find(shown.sid()).filter(s -> !s.isPresent()).isPresent();
        if (over) {
            return row;
        }
        TelephonyCall next = row.withLeg(
                leg.withStatus(sip.status()).withSession(shown.sid(), s -> s.withJoinedAt(shown.joinedAt())));
        if (news) {
            Instant from = shown.joinedAt() == null ? at : shown.joinedAt();
            next = next.withGaps(next.gaps().with(new Gap(Gap.Kind.JOIN_NOT_TOLD, from, at, shown.sid())));
        }
        return answeredIfActive(next, shown, at);
    }

    private static TelephonyCall answered(TelephonyCall row, Instant at) {
        OutboundDial dial = Objects.requireNonNull(row.dial());
        return dial.state() == DialState.DIALLED
                ? row.withDial(dial.withState(DialState.ANSWERED))
                        .withTimes(row.times().answeredAt(at))
                : row;
    }

    /** Only a complete look after quiescence shows that nobody will come. */
    private static TelephonyCall withUnseen(TelephonyCall row, Look look) {
        OutboundDial dial = Objects.requireNonNull(row.dial());
        boolean proves = look.rooms().isDone()
                && look.participants().isDone()
                && dial.state() == DialState.DIALLED
                && dial.quiesceAt().filter(at -> !look.startedAt().isBefore(at)).isPresent();
        if (!proves) {
            return row;
        }
        Instant unseen =
                row.callee().isPresent() ? null : Objects.requireNonNullElse(dial.unseenSince(), look.startedAt());
        return row.withDial(dial.withUnseenSince(unseen));
    }

    private static Optional<Participant> callee(OutboundDial dial, Look look) {
        return look.seenParticipants().stream()
                .filter(participant -> participant.identity().equals(dial.identity()))
                .findFirst();
    }

    /** Why this look ends the call, as far as the callee goes; empty = it does not. */
    static Optional<String> end(TelephonyCall before, TelephonyCall known, Look look) {
        OutboundDial was = before.dial();
        if (was == null || known.isEnded()) {
            return Optional.empty();
        }
        boolean unknown = was.unseenSince() != null
                && Objects.requireNonNull(known.dial()).unseenSince() != null
                && !look.startedAt().isBefore(was.unseenSince().plus(DispatchTiming.BETWEEN_PROOFS));
        if (unknown) {
            return Optional.of(UNKNOWN);
        }
        boolean elsewhere = callee(was, look).isPresent()
                && look.sidOf(known.origin().roomName())
                        .filter(sid -> !sid.equals(known.origin().roomSid()))
                        .isPresent();
        if (elsewhere) {
            return Optional.of(ANOTHER_ROOM);
        }
        return isCalleeOut(known) ? known.callee().flatMap(DialStep::leaveReason) : Optional.empty();
    }

    private static Optional<String> leaveReason(SipParticipant leg) {
        return leg.sessions().newest().map(session -> String.valueOf(session.leaveReason()));
    }

    /** Whether the callee's leg has left for good, though perhaps without a word of hanging up. */
    static boolean isCalleeOut(TelephonyCall row) {
        return row.callee()
                .flatMap(leg -> leg.sessions().newest())
                .filter(session -> !session.isPresent())
                .filter(session ->
                        session.hungUp() || (session.leaveReason() != null && FINAL.contains(session.leaveReason())))
                .isPresent();
    }

    /**
     * Whether the callee's leg has left for good and nothing more will be told of why: where LiveKit's answer to the dial is
     * still under way, it is waited for, because it alone has the SIP code.
     */
    static boolean isCalleeOutAndTold(TelephonyCall row) {
        OutboundDial dial = row.dial();
        return dial != null && dial.result().kind() != DialResult.Kind.PENDING && isCalleeOut(row);
    }

    /** Whether the next step on the way to the dial can be taken at once, unless a look was just now not enough for it. */
    static boolean isDueNow(Situation s) {
        OutboundDial dial = s.row().dial();
        return dial != null
                && !s.row().isEnded()
                && s.seen() == null
                && dial.state() == DialState.WAITING
                && isReady(s);
    }

    /** When somebody must look after the dial; null = nothing is to be waited for. */
    static @Nullable Instant deadline(Situation s) {
        OutboundDial dial = s.row().dial();
        if (dial == null || s.row().isEnded()) {
            return null;
        }
        return switch (dial.state()) {
            case WAITING -> isReady(s) ? s.now().plus(DispatchTiming.POLL) : null;
            case DIALLED -> follow(s, dial);
            case ANSWERED -> s.row().callee().isEmpty() ? s.now().plus(DispatchTiming.POLL) : limit(s.row());
            default -> null;
        };
    }

    private static Instant follow(Situation s, OutboundDial dial) {
        Instant answerDue = Objects.requireNonNull(dial.intent()).answerDueAt();
        boolean awaited =
                dial.result().kind() == DialResult.Kind.PENDING && s.now().isBefore(answerDue);
        return awaited ? answerDue.plus(DispatchTiming.POLL) : s.now().plus(DialTiming.FOLLOW);
    }

    /** When we end the call ourselves because it lasts too long; one of which nobody told when it was answered counts from the latest. */
    private static Instant limit(TelephonyCall row) {
        OutboundDial dial = Objects.requireNonNull(row.dial());
        Instant since = Objects.requireNonNullElse(
                row.times().answeredAt(), Objects.requireNonNull(dial.intent()).answerDueAt());
        return since.plus(dial.order().maxDuration()).plus(DialTiming.OVERTIME);
    }

    static boolean isOverTime(Situation s) {
        OutboundDial dial = s.row().dial();
        return dial != null
                && dial.intent() != null
                && !s.row().isEnded()
                && !s.now().isBefore(limit(s.row()));
    }

    /** Whether LiveKit is still to be asked for the room of this call. */
    static boolean needsRoom(TelephonyCall row) {
        return row.dial() != null && row.dial().state() == DialState.ORDERED && !row.isEnded();
    }

    /** The row, whose room LiveKit has made. */
    static TelephonyCall inRoom(TelephonyCall row, String roomSid) {
        OutboundDial dial = Objects.requireNonNull(row.dial());
        return row.inRoom(roomSid).withDial(dial.withState(DialState.WAITING));
    }

    /** The row, which waits for no agent any more: what has not rung never will. */
    static TelephonyCall givenUp(TelephonyCall row, Instant now) {
        OutboundDial dial = row.dial();
        if (dial == null || !dial.isToCome() || row.isEnded() || row.dispatch().state() != DispatchState.FAILED) {
            return row;
        }
        return row.withDial(dial.withheld(OutboundDial.Withheld.NO_AGENT, null)).ended(now, NO_AGENT);
    }

    /** The row, whose room is gone before it was dialled, and its agent with it. */
    static TelephonyCall withoutAgent(TelephonyCall row) {
        OutboundDial dial = row.dial();
        return dial == null || !dial.isToCome()
                ? row
                : row.withDial(dial.withheld(OutboundDial.Withheld.NO_AGENT, null));
    }

    /** Whether all that the dial waits for is there, as far as events and this look tell. */
    private static boolean isReady(Situation s) {
        OutboundDial dial = Objects.requireNonNull(s.row().dial());
        DispatchState state = s.row().dispatch().state();
        if (dial.order().agentFirst()) {
            return SERVED.contains(state)
                    && s.isKeeperPresent()
                    && !s.row().dispatch().isKeeperAwaited();
        }
        return state != DispatchState.NEW && state != DispatchState.INTENT && state != DispatchState.FAILED;
    }

    /**
     * Commits to the dial if it is time for it, which takes a complete look at the room and the guards' last word. A call
     * whose turn does not come is not dialled any more, so that no agent waits for ever.
     *
     * @param mayDial whether there is a way to dial, and not too many phones ring already
     * @return what is changed; empty = nothing
     */
    static Optional<Transition> commit(Situation s, DialGuard guard, boolean mayDial) {
        TelephonyCall row = s.row();
        OutboundDial dial = row.dial();
        if (dial == null
                || dial.state() != DialState.WAITING
                || row.isEnded()
                || !row.dispatch().owed().isEmpty()
                || !s.look().isComplete()
                || !s.isSameRoom()
                || !isReady(s)) {
            return Optional.empty();
        }
        if (isTurnMissed(s)) {
            TelephonyCall missed = row.withDial(dial.withheld(OutboundDial.Withheld.NO_SLOT, null))
                    .ended(s.now(), NO_SLOT);
            return Optional.of(new Transition(missed, List.of(line(row, s.now(), "NOT_DIALLED", Map.of()))));
        }
        if (!mayDial || isAgentUnseen(s, dial)) {
            return Optional.empty();
        }
        GuardVerdict verdict = guard.check(dialOf(row, dial), s.now());
        if (!verdict.isPermitted()) {
            TelephonyCall refused = row.withDial(dial.withheld(OutboundDial.Withheld.GUARD, verdict.codes()))
                    .ended(s.now(), GUARD_REFUSED);
            return Optional.of(new Transition(
                    refused, List.of(line(row, s.now(), "DIAL_REFUSED", Map.of("codes", verdict.codes())))));
        }
        boolean early = s.policy().tokensMayExpireEarly().getAsBoolean();
        OutboundDial committed = dial.committed(DialTiming.intent(s.policy().timing(), dial.order(), early, s.now()));
        TelephonyCall next = row.withDial(committed);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("identity", dial.identity());
        details.put("trunk", dial.order().trunkId());
        details.put("ringingTimeout", dial.order().ringingTimeout().toString());
        return Optional.of(new Transition(next, List.of(line(row, s.now(), "DIAL", details))));
    }

    /** Whether this look does not show the agent that is to be there first: it may have left, and nobody told yet. */
    private static boolean isAgentUnseen(Situation s, OutboundDial dial) {
        return dial.order().agentFirst() && !Presence.showsKeeper(s.row(), s.look());
    }

    private static boolean isTurnMissed(Situation s) {
        Instant joined = s.row().dispatch().since();
        boolean agentFirst = Objects.requireNonNull(s.row().dial()).order().agentFirst();
        // The room is made when a call's turn has come, however long it waited for that.
        Instant begun = Objects.requireNonNullElse(
                s.row().dispatch().wantedAt(), s.row().times().createdAt());
        Instant ready = agentFirst && joined != null ? joined : begun;
        return !s.now().isBefore(ready.plus(DialTiming.TURN));
    }

    /** Whether the intent to dial was committed to between these two. */
    static boolean isCommitted(TelephonyCall before, TelephonyCall next) {
        boolean had = before.dial() != null && before.dial().intent() != null;
        return !had && next.dial() != null && next.dial().intent() != null;
    }

    /** What the guards are asked. */
    static Dial dialOf(TelephonyCall row, OutboundDial dial) {
        OutboundDial.Order order = dial.order();
        return new Dial(
                row.callId(),
                1,
                Dial.Kind.CALL,
                Dial.Phase.COMMIT,
                order.to(),
                order.from(),
                order.trunkId(),
                row.origin().tenantId(),
                row.origin().campaignId(),
                order.ringingTimeout(),
                order.maxDuration(),
                row.route() instanceof RoutingDecision.Dispatch route ? route.metadata() : Map.of());
    }

    /**
     * The row, knowing what LiveKit said of the dial. That nobody answered ends the call, unless it was seen to be answered;
     * an answer that comes after the end corrects the outcome.
     */
    static TelephonyCall told(TelephonyCall row, DialResult result, Instant now) {
        OutboundDial dial = Objects.requireNonNull(row.dial());
        boolean contradicted = result.isFailure() && row.times().answeredAt() != null;
        DialResult believed = contradicted ? DialResult.of(DialResult.Kind.LOST, result.detail()) : result;
        TelephonyCall next = row.withDial(dial.answered(believed));
        if (believed.kind() == DialResult.Kind.ANSWERED && !row.isEnded()) {
            return answered(next, now);
        }
        if (believed.isFailure() && !row.isEnded()) {
            return next.ended(now, reason(believed));
        }
        return next;
    }

    private static String reason(DialResult result) {
        return result.sipStatusCode() == null ? result.kind().name() : "SIP_" + result.sipStatusCode();
    }

    /** What stands on the time line of the answer to a dial. */
    static TimelineEntry answerLine(TelephonyCall row, DialResult result, Instant now) {
        Map<String, String> details = new TreeMap<>();
        details.put("answer", result.kind().name());
        details.put("detail", result.detail());
        if (result.sipStatusCode() != null) {
            details.put("sipStatusCode", result.sipStatusCode().toString());
        }
        return new TimelineEntry(row.callId(), now, TimelineEntry.Kind.ANSWER, "CreateSIPParticipant", details);
    }

    private static TimelineEntry line(TelephonyCall row, Instant at, String name, Map<String, String> details) {
        return new TimelineEntry(row.callId(), at, TimelineEntry.Kind.DECISION, name, details);
    }
}
