package telephony.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.call.DialIntent;
import telephony.call.DispatchState;
import telephony.call.OutboundDial;
import telephony.call.Participant;
import telephony.call.ParticipantSession;
import telephony.call.SipParticipant;
import telephony.call.Steering;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.call.Transfer;
import telephony.call.TransferResult;
import telephony.outbound.Dial;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardVerdict;
import telephony.outbound.OutboundOrder;
import telephony.routing.RoutingDecision;

/**
 * What the protocol does about transfers; what becomes of the agent meanwhile is the state table's. Pure. The one request
 * of a transfer leaves only after its intent is committed, and is never sent twice: what became of one whose answer is lost
 * is read from LiveKit.
 */
final class TransferStep {

    private static final String ACTIVE = "active";

    /** States of a call in which an agent is wanted, or was. */
    private static final Set<DispatchState> AGENTED = Set.of(
            DispatchState.WANT,
            DispatchState.INTENT,
            DispatchState.VERIFY,
            DispatchState.CONFIRMED,
            DispatchState.JOINED,
            DispatchState.AUDIBLE,
            DispatchState.RECOVER,
            DispatchState.FAILED);

    private TransferStep() {}

    /** The row, knowing what its legs and the time tell of its transfers. */
    static Transition noted(TelephonyCall row, Instant now) {
        Optional<Transfer> open = row.steering().open();
        if (open.isEmpty()) {
            return Transition.of(row);
        }
        Transfer before = open.get();
        Transfer after = before.isDialled() ? bridge(row, before, now) : cold(row, before, now);
        if (after.equals(before)) {
            return Transition.of(row);
        }
        TelephonyCall next = row.withSteering(row.steering().with(after));
        // A transfer that is found out after the end may be what the call came to.
        return new Transition(next.judged(), lines(row, before, after, now));
    }

    private static Transfer bridge(TelephonyCall row, Transfer transfer, Instant now) {
        Optional<SipParticipant> leg = transfer.leg(row.legs());
        if (transfer.isBridged()) {
            return leg.filter(TransferStep::isOut)
                    .map(out -> transfer.over(transfer.result(), leftAt(out, now)))
                    .orElseGet(() -> row.isEnded() ? transfer.over(transfer.result(), ended(row, now)) : transfer);
        }
        if (row.isEnded()) {
            return transfer.over(
                    TransferResult.observed(TransferResult.Kind.CALLER_HUNG_UP, null, "the call was over before"),
                    ended(row, now));
        }
        boolean answered = transfer.answer() == Transfer.Answer.DONE;
        boolean active = leg.filter(there -> ACTIVE.equals(there.lastStatus())).isPresent();
        if (leg.filter(TransferStep::isOut).isPresent()) {
            SipParticipant out = leg.get();
            if (answered || active || out.isHungUp()) {
                return transfer.bridged(bridged(answered), now).over(TransferResult.PENDING, leftAt(out, now));
            }
            return transfer.isAwaited(now) ? transfer : transfer.over(notAnswered(out), leftAt(out, now));
        }
        return answered || active ? transfer.bridged(bridged(answered), now) : transfer;
    }

    private static TransferResult bridged(boolean told) {
        return told
                ? TransferResult.observed(TransferResult.Kind.DONE, null, "answered")
                : TransferResult.derived(TransferResult.Kind.DONE, "the target was seen to talk");
    }

    /** Why a target left that did not answer, where only its leaving tells: LiveKit's reasons are coarser than SIP's. */
    private static TransferResult notAnswered(SipParticipant leg) {
        String reason =
                leg.sessions().newest().map(ParticipantSession::leaveReason).orElse(null);
        String detail = "the target left: " + reason;
        return switch (Objects.requireNonNullElse(reason, "")) {
            case "USER_REJECTED" -> TransferResult.derived(TransferResult.Kind.REFUSED, detail);
            case "USER_UNAVAILABLE" -> TransferResult.derived(TransferResult.Kind.NO_ANSWER, detail);
            default -> TransferResult.derived(TransferResult.Kind.FAILED, detail);
        };
    }

