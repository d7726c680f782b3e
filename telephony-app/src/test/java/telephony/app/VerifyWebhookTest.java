package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.testkit.Fixtures;

class VerifyWebhookTest {

    private static final String SECRET = "secretsecretsecretsecretsecretsecret";
    private static final List<String> RECORDED = Fixtures.webhooks("inbound_webhook_dispatch");
    private static final String JOIN = RECORDED.get(1);
    /** Shortly after it came; its token expires at 01:49:16. */
    private static final String THEN = "2026-11-21T01:45:00Z";

    @TempDir
    private Path folder;

    private final CommandLineRun line = new CommandLineRun();

    @BeforeEach
    void nameLiveKit() {
        line.environment.put("LIVEKIT_URL", "ws://localhost:7880");
        line.environment.put("LIVEKIT_API_KEY", "devkey");
        line.environment.put("LIVEKIT_API_SECRET", SECRET);
    }

    /** S57: whatever is printed. */
    @AfterEach
    void noSecretAndNoTokenShouldEverBeShown() {
        assertThat(line.out() + line.err()).doesNotContain(SECRET, header(JOIN), "\tat ");
    }

    private static JsonNode json(String recorded) {
        try {
            return new ObjectMapper().readTree(recorded);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String header(String recorded) {
        return json(recorded).at("/headers/Authorization").asText();
    }

    private static String body(String recorded) {
        return json(recorded).get("body").asText();
    }

    private String file(String content) {
        try {
            return Files.writeString(folder.resolve("recording"), content).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIVEKIT_API_SECRET", "LIVEKIT_WEBHOOK_SECRET"})
    void theWebhookKeyAloneShouldDo(String secret) {
        line.environment.clear();
        line.environment.put("LIVEKIT_API_KEY", "devkey");
        line.environment.put(secret, SECRET);

        assertThat(line.run("verify-webhook", file(JOIN), "--at", THEN)).isZero();
    }

    @Test
    void aListOfWebhookKeysAloneShouldDo() {
        line.environment.clear();
        line.environment.put("LIVEKIT_WEBHOOK_KEYS", "devkey:" + SECRET);

        assertThat(line.run("verify-webhook", file(JOIN), "--at", THEN)).isZero();
    }

    @Test
    void withoutAnyKeyItShouldSayWhichSettingsItNeeds() {
        line.environment.clear();

        assertThat(line.run("verify-webhook", file(JOIN), "--at", THEN)).isEqualTo(2);
        assertThat(line.err())
                .contains("LIVEKIT_WEBHOOK_KEYS=key:secret", "LIVEKIT_API_KEY")
                .doesNotContain("LIVEKIT_URL");
    }

    @Test
    void anAuthenticJoinShouldBeToldWithKeyTimeHashAndMeaning() {
        assertThat(line.run("verify-webhook", file(JOIN), "--at", THEN)).isZero();

        assertThat(line.out().lines())
                .containsExactly(
                        "verdict: authentic",
                        "when it came: authentic at 2026-11-21T01:44:16.563Z (--at 2026-11-21T01:44:16.563Z)",
                        "key: devkey, configured, secrets: 1",
                        "token: valid from 2026-11-21T01:44:16Z, until 2026-11-21T01:49:16Z: expires 4m16s after"
                                + " 2026-11-21T01:45:00Z (a minute more is allowed for clocks that differ)",
                        "body: 1182 bytes, SHA-256 DLjFkUdrfEyPtzw5GjQmjFLlwTZ3V9Td/UAjAZJnMrg= is what the token"
                                + " says",
                        "event: participant_joined EV_Ntod46JvrdpK of 2026-11-21T01:44:16Z in room incarnation"
                                + " RM_xXjyzhLMJJcv: the phone call SCL_uavyR3GxDwGB from +1******* to +1******0000"
                                + " joins; unless it belongs to an open call it begins one: agent phone-agent answers"
                                + " (reason: default)");
    }

    @Test
    void anExpiredOneShouldBeToldThatItWasAuthenticWhenItCame() {
        assertThat(line.run("verify-webhook", file(JOIN))).isEqualTo(1);

        assertThat(line.out())
                .startsWith("verdict: token-expired - ")
                .contains(
                        "when it came: authentic at 2026-11-21T01:44:16.563Z", "expired 8h10m44s before 2026-11-21T10");
    }

    @Test
    void everyLineOfARecordingShouldBeJudged() {
        assertThat(line.run("verify-webhook", file(String.join("\n", RECORDED)), "--at", THEN))
                .isZero();

        assertThat(line.out().lines().filter("verdict: authentic"::equals)).hasSameSizeAs(RECORDED);
        assertThat(line.out())
                .contains(
                        "request 1 of " + RECORDED.size(),
                        "agent phone-agent joins, one of ours",
                        "leaves (",
                        "news of the room's call");
    }

    @Test
    void oneBadLineShouldMakeItOne() {
        String changed = JOIN.replace("sip_+15551231", "sip_+15551232");

        assertThat(line.run("verify-webhook", file(JOIN + "\n" + changed), "--at", THEN))
                .isEqualTo(1);
        assertThat(line.out()).contains("verdict: authentic", "verdict: body-hash-mismatch", ", but the token says ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void anHttpRequestShouldBeReadAsItWasOnTheWire(String lineBreak) {
        String request = String.join(
                lineBreak,
                "POST /telephony/livekit-webhook HTTP/1.1",
                "Host: telephony.internal",
                "authorization: " + header(JOIN),
                "Content-Length: " + body(JOIN).length(),
                "",
                body(JOIN) + "\n");

        assertThat(line.run("verify-webhook", file(request), "--at", THEN)).isZero();
        assertThat(line.out()).startsWith("verdict: authentic\nkey: devkey".replace("\n", System.lineSeparator()));
    }

    @Test
    void aBodyAloneShouldBeJudgedWithTheHeaderGiven() {
        String[] args = {"verify-webhook", file(body(JOIN)), "--authorization", header(JOIN), "--at", THEN};

        assertThat(line.run(args)).isZero();
    }

    @Test
    void standardInputShouldBeRead() {
        line.in = JOIN.getBytes(StandardCharsets.UTF_8);

        assertThat(line.run("verify-webhook", "-", "--at", THEN)).isZero();
        assertThat(line.out()).contains("verdict: authentic");
    }

    @Test
    void aLineBreakThatTheRecordingAddedShouldBeNamed() {
        String[] args = {"verify-webhook", file(body(JOIN) + "\r\n"), "--authorization", header(JOIN), "--at", THEN};

        assertThat(line.run(args)).isEqualTo(1);
        assertThat(line.out())
                .startsWith("verdict: body-hash-mismatch")
                .contains("without the line break at its end it would match");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LIVEKIT_API_KEY | other | verdict: unknown-issuer | key: devkey, not configured here",
                "LIVEKIT_API_SECRET | fedcba9876543210fedcba9876543210 | verdict: signature-invalid"
                        + " | key: devkey, configured, secrets: 1"
            })
    void whatIsWrongWithTheKeyShouldBeTold(String name, String value, String verdict, String key) {
        line.environment.put(name, value);

        assertThat(line.run("verify-webhook", file(JOIN), "--at", THEN)).isEqualTo(1);
        assertThat(line.out()).startsWith(verdict).contains(key, "is what the token says");
    }

    @Test
    void aRequestWithoutATokenShouldBeRefusedAsMissing() {
        String request = "Host: x\n\n" + body(JOIN);

        assertThat(line.run("verify-webhook", file(request), "--at", THEN)).isEqualTo(1);
        assertThat(line.out()).startsWith("verdict: signature-missing").contains("key: no token that could name one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event\":\"x\"} | give its Authorization header with --authorization",
                "nonsense | neither a recorded request",
                "'' | neither a recorded request",
                "'Authorization: a\nauthorization: b\n\n{}' | more than one Authorization header",
                "'Authorization: a\nContent-Length: 5\n\n{}' | holds 2 bytes of the body, Content-Length says 5",
                "'Authorization: a\nContent-Length: x\n\n{}' | Content-Length header is no number",
                "'Authorization: a\nTransfer-Encoding: chunked\n\n2' | the body is encoded"
            })
    void whatIsNoRecordingShouldBeTwo(String content, String problem) {
        assertThat(line.run("verify-webhook", file(content))).isEqualTo(2);
        assertThat(line.err()).contains(problem);
        assertThat(line.out()).isEmpty();
    }

    @Test
    void aFileThatIsMissingOrTooLargeShouldBeTwo() {
        assertThat(line.run("verify-webhook", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(line.run("verify-webhook", file("x".repeat(VerifyWebhook.MAX_BYTES + 1))))
                .isEqualTo(2);
        assertThat(line.run("verify-webhook")).isEqualTo(2);
        assertThat(line.err()).contains("NoSuchFileException", "it has more than", "Missing required parameter");
    }

    @Test
    void eventsThatConcernNoCallOrCannotBeUsedShouldBeToldAsSuch() {
        String[] args = {"verify-webhook", file("{\"event\":\"egress_ended\",\"id\":\"EV_1\"}"), "--authorization", "x"
        };
        assertThat(line.run(args)).isEqualTo(1);
        String[] broken = {"verify-webhook", file("{\"event\":"), "--authorization", "x"};
        assertThat(line.run(broken)).isEqualTo(1);

        assertThat(line.out())
                .contains(
                        "event: egress_ended concerns no call; nothing would be stored",
                        "could not be used and would be kept for a person to look at: the event cannot be used");
    }
}
