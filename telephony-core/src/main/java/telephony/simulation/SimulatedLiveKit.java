package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import telephony.Telephony;
import telephony.TelephonyBuilder;
import telephony.call.DialResult;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.AgentStanding;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.NewRoom;
import telephony.dispatch.RoomPort;
import telephony.outbound.DialGuard;
import telephony.outbound.SipDial;
import telephony.outbound.SipPort;
import telephony.outbound.SipTransfer;
import telephony.outbound.SipTransferAnswer;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookVerdict;

/**
 * A LiveKit with phone calls and agents, without threads, sockets and waiting: rooms, participants, workers, dispatches
 * and the webhook sender behave as a real livekit-server 1.13.5 with livekit-sip was seen to, and time goes only when
 * {@link #advance} turns it. The same seed and the same steps give the same ids and the same events.
 *
 * <p>It is all of the domain's LiveKit ports. {@link #telephony} begins a switchboard on it and {@link #connect} lets
 * the two work together, so that a whole call takes milliseconds. Safe for any number of threads.
 */
public final class SimulatedLiveKit implements AgentDispatchPort, RoomPort, SipPort {

    /** When it begins unless said otherwise. */
    public static final Instant START = Instant.parse("2026-01-01T09:00:00Z");

    private static final long SEED = 1;
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int TAKEN_IN = 200;
    private static final int STORE_DOWN = 503;

    private final VirtualTime time;
    private final LiveKitServer server;
    private final SimulatedApi api;
    private final SimulatedDials dials;
    private final SimulatedTransfers transfers;
    private final long seed;

    /** With the times that were seen. */
    public SimulatedLiveKit() {
        this(START, SEED, SimulationTiming.SEEN);
    }

    /**
     * With times of one's own.
     *
     * @param start when it begins
     * @param seed of ids and chance
     * @param timing how fast machine and agents are
     */
    public SimulatedLiveKit(Instant start, long seed, SimulationTiming timing) {
        this.time = new VirtualTime(start);
        this.server = new LiveKitServer(time, new Ids(seed), timing);
        this.api = new SimulatedApi(server);
        this.dials = new SimulatedDials(server, api);
        this.transfers = new SimulatedTransfers(server, api);
        this.seed = seed;
    }

    /** A connection of a switchboard. */
    public interface Connection extends AutoCloseable {
        /** Webhooks are answered by nobody from now on, and the switchboard's time does not go on. */
        @Override
        void close();
    }

    /** Its time: the clock for whatever works with it. */
    public VirtualTime clock() {
        return time;
    }

    /** Lets time pass, with everything that happens in it. */
    public void advance(Duration by) {
        time.advance(by);
    }

    /** Registers a worker under this name, whose agents join and speak. */
    public SimulatedLiveKit worker(String agentName) {
        return worker(agentName, AgentBehaviour.normal());
    }

    /** Registers a worker under this name, whose agents all do this. A worker without a name gets into every room. */
    public SimulatedLiveKit worker(String agentName, AgentBehaviour always) {
        time.change(() -> server.workers.register(agentName, always));
        return this;
    }

    /** The names under which workers are registered. */
    public Set<String> workers() {
        return time.change(server.workers::names);
    }

    /** The next agents of this name do this, in turn; later ones do what their worker's always do. */
    public SimulatedLiveKit nextAgents(String agentName, AgentBehaviour... behaviours) {
        time.change(() -> server.workers.plan(agentName, List.of(behaviours)));
        return this;
    }

    /** The next agents in the room of this name do this, in turn, also when it is not there yet. */
    public SimulatedLiveKit nextAgentsIn(String roomName, AgentBehaviour... behaviours) {
        time.change(() -> server.workers.planInRoom(roomName, List.of(behaviours)));
        return this;
    }

    /** The worker of this name is gone; its agents in rooms stay. Dispatches to it are dropped, silently and for good. */
    public void stopWorker(String agentName) {
        time.change(() -> server.workers.unregister(agentName));
    }

    /**
     * The machine of all agents dies: those in rooms are shown for another 20 s, those on their way do not come, and
     * none comes back after a restart of LiveKit. Who is sent from now on is as ever.
     */
    public void killAgents() {
        time.change(server::agentsDie);
    }

