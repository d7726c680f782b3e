package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;

/** What teams that move over from older systems do, on the whole server and a simulated LiveKit, in real time. */
@Timeout(60)
class DropInStoryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOSPITAL =
            """
            {"tenants": [{"id": "org123", "name": "Arrow"}, {"id": "acme", "name": "Acme"},
                         {"id": "reception", "name": "Reception"}],
             "agents": [
               {"id": "day", "tenantId": "org123", "name": "Day", "status": "active", "config": {"name": "hospital"}},
               {"id": "night", "tenantId": "org123", "name": "Night", "config": {"name": "hospital"}},
               {"id": "seller", "tenantId": "acme", "name": "Seller", "status": "active", "config": {"name": "sales"}},
               {"id": "desk", "tenantId": "acme", "name": "Desk", "status": "active", "config": {"name": "desk"}},
               {"id": "k17", "tenantId": "reception", "name": "Anna", "status": "active", "config": {"name": "anna"}}],
             "numbers": [{"number": "+919876543210", "tenantId": "org123", "agentIds": ["day", "night"]},
                         {"number": "+15557654321", "tenantId": "acme", "agentIds": []},
                         {"number": "+15557654322", "tenantId": "acme", "agentIds": []}],
             "campaigns": [{"id": "spring", "tenantId": "acme", "name": "Spring", "agentId": "seller",
                            "numbers": ["+15557654321"]}]}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private SimulatedSwitchboard all;

    @AfterEach
    void stop() {
        all.close();
    }

    private void serve(@Nullable CallRouter router) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "TELEPHONY_HOST", "127.0.0.1",
                "TELEPHONY_PORT", "0",
                "TELEPHONY_STORE", "memory",
                "DEFAULT_AGENT_ID", "k17",
                "DEFAULT_ORGANIZATION_ID", "reception"));
        all = SimulatedSwitchboard.start(
                0, settings, Map.of(), config -> new Wiring(config, InstantSource.system(), router, List.of()).start());
        send("POST", "/telephony/directory", HOSPITAL);
        send("PATCH", "/telephony/tenants/acme", "{\"defaultAgentId\": \"desk\"}");
        if (router == null) {
            // The first decision of a process loads what decides: on a busy machine that takes as long as it may take.
            roomOfNextCall();
        }
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(all.url() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError("no answer to " + path, e);
        }
    }

    private JsonNode send(String method, String path, String body) {
        HttpResponse<String> answer = ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return read(answer.body());
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (Exception e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private String roomOfNextCall() {
        return send(
                        "POST",
                        "/api/v1/livekit/sip-dispatch",
                        "{\"call_id\": \"c\", \"from_user\": {\"number\": \"+911234567890\"},"
                                + " \"to_user\": {\"number\": \"+919876543210\"}}")
                .path("room_name")
                .asText();
    }

    private void toggle(String agent, String status) {
        send("PATCH", "/telephony/agents/" + agent, "{\"status\": \"" + status + "\"}");
    }

    @Test
    void theToggleShouldDecideWhichOfTheNumbersAgentsGetsTheNextCall() {
        serve(null);
        assertThat(roomOfNextCall()).startsWith("call-org123_day_");

        toggle("day", "inactive");
        toggle("night", "active");
        assertThat(roomOfNextCall()).startsWith("call-org123_night_");

        toggle("night", "inactive");
        assertThat(roomOfNextCall()).as("nobody there, so the fallback").startsWith("call-org123_k17_");

        toggle("day", "active");
        assertThat(roomOfNextCall()).startsWith("call-org123_day_");
    }

    /** Rules of an embedder that fail or hang. */
    private static CallRouter router(Supplier<Optional<RoutingDecision>> rules) {
        CallRoutingPort port = new CallRoutingPort() {
            @Override
            public Optional<RoutingDecision> route(RoutingRequest request) {
                return rules.get();
            }

            @Override
            public Set<String> agentNames() {
                return Set.of();
            }
        };
        return new CallRouter(port, AgentConfig.named("phone-agent"), Rung.DEFAULT, Set.of(), failure -> {});
    }

    @Test
    void aLookUpThatFailsShouldBeAnsweredWithTheFallback() {
        serve(router(() -> {
            throw new IllegalStateException("no index");
        }));

        assertThat(roomOfNextCall()).startsWith("call-reception_k17_");
    }

    @Test
    void aLookUpThatHangsShouldBeAnsweredWithTheFallbackInTime() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        serve(router(() -> {
            asked.countDown();
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }));

        String room = roomOfNextCall();

        assertThat(asked.getCount()).isZero();
        assertThat(room).startsWith("call-reception_k17_");
        assertThat(ask("GET", "/metrics", "").body())
                .contains("telephony_early_lookups_seconds_count{asker=\"sip-dispatch\",by=\"fallback\"} 1");
        answered.countDown();
    }

    private JsonNode inbound(String to, String callId) {
        return send(
                "POST",
                "/api/v1/webhooks/livekit/sip-inbound",
                "{\"from_number\": \"+15551234567\", \"to_number\": \"" + to + "\", \"call_id\": \"" + callId + "\"}");
    }

    @Test
    void theCampaignShouldComeBeforeTheTenantAndTheTenantBeforeTheDefault() {
        serve(null);

        JsonNode campaign = inbound("+15557654321", "SIP-1");
        assertThat(campaign.path("agent_name").asText()).isEqualTo("sales");
        assertThat(campaign.at("/attributes/telephony.campaign_id").asText()).isEqualTo("spring");

        toggle("seller", "inactive");
        JsonNode tenant = inbound("+15557654321", "SIP-2");
        assertThat(tenant.path("agent_name").asText()).isEqualTo("desk");
        assertThat(tenant.at("/attributes/telephony.reason").asText()).isEqualTo("tenant-default");
        assertThat(inbound("+15557654322", "SIP-3").path("agent_name").asText()).isEqualTo("desk");

        toggle("desk", "inactive");
        JsonNode last = inbound("+15557654322", "SIP-4");
        assertThat(last.path("agent_name").asText()).isEqualTo("anna");
        assertThat(last.at("/attributes/telephony.tenant_id").asText()).isEqualTo("acme");
    }
}
