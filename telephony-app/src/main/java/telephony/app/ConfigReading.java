package telephony.app;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.TelephonyBuilder;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.adapters.routing.RoutingFile;
import telephony.directory.decision.DirectorySlots;
import telephony.dispatch.DispatchTiming;
import telephony.dispatch.ReleaseMode;
import telephony.routing.AgentConfig;
import telephony.routing.Rung;

/** One reading of the configuration: it goes through to the end and collects all that is wrong. */
final class ConfigReading {

    /** The number's order decides who of several agents answers. */
    static final String BY_ORDER = "order";

    /** Who has the fewest calls answers. */
    static final String LEAST_BUSY = "least-busy";

    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
    private static final Duration MAX_DURATION = Duration.ofMinutes(10);
    private static final Duration MAX_RETENTION = Duration.ofDays(3650);

    private final GivenSettings settings;
    private final boolean simulated;

    /** @param simulated whether LiveKit, and everybody's phone, is simulated */
    ConfigReading(Map<String, String> environment, Map<String, String> file, boolean simulated) {
        this.settings = new GivenSettings(environment, file);
        this.simulated = simulated;
    }

    ConfigReading(Map<String, String> environment, Map<String, String> file) {
        this(environment, file, false);
    }

    AppConfig config() {
        AppConfig.LiveKit livekit = livekit();
        AppConfig.Http http = new HttpReading(settings).http();
        AppConfig.Agents agents = agents();
        StoreConfig store = store();
        Duration retention = retention();
        AppConfig.Outbound outbound = new OutboundReading(settings, agents.defaultRegion(), simulated).outbound();
        boolean logNumbers = settings.yesOrNo(Names.LOG_NUMBERS, false);
        settings.refuseProblems();
        return new AppConfig(
                requireNonNull(livekit), http, agents, store, retention, outbound, logNumbers, settings.warnings());
    }

    AppConfig.Reach reachAlone() {
        AppConfig.LiveKit livekit = livekit();
        AppConfig.Agents agents = agents();
        settings.refuseProblems();
        return new AppConfig.Reach(requireNonNull(livekit), agents, settings.warnings());
    }

    /** Null when something is missing, which is then a problem. */
    private AppConfig.@Nullable LiveKit livekit() {
        URI url = url();
        KeyPair api = apiKey();
        List<KeyPair> webhookKeys = webhookKeys(api);
        List<KeyPair> all = new ArrayList<>(webhookKeys);
        if (api != null) {
            all.add(0, api);
        }
        // Whether a weak secret may pass depends on where LiveKit is.
        if (url != null) {
            new Secrets(LiveKitUrl.isLoopback(url), settings.problems(), settings.warnings()).check(all);
        }
        return url == null || api == null ? null : new AppConfig.LiveKit(url, api, webhookKeys);
    }

    AppConfig.Agents agentsAlone() {
        AppConfig.Agents agents = agents();
        settings.refuseProblems();
        return agents;
    }

    /** Keys that judge what is here already: nothing is asked of LiveKit, and no weak secret opens anything. */
    AppConfig.Webhooks webhooksAlone() {
        String key = settings.text(Names.LIVEKIT_API_KEY);
        String secret = settings.text(Names.LIVEKIT_WEBHOOK_SECRET, settings.text(Names.LIVEKIT_API_SECRET, ""));
        KeyPair api = key == null || secret.isEmpty() ? null : new KeyPair(key, secret);
        List<KeyPair> keys = webhookKeys(api);
        if (keys.isEmpty() && settings.problems().isEmpty()) {
            settings.problems()
                    .add(Names.LIVEKIT_WEBHOOK_KEYS + ": no key to judge webhooks by; set "
                            + Names.LIVEKIT_WEBHOOK_KEYS + "=key:secret, or " + Names.LIVEKIT_API_KEY + " and "
                            + Names.LIVEKIT_API_SECRET);
        }
        AppConfig.Agents agents = agents();
        settings.refuseProblems();
        return new AppConfig.Webhooks(keys, agents);
    }

    StoreConfig storeAlone() {
        StoreConfig store = store();
        settings.refuseProblems();
        return store;
    }

    private AppConfig.Agents agents() {
        AppConfig.Agents agents = new AppConfig.Agents(
                agentName(Names.DEFAULT_AGENT, settings.text(Names.DEFAULT_AGENT, AppConfig.DEFAULT_AGENT)),
                adopted(),
                region(),
                timing(),
                onAgentMissing(),
                release(),
                settings.path(Names.ROUTING),
                new UnlistedReading(settings).unlisted(),
                whenBusy());
        CallRouting.problems(agents).forEach(problem -> settings.problems().add(Names.ROUTING + ": " + problem));
        return agents;
    }

