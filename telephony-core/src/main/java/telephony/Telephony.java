package telephony;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import telephony.call.AnsweredBy;
import telephony.call.CallId;
import telephony.call.Participant;
import telephony.call.TelephonyCall;
import telephony.dispatch.AgentCheckIn;
import telephony.dispatch.AgentStanding;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.ServerFacts;
import telephony.lead.LeadPort;
import telephony.observe.TelephonyListener;
import telephony.outbound.GuardVerdict;
import telephony.outbound.LiveKitException;
import telephony.outbound.OrderResult;
import telephony.outbound.OutboundOrder;
import telephony.outbound.TransferReply;
import telephony.outbound.TransferRequest;
import telephony.queue.CallTurns;
import telephony.queue.QueueCount;
import telephony.routing.CallRouter;
import telephony.routing.RoutingExplanation;
import telephony.routing.RoutingRequest;
import telephony.session.OutboundOrders;
import telephony.session.TelephonySessionService;
import telephony.sip.SipDirectory;
import telephony.slot.SlotBoard;
import telephony.store.OrderKey;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;
import telephony.webhook.WebhookIntake;
import telephony.webhook.WebhookReceipt;

/**
 * The switchboard inside another program: webhooks in, agents into the rooms, calls to be read. It owns no thread: it
 * works on the threads that call it, on the executor that it is lent, and on the time that {@link #tick} is called with.
 * What it is given stays the giver's to close, after it. Safe for any number of threads.
 */
public final class Telephony implements AutoCloseable {

    /** What is told of a webhook that could not be stored. */
    private static final String UNAVAILABLE = "unavailable";

    /** The end reason of a call that was ended because somebody asked for it. */
    private static final String END_ASKED = "END_ASKED";

    private final TelephonyStorePort store;
    private final TelephonySessionService sessions;
    private final WebhookIntake intake;
    private final CallRouter router;
    private final Work work;
    private final TelephonyListener listener;
    private final InstantSource clock;
    private volatile boolean closed;

    Telephony(
            TelephonyStorePort store,
            TelephonySessionService sessions,
            WebhookIntake intake,
            CallRouter router,
            Work work,
            TelephonyListener listener,
            InstantSource clock) {
        this.store = store;
        this.sessions = sessions;
        this.intake = intake;
        this.router = router;
        this.work = work;
        this.listener = listener;
        this.clock = clock;
    }

    /** Begins to put one together. */
    public static TelephonyBuilder builder() {
        return new TelephonyBuilder();
    }

    /**
     * Takes in one webhook request: verifies it, and stores the event and what is decided on it in one atomic step. What
     * it returns as taken in is as durable as the store is; no request to LiveKit is waited for. Answer 401 when the
     * kind is {@link WebhookReceipt.Kind#REFUSED}, else 200.
     *
     * @param body the body, byte for byte as received; cap its size before
     * @param authorization the {@code Authorization} header; null = there was none
     * @throws StoreUnavailableException when it could not be stored, this is closed, or LiveKit is known to be too old
     *     for agents to be told apart: answer 503, LiveKit tries again
     */
    public WebhookReceipt receive(byte[] body, @Nullable String authorization) {
        if (closed) {
            throw new StoreUnavailableException("nothing was written: this switchboard is closed; answer 503, and"
                    + " LiveKit sends the event again");
        }
        if (server().isTooOld()) {
            throw new StoreUnavailableException("nothing was written: " + String.join("; ", server().warnings())
                    + "; answer 503, and LiveKit sends the event again");
        }
        try {
            WebhookReceipt receipt = intake.receive(body, authorization);
            if (receipt.verdict().isAuthentic()) {
                work.reconciler().webhookTaken();
            }
            listener.onWebhook(receipt.kind().word());
            return receipt;
        } catch (RuntimeException e) {
            listener.onWebhook(UNAVAILABLE);
            work.reconciler().webhookTurnedAway(clock.instant().truncatedTo(ChronoUnit.MILLIS));
            throw e;
        }
    }

    /**
     * Takes in once more an event that is in quarantine, such as after an update that can read it. What it says may be
     * long over; it is judged like an event that comes late.
     *
     * @return empty = no such event is kept; {@link WebhookReceipt.Kind#QUARANTINED} = still nothing can be made of it,
     *     {@link WebhookReceipt.Kind#DUPLICATE} = it is not in quarantine, {@link WebhookReceipt.Kind#NOT_OURS} = it
     *     concerns no call, and stays where it is
     * @throws StoreUnavailableException when the store is down; nothing was written
     */
    public Optional<WebhookReceipt.Kind> replay(String eventId) {
        return intake.replay(eventId);
    }

