package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.access.Scope;
import telephony.decided.DecidedCall;
import telephony.lead.Meeting;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingDecision.Dispatch;
import telephony.testkit.Calls;

/** What systems from before ask front ends' questions with, field by field. */
class DropInRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIP_DISPATCH = "/api/v1/livekit/sip-dispatch";
    private static final String ROUTE_BY_PHONE = "/api/v1/agents/route-by-phone";
    private static final String SIP_INBOUND = "/api/v1/webhooks/livekit/sip-inbound";

    private static final String CALL =
            """
            {"call_id": "test-call-123", "trunk_id": "trunk-456", "sip_call_id": "sip-789",
             "from_user": {"name": "Test Caller", "number": "+911234567890"},
             "to_user": {"name": "Agent Phone", "number": "+919876543210"}}
            """;

    private static final String BY_PHONE = "{\"phone_country_code\": \"+91\", \"phone_number\": \"9876543210\"}";

    private static final String INBOUND =
            "{\"from_number\": \"+15551234567\", \"to_number\": \"+15557654321\", \"call_id\": \"SIP-12345\"}";

    private RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void restart(RunningServer next) {
        server.close();
        server = next;
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }

    private void decides(RoutingDecision decision) {
        server.decision = Optional.of(decision);
    }

    private void hospitalAnswers() {
        json(server.post("/telephony/tenants", "{\"id\":\"org123\",\"name\":\"Arrow\"}"), 201);
        String agent = "{\"id\":\"agent456\",\"tenantId\":\"org123\",\"name\":\"Arrow Hospital Agent\","
                + "\"status\":\"active\",\"config\":{\"name\":\"hospital\"}}";
        json(server.post("/telephony/agents", agent), 201);
        decides(new Dispatch(
                AgentConfig.named("hospital"),
                "agent456",
                "number",
                "org123",
                "spring",
                Map.of("offerOfTheDay", Map.of("inPercent", 7)),
                List.of()));
    }

    @Test
    void sipDispatchShouldAnswerTheThreeFieldsOfTheDocument() {
        hospitalAnswers();

        JsonNode answer = json(server.post(SIP_DISPATCH, CALL), 200);

        assertThat(answer.properties().stream().map(Map.Entry::getKey))
                .containsExactly("room_name", "participant_identity", "participant_name");
        assertThat(answer.path("room_name").asText()).isEqualTo("call-org123_agent456_" + Calls.START.toEpochMilli());
        assertThat(answer.path("participant_identity").asText()).isEqualTo("sip-caller-test-call-123");
        assertThat(answer.path("participant_name").asText()).isEqualTo("Caller from +911234567890");
        assertThat(server.asked.get(0).to()).isEqualTo("+919876543210");
        assertThat(server.asked.get(0).trunkId()).isEqualTo("trunk-456");
        DecidedCall kept = server.early.kept.get("test-call-123");
        assertThat(kept.roomName()).isEqualTo(answer.path("room_name").asText());
        assertThat(kept.sipCallId()).isEqualTo("sip-789");
    }

    @Test
    void sipDispatchShouldAnswerTheFallbackWhenTheRulesFail() {
        server.rulesFail = true;

        JsonNode answer = json(
                server.post(
                        SIP_DISPATCH,
                        "{\"call_id\": \"test-call-124\", \"from_user\": {\"number\": \"+911111111111\"},"
                                + " \"to_user\": {\"number\": \"+919999999999\"}}"),
                200);

        assertThat(answer.path("room_name").asText()).startsWith("call-k18def456uvw_k17abc123xyz_");
    }

    @Test
    void aStoreThatIsDownShouldChangeNothingThatIsAnswered() {
        hospitalAnswers();
        server.early.down = true;

        assertThat(json(server.post(SIP_DISPATCH, CALL), 200).path("room_name").asText())
                .startsWith("call-org123_agent456_");
        assertThat(json(server.post(SIP_INBOUND, INBOUND), 200)
                        .path("agent_name")
                        .asText())
                .isEqualTo("hospital");
        assertThat(json(server.post(ROUTE_BY_PHONE, BY_PHONE), 200)
                        .at("/agent/_id")
                        .asText())
                .isEqualTo("agent456");
    }

    @Test
    void theMeasuredTimesShouldBeInAHeader() {
        hospitalAnswers();

        for (HttpResponse<String> answer : List.of(
                server.post(SIP_DISPATCH, CALL),
                server.post(ROUTE_BY_PHONE, BY_PHONE),
                server.post(SIP_INBOUND, INBOUND))) {
            assertThat(answer.headers().firstValue("Server-Timing").orElseThrow())
                    .matches("lookup;dur=\\d+\\.\\d{3}, total;dur=\\d+\\.\\d{3}");
        }
    }

    @Test
    void whatFrontEndsSendBesidesShouldBePassedOver() {
        hospitalAnswers();

        json(server.post(SIP_DISPATCH, CALL.replaceFirst("\\{", "{\"region\": {\"x\": [1]}, ")), 200);
        json(server.post(ROUTE_BY_PHONE, BY_PHONE.replaceFirst("\\{", "{\"tenant\": 7, ")), 200);
        json(server.post(SIP_INBOUND, INBOUND.replaceFirst("\\{", "{\"trunk\": null, ")), 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"phone_country_code\": \"+91\", \"phone_number\": \"9876543210\"}",
                "{\"phone_country_code\": \"91\", \"phone_number\": \"98765 43210\"}",
                "{\"phone_country_code\": \"+91\", \"phone_number\": \"+919876543210\"}"
            })
    void routeByPhoneShouldAnswerTheAgentOfTheDocument(String asked) {
        hospitalAnswers();

        JsonNode answer = json(server.post(ROUTE_BY_PHONE, asked), 200);

        assertThat(answer.toString())
                .isEqualTo("{\"agent\":{\"_id\":\"agent456\",\"name\":\"Arrow Hospital Agent\",\"status\":\"active\","
                        + "\"phoneNumber\":\"9876543210\",\"phoneCountryCode\":\"+91\"}}");
        assertThat(server.early.kept).isEmpty();
    }

    @Test
    void routeByPhoneShouldAnswerTheFallbackAgentByItsId() {
        decides(Dispatch.of(AgentConfig.named("reception"), "default"));

        JsonNode agent = json(server.post(ROUTE_BY_PHONE, BY_PHONE), 200).path("agent");

        assertThat(agent.path("_id").asText()).isEqualTo("k17abc123xyz");
        assertThat(agent.path("name").asText()).isEqualTo("Reception");
    }

    @Test
    void routeByPhoneShouldSayThatNobodyAnswers() {
        decides(new RoutingDecision.Reject("unknown-number"));

        assertThat(json(server.post(ROUTE_BY_PHONE, BY_PHONE), 404).toString())
                .isEqualTo("{\"agent\":null,\"error\":\"No active agent answers this phone number\"}");
    }

    @Test
    void sipInboundShouldAnswerTheAgentItsMetadataAndTheAttributes() {
        hospitalAnswers();

        JsonNode answer = json(server.post(SIP_INBOUND, INBOUND), 200);

        assertThat(answer.properties().stream().map(Map.Entry::getKey))
                .containsExactly("agent_name", "metadata", "attributes");
        assertThat(answer.path("agent_name").asText()).isEqualTo("hospital");
        assertThat(answer.at("/metadata/offer_of_the_day/in_percent").asInt()).isEqualTo(7);
        assertThat(answer.at("/metadata/telephony/campaign_id").asText()).isEqualTo("spring");
        assertThat(answer.at("/metadata/telephony/from").asText()).isEqualTo("+15551234567");
        assertThat(answer.path("attributes").toString())
                .isEqualTo("{\"telephony.call_id\":\"SIP-12345\",\"telephony.reason\":\"number\","
                        + "\"telephony.tenant_id\":\"org123\",\"telephony.campaign_id\":\"spring\"}");
        assertThat(server.early.meetings)
                .containsExactly(
                        new Meeting("org123", "+15551234567", null, "spring", "SIP-12345", server.clock.instant()));
        assertThat(server.early.kept).containsOnlyKeys("SIP-12345");
    }

    @Test
    void sipInboundShouldNameNobodyForACallThatIsRefused() {
        decides(new RoutingDecision.Reject("unknown-number"));

        JsonNode answer = json(server.post(SIP_INBOUND, INBOUND), 404);

        assertThat(answer.path("agent_name").isNull()).isTrue();
        assertThat(answer.at("/attributes/telephony.reason").asText()).isEqualTo("unknown-number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous", "", "sip:alice@example.com"})
    void aCallerWithoutANumberShouldBeAnsweredAllTheSame(String caller) {
        hospitalAnswers();

        json(server.post(SIP_INBOUND, INBOUND.replace("+15551234567", caller)), 200);
        json(server.post(SIP_DISPATCH, CALL.replace("+911234567890", caller)), 200);

        assertThat(server.asked.get(0).from()).isEqualTo(caller.isEmpty() ? null : caller);
    }

    @Test
    void everythingThatIsWrongShouldBeNamedByItsPlace() {
        JsonNode dispatch = json(server.post(SIP_DISPATCH, "{\"to_user\": {\"number\": \"nobody\"}}"), 422);
        JsonNode inbound = json(server.post(SIP_INBOUND, "{}"), 422);
        JsonNode phone = json(server.post(ROUTE_BY_PHONE, BY_PHONE.replace("98765", "x")), 422);

        assertThat(dispatch.path("errors").findValuesAsText("pointer")).containsExactly("/to_user/number", "/call_id");
        assertThat(inbound.path("errors").findValuesAsText("pointer")).containsExactly("/to_number", "/call_id");
        assertThat(phone.path("errors").findValuesAsText("pointer")).containsExactly("/phone_number");
        assertThat(server.asked).isEmpty();
    }

    @Test
    void theListsShouldNameIdsAsThoseSystemsDo() {
        hospitalAnswers();
        json(server.post("/telephony/tenants", "{\"id\":\"other\",\"name\":\"Other\"}"), 201);

        assertThat(json(server.get("/api/v1/organizations"), 200).toString())
                .isEqualTo("{\"organizations\":[{\"_id\":\"org123\",\"name\":\"Arrow\"},"
                        + "{\"_id\":\"other\",\"name\":\"Other\"}],\"nextCursor\":null}");
        assertThat(json(server.get("/api/v1/agents?tenant_id=org123&_=17"), 200).toString())
                .isEqualTo("{\"agents\":[{\"_id\":\"agent456\",\"name\":\"Arrow Hospital Agent\","
                        + "\"status\":\"active\",\"tenantId\":\"org123\",\"agentName\":\"hospital\"}],"
                        + "\"nextCursor\":null}");
        assertThat(json(server.get("/api/v1/agents?tenant_id=other"), 200).path("agents"))
                .isEmpty();
        assertThat(json(server.get("/api/v1/agents"), 200).path("agents")).hasSize(1);
        assertThat(server.get("/api/v1/agents?cursor=%21").statusCode()).isEqualTo(400);
    }

    @Test
    void aTenantsKeyShouldSeeThatTenantsAgentsOnly() {
        hospitalAnswers();
        String[] others = server.key("other", Scope.DIRECTORY_WRITE);
        String[] own = server.key("org123", Scope.DIRECTORY_WRITE);

        assertThat(json(server.get("/api/v1/agents?tenant_id=org123", others), 200)
                        .path("agents"))
                .isEmpty();
        assertThat(json(server.get("/api/v1/agents", others), 200).path("agents"))
                .isEmpty();
        assertThat(json(server.get("/api/v1/organizations", others), 200).path("organizations"))
                .isEmpty();
        assertThat(json(server.get("/api/v1/agents", own), 200).path("agents")).hasSize(1);
        assertThat(server.post(SIP_DISPATCH, CALL, own).statusCode()).isEqualTo(403);
    }

    @Test
    void whereTheyAreOpenTheyShouldAnswerAnybodyAndOpenNothingElse() {
        restart(RunningServer.startWithOpenDropIns());
        server.key(null, Scope.ADMIN);
        String[] far = {"X-Forwarded-For", "203.0.113.9"};

        json(server.post(SIP_DISPATCH, CALL, far), 200);
        json(server.get("/api/v1/organizations", far), 200);
        assertThat(server.get("/telephony/calls", far).statusCode()).isEqualTo(401);
        assertThat(server.get("/telephony/tenants", far).statusCode()).isEqualTo(401);
    }

    @Test
    void onAPortOfTheirOwnThereShouldBeNothingElseAndTheyNowhereElse() {
        restart(RunningServer.startWithPortForDropIns());
        String own = "http://127.0.0.1:" + server.portOfDropIns();

        assertThat(server.portOfDropIns()).isNotEqualTo(server.port());
        assertThat(on(own + "/api/v1/organizations").statusCode()).isEqualTo(200);
        assertThat(on(own + "/telephony/calls").statusCode()).isEqualTo(404);
        assertThat(on(own + "/metrics").statusCode()).isEqualTo(404);
        assertThat(server.get("/api/v1/organizations").statusCode()).isEqualTo(404);
        assertThat(server.get("/telephony/calls").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> on(String url) {
        return server.send(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    @Test
    void switchedOffTheyShouldBeOffAsWell() {
        restart(RunningServer.startSwitchedOff());

        assertThat(json(server.post(SIP_DISPATCH, CALL), 404).path("code").asText())
                .isEqualTo("telephony-disabled");
    }
}
