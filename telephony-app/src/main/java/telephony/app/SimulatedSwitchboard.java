package telephony.app;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import telephony.adapters.simulated.SimulatedLiveKitServer;
import telephony.adapters.simulated.SimulatedServerSettings;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.SimulatedLiveKit;
import telephony.simulation.SimulationTiming;

/**
 * The server as it always is, on a LiveKit that is simulated in the same process: requests and signed webhooks go between
 * the two over loopback, with a key that nobody else knows.
 */
final class SimulatedSwitchboard implements AutoCloseable {

    /** Where LiveKit listens by itself, so that {@code simulate} finds it. */
    static final int LIVEKIT_PORT = 7880;

    private static final Logger LOG = LoggerFactory.getLogger("telephony.app");
    private static final String KEY = "simulated";
    private static final int SECRET_BYTES = 32;

    /** Calls that never were must not come among the real ones of a server in the same folder. */
    private static final String STORE_FILE = "./data/simulated";

    /** The simulation asks for none, but a dial names one. */
    private static final String TRUNK = "ST_simulated";

    /** Whoever is called answers, and hangs up by himself after this. */
    private static final Duration TALK = Duration.ofSeconds(30);

    /** As often as the server itself looks whether the directory has changed. */
    private static final Duration WATCH = Duration.ofMillis(250);

    /**
     * Read once by the JDK's HTTP server, when it is first used. Up to Java 20 it sends an answer's head and body one by
     * one, and without this the body waits some 40 ms for the client to acknowledge the head.
     */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    /** What says where LiveKit is; here that is not for others to say. */
    private static final Set<String> REPLACED = Set.of(
            Names.LIVEKIT_URL,
            Names.LIVEKIT_API_KEY,
            Names.LIVEKIT_API_SECRET,
            Names.LIVEKIT_WEBHOOK_KEYS,
            Names.LIVEKIT_WEBHOOK_SECRET);

    private final AppConfig config;
    private final SimulatedLiveKitServer livekit;
    private final RunningApp app;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "telephony-simulated-routing");
        thread.setDaemon(true);
        return thread;
    });

    private SimulatedSwitchboard(AppConfig config, SimulatedLiveKitServer livekit, RunningApp app) {
        this.config = config;
        this.livekit = livekit;
        this.app = app;
    }

    /**
     * Starts both; when one does not start, nothing is left running.
     *
     * @param livekitPort where the simulated LiveKit listens on the loopback address; 0 = any free port
     * @param environment settings; what they say of LiveKit is passed over
     * @param file settings that the environment wins over, likewise
     * @param starter starts the server
     * @throws ConfigException with everything that is wrong with the settings
     */
    static SimulatedSwitchboard start(
            int livekitPort,
            Map<String, String> environment,
            Map<String, String> file,
            Function<AppConfig, RunningApp> starter) {
        System.setProperty(NO_DELAY, System.getProperty(NO_DELAY, "true"));
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        SimulatedServerSettings settings = new SimulatedServerSettings(
                livekitPort, KEY, Base64.getUrlEncoder().withoutPadding().encodeToString(secret), null);
        SimulatedLiveKitServer livekit = new SimulatedLiveKitServer(
                settings,
                SimulationTiming.SEEN,
                random.nextLong(),
                InstantSource.system(),
                (what, cause) -> LOG.warn("{}: {}", what, cause.getMessage()));
        livekit.livekit().dials().usually(CalleeBehaviour.answering().talkingFor(TALK));
        try {
            livekit.start();
            Map<String, String> own = without(environment);
            own.put(Names.LIVEKIT_URL, livekit.url());
            own.put(Names.LIVEKIT_API_KEY, KEY);
            own.put(Names.LIVEKIT_API_SECRET, settings.apiSecret());
            if (!own.containsKey(Names.STORE_URL) && !file.containsKey(Names.STORE_URL) && isInFile(own, file)) {
                own.put(Names.STORE_URL, STORE_FILE);
            }
            if (Stream.of(Names.OUTBOUND_TRUNK, Names.SIP_TRUNK)
                    .noneMatch(name -> own.containsKey(name) || file.containsKey(name))) {
                own.put(Names.OUTBOUND_TRUNK, TRUNK);
            }
            AppConfig config = AppConfig.ofSimulation(own, without(file));
            SimulatedSwitchboard started = new SimulatedSwitchboard(config, livekit, starter.apply(config));
            livekit.sendWebhooksTo(URI.create(started.url() + "/telephony/livekit-webhook"));
            return started;
        } catch (RuntimeException e) {
            livekit.close();
            throw e;
        }
    }

    private static boolean isInFile(Map<String, String> environment, Map<String, String> file) {
        String word =
                environment.getOrDefault(Names.STORE, file.getOrDefault(Names.STORE, StoreConfig.DEFAULT_KIND.word()));
        return word.isBlank() || word.strip().equals(StoreKind.H2.word());
    }

    private static Map<String, String> without(Map<String, String> settings) {
        Map<String, String> rest = new HashMap<>(settings);
        rest.keySet().removeAll(REPLACED);
        return rest;
    }

    /**
     * Gives every agent that the server can send a worker that does its work: the default agent, those of the directory and of the
     * routing file, and those that step in for a missing one; also, from now on, those that come later.
     */
    void registerConfiguredAgents() {
        registerAgents();
        var unused = watch.scheduleWithFixedDelay(
                this::registerAgents, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A worker that is there already keeps what it does. */
    private void registerAgents() {
        Set<String> there = livekit().workers();
        app.agents().stream().filter(agent -> !there.contains(agent)).forEach(livekit()::worker);
    }

    /** The simulation behind it. */
    SimulatedLiveKit livekit() {
        return livekit.livekit();
    }

    /** Where the simulated LiveKit is reached on this machine. */
    String livekitUrl() {
        return livekit.url();
    }

    boolean isAtUsualPort() {
        return URI.create(livekitUrl()).getPort() == LIVEKIT_PORT;
    }

    AppConfig config() {
        return config;
    }

    /** The server's port. */
    int port() {
        return app.port();
    }

    /** Whether there were API keys when it started. */
    boolean hasKeys() {
        return app.hasKeys();
    }

    /** Where the server is reached on this machine. */
    String url() {
        String host = config.http().host();
        boolean all = host.equals(AppConfig.DEFAULT_HOST) || host.equals("::");
        String reached = all ? "127.0.0.1" : host;
        return "http://" + (reached.contains(":") ? "[" + reached + "]" : reached) + ":" + port();
    }

    /** The server first: what it has under way is still answered. */
    @Override
    public void close() {
        watch.shutdownNow();
        app.close();
        livekit.close();
    }
}
