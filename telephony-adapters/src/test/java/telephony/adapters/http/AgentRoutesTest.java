package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.CallId;
import telephony.call.Participant;
import telephony.testkit.Calls;

/** What an agent asks and tells over HTTP. */
class AgentRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final HttpLimits ONE_AT_A_TIME =
            new HttpLimits(LONG, LONG, LONG, LONG, Duration.ofSeconds(1), 100, 1, 1 << 20);

    private final RunningServer server = RunningServer.start(ONE_AT_A_TIME);
    private CallId callId;
    private String token;

    @BeforeEach
    void anAgentIsSent() {
        // So long after the store began that nothing of before it can matter.
        server.clock.advance(Duration.ofMinutes(1));
        Participant caller = Calls.caller("PA_c", "SCL_1", "ringing", server.clock.instant());
        server.liveKit.openRoom(ROOM, SID);
        server.liveKit.put(ROOM, caller);
        server.telephony.sessions().handleLiveKitEvent(Calls.joined(SID, caller, server.clock.instant()));
        callId = server.store.findNewestByRoomSid(SID).orElseThrow().callId();
        token = (String) ((Map<?, ?>) server.liveKit.orders().get(0).metadata().get("telephony")).get("token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String path(String what) {
        return "/telephony/calls/" + callId + "/" + what;
    }

    private static String body(String identity, String token) {
        return JSON.createObjectNode()
                .put("identity", identity)
                .put("token", token)
                .toString();
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    @Test
    void theFirstThatAsksShouldSpeakAndNobodyElse() throws Exception {
        HttpResponse<String> first = server.post(path("admission"), body("agent-1", token));
        HttpResponse<String> second = server.post(path("admission"), body("agent-2", token));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(json(first)).isEqualTo(JSON.readTree("{\"speak\":true,\"reason\":\"chosen\"}"));
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(json(second)).isEqualTo(JSON.readTree("{\"speak\":false,\"reason\":\"another_chosen\"}"));
    }

    @Test
    void aHeartbeatShouldBeAnsweredLikeAdmission() throws Exception {
        HttpResponse<String> beat = server.post(path("agent-heartbeat"), body("agent-1", token));

        assertThat(beat.statusCode()).isEqualTo(200);
        assertThat(json(beat).path("speak").asBoolean()).isTrue();
        assertThat(server.store
                        .find(callId)
                        .orElseThrow()
                        .dispatch()
                        .keptAgent()
                        .orElseThrow()
                        .heartbeat())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admission", "agent-heartbeat"})
    void anAgentOnAnotherMachineShouldBeHeardByItsToken(String what) {
        HttpResponse<String> answer = server.post(path(what), body("agent-1", token), "X-Forwarded-For", "203.0.113.9");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admission", "agent-heartbeat"})
    void aWrongTokenShouldBeRefused(String what) throws Exception {
        HttpResponse<String> answer = server.post(path(what), body("agent-1", "wrong"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).path("code").asText()).isEqualTo("agent-token-invalid");
        assertThat(answer.body()).doesNotContain("wrong\"");
    }

    @ParameterizedTest
    @CsvSource({
        "019aa604-6f7b-7a2c-8d1e-0123456789ab, 404, call-not-found",
        "not-an-id, 400, call-id-invalid",
    })
    void aCallThatIsNotThereShouldBeToldSo(String id, int status, String code) throws Exception {
        HttpResponse<String> answer = server.post("/telephony/calls/" + id + "/admission", body("agent-1", token));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).path("code").asText()).isEqualTo(code);
    }

    @Test
    void anAgentOfACallThatIsOverShouldLearnThatItIsToLeave() throws Exception {
        server.telephony.sessions().markEnded(callId, "test");

        HttpResponse<String> beat = server.post(path("agent-heartbeat"), body("agent-1", token));

        assertThat(beat.statusCode()).isEqualTo(200);
        assertThat(json(beat)).isEqualTo(JSON.readTree("{\"speak\":false,\"reason\":\"call_ended\"}"));
    }

    @Test
    void aBodyThatIsNotRightShouldBeRefusedWithAllThatIsWrong() throws Exception {
        ObjectNode odd = JSON.createObjectNode().put("identity", 7).put("atempt", 1);

        HttpResponse<String> answer = server.post(path("admission"), odd.toString());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).findValuesAsText("pointer")).containsExactly("/identity", "/token", "/atempt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent\u0000", "agent\n", " "})
    void anIdentityThatCannotBeOneShouldBeRefused(String identity) throws Exception {
        HttpResponse<String> answer = server.post(path("admission"), body(identity, token));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo("/identity");
    }

    @Test
    void anIdentityThatIsTooLongShouldBeRefused() {
        assertThat(server.post(path("admission"), body("a".repeat(257), token)).statusCode())
                .isEqualTo(422);
        assertThat(server.post(path("admission"), body("a".repeat(256), token)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLargeShouldBeRefusedUnread() throws Exception {
        HttpResponse<String> answer =
                server.post(path("admission"), body("a".repeat(HttpLimits.MAX_AGENT_BODY_BYTES), token));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).path("detail").asText()).contains("4096 bytes");
    }

    @Test
    void aStoreThatIsDownShouldBeAnsweredSoThatTheAgentAsksAgain() {
        server.store.setDown(true);

        HttpResponse<String> answer = server.post(path("agent-heartbeat"), body("agent-1", token));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void anAgentThatIsTurnedAwayAtTheDoorShouldNotSeemSilent() throws Exception {
        Participant agent = Calls.agent("PA_a", "agent-1", true, server.clock.instant());
        server.liveKit.put(ROOM, agent);
        server.telephony.sessions().handleLiveKitEvent(Calls.joined(SID, agent, server.clock.instant()));
        server.telephony.sessions().handleLiveKitEvent(Calls.audio(SID, agent, server.clock.instant()));
        server.post(path("agent-heartbeat"), body("agent-1", token));

        for (int beat = 0; beat < 5; beat++) {
            HttpResponse<String> shed =
                    server.whileBusy(() -> server.post(path("agent-heartbeat"), body("agent-1", token)));
            assertThat(shed.statusCode()).isEqualTo(503);
            pass(Duration.ofSeconds(2));
        }

        assertThat(server.liveKit.orders()).hasSize(1);
        pass(Duration.ofSeconds(8));
        assertThat(server.liveKit.orders()).hasSize(2);
    }

    private void pass(Duration time) {
        Duration step = Duration.ofMillis(250);
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            server.clock.advance(step);
            server.telephony.tick();
        }
    }

    @Test
    void noTokenShouldShowInTheRecordOrTheTimeLine() {
        server.post(path("admission"), body("agent-1", token));

        String record = server.get("/telephony/calls/" + callId).body();
        String timeline = server.get(path("timeline")).body();

        assertThat(record).contains("agent-1").doesNotContain(token).doesNotContainIgnoringCase("token\"");
        assertThat(timeline).contains("\"admission\"").doesNotContain(token);
    }
}
