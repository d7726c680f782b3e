package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.access.Scope;
import telephony.call.Participant;
import telephony.call.TelephonyCall;
import telephony.store.CallQuery;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit;
import telephony.testkit.FakeLiveKit.Method;

class CallControlTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";

    private final RunningServer server = RunningServer.start();
    private final Participant caller = Calls.caller("PA_c", "SCL_1", "active", Calls.START);
    private TelephonyCall call;

    @BeforeEach
    void begin() {
        server.liveKit.openRoom(ROOM, SID);
        server.liveKit.put(ROOM, caller);
        server.telephony.sessions().handleLiveKitEvent(Calls.joined(SID, caller, Calls.START));
        call = server.store.query(CallQuery.all(null, 1, null)).items().get(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String path(String what) {
        return "/telephony/calls/" + call.callId() + "/" + what;
    }

    private HttpResponse<String> end(String... headers) {
        return server.send(server.request(path("end"), headers).POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void endingACallShouldRemoveItsCaller() {
        HttpResponse<String> answer = end();

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains(call.callId().toString());
        assertThat(server.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .doesNotContain(caller.identity());
        assertThat(end().statusCode()).as("asked again").isEqualTo(202);
    }

    @Test
    void whoNamesALegShouldNotEndTheWholeCall() {
        HttpResponse<String> answer = server.post(path("end"), "{\"leg\": \"x\"}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("body-not-taken");
        assertThat(server.liveKit.count(Method.REMOVE_PARTICIPANT)).isZero();
    }

    private HttpResponse<String> endLeg(String identity) {
        return server.send(server.request(path("end?identity=" + identity)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void endingATargetShouldLeaveTheCallerWhereHeIs() {
        server.post(path("transfer"), "{\"to\": \"+14155550142\", \"mode\": \"bridge\"}", "Idempotency-Key", "k-1");
        String target = "target-" + call.callId() + "-1";

        assertThat(endLeg(target).statusCode()).isEqualTo(202);

        assertThat(server.liveKit.requests())
                .contains(new FakeLiveKit.Request(Method.REMOVE_PARTICIPANT, ROOM, target));
        assertThat(server.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .contains(caller.identity());
    }

    @Test
    void endingTheLastLegShouldEndTheCallAndAnUnknownOneNothing() {
        assertThat(endLeg("nobody").statusCode()).isEqualTo(404);
        assertThat(server.liveKit.count(Method.REMOVE_PARTICIPANT)).isZero();

        assertThat(endLeg("sip_%2B15551231").statusCode()).isEqualTo(202);
        assertThat(server.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .doesNotContain(caller.identity());
    }

    @Test
    void theStatusShouldBeWhatLiveKitShowsNow() throws Exception {
        server.liveKit.put(ROOM, Calls.agent("PA_a", "agent-AJ_1", true, Calls.START));

        HttpResponse<String> answer = server.get(path("status"));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.at("/legs")).hasSize(1);
        assertThat(json.at("/legs/0/present").asBoolean()).isTrue();
        assertThat(json.at("/legs/0/callStatus").asText()).isEqualTo("active");
        assertThat(json.at("/legs/0/attributes").properties())
                .isNotEmpty()
                .allSatisfy(attribute -> assertThat(attribute.getKey()).startsWith("sip."));
        assertThat(json.at("/agents/0/identity").asText()).isEqualTo("agent-AJ_1");

        server.liveKit.take(ROOM, caller.identity());
        JsonNode gone = JSON.readTree(server.get(path("status")).body());
        assertThat(gone.at("/legs/0/present").asBoolean()).isFalse();
        assertThat(gone.at("/legs/0/attributes").properties()).isEmpty();
    }

    @Test
    void aLiveKitThatDoesNotAnswerShouldBeTold() {
        server.liveKit.setBroken(Set.of(Method.LIST_PARTICIPANTS));

        assertThat(server.get(path("status")).statusCode()).isIn(502, 503, 504);
    }

    @Test
    void anotherTenantsCallShouldBeLikeOneThatIsNotThere() {
        String[] key = server.key("acme", Scope.CALLS_READ, Scope.CALLS_WRITE);

        assertThat(List.of(end(key), server.get(path("status"), key)))
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(404));
        assertThat(server.liveKit.count(Method.REMOVE_PARTICIPANT)).isZero();
    }
}
