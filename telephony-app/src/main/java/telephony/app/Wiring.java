package telephony.app;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import telephony.adapters.http.HttpSettings;
import telephony.adapters.http.TelephonyHttpServer;
import telephony.adapters.livekit.LiveKitApi;
import telephony.adapters.livekit.LiveKitConnection;
import telephony.adapters.livekit.LiveKitWebhookReader;
import telephony.adapters.livekit.LiveKitWebhookVerifier;
import telephony.adapters.livekit.WebhookKey;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.adapters.observe.Slf4jListener;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.call.CallId;
import telephony.dispatch.DispatchDriver;
import telephony.dispatch.DispatchMachine;
import telephony.dispatch.DispatchPolicy;
import telephony.observe.SafeListener;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.session.TelephonySessionService;
import telephony.store.TelephonyStorePort;
import telephony.webhook.WebhookIntake;

/** The one place where the parts are put together. */
final class Wiring {

    /** How often rows that are due are looked for; what an event makes due is started on at once. */
    private static final Duration TICK = Duration.ofMillis(250);

    private static final Duration PROBE = Duration.ofSeconds(5);

    /** How long ended calls, and event ids, are kept: far longer than LiveKit can try again. */
    private static final Duration RETENTION = Duration.ofHours(24);

    private static final Duration PURGE = Duration.ofMinutes(1);
    private static final int PURGE_BATCH = 1_000;
    private static final int INSTANCE_BITS = 40;

    private final AppConfig config;
    private final InstantSource clock;
    private final RandomGenerator random = new SecureRandom();

    Wiring(AppConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Starts everything; when something does not start, nothing is left running. */
    RunningApp start() {
        try (RunningApp.Starting starting = new RunningApp.Starting()) {
            Slf4jListener log = starting.add("log", new Slf4jListener(clock, config.logNumbers()));
            TelephonyListener listener = new SafeListener(List.of(log));
            PhoneNumbers numbers = new PhoneNumbers(config.agents().defaultRegion());
            TelephonyStorePort store = new InMemoryTelephonyStore(clock);
            LiveKitApi livekit = starting.add("livekit", new LiveKitApi(connection(), clock, numbers));
            WorkShop workShop = starting.add("work", new WorkShop(listener));

            CallRouter router = router();
            DispatchMachine machine =
                    new DispatchMachine(new DispatchPolicy(config.agents().timing(), instance(), router::isAdoptable));
            DispatchDriver driver = new DispatchDriver(
                    machine,
                    new DispatchDriver.Surroundings(
                            store, livekit.dispatches(), livekit.rooms(), workShop.executor(), listener, random));
            workShop.waitsFor(driver::underWay);
            TelephonySessionService sessions = new TelephonySessionService(
                    store, router, machine, driver, () -> CallId.create(clock.instant(), random), listener);
            WebhookIntake intake = new WebhookIntake(
                    new LiveKitWebhookVerifier(webhookKeys(), clock),
                    new LiveKitWebhookReader(numbers),
                    sessions,
                    listener,
                    clock);

            LiveKitProbe probe = new LiveKitProbe(livekit.rooms(), store);
            workShop.every(PROBE, "asking LiveKit whether it is there", probe::ask);
            workShop.every(TICK, "looking for calls that are due", driver::tick);
            workShop.every(PURGE, "forgetting old calls", () -> store.purge(store.now().minus(RETENTION), PURGE_BATCH));
            return open(starting, new TelephonyHttpServer(
                    new HttpSettings(config.http().host(), config.http().port(), config.http().enabled()),
                    intake,
                    store,
                    probe::readiness,
                    listener,
                    clock));
        }
    }

    /** Opens the door last, when all behind it runs; so it is also the first to be closed. */
    private static RunningApp open(RunningApp.Starting starting, TelephonyHttpServer http) {
        starting.add("http", http);
        http.start();
        return starting.started(http.port());
    }

    private CallRouter router() {
        AgentConfig agent = AgentConfig.named(config.agents().defaultAgent());
        return CallRouter.always(agent, config.agents().adopted());
    }

    private LiveKitConnection connection() {
        return new LiveKitConnection(
                config.livekit().url().toString(),
                config.livekit().api().key(),
                config.livekit().api().secret());
    }

    /** One key may have several secrets while it is being rotated. */
    private List<WebhookKey> webhookKeys() {
        Map<String, Set<String>> secrets = config.livekit().webhookKeys().stream()
                .collect(Collectors.groupingBy(
                        KeyPair::key, LinkedHashMap::new, Collectors.mapping(KeyPair::secret, Collectors.toSet())));
        return secrets.entrySet().stream()
                .map(entry -> new WebhookKey(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    /** Of this store: a store that forgets is another one after every start. */
    private String instance() {
        return Long.toUnsignedString(random.nextLong() >>> (Long.SIZE - INSTANCE_BITS), Character.MAX_RADIX);
    }
}
