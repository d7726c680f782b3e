package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.CallEvent;
import telephony.call.Participant;
import telephony.testkit.Calls;
import telephony.webhook.WebhookReading;

/** The webhooks that were taken in, and another try for those in quarantine. */
class InboxRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void quarantined(String eventId) {
        server.clock.advance(Duration.ofSeconds(1));
        server.reading = new WebhookReading.Unusable(eventId, "no participant", "{\"event\":\"participant_joined\"}");
        assertThat(server.webhook("application/webhook+json", "{}").statusCode())
                .isEqualTo(200);
    }

    private CallEvent joined() {
        Participant caller = Calls.caller("PA_c", "SCL_1", "ringing", server.clock.instant());
        return Calls.joined("RM_1", caller, server.clock.instant());
    }

    private JsonNode get(String path) throws IOException {
        HttpResponse<String> response = server.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private JsonNode replay(String eventId) throws IOException {
        HttpResponse<String> response = server.send(server.request("/telephony/webhooks/" + eventId + "/replay")
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void theInboxShouldShowWhatCameAndWhatBecameOfIt() throws Exception {
        quarantined("EV_bad");
        CallEvent join = joined();
        server.telephony.sessions().handleLiveKitEvent(join);

        JsonNode all = get("/telephony/webhooks");
        JsonNode bad = get("/telephony/webhooks?verdict=quarantined");

        assertThat(all.path("items").findValuesAsText("eventId"))
                .containsExactlyInAnyOrder("EV_bad", join.header().eventId());
        assertThat(bad.path("items")).hasSize(1);
        assertThat(bad.at("/items/0"))
                .isEqualTo(
                        JSON.readTree(
                                """
                        {"eventId":"EV_bad","receivedAt":"2026-11-21T10:00:01.000Z","verdict":"quarantined","callId":null,
                         "note":"no participant","raw":"{\\"event\\":\\"participant_joined\\"}"}"""));
        assertThat(get("/telephony/webhooks/EV_bad")).isEqualTo(bad.at("/items/0"));
        JsonNode taken = get("/telephony/webhooks?verdict=taken").at("/items/0");
        assertThat(taken.path("callId").asText())
                .isEqualTo(server.store
                        .findNewestByRoomSid("RM_1")
                        .orElseThrow()
                        .callId()
                        .toString());
    }

    @Test
    void theInboxShouldComeInPagesNewestFirst() throws Exception {
        for (String id : List.of("EV_1", "EV_2", "EV_3")) {
            quarantined(id);
        }

        JsonNode first = get("/telephony/webhooks?limit=2");
        JsonNode second = get(
                "/telephony/webhooks?limit=2&cursor=" + first.path("nextCursor").asText());

        assertThat(first.path("items").findValuesAsText("eventId")).containsExactly("EV_3", "EV_2");
        assertThat(second.path("items").findValuesAsText("eventId")).containsExactly("EV_1");
        assertThat(second.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void whatCanBeReadNowShouldBeTakenInByAReplay() throws Exception {
        quarantined("EV_test");
        CallEvent join = joined();
        server.reading = new WebhookReading.Event(join);
        String eventId = join.header().eventId();
        server.telephony.sessions().quarantine(eventId, "no participant", "{}", server.clock.instant());

        JsonNode answer = replay(eventId);

        assertThat(answer.path("result").asText()).isEqualTo("taken");
        assertThat(answer.at("/event/verdict").asText()).isEqualTo("taken");
        assertThat(server.store.findNewestByRoomSid("RM_1")).isPresent();
        assertThat(replay(eventId).path("result").asText()).isEqualTo("duplicate");
    }

    @Test
    void whatStillCannotBeReadShouldStayInQuarantine() throws Exception {
        quarantined("EV_bad");

        JsonNode answer = replay("EV_bad");

        assertThat(answer.path("result").asText()).isEqualTo("quarantined");
        assertThat(answer.path("detail").asText()).contains("stays in quarantine");
        assertThat(answer.at("/event/note").asText()).isEqualTo("no participant");
    }

    @Test
    void whatConcernsNoCallShouldStayWhereItIs() throws Exception {
        quarantined("EV_bad");
        server.reading = new WebhookReading.NotOurs("egress_ended");

        JsonNode answer = replay("EV_bad");

        assertThat(answer.path("result").asText()).isEqualTo("not_ours");
        assertThat(answer.at("/event/verdict").asText()).isEqualTo("quarantined");
    }

    @Test
    void anEventThatIsNotKeptShouldBeToldSo() {
        HttpResponse<String> one = server.get("/telephony/webhooks/EV_none");
        HttpResponse<String> again = server.post("/telephony/webhooks/EV_none/replay", "");

        assertThat(one.statusCode()).isEqualTo(404);
        assertThat(one.body()).contains("event-not-found");
        assertThat(again.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verdict=refused", "limit=0", "limit=201", "cursor=nonsense", "state=taken"})
    void aQueryThatIsNotValidShouldBeRefused(String query) {
        assertThat(server.get("/telephony/webhooks?" + query).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/telephony/webhooks", "/telephony/webhooks/EV_1"})
    void theInboxShouldBeForThisMachineOnly(String path) {
        assertThat(server.get(path, "X-Forwarded-For", "203.0.113.9").statusCode())
                .isEqualTo(403);
        assertThat(server.post("/telephony/webhooks/EV_1/replay", "", "X-Forwarded-For", "203.0.113.9")
                        .statusCode())
                .isEqualTo(403);
    }
}
