package telephony.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.EventHeader;
import telephony.call.Gap;
import telephony.call.Lease;
import telephony.call.OutboundDial;
import telephony.call.OwedEffect;
import telephony.call.Participant;
import telephony.call.SipAttributes;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.call.Transfer;
import telephony.decided.DecidedCalls;
import telephony.dispatch.DispatchDriver;
import telephony.dispatch.DispatchMachine;
import telephony.dispatch.RowWriter;
import telephony.dispatch.Transition;
import telephony.dispatch.Trigger;
import telephony.observe.TelephonyListener;
import telephony.routing.CallRouter;
import telephony.routing.RoutingRequest;
import telephony.slot.SlotTurns;
import telephony.store.Commit;
import telephony.store.InboxEntry;
import telephony.store.TelephonyStorePort;

/**
 * Takes in what happens in LiveKit's rooms and keeps the calls true. Every method is one atomic step on the store; none
 * waits for LiveKit. Thread-safe.
 */
public final class TelephonySessionService {

    /** What became of an event. */
    public enum Handled {
        /** It is stored; as durable as the store is. */
        TAKEN,
        /** It had been stored before; nothing changed. */
        DUPLICATE,
        /** It concerns no call; nothing is stored. */
        NOT_OURS
    }

    /**
     * By what it is decided who answers a call, and when.
     *
     * @param router decides who
     * @param decided knows of which calls that was decided before, such as {@link DecidedCalls#NONE}
     * @param slots knows what they need, and is told who waits for it, such as {@link SlotTurns#none}
     */
    public record Answering(CallRouter router, DecidedCalls decided, SlotTurns slots) {}

    private record Step(TelephonyCall before, Transition transition) {}

    private final TelephonyStorePort store;
    private final DispatchDriver driver;
    private final DispatchMachine machine;
    private final CallDecision decision;
    private final CallOpening opening;
    private final TelephonyListener listener;
    private final RowWriter writer;
    private final RoomsOpenedAgain openedAgain = new RoomsOpenedAgain();
    private final SlotTurns slots;

    /**
     * @param store where the calls are
     * @param answering who answers
     * @param machine decides how the agent gets in
     * @param driver performs it
     * @param ids makes the keys of new calls
     * @param listener told what is stored
     */
    public TelephonySessionService(
            TelephonyStorePort store,
            Answering answering,
            DispatchMachine machine,
            DispatchDriver driver,
            Supplier<CallId> ids,
            TelephonyListener listener) {
        this.store = store;
        this.machine = machine;
        this.driver = driver;
        this.decision = new CallDecision(machine);
        this.opening = new CallOpening(answering, ids);
        this.slots = answering.slots();
        this.listener = listener;
        this.writer = new RowWriter(store, listener);
    }

    /**
     * Takes in an event: finds or opens its call, decides, and stores event and decision in one step. What the decision
     * asks of LiveKit is done afterwards, by the driver.
     *
     * @throws telephony.store.StoreUnavailableException when it could not be stored; nothing of it was, and the event
     *     may be handed in again
     */
    public Handled handleLiveKitEvent(CallEvent event) {
        openedAgain.note(event);
        boolean full = false;
        for (int tries = 0; tries < RowWriter.MAX_CONFLICTS; tries++) {
            Optional<Step> step = step(event, full);
            if (step.isEmpty()) {
                return Handled.NOT_OURS;
            }
            TelephonyCall next = step.get().transition().next();
            InboxEntry entry = new InboxEntry(
                    event.header().eventId(),
                    event.header().receivedAt(),
                    InboxEntry.Verdict.TAKEN,
                    next.callId(),
                    event.name(),
                    null);
            Commit.Result result =
                    writer.takeIn(entry, step.get().before(), step.get().transition());
            if (result == Commit.Result.STORED) {
                if (next.isWaitingForSlots()) {
                    slots.entered();
                }
                driver.wakeIfDue(next);
                return Handled.TAKEN;
            }
            full = full || result == Commit.Result.FULL;
            if (result == Commit.Result.DUPLICATE) {
                return Handled.DUPLICATE;
            }
        }
        throw RowWriter.tooManyConflicts("event " + event.header().eventId());
    }

