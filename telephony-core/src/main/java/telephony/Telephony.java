package telephony;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.Gap;
import telephony.call.TelephonyCall;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.DispatchDriver;
import telephony.dispatch.DispatchMachine;
import telephony.dispatch.DispatchPolicy;
import telephony.dispatch.DispatchTiming;
import telephony.dispatch.Janitor;
import telephony.dispatch.Reconciler;
import telephony.dispatch.ReleaseMode;
import telephony.dispatch.RoomPort;
import telephony.dispatch.ServerFacts;
import telephony.dispatch.ServerProbePort;
import telephony.dispatch.ServerWatch;
import telephony.observe.SafeListener;
import telephony.observe.TelephonyListener;
import telephony.routing.CallRouter;
import telephony.routing.RoutingExplanation;
import telephony.routing.RoutingRequest;
import telephony.session.TelephonySessionService;
import telephony.store.Durability;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;
import telephony.webhook.LiveKitWebhookVerifierPort;
import telephony.webhook.WebhookIntake;
import telephony.webhook.WebhookReaderPort;
import telephony.webhook.WebhookReceipt;

/**
 * The switchboard inside another program: webhooks in, agents into the rooms, calls to be read. It owns no thread: it
 * works on the threads that call it, on the executor that it is lent, and on the time that {@link #tick} is called with.
 * What it is given stays the giver's to close, after it. Safe for any number of threads.
 */
public final class Telephony implements AutoCloseable {

    private final TelephonyStorePort store;
    private final TelephonySessionService sessions;
    private final WebhookIntake intake;
    private final CallRouter router;
    private final Work work;
    private final TelephonyListener listener;
    private final InstantSource clock;
    private volatile boolean closed;

    /** What is done now and then. */
    private record Work(DispatchDriver driver, Reconciler reconciler, ServerWatch server, Retention retention) {}