    private AppConfig.WhenBusy whenBusy() {
        Duration wait = duration(Names.CALLER_WAIT, DirectorySlots.DEFAULT_WAIT);
        if (wait.compareTo(LEAST_WAIT) < 0) {
            settings.wrong(Names.CALLER_WAIT, settings.text(Names.CALLER_WAIT, ""), "set 1s to 10m", wait);
        }
        String choice = settings.text(Names.AGENT_CHOICE, BY_ORDER);
        if (!List.of(BY_ORDER, LEAST_BUSY).contains(choice)) {
            settings.wrong(Names.AGENT_CHOICE, choice, "set " + BY_ORDER + " or " + LEAST_BUSY, choice);
        }
        return new AppConfig.WhenBusy(wait, choice.equals(LEAST_BUSY));
    }

    private List<Rung> onAgentMissing() {
        List<String> words = settings.list(Names.ON_AGENT_MISSING);
        String given = settings.text(Names.ON_AGENT_MISSING, "");
        String advice =
                "list redispatch, agent:NAME, number:+14155550100 or hang-up, such as redispatch,agent:backup,hang-up";
        List<Rung> rungs = new ArrayList<>();
        for (String word : words) {
            Optional<Rung> rung = Rung.of(
                    word,
                    name -> name.isBlank()
                            ? Optional.empty()
                            : Optional.of(AgentConfig.named(agentName(Names.ON_AGENT_MISSING, name.strip()))));
            if (rung.isEmpty()) {
                return settings.wrong(Names.ON_AGENT_MISSING, word, advice, Rung.DEFAULT);
            }
            rungs.add(rung.get());
        }
        if (words.size() > RoutingFile.MAX_RUNGS) {
            return settings.wrong(Names.ON_AGENT_MISSING, given, "list at most " + RoutingFile.MAX_RUNGS, Rung.DEFAULT);
        }
        if (Rung.goesOnAfterHangUp(rungs)) {
            return settings.wrong(Names.ON_AGENT_MISSING, given, "let hang-up be the last", Rung.DEFAULT);
        }
        return rungs.isEmpty() ? Rung.DEFAULT : rungs;
    }

    private ReleaseMode release() {
        String given = settings.text(Names.RELEASE_ROOM, ReleaseMode.AGENTS.name());
        return Arrays.stream(ReleaseMode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(given))
                .findFirst()
                .orElseGet(() ->
                        settings.wrong(Names.RELEASE_ROOM, given, "set agents, delete or keep", ReleaseMode.AGENTS));
    }

    /** The name, or one that is fit in place of one that is not. */
    private String agentName(String setting, String given) {
        return AgentConfig.isFitName(given)
                ? given
                : settings.wrong(setting, given, "an agent's name " + AgentConfig.NAME_RULE, AppConfig.DEFAULT_AGENT);
    }

    private @Nullable URI url() {
        String given = settings.text(Names.LIVEKIT_URL);
        if (given == null) {
            settings.problems()
                    .add(Names.LIVEKIT_URL + ": is missing; set " + Names.LIVEKIT_URL + ", " + Names.LIVEKIT_API_KEY
                            + " and " + Names.LIVEKIT_API_SECRET
                            + ", for example: LIVEKIT_URL=wss://my-project.livekit.cloud"
                            + " LIVEKIT_API_KEY=APIxxxx LIVEKIT_API_SECRET=... java -jar telephony-app.jar serve"
                            + "; or, without any LiveKit, run 'serve --simulate' or 'demo'");
            return null;
        }
        URI url = LiveKitUrl.parse(given).orElse(null);
        if (url == null) {
            settings.problems()
                    .add(Names.LIVEKIT_URL + ": is not an address of a LiveKit server; write ws://, wss://, http:// or"
                            + " https://, a host and if need be a port, nothing else");
        } else if (LiveKitUrl.isPlain(url) && !LiveKitUrl.isLoopback(url)) {
            settings.warnings().add(Names.LIVEKIT_URL + ": the connection is not encrypted; use wss:// or https://");
        }
        return url;
    }

    private @Nullable KeyPair apiKey() {
        String key = settings.text(Names.LIVEKIT_API_KEY);
        String secret = settings.text(Names.LIVEKIT_API_SECRET);
        if (key == null) {
            settings.problems()
                    .add(Names.LIVEKIT_API_KEY + ": is missing; set it to the API key of the LiveKit project");
        }
        if (secret == null) {
            settings.problems().add(Names.LIVEKIT_API_SECRET + ": is missing; set it to the secret of that API key");
        }
        return key == null || secret == null ? null : new KeyPair(key, secret);
    }

    private List<KeyPair> webhookKeys(@Nullable KeyPair api) {
        Set<KeyPair> keys = new LinkedHashSet<>();
        if (api != null) {
            keys.add(new KeyPair(api.key(), settings.text(Names.LIVEKIT_WEBHOOK_SECRET, api.secret())));
        }
        int number = 0;
        for (String pair : settings.list(Names.LIVEKIT_WEBHOOK_KEYS)) {
            number++;
            int colon = pair.indexOf(':');
            if (colon < 1 || colon == pair.length() - 1) {
                settings.problems()
                        .add(Names.LIVEKIT_WEBHOOK_KEYS + ": entry " + number
                                + " is not key:secret; write key:secret,key2:secret2");
            } else {
                keys.add(new KeyPair(
                        pair.substring(0, colon).strip(),
                        pair.substring(colon + 1).strip()));
            }
        }
        return List.copyOf(keys);
    }

