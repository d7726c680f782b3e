package telephony.app;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import telephony.dispatch.DispatchTiming;

/**
 * The whole configuration, checked.
 *
 * @param livekit LiveKit and the keys to it
 * @param http where we listen
 * @param agents who answers, and the protocol's knobs
 * @param store which store holds the calls: {@value #DEFAULT_STORE} or {@value #CAFFEINE_STORE}
 * @param logNumbers whether phone numbers are logged in full
 * @param warnings what works but should not stay so, a line each
 */
record AppConfig(LiveKit livekit, Http http, Agents agents, String store, boolean logNumbers, List<String> warnings) {

    static final String DEFAULT_HOST = "0.0.0.0";
    static final int DEFAULT_PORT = 8080;
    static final String DEFAULT_STORE = "memory";
    static final String CAFFEINE_STORE = "caffeine";
    static final String DEFAULT_AGENT = "phone-agent";

    AppConfig {
        warnings = List.copyOf(warnings);
    }

    /**
     * The LiveKit server.
     *
     * @param url its address: {@code ws}, {@code wss}, {@code http} or {@code https}
     * @param api the key for requests to it
     * @param webhookKeys the keys by which webhooks may be signed; one key may stand there with several secrets
     */
    record LiveKit(URI url, KeyPair api, List<KeyPair> webhookKeys) {
        LiveKit {
            webhookKeys = List.copyOf(webhookKeys);
        }
    }

    /** Where we listen, and whether we serve at all. */
    record Http(String host, int port, boolean enabled) {}

    /**
     * Who answers.
     *
     * @param defaultAgent LiveKit agent name when nothing else decides
     * @param adopted further agent names that count as ours
     * @param defaultRegion region in which numbers without a country code are read; null = none
     * @param timing the times of the protocol
     */
    record Agents(String defaultAgent, Set<String> adopted, @Nullable String defaultRegion, DispatchTiming timing) {
        Agents {
            adopted = Set.copyOf(adopted);
        }
    }

    /**
     * Checks all settings.
     *
     * @param environment the environment; it wins
     * @param file what a file says
     * @throws ConfigException with everything that is wrong
     */
    static AppConfig of(Map<String, String> environment, Map<String, String> file) {
        return new ConfigReading(environment, file).config();
    }

    /** Every setting as it takes effect, a line each, secrets hidden. */
    List<String> lines() {
        return List.of(
                Names.LIVEKIT_URL + "=" + livekit.url(),
                Names.LIVEKIT_API_KEY + "=" + livekit.api().key(),
                Names.LIVEKIT_API_SECRET + "=***",
                Names.LIVEKIT_WEBHOOK_KEYS + "="
                        + String.join(",", livekit.webhookKeys().stream().map(KeyPair::toString).toList()),
                Names.ENABLED + "=" + http.enabled(),
                Names.HOST + "=" + http.host(),
                Names.PORT + "=" + http.port(),
                Names.STORE + "=" + store,
                Names.DEFAULT_AGENT + "=" + agents.defaultAgent(),
                Names.DEFAULT_REGION + "=" + (agents.defaultRegion() == null ? "" : agents.defaultRegion()),
                Names.ADOPT_AGENTS + "=" + String.join(",", new TreeSet<>(agents.adopted())),
                Names.QUIESCENCE + "=" + Durations.text(agents.timing().quiescence()),
                Names.LOG_NUMBERS + "=" + logNumbers);
    }
}
