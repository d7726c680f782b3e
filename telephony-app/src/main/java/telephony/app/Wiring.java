package telephony.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import telephony.Telephony;
import telephony.TelephonyBuilder;
import telephony.access.ApiKeys;
import telephony.adapters.http.HttpSettings;
import telephony.adapters.http.Operation;
import telephony.adapters.http.OrderSettings;
import telephony.adapters.http.TelephonyHttpServer;
import telephony.adapters.livekit.LiveKitApi;
import telephony.adapters.livekit.LiveKitConnection;
import telephony.adapters.livekit.LiveKitWebhookReader;
import telephony.adapters.livekit.LiveKitWebhookVerifier;
import telephony.adapters.livekit.WebhookKey;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.adapters.observe.Slf4jListener;
import telephony.directory.Directory;
import telephony.directory.DirectoryRetention;
import telephony.directory.DirectoryWatch;
import telephony.directory.decision.AgentLoad;
import telephony.directory.decision.BusyAgents;
import telephony.directory.decision.DirectorySlots;
import telephony.dispatch.ServerFacts;
import telephony.dispatch.ServerProbePort;
import telephony.guard.Rulings;
import telephony.observe.SafeListener;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/** The one place where the parts are put together. */
final class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger("telephony.app");

    /** How often a change of the directory by another process is looked for; a look costs next to nothing. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** How often rows that are due are looked for; what an event makes due is started on at once. */
    private static final Duration TICK = Duration.ofMillis(250);

    /** How often calls that wait are let go, so that they begin evenly. */
    private static final Duration TURNS = Duration.ofMillis(50);

    /** How long the start waits to learn LiveKit's version. */
    private static final Duration FIRST_PROBE = Duration.ofSeconds(5);

    /** How often what was removed from the directory is let go, a bite at a time. */
    private static final Duration FORGET = Duration.ofMinutes(1);

    private static final Duration RELOAD = Duration.ofSeconds(1);
    private static final Duration PROBE = Duration.ofSeconds(5);

    private final AppConfig config;
    private final InstantSource clock;
    private final @Nullable CallRouter ownRouter;
    private final List<TelephonyListener> ownListeners;

    Wiring(AppConfig config, InstantSource clock) {
        this(config, clock, null, List.of());
    }

    /**
     * With what no configuration says.
     *
     * @param router decides who answers in place of the configured agent; null = as configured
     * @param listeners told what happens, besides the log
     */
    Wiring(AppConfig config, InstantSource clock, @Nullable CallRouter router, List<TelephonyListener> listeners) {
        this.config = config;
        this.clock = clock;
        this.ownRouter = router;
        this.ownListeners = List.copyOf(listeners);
    }

    /** Starts everything; when something does not start, nothing is left running. */
    RunningApp start() {
        try (RunningApp.Starting starting = new RunningApp.Starting()) {
            Slf4jListener log = starting.add("log", new Slf4jListener(clock, config.logNumbers()));
            SharedStoreWatch sharedStore = new SharedStoreWatch();
            Metrics metrics = starting.add("metrics", new Metrics());
            List<TelephonyListener> listeners = new ArrayList<>(List.of(log, sharedStore, metrics.listener()));
            listeners.addAll(ownListeners);
            TelephonyListener listener = new SafeListener(listeners);
            PhoneNumbers numbers = new PhoneNumbers(config.agents().defaultRegion());
            OpenStore store = starting.add("store", OpenStore.open(config.store(), clock));
            TelephonyStorePort calls = metrics.timed(store.calls());
            InstantSource time = store.clock();
            ApiKeys keys = store.apiKeys();
            Rulings rulings = store.rulings();
            DirectoryWatch directory = new DirectoryWatch(store.entries());
            directory.refresh();
            LiveKitApi livekit = starting.add("livekit", new LiveKitApi(connection(), time, numbers));
            refuseWhenTooOld(livekit.server());
            DefaultAgentCheck.warning(config.agents(), directory.snapshot()).ifPresent(LOG::warn);
            AppConfig.WhenBusy whenBusy = config.agents().whenBusy();
            BusyAgents busy = whenBusy.leastBusy() ? new BusyAgents() : null;
            CallRouting routing = CallRouting.of(
                    config.agents(),
                    directory::snapshot,
                    busy == null ? AgentLoad.NONE : busy,
                    time,
                    e -> listener.onTrouble("the routing rules cannot be asked; the default agent answers", e));
            WorkShop workShop = starting.add("work", new WorkShop(listener));
            CallRouter router = ownRouter == null ? routing.router() : ownRouter;
            FrontEnds frontEnds = starting.add("front ends", new FrontEnds(config, directory::snapshot));

            TelephonyBuilder parts = Telephony.builder()
                    .store(calls)
                    .dispatches(livekit.dispatches())
                    .rooms(livekit.rooms())
                    .serverProbe(livekit.server())
                    .sipDirectory(livekit.sipDirectory(), System::getenv)
                    .verifier(new LiveKitWebhookVerifier(
                            webhookKeys(config.livekit().webhookKeys()), time))
                    .reader(new LiveKitWebhookReader(numbers))
                    .router(router)
                    .executor(workShop.executor())
                    .decidedCalls(store.decided())
                    .leads(store.leads())
                    .slots(store.slots(), new DirectorySlots(directory::snapshot, whenBusy.callerWait(), busy))
                    .listener(listener)
                    .clock(time)
                    .timing(config.agents().timing())
                    .release(config.agents().release());
            Optional.ofNullable(config.retention()).ifPresent(parts::retention);
            store.name().ifPresent(parts::instance);
            Dialling dialling = Dialling.of(config.outbound(), store, rulings, listener);
            if (dialling != null) {
                dialling.addTo(parts, livekit, workShop, listener);
            }
            Telephony telephony = starting.add("calls", parts.build());
            workShop.waitsFor(telephony.drained());
            if (busy != null) {
                busy.follow(telephony::slots);
            }

            LiveKitProbe probe = new LiveKitProbe(livekit.rooms(), telephony::server);
            StoreProbe storeProbe = new StoreProbe(store);
            DirectoryLookout lookout = new DirectoryLookout(directory, listener);
            DirectoryRetention removals = new DirectoryRetention(
                    store.entries(), () -> directory.snapshot().revision(), time);
            workShop.every(PROBE, "asking LiveKit whether it is there", probe::ask);
            workShop.every(PROBE, "asking the store whether it is there", storeProbe::ask);
            workShop.every(RELOAD, "looking whether the routing file changed", () -> routing.reload(listener));
            workShop.every(LOOK, "looking whether the directory changed", lookout::look);
            workShop.every(FORGET, "forgetting removals of the directory", removals::apply);
            workShop.every(TICK, "looking for calls that are due", telephony::tick);
            workShop.every(TURNS, "letting calls go whose turn has come", telephony::takeTurns);
            workShop.every(PROBE, "counting the queue", () -> metrics.show(telephony.queue()));
            workShop.every(PROBE, "counting who waits", () -> metrics.show(telephony.slots()));
            return open(
                    starting,
                    keys,
                    router::adoptableAgents,
                    new TelephonyHttpServer(
                            new HttpSettings(
                                    config.http().host(),
                                    config.http().port(),
                                    config.http().enabled(),
                                    new OrderSettings(
                                            AgentConfig.named(config.agents().defaultAgent()),
                                            config.outbound().from(),
                                            numbers),
                                    frontEnds.dropIns(router, store, listener)),
                            telephony,
                            calls,
                            keys,
                            new Operation(
                                    () -> sharedStore.readiness(storeProbe.readiness(
                                            lookout.readiness(routing.readiness(probe.readiness())))),
                                    metrics::text,
                                    store.stats(),
                                    rulings,
                                    new Directory(store.entries(), directory)),
                            listener,
                            time));
        }
    }

    /** A LiveKit that does not answer now may come later; only one that says that it is too old is refused. */
    static void refuseWhenTooOld(ServerProbePort server) {
        ServerFacts facts = server.probe()
                .toCompletableFuture()
                .completeOnTimeout(ServerFacts.UNKNOWN, FIRST_PROBE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (facts.isTooOld()) {
            throw new IllegalStateException(String.join("; ", facts.warnings()));
        }
    }

    /** Opens the door last, when all behind it runs; so it is also the first to be closed. */
    private static RunningApp open(
            RunningApp.Starting starting, ApiKeys keys, Supplier<Set<String>> agents, TelephonyHttpServer http) {
        starting.add("http", http);
        http.start();
        return starting.started(http.port(), hasKeys(keys), agents);
    }

    /** Keys that cannot be read just now are keys: nobody is let in without. */
    private static boolean hasKeys(ApiKeys keys) {
        try {
            return !keys.ring().isEmpty();
        } catch (StoreUnavailableException e) {
            return true;
        }
    }

    private LiveKitConnection connection() {
        return new LiveKitConnection(
                config.livekit().url().toString(),
                config.livekit().api().key(),
                config.livekit().api().secret());
    }

    /** One key may have several secrets while it is being rotated. */
    static List<WebhookKey> webhookKeys(List<KeyPair> keys) {
        Map<String, Set<String>> secrets = keys.stream()
                .collect(Collectors.groupingBy(
                        KeyPair::key, LinkedHashMap::new, Collectors.mapping(KeyPair::secret, Collectors.toSet())));
        return secrets.entrySet().stream()
                .map(entry -> new WebhookKey(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }
}
