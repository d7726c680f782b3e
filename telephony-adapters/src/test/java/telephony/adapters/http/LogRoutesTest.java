package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.access.Scope;
import telephony.call.TelephonyCall;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.testkit.Calls;

/** Calls that are counted, sent as a file, and taken in from elsewhere. */
class LogRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATS = "/telephony/stats";
    private static final String DAY = "?from=2026-11-21&to=2026-11-22";
    private static final String CSV = "/telephony/calls.csv";
    private static final String SESSION = "{\"call_control_id\": \"v3:abc\", \"direction\": \"incoming\","
            + " \"from_number\": \"+14155552671\", \"to_number\": \"+15559990000\", \"organization_id\": \"acme\","
            + " \"created_at\": \"2026-11-20T10:00:00Z\", \"answered_at\": \"2026-11-20T10:00:05Z\","
            + " \"ended_at\": \"2026-11-20T10:01:05Z\", \"hangup_cause\": \"normal_clearing\", \"status\": \"completed\"}";

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void store(TelephonyCall row) {
        assertThat(server.store.commit(Commit.ofRow(row, List.of()))).isEqualTo(Commit.Result.STORED);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private JsonNode stats(String query, String... headers) {
        HttpResponse<String> answer = server.get(STATS + query, headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer.body());
    }

    private static TelephonyCall answered(String tenant, String roomSid) {
        TelephonyCall row = Calls.ofTenant(tenant, Calls.inbound(roomSid, "SCL_" + roomSid));
        return row.withTimes(
                        row.times().agentJoinedAt(Calls.START.plusMillis(700)).answeredAt(Calls.START.plusMillis(900)))
                .ended(Calls.START.plusMillis(60_900), "CLIENT_INITIATED");
    }

    @Test
    void statsShouldTellHowManyCallsAndHowLongThingsTook() {
        store(answered("acme", "RM_1"));
        store(Calls.inbound("RM_2", "SCL_2"));

        JsonNode group = stats(DAY).path("groups").path(0);

        assertThat(group.path("key").isNull()).isTrue();
        assertThat(group.path("calls").asInt()).isEqualTo(2);
        assertThat(group.path("ended").asInt()).isEqualTo(1);
        assertThat(group.path("answerRate").isNumber()).isTrue();
        assertThat(group.path("routed")).hasToString("{\"active\":0,\"fallback\":2,\"none\":0}");
        assertThat(group.path("ringMillis")).hasToString("{\"calls\":1,\"p50\":900,\"p95\":900,\"p99\":900}");
        assertThat(group.path("timeToAgentMillis").path("p50").asInt()).isEqualTo(700);
        assertThat(group.path("durationMillis").path("p99").asInt()).isEqualTo(60_000);
    }

    @Test
    void statsByDayShouldBeginAtTheMidnightsOfTheZone() {
        store(Calls.inbound("RM_1", "SCL_1"));

        JsonNode counted = stats("?by=day&zone=Pacific/Kiritimati&from=2026-11-20&to=2026-11-24");

        assertThat(counted.path("from").asText()).isEqualTo("2026-11-19T10:00:00.000Z");
        assertThat(counted.path("groups").path(0).path("key").asText()).isEqualTo("2026-11-22");
    }

    @Test
    void statsByOutcomeShouldSpeakTheWordsOfTheSearch() {
        store(answered("acme", "RM_1"));

        String key =
                stats(DAY + "&by=outcome").path("groups").path(0).path("key").asText();

        assertThat(json(server.get("/telephony/calls?outcome=" + key).body()).path("items"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "?from=2026-11-22&to=2026-11-21, period-invalid",
        "?from=2020-01-01&to=2026-11-21, period-invalid",
        "?from=2026-13-01, parameter-invalid",
        "?to=yesterday, parameter-invalid",
        "?zone=Mars/Olympus, parameter-invalid",
        "?by=moon, parameter-invalid",
        "?agent=x, unknown-parameter"
    })
    void whatCannotBeCountedShouldBeRefusedWithItsReason(String query, String code) {
        HttpResponse<String> answer = server.get(STATS + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer.body()).path("code").asText()).isEqualTo(code);
    }

    @Test
    void s26ATenantsKeyShouldCountAndExportItsOwnCallsAlone() {
        store(answered("acme", "RM_1"));
        store(answered("globex", "RM_2"));
        String[] acme = server.key("acme", Scope.CALLS_READ);

        assertThat(stats(DAY + "&by=tenant", acme).path("groups")).hasSize(1);
        assertThat(stats(DAY + "&by=tenant", acme).at("/groups/0/key").asText()).isEqualTo("acme");
        assertThat(stats(DAY + "&tenantId=globex", acme).path("groups")).isEmpty();
        assertThat(server.get(CSV, acme).body()).contains("room-RM_1").doesNotContain("RM_2");
        assertThat(server.get(CSV + "?tenantId=globex", acme).body().lines()).hasSize(1);
        assertThat(server.get(CSV + "?roomName=room-RM_2", acme).body().lines()).hasSize(1);
    }

    @Test
    void exportShouldSendEveryCallThatTheSearchFinds() {
        for (int i = 0; i < 2 * CallQuery.MAX_LIMIT + 1; i++) {
            store(Calls.inbound("RM_" + i, "SCL_" + i, Calls.START.plusMillis(i)));
        }
        store(Calls.outbound());

        HttpResponse<String> answer = server.get(CSV + "?direction=inbound");

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(2 * CallQuery.MAX_LIMIT + 2);
        assertThat(lines.get(0)).startsWith("callId,createdAt,direction,status,from,to,roomName");
        assertThat(lines.get(1))
                .contains("2026-11-21T10:00:00.400Z,inbound,sip_participant_joined,+15551231,+15559990000");
        assertThat(answer.body()).doesNotContain("outbound");
    }

    @Test
    void exportShouldRefuseWhatTheSearchRefuses() {
        assertThat(server.get(CSV + "?status=gone").statusCode()).isEqualTo(400);
        assertThat(server.get(CSV + "?limit=5").statusCode()).isEqualTo(400);
        assertThat(server.send(server.request(CSV).method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .body())
                .isEmpty();
    }

    private List<JsonNode> send(String path, String body) {
        HttpResponse<String> answer = server.send(server.request(path)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().lines().map(LogRoutesTest::json).toList();
    }

    @Test
    void aSessionOfTheOlderModelShouldBeReadableBesideTheOthersToldApartByTheMissingRoom() {
        store(Calls.inbound("RM_1", "SCL_1"));

        List<JsonNode> answer = send("/telephony/calls/sessions", SESSION);

        assertThat(answer.get(0).path("status").asInt()).isEqualTo(201);
        JsonNode call = json(
                server.get("/telephony/calls/" + answer.get(0).path("callId").asText())
                        .body());
        assertThat(call.path("roomName").isNull()).isTrue();
        assertThat(call.path("direction").asText()).isEqualTo("inbound");
        assertThat(call.path("from").asText()).isEqualTo("+14155552671");
        assertThat(call.path("tenantId").asText()).isEqualTo("acme");
        assertThat(call.path("status").asText()).isEqualTo("ended");
        assertThat(call.at("/outcome/result").asText()).isEqualTo("answered");
        assertThat(call.at("/legs/0/sipCallId").asText()).isEqualTo("v3:abc");
        assertThat(json(server.get("/telephony/calls").body()).path("items")).hasSize(2);
        assertThat(json(server.get("/telephony/calls?sipCallId=v3:abc").body()).path("items"))
                .hasSize(1);
        assertThat(stats("?from=2026-11-20&to=2026-11-21")
                        .at("/groups/0/durationMillis/p50")
                        .asInt())
                .isEqualTo(60_000);
    }

    @Test
    void sessionsThatAreSentAgainShouldBeThereOnce() {
        String second = SESSION.replace("v3:abc", "v3:def");
        send("/telephony/calls/sessions", SESSION + "\n");

        List<JsonNode> answer = send("/telephony/calls/sessions", SESSION + "\n" + second + "\n" + SESSION);

        assertThat(answer).extracting(line -> line.path("status").asInt()).startsWith(200, 201, 200);
        assertThat(answer.get(3))
                .hasToString("{\"imported\":1,\"known\":2,\"skipped\":0,\"refused\":0,\"stopped\":null}");
        assertThat(json(server.get("/telephony/calls").body()).path("items")).hasSize(2);
    }

    @Test
    void oneNumberShouldBeTakenInAlone() {
        String other = SESSION.replace("v3:abc", "v3:def").replace("+15559990000", "+15559990001");

        List<JsonNode> answer = send("/telephony/calls/sessions?number=%2B15559990001", SESSION + "\n" + other);

        assertThat(answer).hasSize(2);
        assertThat(answer.get(0).path("line").asInt()).isEqualTo(2);
        assertThat(answer.get(1).path("skipped").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v3:abc\" | \"\" | /call_control_id",
                "\"call_control_id\" | \"room_name\": \"call_1\", \"call_control_id\" | /room_name",
                "\"ended_at\" | \"closed_at\" | /ended_at",
                "\"incoming\" | \"sideways\" | /direction",
                "\"created_at\" | \"made_at\" | /started_at",
                "2026-11-20T10:01:05Z | 2026-11-19T10:01:05Z | /ended_at"
            })
    void aSessionThatIsNoneOfTheOlderModelShouldBeRefusedAndTheNextOneTaken(String was, String is, String pointer) {
        List<JsonNode> answer = send("/telephony/calls/sessions", SESSION.replace(was, is) + "\n" + SESSION);

        assertThat(answer.get(0).path("status").asInt()).isEqualTo(422);
        assertThat(answer.get(0).at("/problem/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(answer.get(1).path("status").asInt()).isEqualTo(201);
    }
}
