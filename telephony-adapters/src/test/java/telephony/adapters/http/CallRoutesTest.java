package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.AgentPresence;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchMarker;
import telephony.call.DispatchState;
import telephony.call.Gap;
import telephony.call.OwedEffect;
import telephony.call.ParticipantSession;
import telephony.call.Sessions;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.Commit;
import telephony.testkit.Calls;

class CallRoutesTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.120Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsTheWholeRow() throws Exception {
        TelephonyCall call = stored(Calls.inbound("RM_1", "SCL_1"), List.of());

        JsonNode json =
                JSON.readTree(server.get("/telephony/calls/" + call.callId()).body());

        assertThat(json.path("callId").asText()).isEqualTo(call.callId().toString());
        assertThat(json.path("version").asLong()).isEqualTo(1);
        assertThat(json.path("status").asText()).isEqualTo("sip_participant_joined");
        assertThat(json.path("direction").asText()).isEqualTo("inbound");
        assertThat(json.path("from").asText()).isEqualTo("+15551231");
        assertThat(json.path("to").asText()).isEqualTo("+15559990000");
        assertThat(json.path("roomName").asText()).isEqualTo("room-RM_1");
        assertThat(json.path("roomSid").asText()).isEqualTo("RM_1");
        assertThat(json.path("episode").asInt()).isEqualTo(1);
        assertThat(json.path("agentDispatched").asBoolean()).isFalse();
        assertThat(json.at("/legs/0/sipCallId").asText()).isEqualTo("SCL_1");
        assertThat(json.at("/legs/0/sessions/0/joinedAt").asText()).isEqualTo("2026-11-21T10:00:00.000Z");
        assertThat(json.at("/route/decision").asText()).isEqualTo("dispatch");
        assertThat(json.at("/route/reason").asText()).isEqualTo("default");
        assertThat(json.at("/route/agentName").asText()).isEqualTo("phone-agent");
        assertThat(json.at("/dispatch/state").asText()).isEqualTo("new");
        assertThat(json.path("createdAt").asText()).isEqualTo("2026-11-21T10:00:00.000Z");
        assertThat(json.has("endReason")).isTrue();
        assertThat(json.path("endReason").isNull()).isTrue();
    }

    @Test
    void showsHowTheAgentGotIn() throws Exception {
        TelephonyCall fresh = Calls.inbound("RM_1", "SCL_1");
        DispatchAttempt attempt = new DispatchAttempt(
                1,
                new DispatchMarker("RM_1", 1, 1, "i1", "r1"),
                AT,
                AT.plusSeconds(2),
                AT.plusSeconds(22),
                DispatchAttempt.Answer.ACCEPTED,
                "AD_1",
                null);
        Sessions heard = Sessions.NONE.with(
                "PA_a", session -> ParticipantSession.joined("PA_a", AT).withAudio());
        TelephonyCall call = stored(
                fresh.withDispatch(fresh.dispatch()
                        .wantedSince(AT)
                        .withState(DispatchState.AUDIBLE, Calls.START)
                        .withAttempt(attempt)
                        .withAgent(new AgentPresence("agent-1", "phone-agent", heard, null))
                        .owing(List.of(OwedEffect.remove("agent-2")))),
                List.of());

        JsonNode dispatch = JSON.readTree(
                        server.get("/telephony/calls/" + call.callId()).body())
                .path("dispatch");

        assertThat(dispatch.path("state").asText()).isEqualTo("audible");
        assertThat(dispatch.path("keeper").asText()).isEqualTo("agent-1");
        assertThat(dispatch.at("/attempts/0/marker").asText()).isEqualTo("v1:RM_1/1#1:i1:r1");
        assertThat(dispatch.at("/attempts/0/answer").asText()).isEqualTo("accepted");
        assertThat(dispatch.at("/attempts/0/dispatchId").asText()).isEqualTo("AD_1");
        assertThat(dispatch.at("/attempts/0/quiesceAt").asText()).isEqualTo("2026-11-21T10:00:22.120Z");
        assertThat(dispatch.at("/agents/0/present").asBoolean()).isTrue();
        assertThat(dispatch.at("/owed/0/kind").asText()).isEqualTo("remove_participant");
    }

    @Test
    void showsWhatTheRecordCannotKnow() throws Exception {
        TelephonyCall fresh = Calls.inbound("RM_1", "SCL_1");
        TelephonyCall call = stored(
                fresh.withGaps(fresh.gaps().with(new Gap(Gap.Kind.JOIN_NOT_TOLD, AT, AT.plusSeconds(3), "PA_a"))),
                List.of());

        JsonNode json =
                JSON.readTree(server.get("/telephony/calls/" + call.callId()).body());

        assertThat(json.path("gaps"))
                .hasToString("[{\"kind\":\"join_not_told\",\"from\":\"2026-11-21T10:00:00.120Z\","
                        + "\"until\":\"2026-11-21T10:00:03.120Z\",\"about\":\"PA_a\"}]");
    }

    @Test
    void showsTheOutcomeOnceTheCallIsOver() throws Exception {
        TelephonyCall open = stored(Calls.inbound("RM_1", "SCL_1"), List.of());
        TelephonyCall fresh = Calls.inbound("RM_2", "SCL_2");
        TelephonyCall talked = fresh.withTimes(fresh.times().answeredAt(AT))
                .withLeg(fresh.legs()
                        .get(0)
                        .withSession(
                                "PA_SCL_2", session -> session.withLeft(AT.plusSeconds(1), "CLIENT_INITIATED", true)));
        TelephonyCall over = stored(talked.ended(AT.plusSeconds(1), "CLIENT_INITIATED"), List.of());

        JsonNode goingOn =
                JSON.readTree(server.get("/telephony/calls/" + open.callId()).body());
        JsonNode ended =
                JSON.readTree(server.get("/telephony/calls/" + over.callId()).body());

        assertThat(goingOn.has("outcome")).isTrue();
        assertThat(goingOn.path("outcome").isNull()).isTrue();
        assertThat(ended.path("outcome").toString())
                .isEqualTo("{\"result\":\"answered\",\"class\":\"final\",\"endedBy\":\"caller\","
                        + "\"sipStatusCode\":null,\"livekitReason\":\"CLIENT_INITIATED\","
                        + "\"certainty\":\"observed\",\"transferred\":false}");
    }

    @Test
    void listsByRoomAndPagesToTheEnd() throws Exception {
        for (int i = 0; i < 3; i++) {
            stored(Calls.inbound("RM_" + i, "SCL_" + i, Calls.START.plusSeconds(i)), List.of());
        }

        JsonNode first = JSON.readTree(server.get("/telephony/calls?limit=2").body());
        JsonNode second = JSON.readTree(server.get("/telephony/calls?limit=2&cursor="
                        + first.path("nextCursor").asText())
                .body());
        JsonNode ofRoom =
                JSON.readTree(server.get("/telephony/calls?roomName=room-RM_1").body());

        assertThat(first.path("items")).hasSize(2);
        assertThat(first.at("/items/0/roomSid").asText()).isEqualTo("RM_2");
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(ofRoom.path("items")).hasSize(1);
        assertThat(ofRoom.at("/items/0/roomSid").asText()).isEqualTo("RM_1");
    }

    @Test
    void showsTheTimelineInOrderAndInPages() throws Exception {
        TelephonyCall call = Calls.inbound("RM_1", "SCL_1");
        List<TimelineEntry> lines = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lines.add(new TimelineEntry(
                    call.callId(), AT.plusMillis(i), TimelineEntry.Kind.DECISION, "N" + i, Map.of("why", "w" + i)));
        }
        stored(call, lines);
        String path = "/telephony/calls/" + call.callId() + "/timeline";

        JsonNode first = JSON.readTree(server.get(path + "?limit=2").body());
        JsonNode second = JSON.readTree(
                server.get(path + "?limit=2&cursor=" + first.path("nextCursor").asText())
                        .body());

        assertThat(first.path("items")).hasSize(2);
        assertThat(first.at("/items/0").toString())
                .isEqualTo("{\"at\":\"2026-11-21T10:00:00.120Z\",\"kind\":\"decision\",\"name\":\"N0\","
                        + "\"details\":{\"why\":\"w0\"}}");
        assertThat(second.at("/items/0/name").asText()).isEqualTo("N2");
        assertThat(second.path("nextCursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "?foo=1, unknown-parameter",
        "?limit=0, limit-invalid",
        "?limit=-1, limit-invalid",
        "?limit=201, limit-invalid",
        "?limit=1000000000000, limit-invalid",
        "?limit=x, limit-invalid",
        "?limit=1&limit=2, parameter-repeated",
        "?cursor=nonsense, cursor-invalid",
        "?roomName=%00%ff' or 1=1&sort=pg_sleep(5), unknown-parameter"
    })
    void s38RefusesQueriesThatItDoesNotUnderstand(String query, String code) {
        HttpResponse<String> response = server.get("/telephony/calls" + query.replace(" ", "+"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "0190-0", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"})
    void s38RefusesWhatIsNoCallId(String id) {
        for (String path : List.of("/telephony/calls/" + id, "/telephony/calls/" + id + "/timeline")) {
            HttpResponse<String> response = server.get(path);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("\"code\":\"call-id-invalid\"");
        }
    }

    @Test
    void s38RefusesAnIdOfTenKilobytes() {
        assertThat(server.get("/telephony/calls/" + "a".repeat(10_240)).statusCode())
                .isBetween(400, 431);
    }

    @Test
    void anUnknownCallIsNotFound() {
        String path = "/telephony/calls/" + Calls.newCallId();

        assertThat(server.get(path).statusCode()).isEqualTo(404);
        assertThat(server.get(path).body()).contains("\"code\":\"call-not-found\"");
        assertThat(server.get(path + "/timeline").statusCode()).isEqualTo(404);
    }

    @Test
    void aStoreThatIsDownAsksForAnotherTry() {
        server.store.setDown(true);

        HttpResponse<String> response = server.get("/telephony/calls");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(server.troubles).hasSize(1);
    }

    private TelephonyCall stored(TelephonyCall call, List<TimelineEntry> lines) {
        assertThat(server.store.commit(Commit.ofRow(call, lines))).isEqualTo(Commit.Result.STORED);
        return call;
    }
}