    /**
     * Keeps an event that is authentic but of which nothing could be made.
     *
     * @return whether it was new
     * @throws telephony.store.StoreUnavailableException when it could not be stored
     */
    public boolean quarantine(String eventId, String reason, String raw, Instant receivedAt) {
        InboxEntry entry = new InboxEntry(eventId, receivedAt, InboxEntry.Verdict.QUARANTINED, null, reason, raw);
        boolean first = store.commit(Commit.ofEvent(entry, List.of())) == Commit.Result.STORED;
        if (first) {
            listener.onWebhookQuarantined(eventId, reason);
        }
        return first;
    }

    /** The inbox entry of this event. */
    public Optional<InboxEntry> inboxEntry(String eventId) {
        return store.findInboxEntry(eventId);
    }

    /**
     * Sees to it that the call gets its agent: asks for one if its route names one and none was asked for yet, and
     * starts on whatever is due. Does nothing for a call that is over, has its agent, or does not exist.
     *
     * @throws telephony.store.StoreUnavailableException when the store is down
     */
    public void dispatchAgentIfNeeded(CallId callId) {
        writer.update(callId, row -> {
            Transition asked = machine.decide(row, List.of(Trigger.ROUTED), store.now());
            return asked.next().tellsTheSameAs(row) ? null : asked;
        });
        driver.wake(callId);
    }

    /**
     * Has a call looked at because LiveKit does not show it as the row has it. Looks then prove whether somebody is
     * gone; this alone changes nothing else. A call that is being looked after right now is left alone: a look may take
     * three seconds, and would be void when the row changed under it, every time.
     *
     * @throws telephony.store.StoreUnavailableException when the store is down
     */
    public void suspect(CallId callId) {
        writer.update(callId, row -> {
                    Lease lease = row.control().lease();
                    if (lease != null && !lease.isFreeAt(store.now())) {
                        return null;
                    }
                    Transition suspected = machine.decide(row, List.of(Trigger.SUSPECTED), store.now());
                    return suspected.next().tellsTheSameAs(row) ? null : suspected;
                })
                .ifPresent(driver::wakeIfDue);
    }

    /**
     * Writes down that the record of a call cannot know everything of a time. A call that was over before that time
     * began, or of which the gap is known, stays as it is.
     *
     * @throws telephony.store.StoreUnavailableException when the store is down
     */
    public void missed(CallId callId, Gap gap) {
        writer.update(callId, row -> {
            Instant ended = row.times().endedAt();
            TelephonyCall next = row.withGaps(row.gaps().with(gap));
            boolean concerns = ended == null || ended.isAfter(gap.from());
            if (!concerns || next.tellsTheSameAs(row) || row.control().isFromNewerVersion()) {
                return null;
            }
            Instant now = store.now();
            TimelineEntry line = new TimelineEntry(
                    callId,
                    now,
                    TimelineEntry.Kind.ANSWER,
                    "gap",
                    Map.of(
                            "kind", gap.kind().name(),
                            "from", gap.from().toString(),
                            "until", String.valueOf(gap.until())));
            return new Transition(next.withTimes(next.times().updatedAt(now)), List.of(line));
        });
    }

    /**
     * Declares a call over, as if its last leg had left; its agent is released. A call that is over already stays as it
     * ended.
     *
     * @param reason kept as the call's end reason unless it has one
     * @return the call as it is now; empty when there is none of this id
     * @throws telephony.store.StoreUnavailableException when the store is down
     */
    public Optional<TelephonyCall> markEnded(CallId callId, String reason) {
        writer.update(callId, row -> row.isEnded() ? null : decision.end(row, reason, store.now()))
                .ifPresent(driver::wakeIfDue);
        return store.find(callId);
    }

