package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.access.Scope;
import telephony.lead.Lead;
import telephony.lead.Meeting;
import telephony.testkit.Calls;

/** Leads over HTTP. */
class LeadRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANN = "+15551230001";

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private Lead met(@Nullable String tenant, String number, @Nullable String campaign, String callKey) {
        return server.leads.met(new Meeting(tenant, number, "Ann", campaign, callKey, Calls.START));
    }

    private static JsonNode json(HttpResponse<String> response, int status) throws JsonProcessingException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private List<String> listed(String query, String... key) throws JsonProcessingException {
        return json(server.get("/telephony/leads" + query, key), 200)
                .path("items")
                .findValuesAsText("id");
    }

    @Test
    void aLeadShouldBeShownAsItIs() throws Exception {
        Lead lead = met("acme", ANN, "spring", "call1");
        met("acme", ANN, null, "call2");

        JsonNode shown = json(server.get("/telephony/leads/" + lead.id()), 200);

        assertThat(shown)
                .isEqualTo(JSON.readTree(
                        """
                                {"id":"%s","tenantId":"acme","number":"+15551230001","name":"Ann","campaignId":"spring",
                                 "calls":2,"firstAt":"2026-11-21T10:00:00.000Z","lastAt":"2026-11-21T10:00:00.000Z"}
                                """
                                .formatted(lead.id())));
        assertThat(json(server.get("/telephony/leads"), 200).path("items").get(0))
                .isEqualTo(shown);
    }

    @Test
    void filtersShouldFitTogetherAndPagesGoOn() throws Exception {
        String ann = met("acme", ANN, "spring", "call1").id();
        String bob = met("acme", "+15551230002", "spring", "call2").id();
        String zenith = met("zenith", ANN, null, "call3").id();

        assertThat(listed("?number=%2B15551230001")).containsExactly(ann, zenith);
        assertThat(listed("?number=+15551230001&tenantId=zenith")).containsExactly(zenith);
        assertThat(listed("?campaignId=spring")).containsExactly(ann, bob);
        JsonNode first = json(server.get("/telephony/leads?limit=2"), 200);
        assertThat(first.path("items")).hasSize(2);
        assertThat(listed("?limit=2&cursor=" + first.path("nextCursor").asText()))
                .containsExactly(zenith);
    }

    @Test
    void aKeyOfATenantShouldReachItsLeadsOnly() throws Exception {
        String acme = met("acme", ANN, null, "call1").id();
        String zenith = met("zenith", ANN, null, "call2").id();
        String nobodys = met(null, ANN, null, "call3").id();
        String[] key = server.key("acme", Scope.CALLS_READ);

        assertThat(listed("", key)).containsExactly(acme);
        assertThat(listed("?tenantId=zenith", key)).isEmpty();
        assertThat(listed("?number=%2B15551230001&cursor=" + zenith, key)).isEmpty();
        for (String other : List.of(zenith, nobodys, "never")) {
            assertThat(json(server.get("/telephony/leads/" + other, key), 404)
                            .path("code")
                            .asText())
                    .isEqualTo("lead-not-found");
        }
        assertThat(json(server.get("/telephony/leads/" + acme, key), 200)
                        .path("calls")
                        .asInt())
                .isOne();
    }

    @Test
    void whileTheLeadsAreDownTheAnswerShouldSaySo() throws Exception {
        server.leads.setDown(true);

        assertThat(json(server.get("/telephony/leads"), 503).path("code").asText())
                .isEqualTo("store-unavailable");
    }
}
