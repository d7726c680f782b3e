package telephony.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.DispatchState;
import telephony.call.Gap;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.decided.DecidedCalls;
import telephony.dispatch.AgentCheckIn;
import telephony.dispatch.DispatchDriver;
import telephony.dispatch.DispatchMachine;
import telephony.dispatch.DispatchPolicy;
import telephony.dispatch.DispatchTiming;
import telephony.dispatch.Janitor;
import telephony.dispatch.Reconciler;
import telephony.dispatch.ReleaseMode;
import telephony.dispatch.RowWriter;
import telephony.observe.SafeListener;
import telephony.observe.TelephonyListener;
import telephony.outbound.DialGuard;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;
import telephony.session.OutboundOrders;
import telephony.session.TelephonySessionService;
import telephony.slot.SlotRules;
import telephony.slot.SlotTurns;
import telephony.store.TelephonyStorePort;

/**
 * The whole domain on fakes: a store, a LiveKit and a clock that a test turns. Work runs on the thread that caused it
 * unless the test lends another executor.
 */
public final class Switchboard {

    private static final Duration AGE = Duration.ofDays(365);
    private static final Duration STEP = Duration.ofMillis(500);
    private static final long FIRST_SEED = 7;

    /** Turned by the test. */
    public final HandClock clock;

    /** What the domain believes LiveKit to be. */
    public final FakeLiveKit liveKit;

    /** Where the rows are. */
    public final TelephonyStorePort store;

    /** The way in. */
    public final TelephonySessionService sessions;

    /** Performs what is due. */
    public final DispatchDriver driver;

    /** Where agents ask and send their heartbeats. */
    public final AgentCheckIn agents;

    /** Every line told to the listener. */
    public final List<TimelineEntry> told = new ArrayList<>();

    /** What a test wants to do right after a line was stored, before anything else happens. */
    public Consumer<TimelineEntry> whenTold = entry -> {};

    /** Finds what no webhook told; a test sweeps with it. */
    public final Reconciler reconciler;

    /** Whether LiveKit is known to accept tokens for a while after their expiry. */
    public volatile boolean tokensMayExpireEarly = true;

    /** Whom calls may be placed to. */
    public volatile DialGuard dialGuard = DialGuard.permittingAll();

    /** How many calls somebody may have at a time; with a fake store alone. */
    public volatile SlotRules slotRules = SlotRules.NONE;

    /** Lets callers in who wait. */
    public final SlotTurns slots;

    /** Takes orders to place calls. */
    public final OutboundOrders orders;

    /** The agents and dispatches that the janitor removed. */
    public final List<String> leftovers = new ArrayList<>();

    /** How often a sweep saw an agent whose name is not told. */
    public int namelessAgents;

    private final long seed;

    /** What the listener heard of that should not have happened. */
    public final List<Throwable> trouble = new ArrayList<>();

    /** With a fake store, one agent for every call, and work on the causing thread. */
    public Switchboard() {
        this(CallRouter.always(AgentConfig.named(Calls.AGENT)), Runnable::run);
    }

    /** With a fake store. */
    public Switchboard(CallRouter router, Executor executor) {
        this(router, executor, FakeTelephonyStore::new);
    }

    /** Makes a store on a clock. */
    public interface StoreMaker {
        /** A store on this clock. */
        TelephonyStorePort make(InstantSource clock);
    }

    /** With any store. */
    public Switchboard(CallRouter router, Executor executor, StoreMaker stores) {
        this(router, executor, new HandClock(Calls.START), stores);
    }

    private Switchboard(CallRouter router, Executor executor, HandClock clock, StoreMaker stores) {
        this(router, executor, ReleaseMode.AGENTS, clock, new FakeLiveKit(clock), oldStore(stores, clock), FIRST_SEED);
    }

    /** A store that has been there for so long that nothing of before it matters. */
    private static TelephonyStorePort oldStore(StoreMaker stores, HandClock clock) {
        Instant now = clock.instant();
        clock.set(now.minus(AGE));
        TelephonyStorePort store = stores.make(clock);
        clock.set(now);
        return store;
    }