    /** Of a lost answer the leg tells: when a transfer works, it leaves (seen). LiveKit itself judges so. */
    private static Transfer cold(TelephonyCall row, Transfer transfer, Instant now) {
        if (transfer.answer() == Transfer.Answer.PENDING && transfer.isAwaited(now)) {
            return transfer;
        }
        String sipCallId = transfer.order().sipCallId();
        Optional<SipParticipant> leg = sipCallId == null ? Optional.empty() : row.leg(sipCallId);
        DialIntent intent = Objects.requireNonNull(transfer.intent());
        if (leg.filter(SipParticipant::isHungUp).isPresent()) {
            Instant left = leftAt(leg.get(), now);
            return transfer.over(
                    TransferResult.derived(TransferResult.Kind.DONE, "the leg left after it was asked for"), left);
        }
        if (row.isEnded()) {
            return transfer.over(
                    TransferResult.unknown("the answer is lost, and the call is over: " + row.endReason()),
                    ended(row, now));
        }
        return now.isBefore(intent.quiesceAt())
                ? transfer
                : transfer.over(TransferResult.unknown("the answer is lost, and the leg is still there"), now);
    }

    /** Whether a leg has left for good, though perhaps without a word of hanging up. */
    private static boolean isOut(SipParticipant leg) {
        return leg.sessions()
                .newest()
                .filter(session -> !session.isPresent())
                .filter(session -> session.hungUp() || DialStep.FINAL.contains(String.valueOf(session.leaveReason())))
                .isPresent();
    }

    private static Instant leftAt(SipParticipant leg, Instant now) {
        return leg.sessions().newest().map(ParticipantSession::leftAt).orElse(now);
    }

    private static Instant ended(TelephonyCall row, Instant now) {
        return Objects.requireNonNullElse(row.times().endedAt(), now);
    }

    /** Whether the target that talked last put down the phone. */
    static boolean hasTargetHungUp(TelephonyCall row) {
        return row.steering()
                .lastDone()
                .flatMap(transfer -> transfer.leg(row.legs()))
                .filter(SipParticipant::isHungUp)
                .isPresent();
    }

    /** What the transfers of this row pull; empty = nothing. */
    static Optional<Trigger> trigger(TelephonyCall row) {
        boolean bridged = row.steering().isBridged();
        DispatchState state = row.dispatch().state();
        if (row.isEnded()) {
            return Optional.empty();
        }
        if (bridged && AGENTED.contains(state)) {
            return Optional.of(Trigger.BRIDGED);
        }
        return !bridged && state == DispatchState.BRIDGED ? Optional.of(Trigger.BRIDGE_OVER) : Optional.empty();
    }

    /** The row, knowing what this look shows of the target. */
    static TelephonyCall seen(TelephonyCall row, Look look) {
        Transfer open = row.steering().open().filter(Transfer::isDialled).orElse(null);
        if (open == null || row.isEnded()) {
            return row;
        }
        Optional<Participant> shown = look.seenParticipants().stream()
                .filter(participant -> participant.identity().equals(open.identity()))
                .findFirst();
        TelephonyCall next = shown.map(there -> DialStep.joined(row, there, look.startedAt()))
                .orElse(row);
        if (!look.rooms().isDone() || !look.participants().isDone()) {
            return next;
        }
        Transfer known = shown.isPresent() ? open.withUnseenSince(null) : unseen(next, open, look.startedAt());
        return known.equals(open) ? next : next.withSteering(next.steering().with(known));
    }

    /** Lists lag: it takes two looks, far enough apart, and nothing may still be about to come. */
    private static Transfer unseen(TelephonyCall row, Transfer open, Instant at) {
        Optional<SipParticipant> leg = open.leg(row.legs());
        DialIntent intent = Objects.requireNonNull(open.intent());
        Instant answered = open.answeredAt();
        Instant joined = leg.flatMap(there -> there.sessions().newest())
                .map(ParticipantSession::joinedAt)
                .orElse(answered);
        Instant from = joined == null ? intent.quiesceAt() : joined.plus(DispatchTiming.LEG_GRACE);
        if (at.isBefore(from)) {
            return open;
        }
        Instant since = Objects.requireNonNullElse(open.unseenSince(), at);
        if (at.isBefore(since.plus(DispatchTiming.BETWEEN_PROOFS))) {
            return open.withUnseenSince(since);
        }
        return open.over(TransferResult.unknown("the target is not there, and nothing told of it"), at);
    }

