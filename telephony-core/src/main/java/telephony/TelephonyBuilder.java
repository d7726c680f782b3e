package telephony;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.decided.DecidedCallPort;
import telephony.decided.DecidedCalls;
import telephony.dispatch.AgentCheckIn;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.DispatchDriver;
import telephony.dispatch.DispatchMachine;
import telephony.dispatch.DispatchPolicy;
import telephony.dispatch.DispatchTiming;
import telephony.dispatch.Janitor;
import telephony.dispatch.Reconciler;
import telephony.dispatch.ReleaseMode;
import telephony.dispatch.RoomPort;
import telephony.dispatch.RowWriter;
import telephony.dispatch.ServerProbePort;
import telephony.dispatch.ServerWatch;
import telephony.lead.LeadBook;
import telephony.lead.LeadPort;
import telephony.observe.SafeListener;
import telephony.observe.TelephonyListener;
import telephony.outbound.DialGuard;
import telephony.outbound.SipPort;
import telephony.queue.CallQueuePort;
import telephony.queue.CallTurns;
import telephony.queue.QueueRules;
import telephony.routing.CallRouter;
import telephony.session.CallTransfers;
import telephony.session.OutboundOrders;
import telephony.session.TelephonySessionService;
import telephony.sip.RoutedAgents;
import telephony.sip.SipDirectory;
import telephony.sip.SipDirectoryPort;
import telephony.sip.SipDocumentReader;
import telephony.slot.SlotPort;
import telephony.slot.SlotRules;
import telephony.slot.SlotTurns;
import telephony.store.Durability;
import telephony.store.TelephonyStorePort;
import telephony.webhook.LiveKitWebhookVerifierPort;
import telephony.webhook.WebhookIntake;
import telephony.webhook.WebhookReaderPort;

/** Collects the parts. Those without a default are named by {@link #build}, all at once, when they are missing. */
public final class TelephonyBuilder {

    /** How long ended calls are kept by default where they do not outlive the process. */
    public static final Duration RETENTION = Duration.ofHours(24);

    /** How long ended calls are kept by default in a store that outlives the process. */
    public static final Duration DURABLE_RETENTION = Duration.ofDays(30);

    /** Ended calls are kept for so long at least: far longer than LiveKit tries again, and than cleaning up takes. */
    public static final Duration LEAST_RETENTION = Duration.ofMinutes(10);

    private static final int INSTANCE_BITS = 40;

    private final List<TelephonyListener> listeners = new ArrayList<>();
    private @Nullable TelephonyStorePort store;
    private @Nullable AgentDispatchPort dispatches;
    private @Nullable RoomPort rooms;
    private @Nullable SipPort sip;
    private @Nullable DialGuard dialGuard;
    private @Nullable String outboundTrunk;
    private @Nullable CallQueuePort queue;
    private QueueRules queueRules = QueueRules.NONE;
    private @Nullable SlotPort slots;
    private SlotRules slotRules = SlotRules.NONE;
    private @Nullable DecidedCallPort decidedCalls;
    private @Nullable LeadPort leads;
    private @Nullable ServerProbePort serverProbe;
    private @Nullable SipDirectoryPort sipDirectory;
    private SipDocumentReader sipReader = new SipDocumentReader(name -> null);
    private @Nullable LiveKitWebhookVerifierPort verifier;
    private @Nullable WebhookReaderPort reader;
    private @Nullable CallRouter router;
    private @Nullable Executor executor;
    private @Nullable InstantSource clock;
    private @Nullable String instance;
    private RandomGenerator random = new SecureRandom();
    private DispatchTiming timing = DispatchTiming.DEFAULT;
    private ReleaseMode release = ReleaseMode.AGENTS;
    private @Nullable Duration retention;

    TelephonyBuilder() {}

    /** Where the calls are. Required. */
    public TelephonyBuilder store(TelephonyStorePort calls) {
        store = calls;
        return this;
    }

    /** LiveKit's agent dispatches. Required. */
    public TelephonyBuilder dispatches(AgentDispatchPort port) {
        dispatches = port;
        return this;
    }

    /** LiveKit's rooms. Required. */
    public TelephonyBuilder rooms(RoomPort port) {
        rooms = port;
        return this;
    }

    /** LiveKit's telephone service, to place calls with. Default: none, and no call can be placed. */
    public TelephonyBuilder sip(SipPort port) {
        sip = port;
        return this;
    }

    /** Says whether a phone may be made to ring. Required with {@link #sip}: nobody is called by accident. */
    public TelephonyBuilder dialGuard(DialGuard guard) {
        dialGuard = guard;
        return this;
    }

    /** LiveKit's trunk over which calls are placed that name none. Default: each order must name one. */
    public TelephonyBuilder outboundTrunk(String trunkId) {
        outboundTrunk = trunkId;
        return this;
    }

