package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.directory.decision.DirectoryPolicy.UnknownNumbers;
import telephony.dispatch.ReleaseMode;
import telephony.routing.AgentConfig;
import telephony.routing.Rung;

class AppConfigTest {

    static final String STRONG = "0123456789abcdef0123456789ABCDEF";
    static final String OTHER = "fedcba9876543210fedcba9876543210";

    @Test
    void threeVariablesAreEnough() {
        AppConfig config = AppConfig.of(minimal(), Map.of());

        assertThat(config.livekit().url()).hasToString("wss://lk.example.com");
        assertThat(config.livekit().api()).isEqualTo(new KeyPair("APIkey", STRONG));
        assertThat(config.livekit().webhookKeys()).containsExactly(new KeyPair("APIkey", STRONG));
        assertThat(config.http()).isEqualTo(new AppConfig.Http("0.0.0.0", 8080, true, AppConfig.DropIns.USUAL));
        assertThat(config.agents().defaultAgent()).isEqualTo("phone-agent");
        assertThat(config.agents().timing().quiescence()).isEqualTo(Duration.ofSeconds(22));
        assertThat(config.agents().defaultRegion()).isNull();
        assertThat(config.agents().onAgentMissing()).isEqualTo(Rung.DEFAULT);
        assertThat(config.agents().routingFile()).isNull();
        assertThat(config.store()).isEqualTo(new StoreConfig(StoreKind.H2, "./data/telephony", null, null));
        assertThat(config.retention()).as("as is usual for the store").isNull();
        assertThat(config.logNumbers()).isFalse();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void readsEverySetting(@TempDir Path folder) throws IOException {
        Map<String, String> all = minimal();
        all.put("LIVEKIT_WEBHOOK_KEYS", "APIold:" + OTHER + ", APIkey:" + OTHER);
        all.put("LIVEKIT_WEBHOOK_SECRET", "w".repeat(32));
        all.put("TELEPHONY_ENABLED", "false");
        all.put("TELEPHONY_HOST", "127.0.0.1");
        all.put("TELEPHONY_PORT", "9090");
        all.put("API_PORT", "8000");
        all.put("TELEPHONY_DROPIN_AUTH", "Off");
        all.put("TELEPHONY_STORE", "postgres");
        all.put("TELEPHONY_STORE_URL", "postgres://db.example.com/calls");
        all.put("TELEPHONY_STORE_USER", "switchboard");
        all.put("TELEPHONY_STORE_PASSWORD", "opensesame");
        all.put("TELEPHONY_RETENTION", "30d");
        all.put("TELEPHONY_DEFAULT_AGENT", "front-desk");
        all.put("TELEPHONY_DEFAULT_REGION", "DE");
        all.put("TELEPHONY_ADOPT_AGENTS", "a, b");
        all.put("TELEPHONY_QUIESCENCE", "PT30S");
        all.put("TELEPHONY_AGENT_JOIN_DEADLINE", "12s");
        all.put("TELEPHONY_AGENT_AUDIO_DEADLINE", "7s");
        all.put("TELEPHONY_ON_AGENT_MISSING", "redispatch, agent:backup, hang-up");
        all.put("TELEPHONY_RELEASE_ROOM", "delete");
        Path routing = Files.writeString(folder.resolve("routing.yaml"), "unknownNumbers: reject");
        all.put("TELEPHONY_ROUTING", routing.toString());
        all.put("TELEPHONY_UNKNOWN_NUMBERS", "ignore");
        all.put("DEFAULT_AGENT_ID", "night");
        all.put("DEFAULT_ORGANIZATION_ID", "acme");
        all.put("TELEPHONY_AGENT_ATTRIBUTE", "telephony.agent");
        all.put("TELEPHONY_TENANT_ATTRIBUTE", "telephony.tenant");
        all.put("TELEPHONY_TENANT_ROOM_METADATA", "tenant_id");
        all.put("TELEPHONY_CALLER_WAIT", "45s");
        all.put("TELEPHONY_AGENT_CHOICE", "least-busy");
        Path guards = Files.writeString(folder.resolve("guards.yaml"), "countries: [US]");
        all.put("TELEPHONY_GUARDS", guards.toString());
        all.put("TELEPHONY_GUARDS_KEY", "sixteen bytes !!");
        all.put("TELEPHONY_ALLOWED_COUNTRIES", "DE, FR");
        all.put("LIVEKIT_SIP_OUTBOUND_TRUNK_ID", "ST_abc");
        all.put("LIVEKIT_SIP_TRUNK_ID", "ST_abc");
        all.put("TELEPHONY_DEFAULT_FROM_NUMBER", "030 2345678");
        all.put("TELEPHONY_LOG_NUMBERS", "true");

        AppConfig config = AppConfig.of(all, Map.of());

        assertThat(config.livekit().webhookKeys())
                .containsExactly(
                        new KeyPair("APIkey", "w".repeat(32)),
                        new KeyPair("APIold", OTHER),
                        new KeyPair("APIkey", OTHER));
        assertThat(config.http())
                .isEqualTo(new AppConfig.Http("127.0.0.1", 9090, false, new AppConfig.DropIns(8000, false)));
        assertThat(config.store())
                .isEqualTo(new StoreConfig(
                        StoreKind.POSTGRES, "postgres://db.example.com/calls", "switchboard", "opensesame"));
        assertThat(config.retention()).isEqualTo(Duration.ofDays(30));
        assertThat(config.agents().adopted()).containsExactlyInAnyOrder("a", "b");
        assertThat(config.agents().defaultAgent()).isEqualTo("front-desk");
        assertThat(config.agents().defaultRegion()).isEqualTo("DE");
        assertThat(config.agents().timing().quiescence()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.agents().timing().joinDeadline()).isEqualTo(Duration.ofSeconds(12));
        assertThat(config.agents().timing().audioDeadline()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.agents().onAgentMissing())
                .containsExactly(
                        new Rung.Redispatch(), new Rung.FallbackAgent(AgentConfig.named("backup")), new Rung.HangUp());
        assertThat(config.agents().release()).isEqualTo(ReleaseMode.DELETE);
        assertThat(config.agents().routingFile()).isEqualTo(routing);
        assertThat(config.lines())
                .contains(
                        "TELEPHONY_STORE=postgres",
                        "TELEPHONY_STORE_URL=jdbc:postgresql://db.example.com/calls",
                        "TELEPHONY_STORE_USER=switchboard",
                        "TELEPHONY_STORE_PASSWORD=***",
                        "API_PORT=8000",
                        "TELEPHONY_DROPIN_AUTH=off",
                        "TELEPHONY_AGENT_JOIN_DEADLINE=12s",
                        "TELEPHONY_AGENT_AUDIO_DEADLINE=7s",
                        "TELEPHONY_ON_AGENT_MISSING=redispatch,agent:backup,hang-up",
                        "TELEPHONY_RELEASE_ROOM=delete",
                        "TELEPHONY_RETENTION=30d",
                        "TELEPHONY_ROUTING=" + routing,
                        "TELEPHONY_UNKNOWN_NUMBERS=ignore",
                        "DEFAULT_AGENT_ID=night",
                        "DEFAULT_ORGANIZATION_ID=acme",
                        "TELEPHONY_AGENT_ATTRIBUTE=telephony.agent",
                        "TELEPHONY_TENANT_ATTRIBUTE=telephony.tenant",
                        "TELEPHONY_TENANT_ROOM_METADATA=tenant_id",
                        "TELEPHONY_CALLER_WAIT=45s",
                        "TELEPHONY_AGENT_CHOICE=least-busy",
                        "TELEPHONY_GUARDS=" + guards,
                        "TELEPHONY_GUARDS_KEY=***",
                        "TELEPHONY_ALLOWED_COUNTRIES=DE,FR",
                        "LIVEKIT_SIP_OUTBOUND_TRUNK_ID=ST_abc",
                        "TELEPHONY_DEFAULT_FROM_NUMBER=+49302345678");
        assertThat(config.outbound())
                .isEqualTo(new AppConfig.Outbound(
                        "ST_abc", "+49302345678", guards, "sixteen bytes !!", Set.of("DE", "FR"), false));
        assertThat(config.toString()).doesNotContain("sixteen bytes");
        assertThat(config.agents().whenBusy()).isEqualTo(new AppConfig.WhenBusy(Duration.ofSeconds(45), true));
        assertThat(config.agents().unlisted())
                .isEqualTo(new UnlistedCalls(
                        "telephony.agent", "telephony.tenant", "tenant_id", "night", "acme", UnknownNumbers.IGNORE));
        assertThat(config.warnings())
                .containsExactlyInAnyOrder(
                        "TELEPHONY_DROPIN_AUTH: is off: whoever reaches the drop-in routes learns who answers which"
                                + " number and can place calls; let only your front ends reach them, such as by API_PORT"
                                + " and a firewall",
                        "TELEPHONY_UNKNOWN_NUMBERS: has no effect: unknownNumbers of the routing file says it");
        assertThat(config.logNumbers()).isTrue();
        assertThat(all.keySet()).as("this test sets all there is").containsExactlyInAnyOrderElementsOf(Names.KNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9m", "3651d", "for ever", "-1d"})
    void callsShouldBeKeptForATimeThatMakesSense(String retention) {
        Map<String, String> wrong = minimal();
        wrong.put("TELEPHONY_RETENTION", retention);

        assertThat(problemsOf(wrong))
                .singleElement()
                .asString()
                .isEqualTo(
                        "TELEPHONY_RETENTION: '" + retention + "' is not valid; set 10m to 3650d, such as 24h or 30d");
    }

    @Test
    void threeMistakesAreThreeLines() {
        Map<String, String> wrong = minimal();
        wrong.put("TELEPHONY_PORT", "eighty");
        wrong.put("TELEPHONY_QUIESCENCE", "soon");
        wrong.put("TELEPHONY_STORE", "postgre");

        assertThat(problemsOf(wrong))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("TELEPHONY_PORT: 'eighty' is not valid; set a number"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("TELEPHONY_QUIESCENCE: 'soon'")
                        .contains("22s"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("TELEPHONY_STORE: 'postgre'")
                        .contains("h2, postgres, redis"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "again | 'again' is not valid; list redispatch, agent:NAME, number:+14155550100 or hang-up",
                "redispatch,agent: | 'agent:' is not valid",
                "hang-up,redispatch | let hang-up be the last",
                "redispatch,redispatch,redispatch,redispatch,redispatch,redispatch,redispatch,redispatch,redispatch,"
                        + "redispatch,redispatch,redispatch,redispatch,redispatch,redispatch,redispatch,redispatch"
                        + " | list at most 16"
            })
    void whatIsDoneForAMissingAgentShouldBeKnownWords(String given, String problem) {
        Map<String, String> wrong = minimal();
        wrong.put("TELEPHONY_ON_AGENT_MISSING", given);

        assertThat(problemsOf(wrong))
                .singleElement()
                .asString()
                .startsWith("TELEPHONY_ON_AGENT_MISSING: ")
                .contains(problem);
    }

    @Test
    void anUnknownReleaseModeShouldNameTheKnownOnes() {
        Map<String, String> wrong = minimal();
        wrong.put("TELEPHONY_RELEASE_ROOM", "close");

        assertThat(problemsOf(wrong))
                .containsExactly("TELEPHONY_RELEASE_ROOM: 'close' is not valid; set agents, delete or keep");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TELEPHONY_AGENT_JOIN_DEADLINE | 39s | '39s' is not valid; set 1s to 38s",
                "TELEPHONY_AGENT_JOIN_DEADLINE | 0s | '0s' is not valid; set 1s to 38s",
                "TELEPHONY_AGENT_AUDIO_DEADLINE | 10ms | '10ms' is not valid; set 1s to 60s",
                "TELEPHONY_AGENT_AUDIO_DEADLINE | 11m | set a duration of at most 10m"
            })
    void deadlinesThatDoNotFitShouldNameWhatFails(String name, String given, String problem) {
        Map<String, String> wrong = minimal();
        wrong.put(name, given);

        assertThat(problemsOf(wrong)).singleElement().asString().contains(name, problem);
    }

    @Test
    void theRoutingFilesProblemsShouldBeToldWithTheOthers(@TempDir Path folder) throws IOException {
        Map<String, String> wrong = minimal();
        Path routing = Files.writeString(folder.resolve("routing.yaml"), "defalt: {}\nnumbers: {'1': {}}\n");
        wrong.put("TELEPHONY_ROUTING", routing.toString());
        wrong.put("TELEPHONY_PORT", "x");

        assertThat(problemsOf(wrong))
                .hasSize(3)
                .contains(
                        "TELEPHONY_ROUTING: line 1, column 1: defalt: there is no such setting; did you mean default?")
                .anySatisfy(line -> assertThat(line).startsWith("TELEPHONY_ROUTING: line 2, column 11: numbers.1: "));

        wrong.put("TELEPHONY_ROUTING", folder.resolve("none").toString());
        assertThat(problemsOf(wrong)).contains("TELEPHONY_ROUTING: there is no such file; check path and rights");
    }

    @Test
    void theDropInRoutesShouldHaveAPortAndAWordThatAreOnes() {
        Map<String, String> wrong = new HashMap<>(Map.of("API_PORT", "70000", "TELEPHONY_DROPIN_AUTH", "false"));

        assertThat(problemsOf(wrong))
                .anySatisfy(line -> assertThat(line).startsWith("API_PORT: '70000' is not valid; set a number from 0"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("TELEPHONY_DROPIN_AUTH: 'false' is not valid; set on or off"));
    }

    @Test
    void anUnknownNameSuggestsTheNearest() {
        Map<String, String> wrong = minimal();
        wrong.put("TELEPHONY_PROT", "1");

        assertThat(problemsOf(wrong))
                .containsExactly("TELEPHONY_PROT: there is no such setting; did you mean TELEPHONY_PORT?");
    }

    @Test
    void aNameOfOursWithoutEffectIsAnErrorAndOneThatOthersMayUseIsNot() {
        Map<String, String> wrong = minimal();
        Names.NOT_YET.forEach(name -> wrong.put(name, "x"));

        assertThat(problemsOf(wrong))
                .hasSize((int) Names.NOT_YET.stream()
                        .filter(name -> name.startsWith("TELEPHONY_"))
                        .count())
                .allSatisfy(line -> assertThat(line).contains("this version does not know it yet"));
    }

    @Test
    void namesOfOthersAreNotOurs() {
        Map<String, String> environment = minimal();
        environment.put("PATH", "/bin");
        environment.put("TELEPHONY_PORT", " ");

        assertThat(AppConfig.of(environment, Map.of()).http().port()).isEqualTo(8080);
    }

    @Test
    void withoutLiveKitItSaysHowToGoOn() {
        assertThat(problemsOf(Map.of()))
                .hasSize(3)
                .first()
                .asString()
                .contains("LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET", "for example: LIVEKIT_URL=wss://");
    }

    @ParameterizedTest
    @CsvSource({"10s, PT10S", "500ms, PT0.5S", "2m, PT2M", "1h, PT1H", "30d, PT720H", "PT10S, PT10S"})
    void readsDurations(String text, Duration expected) {
        assertThat(Durations.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "10 s", "P", "10w", "99999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @Test
    void theEnvironmentWinsOverTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.write(
                folder.resolve("telephony.conf"),
                List.of("# ours", "", "TELEPHONY_PORT = 1111", "TELEPHONY_HOST=127.0.0.1", "LIVEKIT_API_KEY=APIfile"));
        Map<String, String> environment = minimal();
        environment.put("TELEPHONY_PORT", "2222");

        AppConfig config = AppConfig.of(environment, ConfigFile.read(file));

        assertThat(config.http().port()).isEqualTo(2222);
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.livekit().api().key()).isEqualTo("APIkey");
    }

    @Test
    void aFileMustBeUnderstoodWhole(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("c"), List.of("LIVEKIT_URLL=x", "PATH=y"));

        assertThat(catchThrowableOfType(ConfigException.class, () -> AppConfig.of(minimal(), ConfigFile.read(file)))
                        .problems())
                .hasSize(2)
                .first()
                .asString()
                .contains("did you mean LIVEKIT_URL?");
    }

    @Test
    void aBrokenFileSaysWhere(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("c"), List.of("hush-hush", "A=1", "A=2"));

        assertThatThrownBy(() -> ConfigFile.read(file))
                .hasMessageContaining("line 1")
                .hasMessageContaining("A: stands twice")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("none"))).hasMessageContaining("cannot read");
    }

    static List<String> problemsOf(Map<String, String> environment) {
        return catchThrowableOfType(ConfigException.class, () -> AppConfig.of(environment, Map.of()))
                .problems();
    }

    static Map<String, String> minimal() {
        return new HashMap<>(Map.of(
                "LIVEKIT_URL", "wss://lk.example.com", "LIVEKIT_API_KEY", "APIkey", "LIVEKIT_API_SECRET", STRONG));
    }
}
