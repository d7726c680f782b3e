package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.access.Scope;
import telephony.store.CallQuery;

/** What nobody should be able to do with the routes of calls that we place: S26 to S29, S36, S38. */
class CallInputTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALLS = "/telephony/calls";
    private static final String ORDER = "{\"to\": \"+14155550142\"}";

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }

    private HttpResponse<String> order(String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Idempotency-Key", "k-1"));
        all.addAll(List.of(headers));
        return server.post(CALLS, body, all.toArray(String[]::new));
    }

    private HttpResponse<String> end(String path, String... headers) {
        return server.send(server.request(path + "/end", headers).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private int stored() {
        return server.store.query(CallQuery.all(null, 50, null)).items().size();
    }

    @Test
    void s26AnotherTenantsCallShouldNeitherBeEndedNorShown() {
        String[] acme = server.key("acme", Scope.CALLS_WRITE, Scope.CALLS_READ);
        String[] globex = server.key("globex", Scope.CALLS_WRITE, Scope.CALLS_READ);
        String call = order(ORDER, acme).headers().firstValue("Location").orElseThrow();

        assertThat(end(call, globex).statusCode()).isEqualTo(404);
        assertThat(server.get(call + "/status", globex).statusCode()).isEqualTo(404);
        assertThat(server.get(call, globex).body()).contains("call-not-found").doesNotContain("+14155550142");
        assertThat(json(server.get(call, acme)).path("endReason").isNull()).isTrue();
        assertThat(end(call, acme).statusCode()).isEqualTo(202);
    }

    @Test
    void s26AKeyOfOneTenantsOrderShouldBeFreeForAnother() {
        String[] acme = server.key("acme", Scope.CALLS_WRITE);
        String[] globex = server.key("globex", Scope.CALLS_WRITE);

        String mine = json(order(ORDER, acme)).path("callId").asText();
        HttpResponse<String> theirs = order(ORDER, globex);

        assertThat(theirs.statusCode()).isEqualTo(202);
        assertThat(theirs.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(json(theirs).path("callId").asText()).isNotEqualTo(mine);
    }

    @Test
    void s26ATenantsKeyShouldOrderForItsTenantAlone() {
        String[] acme = server.key("acme", Scope.CALLS_WRITE);

        HttpResponse<String> answer = order("{\"to\": \"+14155550142\", \"tenantId\": \"globex\"}", acme);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).at("/errors/0/code").asText()).isEqualTo("another-tenant");
        assertThat(stored()).isZero();
    }

    @Test
    void s27AReadersKeyShouldOrderAndEndNothing() {
        String[] writer = server.key(null, Scope.CALLS_WRITE);
        String[] reader = server.key(null, Scope.CALLS_READ);
        String call = order(ORDER, writer).headers().firstValue("Location").orElseThrow();

        assertThat(order("{\"to\": \"+14155550143\", \"dryRun\": true}", reader).statusCode())
                .isEqualTo(403);
        assertThat(end(call, reader).statusCode()).isEqualTo(403);
        assertThat(stored()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state",
                "status",
                "cost",
                "attempt",
                "callId",
                "roomName",
                "trunkId",
                "identity",
                "outcome",
                "headers",
                "dtmf",
                "__proto__"
            })
    void s28MembersThatAnOrderDoesNotHaveShouldBeRefused(String member) {
        HttpResponse<String> answer = order("{\"to\": \"+14155550142\", \"" + member + "\": \"1\"}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).at("/errors/0/code").asText()).isEqualTo("unknown-property");
        assertThat(stored()).isZero();
    }

    @Test
    void s28TheAnswerToAnOrderShouldHaveItsDocumentedMembersAlone() {
        assertThat(json(order(ORDER)).fieldNames())
                .toIterable()
                .containsExactly("callId", "roomName", "participantIdentity", "to", "from", "agentName", "createdAt");
    }

    @Test
    void s29WhatIsTooMuchShouldBeRefused() {
        String deep =
                "{\"to\": \"+14155550142\", \"metadata\": " + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000) + "}";
        String wide = "{\"to\": \"+14155550142\", \"metadata\": {\"a\": [" + "1,".repeat(9_999) + "1]}}";

        assertThat(order(deep).statusCode()).isEqualTo(400);
        assertThat(order("{\"to\":\"+14155550142\",\"metadata\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(40) + "}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(order(wide).statusCode()).isEqualTo(422);
        assertThat(server.get(CALLS + "?limit=1000000").statusCode()).isEqualTo(400);
        assertThat(server.get(CALLS + "?limit=-5").statusCode()).isEqualTo(400);
        assertThat(stored()).isZero();
    }

    @Test
    void s29AMegabyteShouldBeRefusedBeforeItIsSent() {
        try (RawClient client = server.raw()) {
            client.send("POST " + CALLS + " HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k-1\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 413").contains("\"code\":\"body-too-large\"");
        }
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agent|a\\r\\nX: y",
                "agent|a\\u0000b",
                "agent|{10K}",
                "campaignId|spring\\r\\nRoute: <sip:evil>",
                "campaignId|{10K}",
                "tenantId|acme\\nVia: x",
                "to|+14155550142\\r\\nX: y",
                "from|+14155550142\\r\\nX: y"
            })
    void s36WhatWouldBreakOutOfAHeaderOrANameShouldBeRefused(String member, String value) {
        String text = value.replace("{10K}", "x".repeat(10 * 1024));
        String others = member.equals("to") ? "" : "\"to\": \"+14155550142\", ";

        HttpResponse<String> answer = order("{" + others + "\"" + member + "\": \"" + text + "\"}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo("/" + member);
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"to\": [\"+14155550142\"]}",
                "{\"to\": {\"$gt\": \"\"}}",
                "{\"to\": null}",
                "{\"to\": 14155550142}",
                "{\"to\": \"+14155550142\", \"agentConfig\": \"x\"}",
                "{\"to\": \"+14155550142\", \"metadata\": \"x\"}",
                "{\"to\": \"+14155550142\", \"ringingTimeout\": 30}",
                "{\"to\": \"+14155550142\", \"dryRun\": 1}",
                "{\"to\": \"../../etc/passwd\"}",
                "{\"to\": \"%2e%2e\"}",
                "{\"to\": \"\\u0000\"}"
            })
    void s38AValueOfAnotherTypeOrFormShouldBeToldAndNeverFail(String body) {
        assertThat(order(body).statusCode()).as(body).isEqualTo(422);
        assertThat(server.troubles).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "..%2f..%2fetc",
                "%2e%2e",
                "%00",
                "0190-0",
                "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz",
                "{10K}"
            })
    void s38WhatIsNoCallIdShouldBeRefusedByWhatActsOnACall(String id) {
        String path = CALLS + "/" + id.replace("{10K}", "a".repeat(10 * 1024));

        assertThat(server.get(path + "/status").statusCode()).isBetween(400, 431);
        assertThat(end(path).statusCode()).isBetween(400, 431);
        assertThat(server.troubles).isEmpty();
    }
}