    /**
     * Lets calls wait for their turn where these rules limit their trunk. Default: every call is placed at once.
     *
     * @param port the queue of the same {@link #store}, such as its {@code queue()}
     */
    public TelephonyBuilder queue(CallQueuePort port, QueueRules rules) {
        queue = port;
        queueRules = rules;
        return this;
    }

    /**
     * Lets callers wait until those who answer them have room, where these rules limit them. Default: nobody waits.
     *
     * @param port of the same {@link #store}, such as its {@code slots()}
     */
    public TelephonyBuilder slots(SlotPort port, SlotRules rules) {
        slots = port;
        slotRules = rules;
        return this;
    }

    /**
     * Calls of which a front end has asked before who answers them; they keep that answer. Default: every call is routed when
     * LiveKit tells of it.
     *
     * @param port beside the calls of the same {@link #store}
     */
    public TelephonyBuilder decidedCalls(DecidedCallPort port) {
        decidedCalls = port;
        return this;
    }

    /**
     * Counts callers as leads. Default: nobody does.
     *
     * @param port beside the calls of the same {@link #store}
     */
    public TelephonyBuilder leads(LeadPort port) {
        leads = port;
        return this;
    }

    /**
     * Finds out what LiveKit's server is like. Default: nobody does; then its usual leeway of 60 s is taken for
     * granted, and a version that is too old goes unnoticed.
     */
    public TelephonyBuilder serverProbe(ServerProbePort port) {
        serverProbe = port;
        return this;
    }

    /**
     * LiveKit's trunks and dispatch rules, to be kept. Default: they are left alone.
     *
     * @param port such as LiveKitApi.sipDirectory()
     * @param secrets the value of an environment variable that a document refers to, such as {@code System::getenv}; null
     *     = it is not set
     */
    public TelephonyBuilder sipDirectory(SipDirectoryPort port, Function<String, @Nullable String> secrets) {
        sipDirectory = port;
        sipReader = new SipDocumentReader(secrets);
        return this;
    }

    /** Tells LiveKit's webhooks from others'. Required. */
    public TelephonyBuilder verifier(LiveKitWebhookVerifierPort port) {
        verifier = port;
        return this;
    }

    /** Reads the bodies of webhooks. Required. */
    public TelephonyBuilder reader(WebhookReaderPort port) {
        reader = port;
        return this;
    }

    /** Decides who answers. Required. */
    public TelephonyBuilder router(CallRouter callRouter) {
        router = callRouter;
        return this;
    }

    /**
     * Where pending work runs; it waits for the store, never for LiveKit. It may refuse work, which a later tick
     * then finds. Required.
     */
    public TelephonyBuilder executor(Executor lent) {
        executor = lent;
        return this;
    }