    private Telephony(
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
    public static Builder builder() {
        return new Builder();
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
            return receipt;
        } catch (RuntimeException e) {
            work.reconciler().webhookTurnedAway(clock.instant().truncatedTo(ChronoUnit.MILLIS));
            throw e;
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
        if (closed) {
            return 0;
        }
        try {
            work.server().askIfDue();
            if (server().isTooOld()) {
                return 0;
            }
            int begun = work.driver().tick();
            work.reconciler().sweepIfDue();
            work.retention().apply();
            return begun;
        } catch (RuntimeException e) {
            listener.onTrouble("looking for calls that are due failed; the next tick tries again", e);
            return 0;
        }
    }

    /** What LiveKit's server was found to be like; nothing is known before the first tick, or without a probe. */
    public ServerFacts server() {
        return work.server().facts();
    }

    /** Who would answer this call and why, step by step; does nothing. */
    public RoutingExplanation explain(RoutingRequest request) {
        return router.explain(request);
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

    /** Collects the parts. Those without a default are named by {@link #build}, all at once, when they are missing. */
    public static final class Builder {

        /** How long ended calls and event ids are kept by default: far longer than LiveKit can try again. */
        public static final Duration RETENTION = Duration.ofHours(24);

        private static final int INSTANCE_BITS = 40;

        private final List<TelephonyListener> listeners = new ArrayList<>();
        private @Nullable TelephonyStorePort store;
        private @Nullable AgentDispatchPort dispatches;
        private @Nullable RoomPort rooms;
        private @Nullable ServerProbePort serverProbe;
        private @Nullable LiveKitWebhookVerifierPort verifier;
        private @Nullable WebhookReaderPort reader;
        private @Nullable CallRouter router;
        private @Nullable Executor executor;
        private @Nullable InstantSource clock;
        private @Nullable String instance;
        private RandomGenerator random = new SecureRandom();
        private DispatchTiming timing = DispatchTiming.DEFAULT;
        private ReleaseMode release = ReleaseMode.AGENTS;
        private Duration retention = RETENTION;

        private Builder() {}

        /** Where the calls are. Required. */
        public Builder store(TelephonyStorePort calls) {
            store = calls;
            return this;
        }

        /** LiveKit's agent dispatches. Required. */
        public Builder dispatches(AgentDispatchPort port) {
            dispatches = port;
            return this;
        }

        /** LiveKit's rooms. Required. */
        public Builder rooms(RoomPort port) {
            rooms = port;
            return this;
        }

        /**
         * Finds out what LiveKit's server is like. Default: nobody does; then its usual leeway of 60 s is taken for
         * granted, and a version that is too old goes unnoticed.
         */
        public Builder serverProbe(ServerProbePort port) {
            serverProbe = port;
            return this;
        }

        /** Tells LiveKit's webhooks from others'. Required. */
        public Builder verifier(LiveKitWebhookVerifierPort port) {
            verifier = port;
            return this;
        }

        /** Reads the bodies of webhooks. Required. */
        public Builder reader(WebhookReaderPort port) {
            reader = port;
            return this;
        }

        /** Decides who answers. Required. */
        public Builder router(CallRouter callRouter) {
            router = callRouter;
            return this;
        }

        /**
         * Where pending work runs; it waits for the store, never for LiveKit. It may refuse work, which a later tick
         * then finds. Required.
         */
        public Builder executor(Executor lent) {
            executor = lent;
            return this;
        }

        /** The time of day; give the store and the LiveKit adapter the same one. Required. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Told what happens; may be called several times, for several listeners. Default: nobody. */
        public Builder listener(TelephonyListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Of ids and markers; must be safe for any number of threads. Default: a {@link SecureRandom}. */
        public Builder random(RandomGenerator generator) {
            random = generator;
            return this;
        }

        /** The times of the protocol. Default: {@link DispatchTiming#DEFAULT}. */
        public Builder timing(DispatchTiming times) {
            timing = times;
            return this;
        }

        /** What is done with a room when its call has ended; default {@link ReleaseMode#AGENTS}. */
        public Builder release(ReleaseMode mode) {
            release = mode;
            return this;
        }

        /** How long ended calls and event ids are kept. Default: {@link #RETENTION}. */
        public Builder retention(Duration keep) {
            retention = keep;
            return this;
        }

        /**
         * By which dispatches of this store are told from those of another: the same for every process on it, and after
         * every start. Required for a store that outlives the process; for another one the default is a random name.
         */
        public Builder instance(String name) {
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
                    || isNamelessAndDurable(store)) {
                throw new IllegalStateException(String.join("\n  ", missing()));
            }
            TelephonyListener told = new SafeListener(listeners);
            String name = instance == null ? newInstance() : instance;
            InstantSource time = clock;
            ServerWatch server = new ServerWatch(serverProbe, time);
            DispatchPolicy policy =
                    new DispatchPolicy(timing, name, router::isAdoptable, release, server::mayTokensExpireEarly);
            DispatchMachine machine = new DispatchMachine(policy);
            DispatchDriver driver = new DispatchDriver(
                    machine, new DispatchDriver.Surroundings(store, dispatches, rooms, executor, told, random));
            TelephonySessionService sessions = new TelephonySessionService(
                    store, router, machine, driver, () -> CallId.create(time.instant(), random), told);
            WebhookIntake intake = new WebhookIntake(verifier, reader, sessions, told, time);
            Janitor janitor = new Janitor(policy, store, dispatches, rooms, executor, told);
            Reconciler reconciler = new Reconciler(store, rooms, janitor, new Found(sessions, server), executor, told);
            Work work = new Work(driver, reconciler, server, new Retention(store, time, retention));
            return new Telephony(store, sessions, intake, router, work, told, time);
        }

        /** What a sweep finds goes the way of all events. */
        private record Found(TelephonySessionService sessions, ServerWatch server) implements Reconciler.Findings {
            @Override
            public void found(CallEvent event) {
                sessions.handleLiveKitEvent(event);
            }

            @Override
            public void suspect(CallId callId) {
                sessions.suspect(callId);
            }

            @Override
            public void missed(CallId callId, Gap gap) {
                sessions.missed(callId, gap);
            }

            @Override
            public void namelessAgent() {
                server.namelessAgentSeen();
            }
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
}