    /** When somebody must look after the open transfer; null = nothing is to be waited for. */
    static @Nullable Instant deadline(Situation s) {
        Transfer open = s.row().steering().open().orElse(null);
        if (open == null || s.row().isEnded()) {
            return null;
        }
        DialIntent intent = Objects.requireNonNull(open.intent());
        boolean settled = open.isBridged()
                && open.unseenSince() == null
                && open.leg(s.row().legs()).isPresent();
        if (settled) {
            return null;
        }
        return open.isAwaited(s.now())
                ? intent.answerDueAt().plus(DispatchTiming.POLL)
                : s.now().plus(DialTiming.FOLLOW);
    }

    /** Commits to a transfer; its request may leave when this is stored. */
    static Transition commit(Situation s, Transfer.Order order) {
        TelephonyCall row = s.row();
        boolean early = s.policy().tokensMayExpireEarly().getAsBoolean();
        DialIntent intent = DialTiming.intent(
                s.policy().timing(), order.ringingTimeout().plus(DialTiming.ANSWER_MARGIN), early, s.now());
        String identity = order.mode() == Transfer.Mode.BRIDGE
                ? Transfer.targetOf(row.callId(), order.number())
                : row.leg(Objects.requireNonNull(order.sipCallId()))
                        .orElseThrow()
                        .identity();
        Transfer transfer = Transfer.committed(order, identity, intent);
        TelephonyCall next = row.withSteering(row.steering().with(transfer));
        TelephonyCall due = Effect.AWAIT_DIAL.apply(s.with(next));
        Map<String, String> details = new LinkedHashMap<>();
        details.put("transfer", Integer.toString(order.number()));
        details.put("mode", order.mode().name());
        details.put("cause", order.cause().name());
        details.put("identity", identity);
        details.put("ringingTimeout", order.ringingTimeout().toString());
        TimelineEntry line = new TimelineEntry(row.callId(), s.now(), TimelineEntry.Kind.DECISION, "TRANSFER", details);
        return new Transition(due.withTimes(due.times().updatedAt(s.now())), List.of(line));
    }

    /**
     * Takes the rung that brings in a person, if that is the one that stands and somebody is there to talk with him.
     *
     * @param guard has the last word; null = no phone may be made to ring now
     * @return empty = the rung is another one, or it cannot be taken
     */
    static Optional<Transition> bringIn(Situation s, @Nullable DialGuard guard, @Nullable String trunk) {
        TelephonyCall row = s.row();
        Steering steering = row.steering();
        OutboundDial dial = row.dial();
        String over = dial == null ? trunk : dial.order().trunkId();
        boolean due = row.dispatch().state() == DispatchState.RECOVER
                && !row.control().isFromNewerVersion()
                && !s.isPastGiveUp()
                && steering.open().isEmpty()
                && steering.transfers().size() < Steering.MAX_TRANSFERS
                && row.ownLegs().stream().anyMatch(SipParticipant::isPresent);
        Optional<String> person = s.route()
                .flatMap(route -> route.bringsIn(row.dispatch().replacement().rungs()));
        if (!due || guard == null || over == null || person.isEmpty()) {
            return Optional.empty();
        }
        Transfer.Order order = new Transfer.Order(
                steering.transfers().size() + 1,
                Transfer.Mode.BRIDGE,
                Transfer.Cause.RUNG,
                person.get(),
                dial == null ? null : dial.order().from(),
                over,
                null,
                OutboundOrder.DEFAULT_RINGING,
                Map.of(),
                null);
        TelephonyCall taken = row.withDispatch(
                row.dispatch().onRung(row.dispatch().replacement().rungs() + 1));
        GuardVerdict verdict = guard.check(dialOf(row, order, Dial.Phase.COMMIT), s.now());
        return Optional.of(
                verdict.isPermitted() ? commit(s.with(taken), order) : refused(s.with(taken), order, verdict));
    }

