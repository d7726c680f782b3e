package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.access.Scope;
import telephony.call.TelephonyCall;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.store.CallQuery;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

class OrderRouteTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALLS = "/telephony/calls";
    private static final String ORDER = "{\"to\": \"+14155550142\", \"metadata\": {\"customerName\": \"Ann\"}}";
    private static final Instant LATER = Calls.START.plusSeconds(3600);

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> order(String body, String key) {
        return server.post(CALLS, body, "Idempotency-Key", key);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }

    private List<TelephonyCall> stored() {
        return server.store.query(CallQuery.all(null, 50, null)).items();
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).path("code").asText();
    }

    @Test
    void anOrderShouldBeAcceptedWithTheAddressOfItsCall() {
        HttpResponse<String> answer = order(ORDER, "k-1");

        assertThat(answer.statusCode()).isEqualTo(202);
        String callId = json(answer).path("callId").asText();
        assertThat(answer.headers().firstValue("Location")).hasValue(CALLS + "/" + callId);
        assertThat(answer.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(json(answer).path("participantIdentity").asText()).isEqualTo("phone-" + callId);
        assertThat(json(answer).path("roomName").asText()).isEqualTo("out-" + callId);
        JsonNode record = json(server.get(CALLS + "/" + callId));
        assertThat(record.path("direction").asText()).isEqualTo("outbound");
        assertThat(record.at("/dial/to").asText()).isEqualTo("+14155550142");
        assertThat(record.at("/dial/from").asText()).as("the default").isEqualTo("+14155550100");
        assertThat(record.at("/dial/trunkId").asText()).isEqualTo("ST_out");
        assertThat(record.at("/dial/ringingTimeoutSeconds").asInt()).isEqualTo(30);
        assertThat(record.at("/route/agentName").asText()).isEqualTo(Calls.AGENT);
    }

    @Test
    void metadataShouldReachTheAgentInSnakeCaseAndStayAsItWasOnTheRecord() {
        String metadata = "{\"customerName\":\"Ann\",\"openInvoices\":[{\"amountDue\":12.5,\"isLate\":true},null],"
                + "\"nested\":{\"deepKey\":{\"DeeperKey\":[1,null]}}}";

        String callId = json(order("{\"to\":\"+14155550142\",\"metadata\":" + metadata + "}", "k-1"))
                .path("callId")
                .asText();

        Map<String, Object> told = server.liveKit.orders().get(0).metadata();
        assertThat(told).containsEntry("customer_name", "Ann").containsKey("telephony");
        assertThat(JSON.valueToTree(told.get("open_invoices")).toString())
                .isEqualTo("[{\"amount_due\":12.5,\"is_late\":true},null]");
        assertThat(JSON.valueToTree(told.get("nested")).toString())
                .isEqualTo("{\"deep_key\":{\"deeper_key\":[1,null]}}");
        JsonNode record = json(server.get(CALLS + "/" + callId)).at("/route/metadata");
        assertThat(record.path("customerName").asText()).isEqualTo("Ann");
        assertThat(record.path("openInvoices").toString()).isEqualTo("[{\"amountDue\":12.5,\"isLate\":true},null]");
        assertThat(record.at("/nested/deepKey/DeeperKey").toString()).isEqualTo("[1,null]");
    }

    @Test
    void withoutAKeyNothingShouldBeOrdered() {
        HttpResponse<String> none = server.post(CALLS, ORDER);
        HttpResponse<String> tooLong = order(ORDER, "k".repeat(256));
        HttpResponse<String> twice = server.post(CALLS, ORDER, "Idempotency-Key", "a", "Idempotency-Key", "b");

        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(code(none)).isEqualTo("idempotency-key-missing");
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(code(tooLong)).isEqualTo("idempotency-key-invalid");
        assertThat(code(twice)).isEqualTo("idempotency-key-invalid");
        assertThat(stored()).isEmpty();
    }

    @Test
    void theSameOrderUnderItsKeyShouldBeAnsweredTheSame() {
        HttpResponse<String> first = order(ORDER, "k-1");
        server.clock.advance(Duration.ofMinutes(5));
        HttpResponse<String> again =
                order("{\"metadata\": {\"customerName\": \"Ann\"}, \"to\": \"+14155550142\"}", "k-1");

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(stored()).hasSize(1);
        assertThat(server.liveKit.count(Method.CREATE_ROOM)).isEqualTo(1);
    }

    @Test
    void anotherOrderUnderAKeyInUseShouldBeRefused() {
        order(ORDER, "k-1");

        HttpResponse<String> other = order("{\"to\": \"+14155550143\"}", "k-1");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(code(other)).isEqualTo("idempotency-key-reused");
        assertThat(stored()).hasSize(1);
    }

    @Test
    void aKeyShouldExpireAfterThirtyDays() {
        order(ORDER, "k-1");
        server.clock.advance(Duration.ofDays(30));

        HttpResponse<String> late = order(ORDER, "k-1");

        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(code(late)).isEqualTo("idempotency-key-expired");
        assertThat(stored()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|/to|missing",
                "{\"to\":\"4155550142\"}|/to|invalid-number",
                "{\"to\":\"+14155550142\",\"from\":\"office\"}|/from|invalid-number",
                "{\"to\":\"+14155550142\",\"too\":1}|/too|unknown-property",
                "{\"to\":\"+14155550142\",\"ringingTimeout\":\"2h\"}|/ringingTimeout|out-of-range",
                "{\"to\":\"+14155550142\",\"maxDuration\":\"long\"}|/maxDuration|format",
                "{\"to\":\"+14155550142\",\"metadata\":[1]}|/metadata|type",
                "{\"to\":\"+14155550142\",\"metadata\":{\"Telephony\":1}}|/metadata|reserved-name",
                "{\"to\":\"+14155550142\",\"metadata\":{\"a\":{\"bC\":1,\"b_c\":2}}}|/metadata/a/b_c|ambiguous",
                "{\"to\":\"+14155550142\",\"agent\":\" \"}|/agent|format",
                "{\"to\":\"+14155550142\",\"agent\":\"a\",\"agentConfig\":{\"name\":\"b\"}}|/agentConfig|ambiguous",
                "{\"to\":\"+14155550142\",\"agentConfig\":{\"prompt\":\"p\"}}|/agentConfig/name|missing",
                "{\"to\":\"+14155550142\",\"agentConfig\":{\"name\":\"b\",\"mood\":1}}|/agentConfig/mood|unknown-property",
                "{\"to\":\"+14155550142\",\"dryRun\":\"yes\"}|/dryRun|type"
            })
    void whatIsWrongWithAnOrderShouldBeToldWhereItStands(String body, String pointer, String code) {
        HttpResponse<String> answer = order(body, "k-1");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).path("errors")).hasSize(1);
        assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(json(answer).at("/errors/0/code").asText()).isEqualTo(code);
        assertThat(stored()).isEmpty();
    }

    @Test
    void whatAnAgentCannotBeToldShouldBeRefusedAtTheOrder() {
        String long15 = "x".repeat(15 * 1024);

        HttpResponse<String> answer =
                order("{\"to\":\"+14155550142\",\"metadata\":{\"note\":\"" + long15 + "\"}}", "k-1");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).at("/errors/0/code").asText()).isEqualTo("too-large");
    }

    @Test
    void aWholeAgentShouldBeTakenAsItIs() {
        String agent = "{\"name\":\"sales\",\"prompt\":\"Sell.\",\"greeting\":\"Hi\",\"tools\":[\"crm\"],"
                + "\"metadataStyle\":\"flat\"}";

        order("{\"to\":\"+14155550142\",\"agentConfig\":" + agent + "}", "k-1");

        assertThat(server.liveKit.orders().get(0).agentName()).isEqualTo("sales");
        assertThat(server.liveKit.orders().get(0).metadata())
                .containsEntry("prompt", "Sell.")
                .containsEntry("tools", List.of("crm"));
    }

    @Test
    void guardsShouldRefuseWithTheWorstStatusAndEveryReason() {
        GuardReason window = new GuardReason("G7", "outside-window", 409, "it is night there", LATER, "starter");
        GuardReason country = GuardReason.of("G3", "country-not-allowed", 403, "calls to US are not allowed");
        server.guard = (dial, now) -> GuardVerdict.refused(window, country);

        HttpResponse<String> refused = order(ORDER, "k-1");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(code(refused)).isEqualTo("country-not-allowed");
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(refused).path("errors")).hasSize(2);
        assertThat(json(refused).at("/errors/0/code").asText()).isEqualTo("outside-window");
        assertThat(json(refused).at("/errors/0/nextAllowedAt").asText()).isEqualTo("2026-11-21T11:00:00.000Z");
        assertThat(json(refused).path("nextAllowedAt").isNull())
                .as("waiting does not help with the country")
                .isTrue();
        assertThat(stored()).isEmpty();

        server.guard = (dial, now) -> GuardVerdict.refused(window);
        HttpResponse<String> night = order(ORDER, "k-1");
        assertThat(night.statusCode()).isEqualTo(409);
        assertThat(json(night).path("nextAllowedAt").asText()).isEqualTo("2026-11-21T11:00:00.000Z");

        server.guard = (dial, now) -> GuardVerdict.PERMITTED;
        assertThat(order(ORDER, "k-1").statusCode())
                .as("what was refused did not use up the key")
                .isEqualTo(202);
    }

    @Test
    void aDryRunShouldTellEveryReasonAndDoNothing() {
        String dry = "{\"to\": \"+14155550142\", \"dryRun\": true}";
        assertThat(json(server.post(CALLS, dry)).path("permitted").asBoolean()).isTrue();
        server.guard = (dial, now) ->
                GuardVerdict.refused(GuardReason.of("G3", "country-not-allowed", 403, "calls to US are not allowed"));

        HttpResponse<String> answer = server.post(CALLS, dry);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("permitted").asBoolean()).isFalse();
        assertThat(json(answer).at("/reasons/0/rule").asText()).isEqualTo("G3");
        assertThat(stored()).isEmpty();
        assertThat(server.liveKit.requests()).isEmpty();
    }

    @Test
    void aTenantsKeyShouldOrderForItsTenantAlone() {
        String[] key = server.key("acme", Scope.CALLS_READ, Scope.CALLS_WRITE);
        String[] headers = {key[0], key[1], "Idempotency-Key", "k-1"};

        HttpResponse<String> own = server.post(CALLS, ORDER, headers);
        HttpResponse<String> others =
                server.post(CALLS, "{\"to\": \"+14155550142\", \"tenantId\": \"other\"}", headers);

        assertThat(own.statusCode()).isEqualTo(202);
        assertThat(stored().get(0).origin().tenantId()).isEqualTo("acme");
        assertThat(others.statusCode()).isEqualTo(422);
        assertThat(json(others).at("/errors/0/pointer").asText()).isEqualTo("/tenantId");
    }

    @Test
    void aServerWithoutPhonesOrWithoutATrunkShouldSayWhatToSet() {
        for (Supplier<RunningServer> incomplete :
                List.<Supplier<RunningServer>>of(RunningServer::startWithoutPhones, RunningServer::startWithoutTrunk)) {
            try (RunningServer bare = incomplete.get()) {
                for (String order : List.of(ORDER, "{\"to\": \"+14155550142\", \"dryRun\": true}")) {
                    HttpResponse<String> answer = bare.post(CALLS, order, "Idempotency-Key", "k-1");

                    assertThat(answer.statusCode()).isEqualTo(501);
                    assertThat(code(answer)).isEqualTo("outbound-not-set-up");
                    assertThat(answer.body()).contains("LIVEKIT_SIP_OUTBOUND_TRUNK_ID", "outboundTrunk(...)");
                    assertThat(bare.troubles).isEmpty();
                }
            }
        }
    }

    @Test
    void aStoreThatIsDownShouldBeAnswered503() {
        server.store.setDown(true);

        assertThat(order(ORDER, "k-1").statusCode()).isEqualTo(503);
        server.store.setDown(false);
        assertThat(order(ORDER, "k-1").statusCode()).isEqualTo(202);
    }
}