    /** Somebody calls, into a room of his own. */
    public SimulatedCall call(String from, String to) {
        return call(PhoneCall.between(from, to));
    }

    /**
     * Somebody calls.
     *
     * @throws IllegalStateException while it is down
     */
    public SimulatedCall call(PhoneCall call) {
        return time.change(() -> {
            requireUp();
            return SimulatedCall.place(server, call);
        });
    }

    /**
     * Somebody is called. The leg joins the room first, which is made when there is none.
     *
     * @throws IllegalStateException while it is down
     */
    public SimulatedCall dial(OutboundCall call) {
        return time.change(() -> {
            requireUp();
            return SimulatedCall.dial(server, call);
        });
    }

    /** Makes a room, as CreateRoom does, with these agents in its configuration; its SID. */
    public String openRoom(String name, String... agents) {
        return time.change(
                () -> server.open(name, List.of(agents)).stored.state().sid());
    }

    /** Lets somebody into a room whom the simulation does not play: as is, SID, time of joining, audio and all. */
    public void join(String room, Participant who) {
        time.change(() -> {
            Instant joinedAt = who.joinedAt() == null ? time.instant() : who.joinedAt();
            Session session = new Session(who.sid(), who.identity(), "", who.kind(), joinedAt, Occupant.NOBODY);
            who.sipCall().ifPresent(sip -> session.attributes.putAll(sip.attributes()));
            if (who.kind() == ParticipantKind.AGENT && who.agentName() != null) {
                session.attributes.put(ParticipantState.AGENT_NAME, who.agentName());
            }
            Room live = server.open(room, List.of());
            server.join(live, session);
            if (who.audioPublished()) {
                server.publish(live, session);
            }
        });
    }

    /** Somebody leaves by himself. */
    public void leave(String room, String identity) {
        time.change(() -> {
            Room live = server.live(room);
            Session session = live == null ? null : live.sessions.get(identity);
            if (live != null && session != null) {
                server.leave(live, session, "CLIENT_INITIATED");
            }
        });
    }

    /** The server dies, with the webhooks it had not sent. Phones and agents live on. */
    public void kill() {
        time.change(server::kill);
    }

    /** The server is there again. Who was in a room joins again: same room SID, same identity, new session. */
    public void start() {
        time.change(server::start);
    }

    /** The server dies, and is there again after this time. */
    public void restart(Duration downFor) {
        time.change(() -> {
            server.kill();
            time.after(downFor, server::start);
        });
    }

    /** Whether the server is up, so that calls get through. */
    public boolean isUp() {
        return time.change(server::isUp);
    }

    /** What is really there, for those who judge: the rooms that the server has in its memory. */
    public List<RoomTruth> rooms() {
        return time.change(server::truth);
    }

    /** What is really in the room of this name; empty = the server has none in its memory. */
    public Optional<RoomTruth> room(String name) {
        return time.change(() -> Optional.ofNullable(server.live(name)).map(RoomTruth::of));
    }

    /** The API, with its faults and the record of what was asked. */
    public SimulatedApi api() {
        return api;
    }

    /** Whom the switchboard calls, and what they do. */
    public SimulatedDials dials() {
        return dials;
    }

    /** What far ends do that are asked to call somebody else. */
    public SimulatedTransfers transfers() {
        return transfers;
    }

    /** Where webhooks go from now on. Until this is called they are taken in by nobody in particular. */
    public void sendWebhooksTo(WebhookReceiver receiver) {
        time.change(() -> server.webhooks.sendTo(receiver));
    }

    /** Where the heartbeats of agents that send them go from now on. Until this is called nobody hears them. */
    public void sendHeartbeatsTo(AgentLine line) {
        server.agentLine = line;
    }

    /** Something is to happen to webhooks on their way. */
    public void disturb(WebhookFault fault) {
        time.change(() -> server.webhooks.add(fault));
    }

    /** Every delivery of a webhook that was tried, in order, the newest ten thousand. */
    public List<Delivery> deliveries() {
        return server.webhooks.deliveries();
    }

    /** The webhooks that were never delivered: dropped by a fault, too old, too many, or given up. */
    public List<SimulatedWebhook> undelivered() {
        return server.webhooks.dropped();
    }