    /**
     * An agent asks whether it is the one that may speak in a call. When the call has no agent yet, it is from now on, and
     * whoever else comes is removed; so twins are never heard where agents ask first. Optional for an agent.
     *
     * @param identity the agent's own identity as a participant
     * @param token {@code telephony.token} from the metadata of its job
     * @throws IllegalArgumentException when the identity is empty, longer than {@value AgentCheckIn#MAX_IDENTITY_CHARS}
     *     characters, or has control characters
     * @throws StoreUnavailableException when the store is down or this is closed; nothing was changed: answer 503, and the
     *     agent asks again
     */
    public AgentStanding admission(CallId callId, String identity, String token) {
        requireOpen();
        return work.agents().admission(callId, identity, token);
    }

    /**
     * An agent tells that it is alive, which it does every {@link telephony.dispatch.DispatchTiming#HEARTBEAT_EVERY}, or not
     * at all. When the next one does not come in time, the agent is replaced, although LiveKit still lists it. It counts as
     * an {@link #admission} as well, and its answer tells an agent that was replaced that it is to leave.
     *
     * @param identity the agent's own identity as a participant
     * @param token {@code telephony.token} from the metadata of its job
     * @throws IllegalArgumentException when the identity cannot be one, as at {@link #admission}
     * @throws StoreUnavailableException when the store is down or this is closed: answer 503. No agent counts as silent
     *     because of it
     */
    public AgentStanding agentHeartbeat(CallId callId, String identity, String token) {
        requireOpen();
        return work.agents().heartbeat(callId, identity, token);
    }

    /**
     * The call's agent tells who took up the phone; the last word stands, and what the call came to is judged by it.
     *
     * @param identity the agent's own identity as a participant
     * @param token {@code telephony.token} from the metadata of its job
     * @return {@link AgentStanding#CHOSEN} = it is written; anything else = nothing was
     * @throws IllegalArgumentException when the identity cannot be one, as at {@link #admission}
     * @throws StoreUnavailableException when the store is down or this is closed; nothing was changed
     */
    public AgentStanding answeredBy(CallId callId, AnsweredBy.Who who, String identity, String token) {
        requireOpen();
        return work.agents().answeredBy(callId, who, identity, token);
    }

    /**
     * Somebody who listened tells who took up the phone, at any time, also after the end; as {@link #answeredBy(CallId,
     * AnsweredBy.Who, String, String)}. A call that is not there stays so.
     *
     * @throws StoreUnavailableException when the store is down or this is closed; nothing was changed
     */
    public void answeredBy(CallId callId, AnsweredBy.Who who) {
        requireOpen();
        work.agents().answeredBy(callId, who);
    }

    /**
     * Tells that agents had to be turned away unheard, such as by a server that has too much to do: no silence of theirs
     * until now counts. Cheap; call it for each of them.
     */
    public void agentTurnedAway() {
        work.agents().turnedAway();
    }

    /**
     * Places a call: takes in the order and returns. A room is made, its agent is brought, and when it is there the phone
     * rings, once; the call's record tells how far it has come, and its outcome how it ended. The same order under the same key
     * is the same call, whoever sends it and however often.
     *
     * @param idempotencyKey what the sender chose for this order, 1 to 255 characters; scoped to the order's tenant
     * @return the call, or why there is none
     * @throws LiveKitException when this switchboard was not given LiveKit's telephone service, or the order names no trunk
     *     and none is set
     * @throws IllegalArgumentException when the key cannot be one
     * @throws StoreUnavailableException when the store is down or this is closed; send it again under the same key
     */
    public OrderResult placeCall(OutboundOrder order, String idempotencyKey) {
        requireOpen();
        requireFit(idempotencyKey);
        return orders().place(order, idempotencyKey);
    }

    private static void requireFit(String idempotencyKey) {
        if (!OrderKey.isFit(idempotencyKey)) {
            throw new IllegalArgumentException(
                    "an idempotency key has 1 to " + OrderKey.MAX_KEY_CHARS + " characters, none of control");
        }
    }

    /**
     * Tells what would speak against this order; stores nothing, reserves nothing and dials nobody.
     *
     * @throws LiveKitException when this switchboard was not given LiveKit's telephone service, or the order names no trunk
     *     and none is set
     */
    public GuardVerdict checkOrder(OutboundOrder order) {
        return orders().check(order);
    }

    /**
     * Ends a call for everybody in it, as {@link TelephonySessionService#hangUp}.
     *
     * @return the call as it is now, which may go on until LiveKit has done it; empty when there is none of this id
     * @throws StoreUnavailableException when the store is down or this is closed; ask again
     */
    public Optional<TelephonyCall> endCall(CallId callId) {
        requireOpen();
        return sessions.hangUp(callId, END_ASKED);
    }

    /**
     * Ends one leg of a call, as {@link TelephonySessionService#hangUpLeg}.
     *
     * @param identity of the leg, or of a target whose phone rings
     * @return the call as it is now; empty when it has no such leg, or there is none of this id
     * @throws StoreUnavailableException when the store is down or this is closed; ask again
     */
    public Optional<TelephonyCall> endLeg(CallId callId, String identity) {
        requireOpen();
        return sessions.hangUpLeg(callId, identity, END_ASKED);
    }