    /**
     * Ends a call for everybody in it, also one whose phone rings or has not rung yet. What it takes is repeated until LiveKit
     * says that it is done: callers are removed, and their call ends when they are gone; a call that we place is over at
     * once, and whom we called is removed. A call that is over already stays as it ended.
     *
     * @param reason kept as the end reason where we end it
     * @return the call as it is now; empty when there is none of this id
     * @throws telephony.store.StoreUnavailableException when the store is down
     */
    public Optional<TelephonyCall> hangUp(CallId callId, String reason) {
        writer.update(callId, row -> hungUp(row, reason)).ifPresent(driver::wakeIfDue);
        return store.find(callId);
    }

    /**
     * Ends one leg of a call, also that of a target whose phone rings yet; it is repeated until LiveKit says that it is done.
     * When nobody else is left that the call is about, the call is over, as at {@link #hangUp}.
     *
     * @param identity of the leg
     * @param reason kept as the end reason where we end the call
     * @return the call as it is now; empty when it has no such leg, or there is none of this id
     * @throws telephony.store.StoreUnavailableException when the store is down
     */
    public Optional<TelephonyCall> hangUpLeg(CallId callId, String identity, String reason) {
        writer.update(callId, row -> {
                    boolean last = row.ownLegs().stream()
                            .filter(SipParticipant::isPresent)
                            .allMatch(leg -> leg.identity().equals(identity));
                    if (hasLeg(row, identity) && last && !row.steering().isTarget(identity)) {
                        return hungUp(row, reason);
                    }
                    boolean owed = row.dispatch().owed().contains(OwedEffect.remove(identity));
                    boolean idle = row.isEnded() || row.control().isFromNewerVersion() || owed;
                    return idle || !hasLeg(row, identity) ? null : machine.hangUpOn(row, identity, store.now());
                })
                .ifPresent(driver::wakeIfDue);
        return store.find(callId).filter(row -> hasLeg(row, identity));
    }

    /** Whether somebody of this identity is or was on the phone in this call, or is being called. */
    private static boolean hasLeg(TelephonyCall row, String identity) {
        return row.ringing().contains(identity)
                || row.legs().stream().anyMatch(leg -> leg.identity().equals(identity));
    }

    private @Nullable Transition hungUp(TelephonyCall row, String reason) {
        if (row.isEnded() || row.control().isFromNewerVersion()) {
            return null;
        }
        List<OwedEffect> removals = row.legs().stream()
                .filter(SipParticipant::isPresent)
                .map(leg -> OwedEffect.remove(leg.identity()))
                .toList();
        if (row.dial() != null || removals.isEmpty()) {
            return decision.end(row, reason, store.now());
        }
        return row.dispatch().owed().containsAll(removals) ? null : machine.hangUp(row, store.now());
    }

    private Optional<Step> step(CallEvent event, boolean full) {
        Optional<TelephonyCall> placed =
                event.comingOrGoing().filter(who -> who.sipCall().isPresent()).flatMap(this::placedByUs);
        if (placed.isPresent()) {
            return Optional.of(applied(placed.get(), event));
        }
        Optional<TelephonyCall> newest =
                store.findNewestByRoomSid(event.header().roomSid());
        Optional<SipAttributes> sip = phoneCall(event);
        if (newest.isEmpty()) {
            return sip.map(call -> opening(event, call, CallOrigin.FIRST_EPISODE, full));
        }
        TelephonyCall row = newest.get();
        if (sip.isEmpty()) {
            return Optional.of(applied(row, event));
        }
        if (row.leg(sip.get().callId()).isPresent()) {
            return Optional.of(isReturn(row, event) ? nextEpisode(row, event, sip.get(), full) : applied(row, event));
        }
        // A leg of an earlier episode of this room: its late news is that episode's.
        Optional<TelephonyCall> earlier = store.findBySipCallId(sip.get().callId())
                .filter(call -> event.header().roomSid().equals(call.origin().roomSid()))
                .filter(call -> !isReturn(call, event));
        if (earlier.isPresent()) {
            return Optional.of(applied(earlier.get(), event));
        }
        return Optional.of(row.isEnded() ? nextEpisode(row, event, sip.get(), full) : applied(row, event));
    }

