package telephony.app.proof;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.app.proof.Happening.Snag;
import telephony.call.DispatchState;
import telephony.call.Lease;
import telephony.call.TelephonyCall;
import telephony.queue.QueuePace;
import telephony.queue.QueueRules;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.SimulatedCall;
import telephony.simulation.SimulatedLiveKit;
import telephony.simulation.SimulatedWebhook;
import telephony.simulation.VirtualTime;
import telephony.store.CallQuery;
import telephony.store.TelephonyStorePort;

/** Plays one schedule from its beginning to its end. */
final class Play {

    /** What happens, happens in this time; later everybody hangs up, and all is well. */
    static final Duration STORMY = Duration.ofSeconds(110);

    /** When at the latest all is over. */
    private static final Duration END = Duration.ofMinutes(8);

    /** Until when nobody looks whether all is over. */
    private static final Duration EARLIEST_END = Duration.ofSeconds(60);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration ALL_IS_WELL = STORMY.plusSeconds(20);
    /** Of a longer time line no more is read. */
    private static final int MOST_LINES = 10_000;

    private static final Duration AGE_OF_STORE = Duration.ofDays(365);

    private final Schedule schedule;
    private final Witness witness;
    private final boolean remarked;
    private final SimulatedLiveKit livekit;
    private final VirtualTime time;
    private final List<Replica> replicas = new ArrayList<>();
    private final Map<Integer, SimulatedCall> calls = new LinkedHashMap<>();
    private final Map<String, SimulatedWebhook> webhooks = new HashMap<>();
    private final Map<String, Integer> deliveries = new HashMap<>();
    private final Stagehand stagehand;
    private final OrderSender orders;
    private final TransferSender transfers;
    private final Pace pace = new Pace();
    private List<InMemoryTelephonyStore> stores;
    private int generation = 1;
    private int waiting;
    private int happened;
    private int undelivered;
    private int requests;
    private boolean forgetting;

    /**
     * Prepares to play.
     *
     * @param remarked whether the witness wants remarks, which cost as much as all the rest
     */
    Play(Schedule schedule, Witness witness, boolean remarked) {
        this.schedule = schedule;
        this.witness = witness;
        this.remarked = remarked;
        livekit = new SimulatedLiveKit(SimulatedLiveKit.START, world().seed(), world().timing())
                .worker(Bounds.AGENT, usualAgents());
        time = livekit.clock();
        stores = newStores(AGE_OF_STORE);
        stagehand = new Stagehand(this);
        orders = new OrderSender(this);
        transfers = new TransferSender(this);
        livekit.sendWebhooksTo(this::deliver);
        livekit.sendHeartbeatsTo(new Heartbeats(this));
        for (int i = 0; i < world().replicas(); i++) {
            replicas.add(new Replica(this, i));
        }
    }

    /** Plays; the witness knows the rest. */
    void run() {
        replicas.forEach(Replica::start);
        for (Happening happening : schedule.happenings()) {
            time.in(happening.at(), () -> {
                happened++;
                remark(() -> "*** " + happening);
                stagehand.perform(happening);
            });
        }
        time.in(ALL_IS_WELL, () -> replicas.forEach(Replica::isLeftInPeace));
        sample();
        Instant end = time.instant().plus(END);
        time.advance(EARLIEST_END);
        while (time.instant().isBefore(end) && !isOver()) {
            time.advance(BETWEEN_LOOKS);
        }
        stores.forEach(store -> rows(store)
                .forEach(row -> witness.told(time.instant(), row, store.timeline(row.callId(), 0, MOST_LINES))));
        witness.rang(
                time.instant(),
                livekit.dials().calls().stream().map(Play::callee).toList());
        witness.closed(
                time.instant(), rows(), calls.values().stream().map(Play::truth).toList());
    }

    private void sample() {
        List<SimulatedWebhook> lost = livekit.undelivered();
        lost.subList(Math.min(undelivered, lost.size()), lost.size()).stream()
                .filter(webhook -> webhook.event().equals("room_started"))
                .forEach(webhook ->
                        witness.openingNotTold(time.instant(), webhook.room().sid()));
        undelivered = lost.size();
        witness.talking(time.instant(), Talking.in(livekit));
        witness.sampled(time.instant(), livekit.rooms());
        time.in(Bounds.SAMPLE, this::sample);
    }

    private boolean isOver() {
        return happened == schedule.happenings().size()
                && livekit.isUp()
                && orders.isDone()
                && transfers.isDone()
                && livekit.dials().calls().stream().allMatch(SimulatedCall::isOver)
                && livekit.rooms().isEmpty()
                && calls.values().stream().allMatch(SimulatedCall::isOver)
                && rows().stream().allMatch(this::isClosed);
    }

    private boolean isClosed(TelephonyCall row) {
        Lease lease = row.control().lease();
        return row.dispatch().state() == DispatchState.DONE
                && row.control().dueAt() == null
                && (lease == null || lease.isFreeAt(time.instant()));
    }

    /** The rows of all stores. */
    List<TelephonyCall> rows() {
        return stores.stream().flatMap(store -> rows(store).stream()).toList();
    }

    private static List<TelephonyCall> rows(TelephonyStorePort store) {
        return store.query(CallQuery.all(null, CallQuery.MAX_LIMIT, null)).items();
    }

