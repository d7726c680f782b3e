package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                        "  1. number +12125550123: is listed: agent sales answers, as the number says",
                        "  2. when the agent is missing: agent:backup, by the route",
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
                .contains("  2. when the agent is missing: redispatch, by default")
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
                        "  1. numbers: +12125550124 is not listed",
                        "  2. unknownNumbers: reject: the call is refused",
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