    private Switchboard(
            CallRouter router,
            Executor executor,
            ReleaseMode release,
            HandClock clock,
            FakeLiveKit liveKit,
            TelephonyStorePort store,
            long seed) {
        this.clock = clock;
        this.liveKit = liveKit;
        this.store = store;
        this.seed = seed;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        DispatchPolicy policy = new DispatchPolicy(
                DispatchTiming.DEFAULT, "test", router::isAdoptable, release, () -> tokensMayExpireEarly);
        DispatchMachine machine = new DispatchMachine(policy, (dial, now) -> dialGuard.check(dial, now), null);
        TelephonyListener listener = new SafeListener(List.of(new Recorder()));
        driver = new DispatchDriver(
                machine, new DispatchDriver.Surroundings(store, liveKit, liveKit, liveKit, executor, listener, random));
        agents = new AgentCheckIn(store, machine, driver, listener);
        slots = slots(machine, listener);
        sessions = new TelephonySessionService(
                store,
                new TelephonySessionService.Answering(router, DecidedCalls.NONE, slots),
                machine,
                driver,
                () -> CallId.create(clock.instant(), random),
                listener);
        orders = new OutboundOrders(
                store,
                router,
                driver,
                new RowWriter(store, listener),
                () -> CallId.create(clock.instant(), random),
                new OutboundOrders.Terms((dial, now) -> dialGuard.check(dial, now), "ST_out", null));
        Janitor janitor = new Janitor(policy, store, liveKit, liveKit, executor, listener);
        reconciler = new Reconciler(driver.owner(), store, liveKit, janitor, new Found(), executor, listener);
    }

    private SlotTurns slots(DispatchMachine machine, TelephonyListener listener) {
        if (!(store instanceof FakeTelephonyStore fake)) {
            return SlotTurns.none();
        }
        SlotRules rules = new SlotRules() {
            @Override
            public Optional<SlotClaim> claim(RoutingDecision decision, Instant now) {
                return slotRules.claim(decision, now);
            }

            @Override
            public List<Slot> limits(List<String> keys) {
                return slotRules.limits(keys);
            }
        };
        return SlotTurns.of(fake.slots(), rules, machine, new RowWriter(store, listener), driver, store::now);
    }

    /** Another process on the same store, LiveKit and clock, with one agent for every call. */
    public Switchboard replica() {
        return new Switchboard(
                CallRouter.always(AgentConfig.named(Calls.AGENT)),
                Runnable::run,
                ReleaseMode.AGENTS,
                clock,
                liveKit,
                store,
                seed + 1);
    }

    /** A new one that leaves rooms like this when their calls have ended. */
    public static Switchboard releasing(ReleaseMode release) {
        HandClock clock = new HandClock(Calls.START);
        return new Switchboard(
                CallRouter.always(AgentConfig.named(Calls.AGENT)),
                Runnable::run,
                release,
                clock,
                new FakeLiveKit(clock),
                oldStore(FakeTelephonyStore::new, clock),
                FIRST_SEED);
    }

    /** Another process on the same LiveKit and clock, with this store and one agent for every call. */
    public Switchboard restarted(TelephonyStorePort other) {
        return new Switchboard(
                CallRouter.always(AgentConfig.named(Calls.AGENT)),
                Runnable::run,
                ReleaseMode.AGENTS,
                clock,
                liveKit,
                other,
                seed + 1);
    }

    /** Hands in an event. */
    public TelephonySessionService.Handled send(CallEvent event) {
        return sessions.handleLiveKitEvent(event);
    }

    /** Lets time pass in small steps, with a tick of the driver and a look for missing heartbeats at each. */
    public void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            clock.advance(STEP);
            tick();
        }
    }

    /** What a process does a few times a second. */
    public void tick() {
        driver.tick();
        slots.take();
        agents.findMissing();
    }

    /** The newest call of this room incarnation. */
    public TelephonyCall call(String roomSid) {
        return store.findNewestByRoomSid(roomSid).orElseThrow();
    }

    /** Where the dispatch of the newest call of this room incarnation stands. */
    public DispatchState state(String roomSid) {
        return call(roomSid).dispatch().state();
    }

    /** The names of the lines of this kind on the call's time line. */
    public List<String> timeline(String roomSid, TimelineEntry.Kind kind) {
        return store.timeline(call(roomSid).callId(), 0, 1_000).stream()
                .filter(entry -> entry.kind() == kind)
                .map(TimelineEntry::name)
                .toList();
    }

    private final class Found implements Reconciler.Findings {
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
            namelessAgents++;
        }
    }

    private final class Recorder implements TelephonyListener {
        @Override
        public void onTimeline(TelephonyCall call, TimelineEntry entry) {
            synchronized (told) {
                told.add(entry);
            }
            whenTold.accept(entry);
        }

        @Override
        public void onLeftoverRemoved(String roomName, String target, String marker) {
            synchronized (leftovers) {
                leftovers.add(target);
            }
        }

        @Override
        public void onTrouble(String what, Throwable cause) {
            synchronized (trouble) {
                trouble.add(cause);
            }
        }
    }
}
