package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.Directory;
import telephony.directory.DirectoryNumber;
import telephony.directory.DirectoryWatch;
import telephony.directory.OpeningHours;
import telephony.guard.Span;
import telephony.routing.AgentConfig;

class ExplainTest {

    @TempDir
    private Path folder;

    private final CommandLineRun line = new CommandLineRun();

    @BeforeEach
    void writeRules() throws IOException {
        Path routing = Files.writeString(
                folder.resolve("routing.yaml"),
                """
                agents: {sales: {greeting: Hi.}, backup: }
                unknownNumbers: reject
                numbers:
                  +12125550123:
                    {agent: sales, tenant: acme, metadata: {invoiceNumber: 7}, onAgentMissing: ['agent:backup']}
                """);
        line.environment.put("TELEPHONY_ROUTING", routing.toString());
    }

    @Test
    void theStepsTheDecisionAndWhatTheAgentIsToldShouldBeShown() throws IOException {
        int code = line.run("explain", "--from", "+12125550199", "--to", "+12125550123", "--trunk", "ST_1");

        assertThat(code).isZero();
        assertThat(line.out().lines())
                .startsWith(
                        "call: from +12125550199 to +12125550123 on trunk ST_1 at 2026-11-21T10:00:00Z",
                        "  1. directory: is empty",
                        "  2. number +12125550123: is listed: agent sales answers, as the number says",
                        "  3. when the agent is missing: agent:backup, by the route",
                        "decision: agent sales answers (reason: number)",
                        "when the agent is missing: agent:backup (the last is repeated until 60s after an agent was"
                                + " first wanted; then the caller is hung up)");
        JsonNode told =
                new ObjectMapper().readTree(line.out().substring(line.out().indexOf("\n{")));
        assertThat(told.get("invoice_number").asInt()).isEqualTo(7);
        assertThat(told.at("/telephony/tenant_id").asText()).isEqualTo("acme");
        assertThat(told.at("/telephony/agent/greeting").asText()).isEqualTo("Hi.");
    }

    @Test
    void numbersShouldBeReadAsThoseOfAWebhookAre() {
        line.environment.put("TELEPHONY_DEFAULT_REGION", "US");

        line.run("explain", "--to", "(212) 555-0123");

        assertThat(line.out())
                .contains("from a withheld number to +12125550123", "decision: agent sales answers (reason: number)");
    }

    @Test
    void rungsThatNobodySetShouldBeByDefault() throws IOException {
        Files.writeString(folder.resolve("routing.yaml"), "numbers: {+12125550123: {}}");

        line.run("explain", "--to", "+12125550123");

        assertThat(line.out())
                .contains("  3. when the agent is missing: redispatch, by default")
                .doesNotContain("by the route", "hint:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12125550123", "sip:+12125550123@sip.example.com", "sip:12125550123@sip.example.com"})
    void aListedNumberWrittenOtherwiseShouldBeHintedAt(String to) {
        assertThat(line.run("explain", "--to", to)).isZero();

        assertThat(line.out())
                .contains(
                        "hint: the dialled number is not in E.164", "+12125550123 is listed, so try --to +12125550123");
    }

    @Test
    void anotherTextShouldBeHintedToBeNoNumber() {
        line.run("explain", "--to", "sip:front-desk@example.com");

        assertThat(line.out()).contains("hint: the dialled number is not in E.164", "write +, country code and number");
        assertThat(line.out()).doesNotContain("so try");
    }

