package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.access.Scope;
import telephony.queue.QueuePace;

/** Orders that have to wait, over HTTP. */
class QueueRouteTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALLS = "/telephony/calls";

    private final RunningServer server = RunningServer.start();

    @BeforeEach
    void nobodyMayGo() {
        server.pace = new QueuePace(0L, null);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> order(String tenant, String key, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Idempotency-Key";
        all[1] = key;
        return server.post(CALLS, "{\"to\": \"+14155550142\", \"tenantId\": \"" + tenant + "\"}", all);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }

    @Test
    void anOrderThatHasToWaitShouldBeAcceptedAndShownAsQueued() {
        HttpResponse<String> answer = order("acme", "k-1");

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode record =
                json(server.get(answer.headers().firstValue("Location").orElseThrow()));
        assertThat(record.at("/dial/state").asText()).isEqualTo("queued");
        assertThat(json(server.get(CALLS + "/queue")).path("items").toString())
                .isEqualTo("[{\"trunkId\":\"ST_out\",\"tenantId\":\"acme\",\"waiting\":1,\"ringing\":0,\"inCall\":0}]");
    }

    @Test
    void aFullQueueShouldSayWhenToComeAgainAndTheSameKeyShouldThenBeTaken() {
        server.queueLength = 1;
        order("acme", "k-1");

        HttpResponse<String> refused = order("acme", "k-2");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).path("code").asText()).isEqualTo("queue-full");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
        server.queueLength = 2;
        assertThat(order("acme", "k-2").statusCode()).isEqualTo(202);
    }

    @Test
    void aReplayShouldBeAnsweredThoughTheQueueIsFull() {
        server.queueLength = 1;
        HttpResponse<String> first = order("acme", "k-1");

        HttpResponse<String> again = order("acme", "k-1");

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void aTenantsKeyShouldSeeItsOwnCallsInTheQueueOnly() {
        order("other", "k-1");
        String[] key = server.key("acme", Scope.CALLS_READ, Scope.CALLS_WRITE);
        order("acme", "k-2", key);

        JsonNode items = json(server.get(CALLS + "/queue", key)).path("items");

        assertThat(items.findValuesAsText("tenantId")).containsExactly("acme");
    }
}
