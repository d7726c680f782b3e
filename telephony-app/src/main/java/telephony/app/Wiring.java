package telephony.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import telephony.Telephony;
import telephony.adapters.http.HttpSettings;
import telephony.adapters.http.TelephonyHttpServer;
import telephony.adapters.livekit.LiveKitApi;
import telephony.adapters.livekit.LiveKitConnection;
import telephony.adapters.livekit.LiveKitWebhookReader;
import telephony.adapters.livekit.LiveKitWebhookVerifier;
import telephony.adapters.livekit.WebhookKey;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.adapters.observe.Slf4jListener;
import telephony.adapters.store.CaffeineTelephonyStore;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.observe.SafeListener;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.TelephonyStorePort;

/** The one place where the parts are put together. */
final class Wiring {

    /** How often rows that are due are looked for; what an event makes due is started on at once. */
    private static final Duration TICK = Duration.ofMillis(250);

    private static final Duration PROBE = Duration.ofSeconds(5);

    private final AppConfig config;
    private final InstantSource clock;

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
            TelephonyStorePort store = store();
            LiveKitApi livekit = starting.add("livekit", new LiveKitApi(connection(), clock, numbers));
            WorkShop workShop = starting.add("work", new WorkShop(listener));

            Telephony telephony = starting.add("calls", Telephony.builder()
                    .store(store)
                    .dispatches(livekit.dispatches())
                    .rooms(livekit.rooms())
                    .verifier(new LiveKitWebhookVerifier(webhookKeys(), clock))
                    .reader(new LiveKitWebhookReader(numbers))
                    .router(router())
                    .executor(workShop.executor())
                    .listener(listener)
                    .clock(clock)
                    .timing(config.agents().timing())
                    .build());
            workShop.waitsFor(telephony.drained());

            LiveKitProbe probe = new LiveKitProbe(livekit.rooms(), store);
            workShop.every(PROBE, "asking LiveKit whether it is there", probe::ask);
            workShop.every(TICK, "looking for calls that are due", telephony::tick);
            return open(starting, new TelephonyHttpServer(
                    new HttpSettings(config.http().host(), config.http().port(), config.http().enabled()),
                    telephony,
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

    /** The store that the configuration names, empty. */
    TelephonyStorePort store() {
        return switch (config.store()) {
            case AppConfig.DEFAULT_STORE -> new InMemoryTelephonyStore(clock);
            case AppConfig.CAFFEINE_STORE -> new CaffeineTelephonyStore(clock);
            default -> throw new IllegalStateException("no store is called " + config.store());
        };
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
}