    private StoreConfig store() {
        StoreKind kind = storeKind();
        String url = settings.text(Names.STORE_URL);
        String user = settings.text(Names.STORE_USER);
        String password = settings.text(Names.STORE_PASSWORD);
        warnOfNoEffect(Names.STORE_URL, url, kind, kind.hasPlace());
        warnOfNoEffect(Names.STORE_USER, user, kind, kind.hasLogin());
        warnOfNoEffect(Names.STORE_PASSWORD, password, kind, kind.hasLogin());
        if (!kind.hasPlace()) {
            return new StoreConfig(kind, null, null, null);
        }
        if (kind == StoreKind.REDIS && url == null) {
            settings.problems()
                    .add(Names.STORE_URL + ": is missing; set it to the server, such as"
                            + " redis://user:password@redis.example.com:6379");
            return StoreConfig.DEFAULT;
        }
        if (kind == StoreKind.POSTGRES && url == null) {
            settings.problems()
                    .add(Names.STORE_URL + ": is missing; set it to the database, such as"
                            + " postgres://user@db.example.com:5432/telephony, and " + Names.STORE_PASSWORD
                            + " to the user's password");
            return StoreConfig.DEFAULT;
        }
        StoreConfig store = new StoreConfig(kind, url == null ? StoreConfig.DEFAULT_FILE : url, user, password);
        try {
            store.checkPlace();
            return store;
        } catch (IllegalArgumentException e) {
            // The address is not repeated: there may be a password in it.
            settings.problems().add(Names.STORE_URL + ": " + e.getMessage());
            return StoreConfig.DEFAULT;
        }
    }

    private StoreKind storeKind() {
        String given = settings.text(Names.STORE, StoreConfig.DEFAULT_KIND.word());
        return StoreKind.of(given)
                .orElseGet(() -> settings.wrong(
                        Names.STORE, given, "set one of " + StoreKind.words(), StoreConfig.DEFAULT_KIND));
    }

    private void warnOfNoEffect(String name, @Nullable String given, StoreKind kind, boolean hasEffect) {
        if (given != null && !hasEffect) {
            settings.warnings().add(name + ": has no effect on the store '" + kind.word() + "'");
        }
    }

    private @Nullable Duration retention() {
        String given = settings.text(Names.RETENTION);
        if (given == null) {
            return null;
        }
        Duration kept = Durations.parse(given).orElse(Duration.ZERO);
        boolean fits = kept.compareTo(TelephonyBuilder.LEAST_RETENTION) >= 0 && kept.compareTo(MAX_RETENTION) <= 0;
        return fits ? kept : settings.wrong(Names.RETENTION, given, "set 10m to 3650d, such as 24h or 30d", kept);
    }

    private Set<String> adopted() {
        Set<String> adopted = new LinkedHashSet<>();
        settings.list(Names.ADOPT_AGENTS).forEach(name -> adopted.add(agentName(Names.ADOPT_AGENTS, name)));
        return adopted;
    }

    private @Nullable String region() {
        String given = settings.text(Names.DEFAULT_REGION);
        if (given == null || PhoneNumbers.isRegion(given)) {
            return given;
        }
        settings.problems()
                .add(GivenSettings.problem(
                        Names.DEFAULT_REGION,
                        given,
                        "set a region that has phone numbers, two capital letters (ISO 3166), such as US or DE"));
        return null;
    }

    private DispatchTiming timing() {
        DispatchTiming timing = DispatchTiming.DEFAULT;
        // What is checked between them is more than what can be set, so each is told by the bounds that it has here.
        Duration join = deadline(
                Names.JOIN_DEADLINE, timing.joinDeadline(), timing.giveUp().minus(timing.quiescence()));
        Duration audio = deadline(Names.AUDIO_DEADLINE, timing.audioDeadline(), timing.giveUp());
        Duration quiescence = duration(Names.QUIESCENCE, timing.quiescence());
        timing = timing.withAgentDeadlines(join, audio);
        try {
            return timing.withQuiescence(quiescence);
        } catch (IllegalArgumentException e) {
            return settings.wrong(
                    Names.QUIESCENCE, settings.text(Names.QUIESCENCE, ""), "set more: " + e.getMessage(), timing);
        }
    }

    private Duration deadline(String name, Duration otherwise, Duration most) {
        Duration given = duration(name, otherwise);
        Duration least = DispatchTiming.LEAST_DEADLINE;
        return given.compareTo(least) >= 0 && given.compareTo(most) <= 0
                ? given
                : settings.wrong(
                        name,
                        settings.text(name, ""),
                        "set " + Durations.text(least) + " to " + Durations.text(most),
                        otherwise);
    }

    private Duration duration(String name, Duration otherwise) {
        String given = settings.text(name);
        if (given == null) {
            return otherwise;
        }
        return Durations.parse(given)
                .filter(time -> time.compareTo(MAX_DURATION) <= 0)
                .orElseGet(() -> settings.wrong(
                        name, given, "set a duration of at most 10m, such as 22s, 500ms, 2m or PT10S", otherwise));
    }
}
