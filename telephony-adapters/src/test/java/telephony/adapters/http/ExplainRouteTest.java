package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.TelephonyCall;
import telephony.routing.AgentConfig;
import telephony.routing.RoomMetadata;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;
import telephony.testkit.Calls;

class ExplainRouteTest {

    private static final String PATH = "/telephony/routes/explain";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode json(HttpResponse<String> response) throws JsonProcessingException {
        return MAPPER.readTree(response.body());
    }

    @Test
    void theDefaultDecisionShouldBeToldWithItsSteps() throws JsonProcessingException {
        HttpResponse<String> response = server.post(PATH, "{\"to\": \"+15559990000\", \"from\": \"+15551231\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode json = json(response);
        assertThat(json.get("decision").asText()).isEqualTo("dispatch");
        assertThat(json.get("reason").asText()).isEqualTo("default");
        assertThat(json.at("/agent/name").asText()).isEqualTo(Calls.AGENT);
        assertThat(json.at("/agent/noiseCancellationType").asText()).isEqualTo("telephony");
        assertThat(json.at("/agent/metadataStyle").asText()).isEqualTo("nested");
        assertThat(json.get("onAgentMissing")).isEqualTo(MAPPER.valueToTree(List.of("redispatch")));
        assertThat(json.at("/metadata/telephony/to").asText()).isEqualTo("+15559990000");
        assertThat(json.get("at").asText()).isEqualTo("2026-11-21T10:00:00.000Z");
        assertThat(json.get("steps")).hasSize(3).allSatisfy(step -> assertThat(step.fieldNames())
                .toIterable()
                .containsExactly("asked", "said", "reason"));
    }

    @Test
    void theRulesShouldGetAllThatWasSaid() throws JsonProcessingException {
        server.decision = Optional.of(new RoutingDecision.Reject("blocked"));

        JsonNode json = json(server.post(
                PATH,
                "{\"to\": \"x\", \"trunkId\": \"ST_1\", \"ruleId\": \"SDR_1\", \"attributes\": {\"a/b\": \"c\"},"
                        + " \"roomMetadata\": {\"tenant_id\": \"acme\"}, \"at\": \"2026-12-24T20:00:00.1234+01:00\"}"));

        assertThat(json.get("decision").asText()).isEqualTo("reject");
        assertThat(json.get("reason").asText()).isEqualTo("blocked");
        assertThat(json.get("agent").isNull()).isTrue();
        assertThat(json.get("metadata").isNull()).isTrue();
        assertThat(json.get("onAgentMissing")).isEmpty();
        assertThat(server.asked)
                .containsExactly(new RoutingRequest(
                        null,
                        "x",
                        "ST_1",
                        "SDR_1",
                        "",
                        RoomMetadata.of(Map.of("tenant_id", "acme")),
                        Map.of("a/b", "c"),
                        Instant.parse("2026-12-24T19:00:00.123Z")));
    }

    @Test
    void s28EverythingThatIsWrongShouldBePointedAt() throws JsonProcessingException {
        HttpResponse<String> response = server.post(
                PATH,
                "{\"from\": 5, \"at\": \"soon\", \"attributes\": {\"a/~\": 1}, \"roomMetadata\": \"{}\", \"tenantId\": \"x\"}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode json = json(response);
        assertThat(json.get("code").asText()).isEqualTo("body-invalid");
        Stream<String> errors = json.get("errors")
                .valueStream()
                .map(error ->
                        error.get("pointer").asText() + " " + error.get("code").asText());
        assertThat(errors)
                .containsExactlyInAnyOrder(
                        "/from type",
                        "/to missing",
                        "/attributes/a~1~0 type",
                        "/roomMetadata type",
                        "/at format",
                        "/tenantId unknown-property");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyNumberShouldBePointedAt(String to) throws JsonProcessingException {
        HttpResponse<String> response = server.post(PATH, "{\"to\": \"" + to + "\"}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).at("/errors/0/pointer").asText()).isEqualTo("/to");
        assertThat(json(response).at("/errors/0/code").asText()).isEqualTo("empty");
    }

    @Test
    void anotherContentTypeShouldBeToldWhatThisRouteTakes() throws JsonProcessingException {
        HttpResponse<String> response = server.send(server.request(PATH)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"to\": \"1\"}")));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(json(response).get("detail").asText()).isEqualTo("Send Content-Type: application/json.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "null", "{", "{\"to\": \"1\", \"to\": \"2\"}", "{\"to\": \"1\"} {}", "{\"to\": \u0007}"
            })
    void whatIsNoJsonObjectShouldBeRefused(String body) throws JsonProcessingException {
        HttpResponse<String> response = server.post(PATH, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("code").asText()).isEqualTo("json-invalid");
    }

    @Test
    void s29DepthAndLengthShouldBeBounded() {
        String deep = "{\"attributes\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        String longText = "{\"to\": \"" + "9".repeat(RequestBody.MAX_TEXT_CHARS + 1) + "\"}";
        String large = "{\"to\": \"" + "9".repeat(HttpLimits.MAX_BODY_BYTES) + "\"}";

        assertThat(server.post(PATH, deep).statusCode()).isEqualTo(400);
        assertThat(server.post(PATH, longText).statusCode()).isEqualTo(422);
        assertThat(server.post(PATH, large).statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({"GET, 405", "PUT, 405"})
    void otherMethodsShouldBeRefused(String method, int status) {
        var request = server.request(PATH).method(method, HttpRequest.BodyPublishers.noBody());

        assertThat(server.send(request).statusCode()).isEqualTo(status);
    }

    @Test
    void onlyThisMachineShouldBeAnswered() {
        assertThat(server.post(PATH, "{\"to\": \"1\"}", "X-Forwarded-For", "203.0.113.9")
                        .statusCode())
                .isEqualTo(403);
    }

    /** The member {@code route} of a call that was decided so. */
    private static JsonNode shown(RoutingDecision route) {
        TelephonyCall call = Calls.inbound("RM_1", "SCL_1");
        TelephonyCall routed = new TelephonyCall(
                call.callId(),
                call.control(),
                call.origin(),
                call.legs(),
                route,
                call.dispatch(),
                call.times(),
                null,
                null,
                call.gaps());
        return CallJson.of(routed).get("route");
    }

    @Test
    void aCallsRouteShouldShowItsRungs() throws JsonProcessingException {
        RoutingDecision.Dispatch route = RoutingDecision.Dispatch.of(AgentConfig.named("sales"), "number")
                .withOnAgentMissing(List.of(new Rung.FallbackAgent(AgentConfig.named("backup")), new Rung.HangUp()));

        assertThat(shown(route))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                {"decision": "dispatch", "reason": "number", "agentName": "sales", "agentId": null, "personFirst": false,
                 "onAgentMissing": ["agent:backup", "hang-up"], "metadata": {}}"""));
    }

    @Test
    void aCallsRouteShouldShowTheDirectorysAgentAndWhetherAPersonIsCalledFirst() {
        RoutingDecision.Dispatch route = new RoutingDecision.Dispatch(
                        AgentConfig.named("lk-spring"), "spring", "outside-hours", "acme", "c1", Map.of(), List.of())
                .withPersonFirst("+33140000000");

        assertThat(shown(route).get("agentId").asText()).isEqualTo("spring");
        assertThat(shown(route).get("personFirst").booleanValue()).isTrue();
        assertThat(shown(new RoutingDecision.Reject("blocked")).get("agentId").isNull())
                .isTrue();
    }
}
