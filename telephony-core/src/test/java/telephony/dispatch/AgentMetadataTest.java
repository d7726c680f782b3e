package telephony.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.call.DispatchMarker;
import telephony.call.TelephonyCall;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.testkit.Calls;

class AgentMetadataTest {

    @ParameterizedTest
    @CsvSource({
        "customerName, customer_name",
        "CustomerName, customer_name",
        "customer-name, customer_name",
        "customer name, customer_name",
        "customer_name, customer_name",
        "amountDue2, amount_due2",
        "invoiceURL, invoice_url",
        "URLOfInvoice, url_of_invoice"
    })
    void keysShouldBeInSnakeCase(String key, String expected) {
        assertThat(AgentMetadata.snakeCase(key)).isEqualTo(expected);
    }

    @Test
    void everyDepthShouldBeInSnakeCaseAndTheReservedKeyOurs() {
        TelephonyCall call = Calls.inbound("RM_1", "SCL_1");
        RoutingDecision.Dispatch route = new RoutingDecision.Dispatch(
                AgentConfig.named("phone-agent"),
                "number",
                "tenant",
                null,
                Map.of("customerName", "Ada", "openInvoices", List.of(Map.of("amountDue", 12.5)), "telephony", "mine"),
                List.of());

        Map<String, Object> metadata =
                AgentMetadata.of(call, route, new DispatchMarker("RM_1", 1, 1, "test", "r"), new AgentToken("secret"));

        assertThat(metadata)
                .containsEntry("customer_name", "Ada")
                .containsEntry("open_invoices", List.of(Map.of("amount_due", 12.5)))
                .containsOnlyKeys("customer_name", "open_invoices", "telephony");
        assertThat(((Map<?, ?>) metadata.get("telephony")).keySet().toString())
                .contains("call_id", "agent", "dispatch", "token");
    }

    @Test
    void aFlatAgentShouldFindItsSettingsAtTheTopLevelBelowTheUsersOwn() {
        AgentConfig flat = new AgentConfig(
                "sales", "Sell.", "Hi.", null, null, List.of(), "telephony", AgentConfig.MetadataStyle.FLAT);
        RoutingDecision.Dispatch route =
                new RoutingDecision.Dispatch(flat, "number", null, null, Map.of("greeting", "Hello Ada."), List.of());

        Map<String, Object> metadata = AgentMetadata.of(
                Calls.inbound("RM_1", "SCL_1"),
                route,
                new DispatchMarker("RM_1", 1, 1, "test", "r"),
                new AgentToken("secret"));

        assertThat(metadata)
                .containsEntry("prompt", "Sell.")
                .containsEntry("greeting", "Hello Ada.")
                .containsEntry("noise_cancellation_type", "telephony");
        assertThat(((Map<?, ?>) ((Map<?, ?>) metadata.get("telephony")).get("agent")).get("greeting"))
                .isEqualTo("Hi.");
    }

    @Test
    void aPreviewShouldLackOnlyWhatACallAdds() {
        TelephonyCall call = Calls.inbound("RM_1", "SCL_1");
        RoutingDecision.Dispatch route = RoutingDecision.Dispatch.of(AgentConfig.named("phone-agent"), "number");

        Map<String, Object> sent =
                AgentMetadata.of(call, route, new DispatchMarker("RM_1", 1, 1, "test", "r"), new AgentToken("secret"));
        Map<String, Object> preview = AgentMetadata.preview(route, "+15551231", "+15559990000");

        Map<Object, Object> ours = new LinkedHashMap<>((Map<?, ?>) sent.get("telephony"));
        ours.keySet().removeAll(List.of("call_id", "dispatch", "token"));
        ours.put("from", "+15551231");
        ours.put("to", "+15559990000");
        assertThat(preview).isEqualTo(Map.of("telephony", ours));
    }
}