    /**
     * Begins a switchboard on this LiveKit: ports, clock, executor and chance are set, and what is missing is a router.
     * It takes in no webhook over HTTP; {@link #connect} gives it its events.
     */
    public TelephonyBuilder telephony(TelephonyStorePort store) {
        return Telephony.builder()
                .store(store)
                .clock(time)
                .executor(Runnable::run)
                .dispatches(this)
                .rooms(this)
                .sip(this)
                .dialGuard(DialGuard.permittingAll())
                .outboundTrunk("ST_simulated")
                .random(new Ids(seed).of("switchboard"))
                .instance("simulated")
                .verifier((body, authorization) -> new WebhookVerdict(
                        WebhookVerdict.Reason.SIGNATURE_INVALID, "a simulated LiveKit sends nothing over HTTP"))
                .reader((body, receivedAt) -> new WebhookReading.NotOurs("simulated"));
    }

    /** Lets a switchboard work: it gets the webhooks and what agents tell, and its time goes on with ours. */
    public Connection connect(Telephony telephony) {
        AtomicBoolean open = new AtomicBoolean(true);
        sendWebhooksTo(webhook ->
                CompletableFuture.completedFuture(open.get() ? take(telephony, webhook) : WebhookReceiver.NO_ANSWER));
        sendHeartbeatsTo((pass, identity) -> open.get() ? heartbeat(telephony, pass, identity) : Optional.empty());
        BooleanSupplier tick = () -> {
            if (open.get()) {
                telephony.tick();
            }
            return open.get();
        };
        time.every(TICK, tick);
        return () -> open.set(false);
    }

    private int take(Telephony telephony, SimulatedWebhook webhook) {
        try {
            telephony.sessions().handleLiveKitEvent(webhook.callEvent(time.instant()));
            return TAKEN_IN;
        } catch (StoreUnavailableException down) {
            return STORE_DOWN;
        }
    }

    private static Optional<AgentStanding> heartbeat(Telephony telephony, AgentPass pass, String identity) {
        try {
            return Optional.of(telephony.agentHeartbeat(pass.callId(), identity, pass.token()));
        } catch (StoreUnavailableException down) {
            return Optional.empty();
        }
    }

    private void requireUp() {
        if (!server.isUp()) {
            throw new IllegalStateException("the simulated LiveKit is down: no call gets through");
        }
    }

    @Override
    public CompletionStage<LiveKitAnswer<String>> create(DispatchOrder order) {
        return api.create(NewDispatch.of(order)).thenApply(answer -> answer.map(DispatchState::id));
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<ListedDispatch>>> list(String roomName) {
        return api.list(roomName)
                .thenApply(answer -> answer.map(
                        dispatches -> dispatches.stream().map(Dispatch::listed).toList()));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> delete(String roomName, String dispatchId) {
        return api.delete(roomName, dispatchId)
                .thenApply(answer ->
                        answer.isDone() ? LiveKitAnswer.done() : LiveKitAnswer.failed(answer.kind(), answer.detail()));
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<ListedRoom>>> listRooms(Set<String> names) {
        return api.listRooms(names)
                .thenApply(answer -> answer.map(
                        rooms -> rooms.stream().map(RoomState::listed).toList()));
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<Participant>>> listParticipants(String roomName) {
        return api.listParticipants(roomName)
                .thenApply(answer -> answer.map(participants ->
                        participants.stream().map(ParticipantState::participant).toList()));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> removeParticipant(String roomName, String identity) {
        return api.removeParticipant(roomName, identity);
    }

    @Override
    public CompletionStage<LiveKitAnswer<ListedRoom>> createRoom(NewRoom room) {
        return api.createRoom(room.name()).thenApply(answer -> answer.map(RoomState::listed));
    }

    @Override
    public CompletionStage<DialResult> createSipParticipant(SipDial dial) {
        return dials.dial(dial);
    }

    @Override
    public CompletionStage<SipTransferAnswer> transferSipParticipant(SipTransfer transfer) {
        return transfers.transfer(transfer);
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> deleteRoom(String roomName) {
        return api.deleteRoom(roomName);
    }
}