    private static Witness.CallerTruth truth(SimulatedCall call) {
        return new Witness.CallerTruth(
                call.sipCallId(), call.identity(), call.roomName(), call.heard(), call.status(), call.isOver());
    }

    private static Witness.CalleeTruth callee(SimulatedCall call) {
        return new Witness.CalleeTruth(call.identity(), call.isAnswered(), call.isOver());
    }

    /** One for all processes, or one for each. */
    private List<InMemoryTelephonyStore> newStores(Duration age) {
        List<InMemoryTelephonyStore> made = new ArrayList<>();
        for (int i = 0; i < world().stores(); i++) {
            made.add(newStore(age));
        }
        return made;
    }

    /** A store that is so old already. */
    private InMemoryTelephonyStore newStore(Duration age) {
        DriftingClock clock = new DriftingClock(time, SimulatedLiveKit.START, world().storeClock());
        Instant born = clock.instant().minus(age);
        boolean[] isBorn = {false};
        InstantSource sinceBirth = () -> isBorn[0] ? clock.instant() : born;
        InMemoryTelephonyStore made = new InMemoryTelephonyStore(sinceBirth);
        isBorn[0] = true;
        return made;
    }

    /** Through a balancer, which takes another process for another try; or to each of them. */
    private CompletionStage<Integer> deliver(SimulatedWebhook webhook) {
        webhooks.put(webhook.id(), webhook);
        int tries = deliveries.merge(webhook.id(), 1, Integer::sum);
        int chosen = Math.floorMod(webhook.id().hashCode() + tries, replicas.size());
        if (world().everyReplicaHears()) {
            for (int i = 0; i < replicas.size(); i++) {
                if (i != chosen) {
                    var unused = replicas.get(i).receive(webhook); // Its answer is for another sender.
                }
            }
        }
        return replicas.get(chosen).receive(webhook);
    }

    /** All processes die, and come back to a store without memory. */
    void forget(Duration away) {
        forgetting = true;
        replicas.forEach(Replica::dies);
        time.in(away, () -> {
            forgetting = false;
            generation++;
            stores = newStores(Duration.ZERO);
            witness.forgot(time.instant());
            if (!isForgetting()) {
                replicas.forEach(Replica::start);
            }
        });
    }

    /** The aftermath of this is not judged. */
    void disturb(Snag snag) {
        Duration after = snag.what() == Snag.What.WAITS ? Bounds.AFTER_BAD_ANSWER : Bounds.AFTER_PROCESS;
        disturb(snag.length().plus(after), snag.what().name());
    }

    /** For so long nothing that lasts counts. */
    void disturb(Duration length, String why) {
        witness.disturbed(time.instant(), time.instant().plus(length), why);
    }

    /** An agent sends a heartbeat. */
    void beating(String identity) {
        witness.beating(time.instant(), identity);
    }

    /** An agent has sent a heartbeat, of which the processes can know or not. */
    void beaten(String identity, boolean known) {
        witness.beaten(time.instant(), identity, known);
    }

    /** What agents do of whom the schedule says nothing else. */
    AgentBehaviour usualAgents() {
        return world().here(AgentBehaviour.normal());
    }

    /** A line for the trace. */
    void remark(Supplier<String> line) {
        if (remarked) {
            witness.remarked(time.instant(), line.get());
        }
    }

    World world() {
        return schedule.world();
    }

    Witness witness() {
        return witness;
    }

    SimulatedLiveKit livekit() {
        return livekit;
    }

    /** The store of this process. */
    InMemoryTelephonyStore store(int replica) {
        return stores.get(replica % stores.size());
    }

    /** The name of the store of this process. */
    String instance(int replica) {
        return "store-" + generation + (world().storesApart() ? "-" + replica : "");
    }

    /** Whether nobody is to be started by himself. */
    boolean isForgetting() {
        return forgetting || requests > Bounds.MOST_REQUESTS;
    }

    /** A process asks LiveKit something; whoever asks for ever is stopped. */
    void asked() {
        requests++;
        if (requests == Bounds.MOST_REQUESTS + 1) {
            witness.ranAway(time.instant());
            replicas.forEach(Replica::dies);
        }
    }

    SimulatedWebhook webhook(String id) {
        return Objects.requireNonNull(webhooks.get(id));
    }

    /** Whoever orders calls. */
    OrderSender orders() {
        return orders;
    }

    /** Whoever asks for transfers. */
    TransferSender transfers() {
        return transfers;
    }

    /** From now on calls wait where this limits their trunk. */
    void paced(QueuePace next) {
        pace.now = next;
        witness.paced(time.instant(), next);
    }

    /** How fast calls may begin on any trunk. */
    QueueRules pace() {
        return pace;
    }

    List<Replica> replicas() {
        return replicas;
    }

    Map<Integer, SimulatedCall> calls() {
        return calls;
    }

    boolean enter(int most) {
        if (waiting >= most) {
            return false;
        }
        waiting++;
        return true;
    }

    void leave() {
        waiting--;
    }

    /** The same for all trunks, and changed while calls wait. */
    private static final class Pace implements QueueRules {
        private QueuePace now = QueuePace.UNLIMITED;

        @Override
        public QueuePace pace(String trunkId) {
            return now;
        }

        @Override
        public int length() {
            return DEFAULT_LENGTH;
        }
    }
}