    /**
     * The call whose callee this is. Whom we called belongs to that call for ever: a dial that LiveKit was late with may bring
     * him into another incarnation of the room, or after the end, and never opens another call.
     */
    private Optional<TelephonyCall> placedByUs(Participant participant) {
        return OutboundDial.callOf(participant.identity())
                .or(() -> Transfer.callOf(participant.identity()))
                .flatMap(store::find)
                .filter(call -> machine.isCallee(call, participant));
    }

    private Step applied(TelephonyCall row, CallEvent event) {
        return new Step(row, decision.apply(row, event, store.now()));
    }

    /** Only a list tells who is there now; an event may be late or a replay. */
    private static boolean isReturn(TelephonyCall row, CallEvent event) {
        return event.header().source() == EventHeader.Source.RECONCILED
                && event instanceof CallEvent.ParticipantJoined joined
                && row.isReturnAfterEnd(joined.participant());
    }

    private Step opening(CallEvent event, SipAttributes sip, int episode, boolean full) {
        CallOpening.Opened opened = opening.open(event, sip, episode, store.now(), full);
        TelephonyCall row = openedAgain
                .openedAt(event.header().roomSid())
                .map(at -> opened.row().withDispatch(opened.row().dispatch().withRestartedAt(at)))
                .orElse(opened.row());
        return begun(opened, knowingWhatIsForgotten(row, event), event);
    }

    private Step begun(CallOpening.Opened opened, TelephonyCall row, CallEvent event) {
        return new Step(row, opened.before(decision.apply(row, event, store.now())));
    }

    /** A call that was there before the store began was perhaps known, and is found anew. */
    private TelephonyCall knowingWhatIsForgotten(TelephonyCall row, CallEvent event) {
        if (event.header().source() == EventHeader.Source.RECONCILED
                && event instanceof CallEvent.ParticipantJoined joined) {
            Instant joinedAt = joined.participant().joinedAt();
            Instant since = store.rememberingSince();
            if (joinedAt != null && joinedAt.isBefore(since)) {
                return row.withGaps(row.gaps().with(Gap.of(Gap.Kind.FORGOTTEN, joinedAt, since)));
            }
        }
        return row;
    }

    /** The room lives on: whatever the episode before had in it can never be this one's. */
    private Step nextEpisode(TelephonyCall before, CallEvent event, SipAttributes sip, boolean full) {
        writer.update(before.callId(), row -> decision.foundLate(row, event, store.now()));
        CallOpening.Opened opened = opening.open(event, sip, before.origin().episode() + 1, store.now(), full);
        TelephonyCall row = opened.row();
        return begun(opened, row.withDispatch(row.dispatch().apartFrom(before.dispatch())), event);
    }

    /**
     * What the router is asked when this event begins this phone call.
     *
     * @param at the instant of the decision
     */
    public static RoutingRequest routingRequest(CallEvent event, SipAttributes sip, Instant at) {
        return new RoutingRequest(
                sip.remoteNumber() == null ? null : sip.remoteNumber().best(),
                sip.trunkNumber() == null ? null : sip.trunkNumber().best(),
                sip.trunkId(),
                sip.ruleId(),
                event.header().roomName(),
                event.header().roomMetadata(),
                sip.attributes(),
                at);
    }

    /** The phone call that joins or leaves by this event; only these can begin a call. */
    private static Optional<SipAttributes> phoneCall(CallEvent event) {
        return event.comingOrGoing().flatMap(Participant::sipCall);
    }
}