    @Test
    void s58ControlCharactersShouldNotReachTheTerminal() {
        String hostile = "a\u001b[31m\u009b31m\u202eb\nc";

        line.run("explain", "--to", hostile, "--from", hostile, "--trunk", hostile);

        assertThat(line.out())
                .contains("\\u001b[31m")
                .doesNotContain("\u001b", "\u009b", "\u202e")
                .doesNotContain("\nc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyNumberShouldBeWrongUsage(String to) {
        assertThat(line.run("explain", "--to", to)).isEqualTo(2);
        assertThat(line.err()).contains("--to: give the number that is dialled");
    }

    @Test
    void aRejectedCallShouldHaveNoAgent() {
        assertThat(line.run("explain", "--to", "+12125550124", "--at", "2026-12-24T20:00:00+01:00"))
                .isZero();
        assertThat(line.out().lines())
                .containsExactly(
                        "call: from a withheld number to +12125550124 at 2026-12-24T19:00:00Z",
                        "  1. directory: is empty",
                        "  2. numbers: +12125550124 is not listed",
                        "  3. unknownNumbers: reject: the call is refused",
                        "decision: reject: the caller is hung up on (reason: unknown-number)");
    }

    @Test
    void aWrongRoutingFileShouldBeTwoWithEachProblem() throws IOException {
        Files.writeString(folder.resolve("routing.yaml"), "defalt: {}\nunknownNumbers: drop");

        assertThat(line.run("explain", "--to", "+12125550124")).isEqualTo(2);
        assertThat(line.err())
                .contains("  TELEPHONY_ROUTING: line 1, column 1: defalt: ", "  TELEPHONY_ROUTING: line 2, column 17: ")
                .doesNotContain("LIVEKIT_URL", "\tat ");
    }

    @Test
    void theDirectoryOfTheStoreShouldDecideByTheTimeThatIsGiven() {
        String file = folder.resolve("calls").toString();
        line.environment.put("TELEPHONY_STORE_URL", file);
        StoreConfig config = new StoreConfig(StoreKind.H2, file, null, null);
        try (OpenStore store = OpenStore.open(config, InstantSource.fixed(CommandLineRun.NOW))) {
            OpeningHours hours = new OpeningHours(
                    ZoneId.of("Europe/Paris"),
                    Map.of(DayOfWeek.TUESDAY, List.of(new Span(0, Span.DAY_SECONDS))),
                    List.of("fr"),
                    OpeningHours.Outside.REJECT);
            Agent agent = new Agent("desk", null, "Desk", AgentConfig.named("lk-desk"), Agent.Status.ACTIVE, 1);
            Directory directory = new Directory(store.entries(), new DirectoryWatch(store.entries()));
            directory.put(
                    List.of(
                            agent,
                            new DirectoryNumber("+12125550125", null, List.of(), Map.of()),
                            new Campaign(
                                    "spring",
                                    null,
                                    "Spring",
                                    "desk",
                                    List.of("+12125550125"),
                                    hours,
                                    null,
                                    null,
                                    Map.of())),
                    null);
        }

        assertThat(line.run("explain", "--to", "+12125550125", "--at", "2026-07-07T10:00:00Z"))
                .isZero();
        assertThat(line.out()).contains("decision: agent lk-desk answers (reason: campaign)");

        line.run("explain", "--to", "+12125550125", "--at", "2026-07-14T10:00:00Z");
        assertThat(line.out())
                .contains(
                        "campaign spring: closed, 2026-07-14 is a public holiday of fr in Europe/Paris; the call is refused",
                        "decision: reject: the caller is hung up on (reason: outside-hours)");
    }

    @Test
    void aDirectoryInAServersMemoryShouldBeSaidToBeLeftOut() {
        line.environment.put("TELEPHONY_STORE", "memory");

        assertThat(line.run("explain", "--to", "+12125550123")).isZero();
        assertThat(line.err()).contains("note: the directory is left out, because the store 'memory' is in a server's");
    }

    @Test
    void checkConfigShouldTellOfADefaultAgentThatTheDirectoryDoesNotHave() {
        line.environment.putAll(AppConfigTest.minimal());
        line.environment.put("DEFAULT_AGENT_ID", "ghost");
        line.environment.put("TELEPHONY_STORE_URL", folder.resolve("calls").toString());

        assertThat(line.run("check-config")).as(line.err()).isZero();
        assertThat(line.err()).contains("warning: DEFAULT_AGENT_ID: agent ghost is not in the directory; until it is");

        line.environment.remove("TELEPHONY_STORE_URL");
        line.environment.put("TELEPHONY_STORE", "memory");
        line.run("check-config");
        assertThat(line.err()).contains("warning: DEFAULT_AGENT_ID: not checked, because the store 'memory' is in");
    }

    @Test
    void aCallThatIsNoIdShouldBeWrongUsage() {
        assertThat(line.run("explain", "--call", "../keys")).isEqualTo(2);
        assertThat(line.err()).contains("--call: give the id of a call");
    }

    @Test
    void wrongUsageShouldBeTwo() {
        assertThat(line.run("explain")).isEqualTo(2);
        assertThat(line.run("explain", "--to", "1", "--at", "soon")).isEqualTo(2);
        assertThat(line.err()).contains("--to", "--at: give a time as in RFC 3339");
    }

    @Test
    void settingsShouldBeReadFromAFileAsWell() throws IOException {
        Path settings = Files.writeString(
                folder.resolve("telephony.conf"),
                "TELEPHONY_DEFAULT_AGENT=front-desk\nTELEPHONY_ON_AGENT_MISSING=agent:backup,hang-up\n");
        line.environment.clear();

        assertThat(line.run("explain", "--to", "+12125550123", "--config", settings.toString()))
                .isZero();
        assertThat(line.out())
                .contains(
                        "decision: agent front-desk answers (reason: default)",
                        "when the agent is missing: agent:backup, hang-up (hang-up comes at once, in any case 60s after");
    }
}
