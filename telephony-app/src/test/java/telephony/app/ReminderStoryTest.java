package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.DispatchState;

/** Customers are reminded of their payments by phone: from the context of a reminder to its outcome. */
@Timeout(120)
class ReminderStoryTest {

    private static final String DIRECTORY =
            """
            {"tenants": [{"id": "billing", "name": "Billing"}],
             "agents": [{"id": "reminder", "tenantId": "billing", "name": "Reminder", "status": "active",
                         "config": {"name": "payment-reminder"}}]}
            """;
    private static final String REMINDER =
            """
            {"customerName": "Test Customer", "customerPhone": "+1234567890", "invoiceNumber": "INV-001",
             "amountDue": 100.00, "dueDate": "2024-01-15", "companyName": "Test Company",
             "supportPhone": "+1800555000"}
            """;

    private final StoryServer server = new StoryServer(
            Map.of("DEFAULT_AGENT_ID", "reminder", "DEFAULT_ORGANIZATION_ID", "billing"), "payment-reminder");

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode remind(String reminder) throws Exception {
        server.ask("POST", "/telephony/directory", DIRECTORY);
        return server.ask("POST", "/api/livekit/dispatch-call", reminder);
    }

    private JsonNode over(JsonNode placed) throws Exception {
        return server.getOnce("/telephony/calls/" + placed.path("call_id").asText(), record -> record.path("outcome")
                .isObject());
    }

    /** What LiveKit gives to the agent that is sent to this room. */
    private JsonNode jobMetadata(String room) throws Exception {
        List<DispatchState> sent = List.of();
        while (sent.isEmpty()) {
            // LiveKit lists an automatic dispatch without a name for every room as well.
            sent = server.livekit().api().list(room).toCompletableFuture().join().answered().orElse(List.of()).stream()
                    .filter(dispatch -> !dispatch.asked().agentName().isEmpty())
                    .toList();
        }
        assertThat(sent).hasSize(1);
        return new ObjectMapper().readTree(sent.get(0).asked().metadata());
    }

    @Test
    void theAgentShouldBeToldWhatTheReminderIsAboutAndTheOutcomeShouldBeOnRecord() throws Exception {
        server.livekit().dials().next(CalleeBehaviour.answering().talkingFor(Duration.ofSeconds(2)));

        JsonNode placed = remind(REMINDER);
        assertThat(placed.path("success").asBoolean()).isTrue();

        JsonNode told = jobMetadata(placed.path("room_name").asText());
        assertThat(told.path("customer_name").asText()).isEqualTo("Test Customer");
        assertThat(told.path("customer_phone").asText()).isEqualTo("+1234567890");
        assertThat(told.path("invoice_number").asText()).isEqualTo("INV-001");
        assertThat(told.path("amount_due").asDouble()).isEqualTo(100.0);
        assertThat(told.path("due_date").asText()).isEqualTo("2024-01-15");
        assertThat(told.path("company_name").asText()).isEqualTo("Test Company");
        assertThat(told.path("support_phone").asText()).isEqualTo("+1800555000");
        assertThat(told.at("/telephony/direction").asText()).isEqualTo("outbound");
        assertThat(told.at("/telephony/call_id").asText())
                .isEqualTo(placed.path("call_id").asText());

        JsonNode record = over(placed);
        assertThat(record.at("/outcome/result").asText()).isEqualTo("answered");
        assertThat(record.at("/outcome/endedBy").asText()).isEqualTo("callee");
        assertThat(record.at("/route/agentName").asText()).isEqualTo("payment-reminder");
        assertThat(record.at("/route/metadata/invoiceNumber").asText()).isEqualTo("INV-001");
        assertThat(record.path("tenantId").asText()).isEqualTo("billing");
        assertThat(record.path("roomName").asText())
                .isEqualTo(placed.path("room_name").asText());
        assertThat(server.livekit().dials().calls().get(0).heard()).hasSize(1);

        assertThat(server.run("show", record.path("callId").asText()))
                .as(server.printed())
                .isZero();
        assertThat(server.printed()).contains("answered", "+1234567890");
        assertThat(server.run("stats", "--by", "outcome")).as(server.printed()).isZero();
        assertThat(server.printed()).containsPattern("answered +1 ");
    }

    @Test
    void whoIsBusyShouldBeOnRecordAsBusyAndNotBeCalledAgain() throws Exception {
        server.livekit().dials().next(CalleeBehaviour.busy());

        JsonNode record = over(remind(REMINDER));

        assertThat(record.at("/outcome/result").asText()).isEqualTo("busy");
        assertThat(record.path("answeredAt").isNull()).isTrue();
        assertThat(server.livekit().dials().calls()).hasSize(1);
    }

    @Test
    void aNumberThatIsNoneShouldBeRefusedInTheWordsOfBeforeAndCallNobody() throws Exception {
        JsonNode refused = server.refused(422, "/api/livekit/dispatch-call", REMINDER.replace("+1234567890", "12"));

        assertThat(refused.path("success").asBoolean()).isFalse();
        assertThat(refused.at("/error/type").asText()).isEqualTo("InvalidPhoneNumberError");
        assertThat(server.get("/telephony/calls").path("items")).isEmpty();
        assertThat(server.livekit().dials().calls()).isEmpty();
    }
}
