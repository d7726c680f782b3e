package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.access.Scope;
import telephony.call.TelephonyCall;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.store.CallQuery;

/** Calls that a payment reminder system from before places. */
class DropInCallsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DISPATCH_CALL = "/api/livekit/dispatch-call";
    private static final String REMINDER =
            """
            {"customerName": "Test Customer", "customerPhone": "+1234567890", "invoiceNumber": "INV-001",
             "amountDue": 100.00, "dueDate": "2024-01-15", "companyName": "Test Company", "supportPhone": "+1800555000"}
            """;

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

    private List<TelephonyCall> stored() {
        return server.store.query(CallQuery.all(null, 50, null)).items();
    }

    @Test
    void theCallOfTheDocumentShouldBePlacedAndAnsweredFieldByField() {
        JsonNode answer = json(server.post(DISPATCH_CALL, REMINDER), 200);

        String callId = stored().get(0).callId().toString();
        assertThat(answer.toString())
                .isEqualTo("{\"success\":true,\"call_id\":\"" + callId + "\",\"room_name\":\"out-" + callId
                        + "\",\"participant_identity\":\"phone-" + callId + "\",\"status\":\"agent_dispatched\"}");
        assertThat(stored().get(0).dial().order().to()).isEqualTo("+1234567890");
    }

    @Test
    void theContextShouldReachTheAgentInSnakeCase() {
        json(server.post(DISPATCH_CALL, REMINDER), 200);

        Map<String, Object> told = server.liveKit.orders().get(0).metadata();
        assertThat(told)
                .containsEntry("customer_name", "Test Customer")
                .containsEntry("customer_phone", "+1234567890")
                .containsEntry("invoice_number", "INV-001")
                .containsEntry("amount_due", 100.0)
                .containsEntry("due_date", "2024-01-15")
                .containsEntry("company_name", "Test Company")
                .containsEntry("support_phone", "+1800555000")
                .containsOnlyKeys(
                        "customer_name",
                        "customer_phone",
                        "invoice_number",
                        "amount_due",
                        "due_date",
                        "company_name",
                        "support_phone",
                        "telephony");
    }

    @Test
    void theFallbackAgentShouldTalkToTheAccountOfTheDefaultOrganization() {
        json(server.post(DISPATCH_CALL, REMINDER.replaceFirst("\\{", "{\"telephony\": {\"call_id\": \"x\"}, ")), 200);

        assertThat(server.liveKit.orders().get(0).agentName()).isEqualTo("reception");
        assertThat(stored().get(0).origin().tenantId()).isEqualTo("k18def456uvw");
    }

    @Test
    void eachRequestShouldBeAnOrderOfItsOwnUnlessItHasAKey() {
        json(server.post(DISPATCH_CALL, REMINDER), 200);
        json(server.post(DISPATCH_CALL, REMINDER), 200);
        assertThat(stored()).hasSize(2);

        String first = json(server.post(DISPATCH_CALL, REMINDER, "Idempotency-Key", "INV-001"), 200)
                .path("call_id")
                .asText();
        JsonNode again = json(server.post(DISPATCH_CALL, REMINDER, "Idempotency-Key", "INV-001"), 200);
        assertThat(again.path("call_id").asText()).isEqualTo(first);
        assertThat(stored()).hasSize(3);
    }

    @Test
    void aNumberShouldBeCleanedBeforeItIsJudged() {
        json(server.post(DISPATCH_CALL, REMINDER.replace("+1234567890", "+1 (212) 555-1234")), 200);

        assertThat(stored().get(0).dial().order().to()).isEqualTo("+12125551234");
    }

    private static void assertError(JsonNode answer, String type, String message) {
        assertThat(answer.path("success").isBoolean()).isTrue();
        assertThat(answer.path("success").asBoolean()).isFalse();
        assertThat(answer.at("/error/type").asText()).isEqualTo(type);
        assertThat(answer.at("/error/message").asText()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"\"+12\"", "\"+0123456789\"", "\"call me\"", "null", "7"})
    void whatIsNoNumberShouldBeRefusedAsSuch(String number) {
        JsonNode answer = json(server.post(DISPATCH_CALL, REMINDER.replace("\"+1234567890\"", number)), 422);

        assertError(answer, "InvalidPhoneNumberError", "customerPhone must be a phone number in E.164");
        assertThat(stored()).isEmpty();
    }

    @Test
    void aNumberThatGuardsKnowToBeNoneShouldBeRefusedWithTheirReason() {
        server.guard = (dial, now) -> GuardVerdict.refused(
                GuardReason.of("G9", "outside-window", 429, "It is night there"),
                GuardReason.of("G1", "invalid-number", 422, "No numbering plan has this number"));

        JsonNode answer = json(server.post(DISPATCH_CALL, REMINDER), 422);

        assertError(answer, "InvalidPhoneNumberError", "It is night there. No numbering plan has this number.");
        assertThat(stored()).isEmpty();
    }

    @Test
    void whatGuardsRefuseOtherwiseShouldBeACallThatWasNotBegun() {
        server.guard =
                (dial, now) -> GuardVerdict.refused(GuardReason.of("G9", "outside-window", 429, "It is night there"));

        assertError(json(server.post(DISPATCH_CALL, REMINDER), 429), "CallInitiationError", "It is night there.");
    }

    @Test
    void withoutATrunkItShouldBeAnErrorOfLiveKits() {
        restart(RunningServer.startWithoutTrunk());

        assertError(json(server.post(DISPATCH_CALL, REMINDER), 501), "LiveKitError", "LIVEKIT_SIP_OUTBOUND_TRUNK_ID");
    }

    @Test
    void aStoreThatIsDownShouldBeSaidInTheirShape() {
        server.store.setDown(true);

        HttpResponse<String> answer = server.post(DISPATCH_CALL, REMINDER);

        assertError(json(answer, 503), "CallInitiationError", "nobody was called");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void moreThanAnAgentCanBeToldShouldBeRefused() {
        String long16 = "x".repeat(1000);
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 20; i++) {
            many.append("\"note").append(i).append("\":\"").append(long16).append("\",");
        }

        JsonNode answer = json(server.post(DISPATCH_CALL, REMINDER.replaceFirst("\\{", many.toString())), 422);

        assertError(answer, "CallInitiationError", "bytes as JSON");
    }

    @Test
    void aBodyThatIsNoJsonShouldBeRefusedInTheirShape() {
        assertError(json(server.post(DISPATCH_CALL, "{"), 400), "CallInitiationError", "cannot be parsed");
    }

    @Test
    void aTenantsKeyShouldPlaceCallsToThatTenantsAccount() {
        String[] key = server.key("acme", Scope.CALLS_WRITE);

        json(server.post(DISPATCH_CALL, REMINDER, key), 200);

        assertThat(stored().get(0).origin().tenantId()).isEqualTo("acme");
    }
}
