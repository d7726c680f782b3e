package telephony.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.routing.RoutingDecision;

/**
 * A call: one episode of telephone traffic in a LiveKit room, from the first SIP leg in to the last one out. This is
 * the row: everything that is known and everything that is pending is in it, and it changes only as a whole, by a write
 * that names the version it read.
 *
 * @param callId our key
 * @param control version, lease, due time
 * @param origin room, direction, tenant
 * @param legs the phone calls in the room, in the order of being heard of; at most {@value #MAX_LEGS}, those
 *     that hung up are forgotten first
 * @param route who should answer and why; null = not decided (a call that nobody may answer)
 * @param dispatch how the agent gets in
 * @param dial whom we call and how far that has come; null = we did not place this call
 * @param times instants
 * @param endReason why the call ended, in LiveKit's word where there is one; null = it goes on
 * @param outcome what it came to; null = it goes on. Facts that come after the end may correct it
 * @param gaps what all this cannot know
 * @param steering what was asked of the call, and told of it, while it went on
 * @param slots what it needs before an agent is sent; null = nothing is limited
 */
public record TelephonyCall(
        CallId callId,
        RowControl control,
        CallOrigin origin,
        List<SipParticipant> legs,
        @Nullable RoutingDecision route,
        AgentDispatch dispatch,
        @Nullable OutboundDial dial,
        CallTimes times,
        @Nullable String endReason,
        @Nullable Outcome outcome,
        Gaps gaps,
        Steering steering,
        @Nullable SlotClaim slots) {

    /** Most legs of one call; a room with more callers than this is no phone call any more. */
    public static final int MAX_LEGS = 64;

    /** How far LiveKit's lists may lag behind its events. */
    private static final Duration LIST_LAG = Duration.ofSeconds(8);

    public TelephonyCall {
        legs = List.copyOf(legs);
    }

    /** A call that we did not place, and of which nothing was asked yet. */
    public TelephonyCall(
            CallId callId,
            RowControl control,
            CallOrigin origin,
            List<SipParticipant> legs,
            @Nullable RoutingDecision route,
            AgentDispatch dispatch,
            CallTimes times,
            @Nullable String endReason,
            @Nullable Outcome outcome,
            Gaps gaps) {
        this(
                callId,
                control,
                origin,
                legs,
                route,
                dispatch,
                null,
                times,
                endReason,
                outcome,
                gaps,
                Steering.NONE,
                null);
    }

    /** How far it has come. */
    public CallStatus status() {
        if (isEnded()) {
            boolean answered = outcome == null ? dispatch.wasAudible() : outcome.isAnswered();
            return dispatch.desiredAgents() > 0 && !answered ? CallStatus.FAILED : CallStatus.ENDED;
        }
        if (isAgentDispatched()) {
            return CallStatus.AGENT_DISPATCHED;
        }
        return legs.isEmpty() ? CallStatus.CREATED : CallStatus.SIP_PARTICIPANT_JOINED;
    }

    /** Whether LiveKit confirmed the dispatch of an agent for this call, or one was found. */
    public boolean isAgentDispatched() {
        return dispatch.state().isDispatched()
                || dispatch.isExternal()
                || dispatch.attempts().stream().anyMatch(a -> a.answer() == DispatchAttempt.Answer.ACCEPTED);
    }

    /** Whether the last leg is out. */
    public boolean isEnded() {
        return times.endedAt() != null;
    }

    /**
     * Whether this participant, which LiveKit's list shows now, is a leg of this call that came back after the call was
     * over: what it does from now on belongs to the next episode. A session that the call had, or one that joined before
     * the caller hung up, may be shown by a list that lags.
     */
    public boolean isReturnAfterEnd(Participant shown) {
        Instant ended = times.endedAt();
        Optional<SipParticipant> leg = shown.sipCall().flatMap(sip -> leg(sip.callId()));
        if (ended == null || leg.isEmpty()) {
            return false;
        }
        boolean endWasTold = gaps.all().stream().noneMatch(gap -> gap.kind() == Gap.Kind.END_NOT_TOLD);
        Instant since = endWasTold ? ended : ended.minus(LIST_LAG);
        return leg.get().isShownSince(since, shown);
    }

    /** The leg of this {@code sip.callID}. */
    public Optional<SipParticipant> leg(String sipCallId) {
        return legs.stream().filter(leg -> leg.sipCallId().equals(sipCallId)).findFirst();
    }

    /** When the first of its callers was in the room, as LiveKit dates it; empty while no joining was told. */
    public Optional<Instant> firstJoinedAt() {
        return legs.stream()
                .flatMap(leg -> leg.sessions().all().stream())
                .flatMap(session -> Optional.ofNullable(session.joinedAt()).stream())
                .min(Instant::compareTo);
    }

    /** The leg that the call began with. */
    public Optional<SipParticipant> primaryLeg() {
        return legs.stream().findFirst();
    }

    /** The leg of whom we called; empty = we called nobody, or nothing told of it yet. */
    public Optional<SipParticipant> callee() {
        return dial == null
                ? Optional.empty()
                : legs.stream()
                        .filter(leg -> leg.identity().equals(dial.identity()))
                        .findFirst();
    }

    /** Whether we placed this call and nothing has told of the callee's leg yet: nobody can be missing from it. */
    public boolean isAwaitingCallee() {
        return dial != null && (dial.isToCome() || dial.state() == DialState.DIALLED) && callee().isEmpty();
    }

    /** Whether the phone of whom we called may ring, or the call with him go on, as far as anything told. */
    public boolean mayRing() {
        return dial != null
                && dial.isSent()
                && !dial.result().isFailure()
                && callee().map(SipParticipant::isPresent).orElse(true);
    }

    /** The legs of whoever the call is about: all but the targets of transfers. */
    public List<SipParticipant> ownLegs() {
        return legs.stream()
                .filter(leg -> leg.role() != SipParticipant.Role.TARGET)
                .toList();
    }

    /** The identities of all whom we dialled whose phones may ring, or talk, as far as anything told. */
    public List<String> ringing() {
        Stream<String> callee = dial != null && mayRing() ? Stream.of(dial.identity()) : Stream.empty();
        return Stream.concat(callee, steering.ringing(legs)).toList();
    }

    /** When nothing that this call asked of LiveKit can take effect any more; empty when nothing was asked. */
    public Optional<Instant> quiesceAt() {
        // One dial is one leg: once it has come, nothing else can.
        Optional<Instant> dialled = dial == null || callee().isPresent() ? Optional.empty() : dial.quiesceAt();
        return Stream.concat(
                        Stream.of(dispatch.quiesceAt(), dialled).flatMap(Optional::stream), steering.quiesceAt(legs))
                .max(Instant::compareTo);
    }

    /** Whether this call may have left something in LiveKit. */
    public boolean hasLeftTraces() {
        return dispatch.hasLeftTraces() || (dial != null && dial.isSent()) || steering.hasLeftTraces();
    }

    /** The caller's number; null = not known or withheld. */
    public @Nullable PhoneNumber from() {
        if (dial != null) {
            String shown = dial.order().from();
            return shown == null ? null : new PhoneNumber(shown, shown);
        }
        return primaryLeg()
                .map(leg -> origin.direction() == Direction.OUTBOUND ? leg.trunkNumber() : leg.remoteNumber())
                .orElse(null);
    }

    /** The number that was called; null = not known. */
    public @Nullable PhoneNumber to() {
        if (dial != null) {
            return new PhoneNumber(dial.order().to(), dial.order().to());
        }
        return primaryLeg()
                .map(leg -> origin.direction() == Direction.OUTBOUND ? leg.remoteNumber() : leg.trunkNumber())
                .orElse(null);
    }

    /** Whether the two are the same but for what only the store and the leasing of work change. */
    public boolean tellsTheSameAs(TelephonyCall other) {
        return origin.equals(other.origin)
                && legs.equals(other.legs)
                && Objects.equals(route, other.route)
                && dispatch.equals(other.dispatch)
                && Objects.equals(dial, other.dial)
                && times.equals(other.times)
                && Objects.equals(endReason, other.endReason)
                && Objects.equals(outcome, other.outcome)
                && gaps.equals(other.gaps)
                && steering.equals(other.steering)
                && Objects.equals(slots, other.slots)
                && Objects.equals(control.dueAt(), other.control.dueAt());
    }

    /** The same with other bookkeeping. */
    public TelephonyCall withControl(RowControl next) {
        return with(draft -> draft.control = next);
    }

    /** The same with this leg, in place of what was known of its {@code sip.callID}. */
    public TelephonyCall withLeg(SipParticipant leg) {
        List<SipParticipant> next = Replacing.with(leg, legs, SipParticipant::sipCallId);
        if (next.size() > MAX_LEGS) {
            next.stream()
                    .filter(SipParticipant::isHungUp)
                    .findFirst()
                    .ifPresentOrElse(next::remove, () -> next.remove(0));
        }
        return with(draft -> draft.legs = next);
    }

    /** The same with another state of dispatching. */
    public TelephonyCall withDispatch(AgentDispatch next) {
        return with(draft -> draft.dispatch = next);
    }

    /** The same with another account of the dial. */
    public TelephonyCall withDial(OutboundDial next) {
        return with(draft -> draft.dial = next);
    }

    /** The same in this incarnation of its room, now that it is made. */
    public TelephonyCall inRoom(String roomSid) {
        return with(draft -> draft.origin = origin.inRoom(roomSid));
    }

    /** The same with other instants. */
    public TelephonyCall withTimes(CallTimes next) {
        return with(draft -> draft.times = next);
    }

    /** The same with another account of what is missing. */
    public TelephonyCall withGaps(Gaps next) {
        return with(draft -> draft.gaps = next);
    }

    /** The same with another account of what was asked of it; left from now on to versions that know of such things. */
    public TelephonyCall withSteering(Steering next) {
        return with(draft -> {
            draft.control = control.withSteering();
            draft.steering = next;
        });
    }

    /** The same with this claim; left from now on to versions that know of slots. */
    public TelephonyCall withSlots(SlotClaim next) {
        return with(draft -> {
            draft.control = control.withSlots();
            draft.slots = next;
        });
    }

    /** Whether it waits for its slots, so that no agent is sent yet. */
    public boolean isWaitingForSlots() {
        return slots != null && slots.isWaiting() && !isEnded();
    }

    /** The same with the outcome that all its facts give by now; one that goes on has none. What others dialled is not judged. */
    public TelephonyCall judged() {
        return isEnded() ? withOutcome(Judgement.of(this)) : this;
    }

    private TelephonyCall withOutcome(Outcome next) {
        return with(draft -> draft.outcome = next);
    }

    /** The same, due then; null = nothing is pending. */
    public TelephonyCall withDueAt(@Nullable Instant at) {
        return withControl(control.withDueAt(at));
    }

    /** The same, over since then for this reason, and judged; the first word stays. */
    public TelephonyCall ended(Instant at, String reason) {
        return isEnded() ? this : over(at, reason).judged();
    }

    /** The same, over since then because we say so, and judged; the first word stays. */
    public TelephonyCall declaredOver(Instant at, String reason) {
        if (isEnded()) {
            return this;
        }
        TelephonyCall over = over(at, reason);
        return over.withOutcome(Judgement.ofDeclared(over));
    }

    /** The same, which was over by a guess, with the end that was told late; to be judged anew. */
    public TelephonyCall withEndTold(Instant at, String reason) {
        return with(draft -> {
            draft.times = times.endTold(at);
            draft.endReason = reason;
        });
    }

    /** What has not rung by now never will. */
    private TelephonyCall over(Instant at, String reason) {
        return with(draft -> {
            draft.dial = dial != null && dial.isToCome() ? dial.withheld(OutboundDial.Withheld.ENDED, null) : dial;
            draft.times = times.endedAt(at);
            draft.endReason = reason;
        });
    }

    private TelephonyCall with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy that can be changed, so that each change names only what it changes. */
    private static final class Draft {
        private final TelephonyCall from;
        private RowControl control;
        private CallOrigin origin;
        private List<SipParticipant> legs;
        private AgentDispatch dispatch;
        private @Nullable OutboundDial dial;
        private CallTimes times;
        private @Nullable String endReason;
        private @Nullable Outcome outcome;
        private Gaps gaps;
        private Steering steering;
        private @Nullable SlotClaim slots;

        private Draft(TelephonyCall from) {
            this.from = from;
            control = from.control;
            origin = from.origin;
            legs = from.legs;
            dispatch = from.dispatch;
            dial = from.dial;
            times = from.times;
            endReason = from.endReason;
            outcome = from.outcome;
            gaps = from.gaps;
            steering = from.steering;
            slots = from.slots;
        }

        private TelephonyCall done() {
            return new TelephonyCall(
                    from.callId,
                    control,
                    origin,
                    legs,
                    from.route,
                    dispatch,
                    dial,
                    times,
                    endReason,
                    outcome,
                    gaps,
                    steering,
                    slots);
        }
    }
}
