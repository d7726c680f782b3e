package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.simulation.ApiMethod;

/**
 * S32 to S35 on the whole server with real guards, where only the United States may be called: whatever is ordered here must
 * make no phone ring.
 */
@Timeout(60)
class OrderGuardsOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "+14155550100";

    private static SimulatedSwitchboard all;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void serve(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(
                folder.resolve("guards.yaml"),
                "countries: [US]\ncallerIds:\n  " + OURS
                        + ": {tenants: [acme]}\ndefaultPurpose: emergency\ntrunksOwnCallerId: false\n");
        Map<String, String> settings = Map.of(
                "TELEPHONY_HOST", "127.0.0.1",
                "TELEPHONY_PORT", "0",
                "TELEPHONY_STORE", "memory",
                "TELEPHONY_DEFAULT_REGION", "US",
                "TELEPHONY_GUARDS", rules.toString());
        InstantSource clock = InstantSource.system();
        all = SimulatedSwitchboard.start(0, settings, Map.of(), config -> new Wiring(config, clock).start());
        all.registerConfiguredAgents();
    }

    @AfterAll
    static void stop() {
        all.close();
    }

    @AfterEach
    void noPhoneShouldHaveRung() {
        assertThat(all.livekit().api().count(ApiMethod.CREATE_SIP_PARTICIPANT)).isZero();
        assertThat(all.livekit().api().count(ApiMethod.CREATE_ROOM)).isZero();
    }

    private HttpResponse<String> send(String to, @Nullable String from, String tenant, boolean dryRun)
            throws Exception {
        ObjectNode order = JsonNodeFactory.instance
                .objectNode()
                .put("to", to)
                .put("tenantId", tenant)
                .put("dryRun", dryRun);
        if (from != null) {
            order.put("from", from);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(all.url() + "/telephony/calls"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k-" + to.length())
                .POST(HttpRequest.BodyPublishers.ofString(order.toString()))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> codes(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body()).path("errors").findValuesAsText("code");
    }

    @Test
    void theOrderOfTheseTestsShouldBePermitted() throws Exception {
        HttpResponse<String> answer = send("+12125551234", OURS, "acme", true);

        JsonNode verdict = JSON.readTree(answer.body());
        assertThat(verdict.path("permitted").asBoolean()).as(answer.body()).isTrue();
        assertThat(send("2125551234", OURS, "acme", true).body())
                .as("national, in the default region")
                .contains("\"to\":\"+12125551234\"", "\"permitted\":true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1 (212) 555-1234",
                "+1-212-555-1234",
                "0012125551234",
                "0049891234567",
                "+１２１２５５５１２３４",
                "+",
                "++12125551234",
                "+0125551234",
                "+1212555123412345678901234567890123456789",
                "sip:x@evil.example",
                "tel:+12125551234",
                "tel:+12125551234;ext=1",
                "+12125551234;ext=1",
                "+12125551234@evil.example",
                "+12125551234\r\nX-Evil: y",
                "+12125551234\u0000",
                "+1212555CALL",
                "Ann"
            })
    void s32WhatIsNotE164ShouldBeNoNumber(String to) throws Exception {
        HttpResponse<String> answer = send(to, OURS, "acme", false);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        JsonNode error = JSON.readTree(answer.body()).at("/errors/0");
        assertThat(error.path("pointer").asText()).isEqualTo("/to");
        // Control characters are refused in any text, before it is looked at as a number.
        assertThat(error.path("code").asText()).isIn("invalid-number", "format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+19005551234",
                "+12129765123",
                "+979123456789",
                "+881612345678",
                "+882161234567",
                "+883510012345678",
                "+870773111632",
                "+449012345678",
                "+18765230123",
                "+18095551234",
                "+12842291234",
                "+2205661234"
            })
    void s33TollFraudShouldBeRefusedThoughItBeginsLikeAnAllowedCountry(String to) throws Exception {
        HttpResponse<String> answer = send(to, OURS, "acme", false);

        assertThat(answer.statusCode()).as(answer.body()).isIn(403, 422);
        assertThat(codes(answer)).containsAnyOf("destination-blocked", "country-not-allowed", "invalid-number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"911", "112", "999", "000", "110", "+911", "+1911", "+44999", "+61000", "+49110", "+112"})
    void s34EmergencyNumbersShouldNotEvenBeTakenForNumbers(String to) throws Exception {
        HttpResponse<String> answer = send(to, OURS, "acme", false);

        assertThat(answer.statusCode()).as(answer.body()).isIn(403, 422);
        assertThat(codes(answer)).containsAnyOf("emergency-number", "invalid-number");
    }

    @Test
    void s35OnlyANumberOfItsTenantShouldBeShown() throws Exception {
        for (String from : List.of("+14155550199", "+442079460018")) {
            HttpResponse<String> unowned = send("+12125551234", from, "acme", false);
            assertThat(unowned.statusCode()).as(unowned.body()).isEqualTo(403);
            assertThat(codes(unowned)).containsExactly("caller-id-not-allowed");
        }
        HttpResponse<String> anothers = send("+12125551234", OURS, "globex", false);
        assertThat(anothers.statusCode()).as(anothers.body()).isEqualTo(403);
        assertThat(codes(anothers)).containsExactly("caller-id-not-allowed");
        HttpResponse<String> none = send("+12125551234", null, "acme", false);
        assertThat(none.statusCode()).as(none.body()).isEqualTo(403);
        for (String text : List.of("anonymous", "Example")) {
            assertThat(send("+12125551234", text, "acme", false).statusCode())
                    .as(text)
                    .isEqualTo(422);
        }
    }
}