    /** The time of day; give the store and the LiveKit adapter the same one. Required. */
    public TelephonyBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Told what happens; may be called several times, for several listeners. Default: nobody. */
    public TelephonyBuilder listener(TelephonyListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Of ids and markers; must be safe for any number of threads. Default: a {@link SecureRandom}. */
    public TelephonyBuilder random(RandomGenerator generator) {
        random = generator;
        return this;
    }

    /** The times of the protocol. Default: {@link DispatchTiming#DEFAULT}. */
    public TelephonyBuilder timing(DispatchTiming times) {
        timing = times;
        return this;
    }

    /** What is done with a room when its call has ended; default {@link ReleaseMode#AGENTS}. */
    public TelephonyBuilder release(ReleaseMode mode) {
        release = mode;
        return this;
    }

    /**
     * How long ended calls are kept. Default: {@link #DURABLE_RETENTION} in a store that outlives the process, else
     * {@link #RETENTION}. The inbox is kept for 24 hours.
     *
     * @throws IllegalArgumentException when it is less than {@link #LEAST_RETENTION}
     */
    public TelephonyBuilder retention(Duration keep) {
        if (keep.compareTo(LEAST_RETENTION) < 0) {
            throw new IllegalArgumentException(
                    "ended calls cannot be kept for " + keep + ": keep them for " + LEAST_RETENTION + " at least");
        }
        retention = keep;
        return this;
    }

    /**
     * By which dispatches of this store are told from those of another: the same for every process on it, and after
     * every start. Required for a store that outlives the process; for another one the default is a random name.
     */
    public TelephonyBuilder instance(String name) {
        instance = name;
        return this;
    }

    /**
     * Puts the parts together; starts nothing.
     *
     * @throws IllegalStateException when parts are missing; the message names each, and what to give
     */
    public Telephony build() {
        if (store == null
                || dispatches == null
                || rooms == null
                || verifier == null
                || reader == null
                || router == null
                || executor == null
                || clock == null
                || (sip != null && dialGuard == null)
                || isNamelessAndDurable(store)) {
            throw new IllegalStateException(String.join("\n  ", missing()));
        }
        LeadBook book = new LeadBook(leads, store, executor, new SafeListener(listeners), kept(store));
        List<TelephonyListener> all = new ArrayList<>(listeners);
        all.add(book.listener());
        TelephonyListener told = new SafeListener(all);
        DecidedCalls decided = new DecidedCalls(decidedCalls, told);
        String name = instance == null ? newInstance() : instance;
        InstantSource time = clock;
        ServerWatch server = new ServerWatch(serverProbe, time);
        DispatchPolicy policy =
                new DispatchPolicy(timing, name, router::isAdoptable, release, server::mayTokensExpireEarly);
        DialGuard guard = dialGuard == null ? DialGuard.refusingAll() : dialGuard;
        DispatchMachine machine = new DispatchMachine(policy, guard, outboundTrunk);
        DispatchDriver driver = new DispatchDriver(
                machine, new DispatchDriver.Surroundings(store, dispatches, rooms, sip, executor, told, random));
        Supplier<CallId> ids = () -> CallId.create(time.instant(), random);
        RowWriter writer = new RowWriter(store, told);
        SlotTurns places =
                slots == null ? SlotTurns.none() : SlotTurns.of(slots, slotRules, machine, writer, driver, store::now);
        TelephonySessionService sessions = new TelephonySessionService(
                store, new TelephonySessionService.Answering(router, decided, places), machine, driver, ids, told);
        @Nullable
        CallTurns turns = queue == null || sip == null ? null : new CallTurns(queue, queueRules, driver, store);
        OutboundOrders.Terms terms = new OutboundOrders.Terms(guard, outboundTrunk, turns);
        OutboundOrders orders = sip == null ? null : new OutboundOrders(store, router, driver, writer, ids, terms);
        CallTransfers transfers = sip == null ? null : new CallTransfers(store, machine, driver, writer, terms);
        WebhookIntake intake = new WebhookIntake(verifier, reader, sessions, told, time);
        Janitor janitor = new Janitor(policy, store, dispatches, rooms, executor, told);
        Reconciler reconciler =
                new Reconciler(driver.owner(), store, rooms, janitor, new Found(sessions, server), executor, told);
        AgentCheckIn agents = new AgentCheckIn(store, machine, driver, told);
        Work work = new Work(
                driver,
                orders,
                transfers,
                turns,
                places,
                rooms,
                agents,
                reconciler,
                server,
                new Retention(store, time, kept(store), decided, book),
                book,
                directory(router),
                told);
        return new Telephony(store, sessions, intake, router, work, told, time);
    }

    private @Nullable SipDirectory directory(CallRouter routing) {
        return sipDirectory == null
                ? null
                : new SipDirectory(sipDirectory, sipReader, () -> RoutedAgents.all(routing.adoptableAgents()));
    }

    private Duration kept(TelephonyStorePort in) {
        if (retention != null) {
            return retention;
        }
        return in.durability() == Durability.PROCESS ? RETENTION : DURABLE_RETENTION;
    }

    private boolean isNamelessAndDurable(TelephonyStorePort given) {
        return instance == null && given.durability() != Durability.PROCESS;
    }

    private String newInstance() {
        return Long.toUnsignedString(random.nextLong() >>> (Long.SIZE - INSTANCE_BITS), Character.MAX_RADIX);
    }

    private List<String> missing() {
        List<String> lines = new ArrayList<>(List.of("Telephony cannot be built; still to be called:"));
        need(lines, store, "store(...): where the calls are kept, such as an InMemoryTelephonyStore");
        need(lines, dispatches, "dispatches(...): LiveKit's dispatches, such as LiveKitApi.dispatches()");
        need(lines, rooms, "rooms(...): LiveKit's rooms, such as LiveKitApi.rooms()");
        need(lines, verifier, "verifier(...): knows the webhook keys, such as a LiveKitWebhookVerifier");
        need(lines, reader, "reader(...): reads webhook bodies, such as a LiveKitWebhookReader");
        need(lines, router, "router(...): who answers, such as CallRouter.always(AgentConfig.named(...))");
        need(lines, executor, "executor(...): threads for pending work, such as a fixed pool of 8");
        need(lines, clock, "clock(...): the one that the store has, such as InstantSource.system()");
        if (sip != null) {
            need(lines, dialGuard, "dialGuard(...): says who may be called, because sip(...) makes phones ring");
        }
        if (store != null && isNamelessAndDurable(store)) {
            lines.add("instance(...): a name for this store, the same after every start, because it is durable");
        }
        return lines;
    }

    private static void need(List<String> lines, @Nullable Object part, String advice) {
        if (part == null) {
            lines.add(advice);
        }
    }
}
