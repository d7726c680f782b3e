package telephony.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.adapters.guards.GuardFile;
import telephony.dispatch.DispatchTiming;
import telephony.dispatch.ReleaseMode;
import telephony.routing.Rung;

/**
 * The whole configuration, checked.
 *
 * @param livekit LiveKit and the keys to it
 * @param http where we listen
 * @param agents who answers, and the protocol's knobs
 * @param store which store holds the calls, and where it is
 * @param retention how long ended calls are kept; null = as is usual for the store
 * @param outbound calls that we place
 * @param logNumbers whether phone numbers are logged in full
 * @param warnings what works but should not stay so, a line each
 */
record AppConfig(
        LiveKit livekit,
        Http http,
        Agents agents,
        StoreConfig store,
        @Nullable Duration retention,
        Outbound outbound,
        boolean logNumbers,
        List<String> warnings) {

    static final String DEFAULT_HOST = "0.0.0.0";
    static final int DEFAULT_PORT = 8080;
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

    /**
     * What judging recorded webhooks takes.
     *
     * @param keys the keys by which they may be signed; one key may stand there with several secrets
     * @param agents what their events would lead to
     */
    record Webhooks(List<KeyPair> keys, Agents agents) {
        Webhooks {
            keys = List.copyOf(keys);
        }
    }

    /**
     * What it takes to keep the trunks and rules of a LiveKit.
     *
     * @param livekit where it is
     * @param agents who answers calls
     * @param warnings what works but should not stay so, a line each
     */
    record Reach(LiveKit livekit, Agents agents, List<String> warnings) {
        Reach {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Where we listen, and whether we serve at all.
     *
     * @param dropIns the routes that systems from before call
     */
    record Http(String host, int port, boolean enabled, DropIns dropIns) {}

    /**
     * The routes that systems from before call.
     *
     * @param port where they are, and nothing else; null = on the common port
     * @param authentic whether they ask for what other routes ask for; false = they answer anybody
     */
    record DropIns(@Nullable Integer port, boolean authentic) {

        /** On the common port, and asking for what all ask for. */
        static final DropIns USUAL = new DropIns(null, true);
    }

    /**
     * Calls that we place.
     *
     * @param trunk LiveKit's outbound trunk; null = no call is placed
     * @param from the number that is shown unless an order says another, E.164; null = the trunk's own choice
     * @param guardsFile rules of what may be dialled; null = the starter rules alone
     * @param guardsKey for hashing numbers; null = the store's name takes its place
     * @param countries countries that may be called beside those of the file
     * @param simulated whether nobody's phone rings in earnest
     */
    record Outbound(
            @Nullable String trunk,
            @Nullable String from,
            @Nullable Path guardsFile,
            @Nullable String guardsKey,
            Set<String> countries,
            boolean simulated) {
        Outbound {
            countries = Set.copyOf(countries);
        }

        /** Whether everything may be dialled, because all phones are simulated and nobody gave rules. */
        boolean isPermissive() {
            return simulated && guardsFile == null && countries.isEmpty();
        }

        /** What counts as if it stood in the guards file. */
        GuardFile.Settings guardSettings() {
            return new GuardFile.Settings(countries, from == null ? Set.of() : Set.of(from));
        }

        /** Never the key, wherever this ends up. */
        @Override
        public String toString() {
            return "outbound over " + trunk;
        }
    }

    /**
     * Who answers.
     *
     * @param defaultAgent LiveKit agent name when nothing else decides
     * @param adopted further agent names that count as ours
     * @param defaultRegion region in which numbers without a country code are read; null = none
     * @param timing the times of the protocol
     * @param onAgentMissing what is done when an agent is missing and no rule says otherwise
     * @param release what is done with a room when its call has ended
     * @param routingFile rules by dialled number; null = none
     * @param unlisted what is said of calls beyond the directory
     * @param whenBusy what becomes of callers when agents have calls already
     */
    record Agents(
            String defaultAgent,
            Set<String> adopted,
            @Nullable String defaultRegion,
            DispatchTiming timing,
            List<Rung> onAgentMissing,
            ReleaseMode release,
            @Nullable Path routingFile,
            UnlistedCalls unlisted,
            WhenBusy whenBusy) {
        Agents {
            adopted = Set.copyOf(adopted);
            onAgentMissing = List.copyOf(onAgentMissing);
        }
    }

    /**
     * What becomes of callers when agents have calls already.
     *
     * @param callerWait how long a caller waits for whoever has as many calls as it may
     * @param leastBusy whether of a number's agents of one priority the one with the fewest calls is taken
     */
    record WhenBusy(Duration callerWait, boolean leastBusy) {}

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

    /** The same for a server on a simulated LiveKit, where everybody may be called unless rules are given. */
    static AppConfig ofSimulation(Map<String, String> environment, Map<String, String> file) {
        return new ConfigReading(environment, file, true).config();
    }

    /**
     * Checks what {@link Agents} holds and no more, so that routing can be tried where no LiveKit is.
     *
     * @throws ConfigException with everything that is wrong with it
     */
    static Agents agentsOf(Map<String, String> environment, Map<String, String> file) {
        return new ConfigReading(environment, file).agentsAlone();
    }

    /**
     * Checks what {@link Webhooks} holds and no more, so that recordings can be judged where no LiveKit is.
     *
     * @throws ConfigException with everything that is wrong with it
     */
    static Webhooks webhooksOf(Map<String, String> environment, Map<String, String> file) {
        return new ConfigReading(environment, file).webhooksAlone();
    }

    /**
     * Checks what {@link Reach} holds and no more, so that trunks can be kept from anywhere.
     *
     * @throws ConfigException with everything that is wrong with it
     */
    static Reach reachOf(Map<String, String> environment, Map<String, String> file) {
        return new ConfigReading(environment, file).reachAlone();
    }

    /**
     * Checks what {@link StoreConfig} holds and no more, so that a store can be looked after where no LiveKit is.
     *
     * @throws ConfigException with everything that is wrong with it
     */
    static StoreConfig storeOf(Map<String, String> environment, Map<String, String> file) {
        return new ConfigReading(environment, file).storeAlone();
    }

    /** Every setting as it takes effect, a line each, secrets hidden; what follows from one is a comment. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(settings());
        lines.addAll(store.lines());
        Duration giveUp = agents.timing().giveUp();
        if (giveUp.compareTo(DispatchTiming.DEFAULT.giveUp()) > 0) {
            lines.add("# give-up: " + Durations.text(giveUp) + ", because " + Names.QUIESCENCE
                    + " is long: so late a caller without an agent is hung up");
        }
        return List.copyOf(lines);
    }

    private List<String> settings() {
        return List.of(
                Names.LIVEKIT_URL + "=" + livekit.url(),
                Names.LIVEKIT_API_KEY + "=" + livekit.api().key(),
                Names.LIVEKIT_API_SECRET + "=***",
                Names.LIVEKIT_WEBHOOK_KEYS + "="
                        + String.join(
                                ",",
                                livekit.webhookKeys().stream()
                                        .map(KeyPair::toString)
                                        .toList()),
                Names.ENABLED + "=" + http.enabled(),
                Names.HOST + "=" + http.host(),
                Names.PORT + "=" + http.port(),
                Names.API_PORT + "="
                        + (http.dropIns().port() == null ? "" : http.dropIns().port()),
                Names.DROPIN_AUTH + "=" + (http.dropIns().authentic() ? "on" : "off"),
                Names.RETENTION + "=" + (retention == null ? "" : Durations.text(retention)),
                Names.DEFAULT_AGENT + "=" + agents.defaultAgent(),
                Names.DEFAULT_REGION + "=" + (agents.defaultRegion() == null ? "" : agents.defaultRegion()),
                Names.ADOPT_AGENTS + "=" + String.join(",", new TreeSet<>(agents.adopted())),
                Names.QUIESCENCE + "=" + Durations.text(agents.timing().quiescence()),
                Names.JOIN_DEADLINE + "=" + Durations.text(agents.timing().joinDeadline()),
                Names.AUDIO_DEADLINE + "=" + Durations.text(agents.timing().audioDeadline()),
                Names.ON_AGENT_MISSING + "="
                        + agents.onAgentMissing().stream().map(Rung::word).collect(Collectors.joining(",")),
                Names.RELEASE_ROOM + "=" + agents.release().name().toLowerCase(Locale.ROOT),
                Names.ROUTING + "=" + (agents.routingFile() == null ? "" : agents.routingFile()),
                Names.UNKNOWN_NUMBERS + "="
                        + agents.unlisted().unknownNumbers().name().toLowerCase(Locale.ROOT),
                Names.DEFAULT_AGENT_ID + "=" + orEmpty(agents.unlisted().defaultAgentId()),
                Names.DEFAULT_ORGANIZATION_ID + "=" + orEmpty(agents.unlisted().defaultTenantId()),
                Names.AGENT_ATTRIBUTE + "=" + orEmpty(agents.unlisted().agentAttribute()),
                Names.TENANT_ATTRIBUTE + "=" + orEmpty(agents.unlisted().tenantAttribute()),
                Names.TENANT_ROOM_METADATA + "=" + orEmpty(agents.unlisted().tenantMember()),
                Names.CALLER_WAIT + "=" + Durations.text(agents.whenBusy().callerWait()),
                Names.AGENT_CHOICE + "="
                        + (agents.whenBusy().leastBusy() ? ConfigReading.LEAST_BUSY : ConfigReading.BY_ORDER),
                Names.OUTBOUND_TRUNK + "=" + (outbound.trunk() == null ? "" : outbound.trunk()),
                Names.FROM + "=" + (outbound.from() == null ? "" : outbound.from()),
                Names.GUARDS + "=" + (outbound.guardsFile() == null ? "" : outbound.guardsFile()),
                Names.GUARDS_KEY + "=" + (outbound.guardsKey() == null ? "" : "***"),
                Names.ALLOWED_COUNTRIES + "=" + String.join(",", new TreeSet<>(outbound.countries())),
                Names.LOG_NUMBERS + "=" + logNumbers);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
