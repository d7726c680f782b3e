package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.access.Scope;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.testkit.Calls;

/** Calls that are looked for by what they are like. */
class CallSearchRouteTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALLS = "/telephony/calls";

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Three calls: one that goes on, one that nobody answered, one that we place. */
    @BeforeEach
    void begin() {
        store(Calls.inbound("RM_on", "SCL_on", Calls.START.plusSeconds(1)));
        store(Calls.inbound("RM_over", "SCL_over", Calls.START.plusSeconds(2))
                .ended(Calls.START.plusSeconds(9), "CLIENT_INITIATED"));
        store(Calls.outbound());
    }

    private void store(TelephonyCall row) {
        assertThat(server.store.commit(Commit.ofRow(row, List.of()))).isEqualTo(Commit.Result.STORED);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }

    private List<String> found(String query, String... headers) {
        HttpResponse<String> answer = server.get(CALLS + "?" + query, headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<String> rooms = new ArrayList<>();
        json(answer)
                .path("items")
                .forEach(call -> rooms.add(
                        call.path("roomName").asText().startsWith("out-")
                                ? "out"
                                : call.path("roomName").asText()));
        return rooms;
    }

    @ParameterizedTest
    @CsvSource({
        "sipCallId=SCL_on, room-RM_on",
        "status=sip_participant_joined, room-RM_on",
        "status=created, out",
        "direction=outbound, out",
        "from=%2B14155550100, out",
        "from=+14155550100, out",
        "to=%2B14155552671, out",
        "to=%2B15559990000&status=ended, room-RM_over",
        "campaignId=spring, out",
        "outcome=unknown, room-RM_over",
        "createdAfter=2026-11-21T10:00:02Z, room-RM_over",
        "createdBefore=2026-11-21T10:00:01.000Z, out",
        "createdAfter=2026-11-21T11:00:01%2B01:00&createdBefore=2026-11-21T10:00:02Z, room-RM_on",
        "tenantId=acme&direction=outbound, out",
        "roomName=room-RM_on&direction=inbound, room-RM_on"
    })
    void aCallShouldBeFoundByWhatItIsLike(String query, String room) {
        assertThat(found(query)).containsExactly(room);
    }

    @Test
    void whatNoCallIsLikeShouldFindNone() {
        assertThat(found("roomName=room-RM_on&direction=outbound")).isEmpty();
        assertThat(found("outcome=busy")).isEmpty();
    }

    @Test
    void aSearchShouldPageToTheEnd() {
        JsonNode first = json(server.get(CALLS + "?direction=inbound&limit=1"));
        JsonNode second = json(server.get(CALLS + "?direction=inbound&limit=1&cursor="
                + URLEncoder.encode(first.path("nextCursor").asText(), StandardCharsets.UTF_8)));

        assertThat(first.at("/items/0/roomSid").asText()).isEqualTo("RM_over");
        assertThat(second.at("/items/0/roomSid").asText()).isEqualTo("RM_on");
        assertThat(second.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void s26ASearchShouldShowATenantsKeyItsOwnCallsAlone() {
        String[] acme = server.key("acme", Scope.CALLS_READ);
        String[] globex = server.key("globex", Scope.CALLS_READ);

        for (String query : List.of(
                "direction=outbound", "to=%2B14155552671", "campaignId=spring", "createdAfter=2026-01-01T00:00:00Z")) {
            assertThat(found(query, acme)).as(query).containsExactly("out");
            assertThat(found(query, globex)).as(query).isEmpty();
        }
        assertThat(found("sipCallId=SCL_on", acme)).isEmpty();
        assertThat(found("tenantId=acme&direction=outbound", globex)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=' or 1=1",
                "status=unrecognised",
                "status=ENDED",
                "direction={\"$ne\":\"inbound\"}",
                "outcome=(a+)+$",
                "outcome=unrecognised",
                "createdAfter=now()",
                "createdAfter=2026-11-21",
                "createdBefore=+999999999-12-31T00:00:00Z",
                "createdBefore=1969-12-31T00:00:00Z"
            })
    void s39AValueThatTheFilterDoesNotHaveShouldBeRefused(String query) {
        String[] parts = query.split("=", 2);

        HttpResponse<String> answer =
                server.get(CALLS + "?" + parts[0] + "=" + URLEncoder.encode(parts[1], StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asText()).isEqualTo("parameter-invalid");
        assertThat(json(answer).path("detail").asText()).startsWith(parts[0] + " is ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"' or 1=1 --", "*", "%", "(a+)+$", "{\"$ne\":1}", "\"; drop table telephony_call; --", "\u0000"})
    void s39TextShouldBeComparedAndNeverRun(String hostile) {
        String encoded = URLEncoder.encode(hostile, StandardCharsets.UTF_8);

        for (String name : List.of("sipCallId", "from", "to", "campaignId", "roomName", "tenantId")) {
            assertThat(found(name + "=" + encoded)).as(name).isEmpty();
        }
        assertThat(found("limit=200")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sort=pg_sleep(5)", "order=createdAt", "filter=%7B%7D", "status%5B%24ne%5D=ended", "where=1"})
    void s39WhatIsNoFilterShouldBeRefused(String query) {
        HttpResponse<String> answer = server.get(CALLS + "?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asText()).isEqualTo("unknown-parameter");
    }

    @Test
    void s29AFilterOfTenThousandValuesShouldBeRefused() {
        assertThat(server.get(CALLS + "?status=" + "ended,".repeat(1_000)).statusCode())
                .isEqualTo(400);
        assertThat(server.get(CALLS + "?" + "status=ended&".repeat(300)).statusCode())
                .isEqualTo(400);
        assertThat(server.get(CALLS + "?status=" + ",".repeat(10_000)).statusCode())
                .isBetween(400, 431);
    }
}