    private static Transition refused(Situation s, Transfer.Order order, GuardVerdict verdict) {
        TelephonyCall row = s.row();
        String identity = Transfer.targetOf(row.callId(), order.number());
        Transfer refused = Transfer.refused(order, identity, verdict.codes(), s.now());
        TelephonyCall next = row.withSteering(row.steering().with(refused)).withDueAt(s.now());
        TimelineEntry line = new TimelineEntry(
                row.callId(),
                s.now(),
                TimelineEntry.Kind.ALARM,
                "TRANSFER_OVER",
                Map.of("transfer", Integer.toString(order.number()), "codes", verdict.codes()));
        return new Transition(next.withTimes(next.times().updatedAt(s.now())), List.of(line));
    }

    /** The number of the transfer that was committed to between these two; 0 = none was. */
    static int begun(TelephonyCall before, TelephonyCall next) {
        List<Transfer> transfers = next.steering().transfers();
        boolean more = transfers.size() > before.steering().transfers().size();
        return more && transfers.get(transfers.size() - 1).isOpen() ? transfers.size() : 0;
    }

    /** What guards are asked. The first dial of a call is its own, so a transfer's number is one more. */
    static Dial dialOf(TelephonyCall row, Transfer.Order order, Dial.Phase phase) {
        boolean cold = order.mode() == Transfer.Mode.COLD;
        Dial.Kind asked = cold ? Dial.Kind.TRANSFER : Dial.Kind.BRIDGE;
        return new Dial(
                row.callId(),
                order.number() + 1,
                order.cause() == Transfer.Cause.RUNG ? Dial.Kind.RUNG : asked,
                phase,
                order.to(),
                order.from(),
                order.trunkId(),
                row.origin().tenantId(),
                row.origin().campaignId(),
                order.ringingTimeout(),
                OutboundOrder.DEFAULT_DURATION,
                row.route() instanceof RoutingDecision.Dispatch route ? route.metadata() : Map.of());
    }

    /** The row, knowing what LiveKit said of the request of this transfer; what is certain is not taken back. */
    static Transition told(TelephonyCall row, int number, Transfer.Answer answer, TransferResult result, Instant now) {
        Steering steering = row.steering();
        Transfer before = steering.transfer(number).orElseThrow();
        // Whoever was seen to talk did answer, whatever is said of it later.
        boolean contradicted = before.isBridged() && answer == Transfer.Answer.NOT_DONE;
        Transfer told = contradicted ? before : before.answered(answer);
        if (told.equals(before)) {
            return Transition.of(row);
        }
        boolean decides = before.state() == Transfer.State.UNDER_WAY
                && answer != Transfer.Answer.LOST
                && !(before.isDialled() && answer == Transfer.Answer.DONE);
        boolean late = row.isEnded() && result.kind() == TransferResult.Kind.LEG_GONE;
        TransferResult meant =
                late ? TransferResult.observed(TransferResult.Kind.CALLER_HUNG_UP, null, result.detail()) : result;
        // What we concluded while the answer was late is taken back; what the target did is not.
        boolean corrects =
                !before.isOpen() && answer != Transfer.Answer.LOST && !(before.isDialled() && before.isDone());
        Transfer after = decides ? told.over(meant, now) : corrects ? told.corrected(meant) : told;
        TelephonyCall next = row.withSteering(steering.with(after));
        return new Transition(next.judged(), decides ? lines(row, before, after, now) : List.of());
    }

    private static List<TimelineEntry> lines(TelephonyCall row, Transfer before, Transfer after, Instant now) {
        List<TimelineEntry> lines = new ArrayList<>();
        if (before.state() == after.state()) {
            return lines;
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("transfer", Integer.toString(after.order().number()));
        details.put("mode", after.order().mode().name());
        details.put("result", after.result().kind().name());
        if (after.result().sipStatusCode() != null) {
            details.put("sipStatusCode", after.result().sipStatusCode().toString());
        }
        details.put("certainty", after.result().certainty().name());
        String name = after.isBridged() ? "TRANSFER_BRIDGED" : "TRANSFER_OVER";
        lines.add(new TimelineEntry(row.callId(), now, TimelineEntry.Kind.DECISION, name, details));
        return lines;
    }
}
