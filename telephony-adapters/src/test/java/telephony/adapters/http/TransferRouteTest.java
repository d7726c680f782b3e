package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.access.Scope;
import telephony.call.CallId;
import telephony.call.DialResult;
import telephony.call.Participant;
import telephony.outbound.Dial;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

class TransferRouteTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final String COLD = "{\"to\": \"tel:+14155550142\", \"mode\": \"cold\"}";
    private static final String BRIDGE = "{\"to\": \"+14155550142\", \"mode\": \"bridge\"}";

    private final RunningServer server = RunningServer.start();
    private final Participant caller = Calls.caller("PA_c", "SCL_1", "active", Calls.START);
    private CallId callId;

    @BeforeEach
    void begin() {
        server.liveKit.openRoom(ROOM, SID);
        server.liveKit.put(ROOM, caller);
        server.telephony.sessions().handleLiveKitEvent(Calls.joined(SID, caller, Calls.START));
        callId = server.store.findBySipCallId("SCL_1").orElseThrow().callId();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> transfer(String body, String key, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Idempotency-Key";
        all[1] = key;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return server.post("/telephony/calls/" + callId + "/transfer", body, all);
    }

    private JsonNode record() {
        return json(server.get("/telephony/calls/" + callId));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).path("code").asText();
    }

    private long asked() {
        return server.liveKit.count(Method.TRANSFER_SIP_PARTICIPANT)
                + server.liveKit.count(Method.CREATE_SIP_PARTICIPANT);
    }

    @Test
    void aColdTransferShouldBeAcceptedAndStandOnTheRecord() {
        HttpResponse<String> answer = transfer(COLD, "k-1");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).hasValue("/telephony/calls/" + callId);
        assertThat(json(answer).path("to").asText()).isEqualTo("+14155550142");
        assertThat(json(answer).path("identity").asText()).isEqualTo(caller.identity());
        JsonNode stored = record().at("/transfers/0");
        assertThat(stored.path("mode").asText()).isEqualTo("cold");
        assertThat(stored.path("result").asText()).isEqualTo("done");
        assertThat(server.liveKit.count(Method.TRANSFER_SIP_PARTICIPANT)).isEqualTo(1);
    }

    @Test
    void aBridgeShouldDialTheTargetIntoTheRoomUnderItsOwnIdentity() {
        HttpResponse<String> answer = transfer(BRIDGE, "k-1");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).path("state").asText()).isEqualTo("under_way");
        assertThat(json(answer).path("identity").asText()).isEqualTo("target-" + callId + "-1");
        assertThat(json(answer).path("from").asText()).as("the default").isEqualTo("+14155550100");
        assertThat(json(answer).path("trunkId").asText()).isEqualTo("ST_out");
        assertThat(server.liveKit.count(Method.CREATE_SIP_PARTICIPANT)).isEqualTo(1);

        server.liveKit.answerDial(new DialResult(DialResult.Kind.FAILED, 486, "busy"));

        assertThat(record().at("/transfers/0/result").asText()).isEqualTo("busy");
        assertThat(record().at("/transfers/0/sipStatusCode").asInt()).isEqualTo(486);
        assertThat(record().path("endedAt").isNull()).isTrue();
    }

    @Test
    void theSameKeyShouldBeTheSameTransferAndAnotherBodyUnderItBeRefused() {
        HttpResponse<String> first = transfer(BRIDGE, "k-1");
        HttpResponse<String> again = transfer(BRIDGE, "k-1");

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(transfer(COLD, "k-1").statusCode()).isEqualTo(422);
        assertThat(code(transfer(COLD, "k-1"))).isEqualTo("idempotency-key-reused");
        assertThat(transfer(COLD, "k-2").statusCode()).isEqualTo(409);
        assertThat(code(transfer(COLD, "k-2"))).isEqualTo("transfer-under-way");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void withoutAKeyNothingShouldBeTransferred() {
        HttpResponse<String> answer = server.post("/telephony/calls/" + callId + "/transfer", COLD);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("idempotency-key-missing");
        assertThat(asked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"to\": \"+14155550142\"}",
                "{\"to\": \"+14155550142\", \"mode\": \"warm\"}",
                "{\"to\": \"0900\", \"mode\": \"cold\"}",
                "{\"to\": \"tel:+14155550142;ext=1\", \"mode\": \"cold\"}",
                "{\"to\": \"+14155550142\\r\\nX: y\", \"mode\": \"cold\"}",
                "{\"to\": \"sip:desk@office.example\\r\\nX: y\", \"mode\": \"cold\"}",
                "{\"to\": \"sip:desk@office.example;transport=tcp?Route=x\", \"mode\": \"cold\"}",
                "{\"to\": \"sip:desk@office.example\", \"mode\": \"bridge\"}",
                "{\"to\": \"+14155550142\", \"mode\": \"bridge\", \"headers\": {\"X-A\": \"b\"}}",
                "{\"to\": \"+14155550142\", \"mode\": \"cold\", \"headers\": {\"Route\": \"b\"}}",
                "{\"to\": \"+14155550142\", \"mode\": \"cold\", \"headers\": {\"X-A\": \"b\\r\\nRoute: c\"}}",
                "{\"to\": \"+14155550142\", \"mode\": \"cold\", \"ringingTimeout\": \"10h\"}",
                "{\"to\": \"+14155550142\", \"mode\": \"cold\", \"colour\": \"red\"}",
                "{\"to\": [\"+14155550142\"], \"mode\": \"cold\"}"
            })
    void s36S38WhatCannotBeATransferShouldBeRefusedWithoutAskingAnybody(String body) {
        HttpResponse<String> answer = transfer(body, "k-1");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(json(answer).path("errors")).hasSizeGreaterThanOrEqualTo(1);
        assertThat(asked()).isZero();
        assertThat(record().path("transfers")).isEmpty();
    }

    @Test
    void s37ATargetShouldBeJudgedLikeAnyDial() {
        server.guard =
                (dial, now) -> dial.kind() == Dial.Kind.TRANSFER && dial.to().startsWith("sip:")
                        ? GuardVerdict.refused(GuardReason.of("G2", "target-not-allowed", 403, "not a trusted target"))
                        : GuardVerdict.PERMITTED;

        HttpResponse<String> refused = transfer("{\"to\": \"sip:desk@evil.example\", \"mode\": \"cold\"}", "k-1");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(code(refused)).isEqualTo("target-not-allowed");
        assertThat(asked()).isZero();
        assertThat(transfer(COLD, "k-1").statusCode())
                .as("the key may be used again")
                .isEqualTo(202);
    }

    @Test
    void headersShouldReachTheFarEndAndTheirValuesNotTheRecord() {
        transfer("{\"to\": \"+14155550142\", \"mode\": \"cold\", \"headers\": {\"X-Account\": \"secret-7\"}}", "k-1");

        assertThat(server.liveKit.transfers().get(0).headers()).isEqualTo(Map.of("X-Account", "secret-7"));
        assertThat(server.liveKit.transfers().get(0).to()).isEqualTo("tel:+14155550142");
        assertThat(record().at("/transfers/0/headers/0").asText()).isEqualTo("X-Account");
        assertThat(record().toString()).doesNotContain("secret-7");
    }

    @Test
    void aCallThatIsOverShouldNotBeTransferred() {
        server.telephony.sessions().markEnded(callId, "test");

        assertThat(transfer(COLD, "k-1").statusCode()).isEqualTo(409);
        assertThat(code(transfer(COLD, "k-1"))).isEqualTo("call-ended");
    }

    @Test
    void anotherTenantsCallShouldBeLikeOneThatIsNotThere() {
        String[] key = server.key("acme", Scope.CALLS_WRITE);

        assertThat(transfer(COLD, "k-1", key).statusCode()).isEqualTo(404);
        assertThat(asked()).isZero();
    }

    private HttpResponse<String> answeredBy(String body, String... headers) {
        return server.send(server.request("/telephony/calls/" + callId + "/answered-by", headers)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void whoTookUpThePhoneShouldStandOnTheRecord() {
        assertThat(answeredBy("{\"answeredBy\": \"ivr\"}").statusCode()).isEqualTo(204);
        assertThat(record().at("/answeredBy/answeredBy").asText()).isEqualTo("ivr");
        assertThat(answeredBy("{\"answeredBy\": \"human\"}").statusCode()).isEqualTo(204);

        assertThat(record().at("/answeredBy/answeredBy").asText()).isEqualTo("human");
        assertThat(record().at("/answeredBy/source").asText()).isEqualTo("api");
        assertThat(answeredBy("{\"answeredBy\": \"dog\"}").statusCode()).isEqualTo(422);
    }

    @Test
    void whoTookUpThePhoneShouldNeedAKeyOrAnAgentsToken() {
        String[] reader = server.key(null, Scope.CALLS_READ);
        String[] other = server.key("acme", Scope.CALLS_WRITE);
        String[] good = server.key(null, Scope.CALLS_WRITE);
        String human = "{\"answeredBy\": \"human\"}";

        assertThat(answeredBy(human).statusCode()).isEqualTo(401);
        assertThat(answeredBy(human, reader).statusCode()).isEqualTo(403);
        assertThat(answeredBy(human, other).statusCode()).isEqualTo(404);
        assertThat(answeredBy("{\"answeredBy\": \"human\", \"identity\": \"agent-1\", \"token\": \"x\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(answeredBy("{\"answeredBy\": \"human\", \"identity\": \"agent-1\"}", good)
                        .statusCode())
                .isEqualTo(422);
        assertThat(server.store.find(callId).orElseThrow().steering().answeredBy())
                .isNull();

        String token = ((Map<?, ?>) server.liveKit.orders().get(0).metadata().get("telephony"))
                .get("token")
                .toString();
        assertThat(answeredBy("{\"answeredBy\": \"human\", \"identity\": \"agent-1\", \"token\": \"" + token + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.store
                        .find(callId)
                        .orElseThrow()
                        .steering()
                        .answeredBy()
                        .source())
                .isEqualTo("agent-1");
        assertThat(answeredBy("{\"answeredBy\": \"ivr\", \"identity\": \"agent-2\", \"token\": \"" + token + "\"}")
                        .statusCode())
                .isEqualTo(409);
    }
}
