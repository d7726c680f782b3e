package telephony.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

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
                Map.of("customerName", "Ada", "openInvoices", List.of(Map.of("amountDue", 12.5)), "telephony", "mine"));

        Map<String, Object> metadata =
                AgentMetadata.of(call, route, new DispatchMarker("RM_1", 1, 1, "test", "r"));

        assertThat(metadata)
                .containsEntry("customer_name", "Ada")
                .containsEntry("open_invoices", List.of(Map.of("amount_due", 12.5)))
                .containsOnlyKeys("customer_name", "open_invoices", "telephony");
        assertThat(((Map<?, ?>) metadata.get("telephony")).keySet().toString()).contains("call_id", "agent", "dispatch");
    }
}