    /**
     * Brings the other side of a call to somebody else. It stands on the call's record, with the intent to do it, before
     * LiveKit is asked, and LiveKit is asked once; the record tells how far it has come and what it came to. The call goes on
     * when it fails. The same request under the same key is the same transfer, however often it is sent.
     *
     * @param idempotencyKey what the sender chose for this transfer, 1 to 255 characters; scoped to the call
     * @return the transfer, or why there is none
     * @throws LiveKitException when this switchboard was not given LiveKit's telephone service, or no trunk to call over
     * @throws IllegalArgumentException when the key cannot be one
     * @throws StoreUnavailableException when the store is down or this is closed; send it again under the same key
     */
    public TransferReply transfer(CallId callId, TransferRequest request, String idempotencyKey) {
        requireOpen();
        requireFit(idempotencyKey);
        return Work.withSip(work.transfers(), "transferred").ask(callId, request, idempotencyKey);
    }

    /**
     * Who is in the room of this call just now, as LiveKit lists it, with the attributes of phones.
     *
     * @return completes within the deadline of a list, never exceptionally but for a programming error
     */
    public CompletionStage<LiveKitAnswer<List<Participant>>> participants(TelephonyCall call) {
        return work.rooms().listParticipants(call.origin().roomName());
    }

    /**
     * Lets those calls go whose turn on their trunk has come, and callers in for whom there is room by now. {@link #tick} does
     * so as well; called every 50 ms besides, calls begin evenly. Blocks for a step on the store for each trunk and line in which
     * somebody waits, and seldom for one where nobody does.
     * Never throws; trouble is told to the listener.
     *
     * @return how many went
     */
    public int takeTurns() {
        return closed ? 0 : work.takeTurns();
    }

    /**
     * How many calls wait, ring and talk, by trunk and tenant, as the store counts them now; none without
     * {@link TelephonyBuilder#queue}.
     *
     * @throws StoreUnavailableException when the store is down
     */
    public List<QueueCount> queue() {
        CallTurns turns = work.turns();
        return turns == null ? List.of() : turns.counts();
    }

    /**
     * Which callers wait until somebody has room, and how many calls somebody has, as this process saw it a second ago at
     * most while it ticks; nothing without {@link TelephonyBuilder#slots}.
     */
    public SlotBoard slots() {
        return work.slots().board();
    }

    /**
     * How many callers wait in line before this one; 0 when he does not wait.
     *
     * @throws StoreUnavailableException when the store is down
     */
    public long waitingBefore(TelephonyCall call) {
        return work.slots().before(call);
    }

    private OutboundOrders orders() {
        return Work.withSip(work.orders(), "placed");
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("nothing was written: this switchboard is closed; ask again");
        }
    }

    /**
     * Starts on the calls whose time has come, compares LiveKit's rooms with the calls every few seconds, and now and
     * then forgets old ones. To be called every few hundred milliseconds for as long as calls are to be looked after:
     * what LiveKit did not answer is followed up here. Blocks for a step or two on the store. Never throws; trouble is
     * told to the listener, and the next tick tries again.
     *
     * @return how many calls were started on; none after {@link #close}, and while LiveKit is known to be too old
     */
    public int tick() {
        return closed ? 0 : work.tick();
    }

    /** What LiveKit's server was found to be like; nothing is known before the first tick, or without a probe. */
    public ServerFacts server() {
        return work.server().facts();
    }

    /** Who would answer this call and why, step by step; does nothing. */
    public RoutingExplanation explain(RoutingRequest request) {
        return router.explain(request);
    }

    /** The SIP trunks and dispatch rules; empty when {@link TelephonyBuilder#sipDirectory} was not called. */
    public Optional<SipDirectory> sip() {
        return Optional.ofNullable(work.sip());
    }

    /** Who called whom; empty when {@link TelephonyBuilder#leads} was not called. */
    public Optional<LeadPort> leads() {
        return work.leads().leads();
    }

    /** The use cases on calls: events that came another way, calls to be ended. */
    public TelephonySessionService sessions() {
        return sessions;
    }

    /**
     * The call of this id as it is now.
     *
     * @throws StoreUnavailableException when the store is down
     */
    public Optional<TelephonyCall> call(CallId callId) {
        return store.find(callId);
    }

    /**
     * Begins nothing from now on, and returns at once: webhooks are turned away, ticks do nothing. What LiveKit was
     * already asked is still written down when it answers; {@link #drained} tells when. A call that is left half done is
     * taken up by whoever works on the same store.
     */
    @Override
    public void close() {
        closed = true;
        work.driver().stop();
    }

    /**
     * Completes after {@link #close} as soon as no answer of LiveKit is waited for any more: time to stop the executor.
     * Wait with a time-out: it takes as long as LiveKit's slowest answer, and for ever if the executor drops work.
     */
    public CompletionStage<Void> drained() {
        return work.driver().drained();
    }
}
