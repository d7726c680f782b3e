package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.access.Scope;
import telephony.call.TelephonyCall;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.queue.QueuePace;
import telephony.store.CallQuery;

/** Many orders in one request. */
class BatchRouteTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BATCH = "/telephony/calls/batch";
    private static final String[] KEYED = {"Idempotency-Key", "batch-1"};

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private List<JsonNode> send(String body, String... headers) {
        return lines(answer(body, headers));
    }

    private HttpResponse<String> answer(String body, String... headers) {
        return server.send(server.request(BATCH, headers)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static List<JsonNode> lines(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().lines().map(BatchRouteTest::json).toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private static String order(int number) {
        return "{\"to\": \"+1415555" + (1000 + number) + "\"}";
    }

    private static String orders(int howMany) {
        return IntStream.range(0, howMany).mapToObj(BatchRouteTest::order).collect(Collectors.joining("\n"));
    }

    private List<TelephonyCall> stored() {
        return server.store.query(CallQuery.all(null, 200, null)).items();
    }

    @Test
    void eachLineShouldBeACallAndBeAnsweredWithItsNumber() {
        List<JsonNode> results = send(orders(3), KEYED);

        assertThat(results).hasSize(4);
        assertThat(results.get(0).path("line").asInt()).isEqualTo(1);
        assertThat(results.get(2).path("line").asInt()).isEqualTo(3);
        assertThat(results.subList(0, 3)).allSatisfy(result -> {
            assertThat(result.path("status").asInt()).isEqualTo(202);
            assertThat(result.path("replayed").asBoolean()).isFalse();
        });
        assertThat(results.get(3).toString()).isEqualTo("{\"accepted\":3,\"refused\":0,\"stopped\":null}");
        assertThat(stored()).hasSize(3);
    }

    @Test
    void anArrayShouldBeTakenLikeLines() {
        HttpResponse<String> answer = server.post(BATCH, "[" + order(1) + ",\n" + order(2) + "]", KEYED);

        assertThat(lines(answer)).hasSize(3);
        assertThat(stored()).hasSize(2);
    }

    @Test
    void aBadLineShouldNotStopTheOthers() {
        String tooLong = "{\"to\": \"" + "1".repeat(HttpLimits.MAX_ORDER_BODY_BYTES) + "\"}";
        String body = String.join("\n", order(1), "{", "[]", "{\"to\": \"nobody\"}", tooLong, "{\"too\": 1}", order(2));

        List<JsonNode> results = send(body, KEYED);

        assertThat(results.stream().limit(7).map(result -> result.path("status").asInt()))
                .containsExactly(202, 400, 400, 422, 413, 422, 202);
        assertThat(results.get(3).at("/problem/errors/0/code").asText()).isEqualTo("invalid-number");
        assertThat(results.get(7).path("accepted").asInt()).isEqualTo(2);
        assertThat(results.get(7).path("refused").asInt()).isEqualTo(5);
    }

    @Test
    void theSameBatchAgainShouldCallNobodyTwice() {
        List<JsonNode> first = send(orders(3), KEYED);

        List<JsonNode> again = send(orders(4), KEYED);

        assertThat(again.subList(0, 3))
                .allSatisfy(result ->
                        assertThat(result.path("replayed").asBoolean()).isTrue());
        assertThat(again.get(0).path("callId")).isEqualTo(first.get(0).path("callId"));
        assertThat(again.get(3).path("replayed").asBoolean()).isFalse();
        assertThat(stored()).hasSize(4);
    }

    @Test
    void aLinesOwnKeyShouldCountAndOneWithoutAnyShouldBeRefused() {
        String keyed = "{\"to\": \"+14155550142\", \"key\": \"mine\"}";

        List<JsonNode> results = send(keyed + "\n" + order(1) + "\n" + keyed);

        assertThat(results.get(0).path("status").asInt()).isEqualTo(202);
        assertThat(results.get(1).at("/problem/code").asText()).isEqualTo("idempotency-key-missing");
        assertThat(results.get(2).path("callId")).isEqualTo(results.get(0).path("callId"));
        assertThat(server.store.findOrderKey("", "mine")).isPresent();
    }

    @Test
    void whatGuardsRefuseShouldBeToldWithEveryReason() {
        server.guard = (dial, now) -> dial.to().endsWith("1001")
                ? GuardVerdict.refused(GuardReason.of("G5", "do-not-call", 403, "no"))
                : GuardVerdict.PERMITTED;

        List<JsonNode> results = send(orders(3), KEYED);

        assertThat(results.get(1).path("status").asInt()).isEqualTo(403);
        assertThat(results.get(1).at("/problem/errors/0/rule").asText()).isEqualTo("G5");
        assertThat(stored()).hasSize(2);
    }

    @Test
    void linesForWhichTheQueueHasNoPlaceShouldBeSentAgainLater() {
        server.pace = new QueuePace(0L, null);
        server.queueLength = 2;

        List<JsonNode> results = send(orders(3), KEYED);

        assertThat(results.get(2).path("status").asInt()).isEqualTo(429);
        assertThat(results.get(2).at("/problem/code").asText()).isEqualTo("queue-full");
        server.queueLength = 3;
        assertThat(send(orders(3), KEYED).get(2).path("status").asInt()).isEqualTo(202);
    }

    @Test
    void aTenantsKeyShouldOrderForItsTenantAlone() {
        String[] key = server.key("acme", Scope.CALLS_WRITE);

        List<JsonNode> results = send(
                "{\"to\": \"+14155550142\", \"key\": \"a\"}\n"
                        + "{\"to\": \"+14155550142\", \"key\": \"b\", \"tenantId\": \"other\"}",
                key);

        assertThat(results.get(0).path("status").asInt()).isEqualTo(202);
        assertThat(results.get(1).at("/problem/errors/0/code").asText()).isEqualTo("another-tenant");
        assertThat(stored().get(0).origin().tenantId()).isEqualTo("acme");
    }

    @Test
    void aDryRunShouldStoreNothing() {
        List<JsonNode> results = send("{\"to\": \"+14155550142\", \"dryRun\": true}");

        assertThat(results.get(0).path("permitted").asBoolean()).isTrue();
        assertThat(stored()).isEmpty();
    }

    @Test
    void theRestShouldNotBeTriedWhileTheStoreIsDown() {
        server.store.setDown(true);

        List<JsonNode> results = send(orders(BatchRoute.MAX_STORE_FAILURES + 5), KEYED);

        assertThat(results).hasSize(BatchRoute.MAX_STORE_FAILURES + 1);
        assertThat(results.get(0).path("status").asInt()).isEqualTo(503);
        assertThat(results.get(BatchRoute.MAX_STORE_FAILURES).path("stopped").asText())
                .isEqualTo("store-unavailable");
        server.store.setDown(false);
    }

    @Test
    void noMoreLinesThanAllowedShouldBeTaken() {
        String body = "{}\n".repeat(HttpLimits.MAX_BATCH_LINES + 1);

        List<JsonNode> results = send(body, KEYED);

        assertThat(results).hasSize(HttpLimits.MAX_BATCH_LINES + 1);
        assertThat(results.get(HttpLimits.MAX_BATCH_LINES).path("stopped").asText())
                .isEqualTo("too-many-lines");
    }

    @Test
    void anotherTypeShouldBeRefusedBeforeAnythingIsRead() {
        HttpResponse<String> answer = server.send(server.request(BATCH, KEYED)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString("a,b")));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("application/x-ndjson");
    }

    @Test
    void aRuleForFurtherAttemptsShouldBeReadWithEverythingThatIsWrong() {
        String good =
                "{\"to\": \"+14155550142\", \"retry\": {\"maxAttempts\": 3, \"backoff\": \"5m\", \"on\": [\"busy\"]}}";
        String bad = "{\"to\": \"+14155550142\", \"retry\": {\"maxAttempts\": 1, \"on\": [\"declined\"], \"x\": 1}}";

        List<JsonNode> results = send(good + "\n" + bad, KEYED);

        assertThat(results.get(0).path("status").asInt()).isEqualTo(202);
        JsonNode record = json(
                server.get("/telephony/calls/" + results.get(0).path("callId").asText())
                        .body());
        assertThat(record.at("/dial/series/attempt").asInt()).isEqualTo(1);
        assertThat(record.at("/dial/series/order")).isEqualTo(record.path("callId"));
        assertThat(results.get(1).path("status").asInt()).isEqualTo(422);
        assertThat(results.get(1).at("/problem/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/retry/maxAttempts", "/retry/backoff", "/retry/on", "/retry/x");
    }
}
