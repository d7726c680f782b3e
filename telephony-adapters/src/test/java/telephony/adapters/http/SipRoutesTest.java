package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.sip.SipEntry;
import telephony.sip.SipSetting;
import telephony.sip.SipWanted;

/** Trunks and dispatch rules over HTTP, on a LiveKit in memory. */
class SipRoutesTest {

    private static final String TRUNKS = "/telephony/sip/trunks";
    private static final String RULES = "/telephony/sip/dispatch-rules";
    private static final String PLAN = "/telephony/sip/plan";
    private static final String APPLY = "/telephony/sip/apply";
    private static final String TRUNK =
            "{\"direction\": \"inbound\", \"name\": \"main\", \"numbers\": [\"+15559990000\"]}";
    private static final String DOCUMENT =
            """
            {"set": "front",
             "inboundTrunks": {"main": {"numbers": ["+15559990000"],
               "authUsername": "carrier", "authPassword": {"env": "SIP_PASSWORD"}}},
             "dispatchRules": {"calls": {"type": "individual", "roomPrefix": "call", "trunks": ["main"]}}}""";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return server.send(server.request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> response, int status) throws JsonProcessingException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private static String problem(HttpResponse<String> response, int status) throws JsonProcessingException {
        JsonNode json = json(response, status);
        assertThat(response.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
        return json.get("code").asText();
    }

    private static List<String> flaws(HttpResponse<String> response) throws JsonProcessingException {
        return JSON.readTree(response.body())
                .get("errors")
                .valueStream()
                .map(flaw ->
                        flaw.get("pointer").asText() + " " + flaw.get("code").asText())
                .toList();
    }

    private String trunk() throws JsonProcessingException {
        return json(server.post(TRUNKS, TRUNK), 201).get("id").asText();
    }

    private String strangersTrunk() {
        return server.sip.put(SipWanted.inboundTrunk("theirs", "+15559990007"), true);
    }

    private SipEntry only() {
        assertThat(server.sip.all()).hasSize(1);
        return server.sip.all().get(0);
    }

    @Test
    void aTrunkShouldBeMadeShownListedAndDeleted() throws JsonProcessingException {
        HttpResponse<String> made = server.post(TRUNKS, TRUNK);

        JsonNode json = json(made, 201);
        String id = json.get("id").asText();
        assertThat(made.headers().firstValue("Location")).contains(TRUNKS + "/" + id);
        assertThat(json.get("keptBy").asText()).isEqualTo("api");
        assertThat(json.get("numbers").get(0).asText()).isEqualTo("+15559990000");
        assertThat(json(server.get(TRUNKS + "/" + id), 200)).isEqualTo(json);
        assertThat(json(server.get(TRUNKS + "?direction=inbound"), 200).get("items"))
                .containsExactly(json);
        assertThat(json(server.get(TRUNKS + "?direction=outbound"), 200).get("items"))
                .isEmpty();
        assertThat(json(server.get(RULES), 200).get("items")).isEmpty();

        assertThat(send("DELETE", TRUNKS + "/" + id, "").statusCode()).isEqualTo(204);
        assertThat(server.sip.all()).isEmpty();
        assertThat(problem(server.get(TRUNKS + "/" + id), 404)).isEqualTo("sip-not-found");
    }

    @Test
    void aChangeShouldLeaveWhatItDoesNotName() throws JsonProcessingException {
        String id = trunk();

        JsonNode json = json(send("PATCH", TRUNKS + "/" + id, "{\"ringingTimeout\": \"30s\"}"), 200);

        assertThat(json.get("ringingTimeout").asText()).isEqualTo("30s");
        assertThat(only().settings().value(SipSetting.NUMBERS)).containsExactly("+15559990000");
    }

    @Test
    void aNullShouldClearASetting() throws JsonProcessingException {
        String id = trunk();
        json(send("PATCH", TRUNKS + "/" + id, "{\"allowedNumbers\": [\"+15551230001\"]}"), 200);

        JsonNode json = json(send("PATCH", TRUNKS + "/" + id, "{\"allowedNumbers\": null}"), 200);

        assertThat(json.has("allowedNumbers")).isFalse();
    }

    @Test
    void aWholeThatLeavesOutWhatIsSetShouldBeRefused() throws JsonProcessingException {
        String id = trunk();

        HttpResponse<String> response = send("PUT", TRUNKS + "/" + id, "{\"ringingTimeout\": \"30s\"}");

        assertThat(problem(response, 422)).isEqualTo("body-invalid");
        assertThat(flaws(response)).containsExactly(" left-out");
        assertThat(response.body()).contains("numbers");
    }

    @Test
    void whatWasReadShouldBeTakenBackChanged() throws JsonProcessingException {
        String id = trunk();
        ObjectNode whole = (ObjectNode) json(server.get(TRUNKS + "/" + id), 200);

        JsonNode json = json(
                send(
                        "PUT",
                        TRUNKS + "/" + id,
                        whole.put("maxCallDuration", "1h").toString()),
                200);

        assertThat(json.get("maxCallDuration").asText()).isEqualTo("3600s");
    }

    @Test
    void whatIdentifiesATrunkShouldNotChange() throws JsonProcessingException {
        HttpResponse<String> response = send("PATCH", TRUNKS + "/" + trunk(), "{\"name\": \"other\"}");

        assertThat(problem(response, 422)).isEqualTo("body-invalid");
        assertThat(flaws(response)).containsExactly("/name unchangeable");
    }

    @Test
    void whatOthersMadeShouldBeTouchedByForceOnly() throws JsonProcessingException {
        String path = TRUNKS + "/" + strangersTrunk();

        assertThat(problem(send("PATCH", path, "{\"ringingTimeout\": \"30s\"}"), 409))
                .isEqualTo("not-ours");
        assertThat(problem(send("DELETE", path, ""), 409)).isEqualTo("not-ours");
        assertThat(server.sip.requests()).isEmpty();

        JsonNode json = json(send("PATCH", path + "?force=true", "{\"ringingTimeout\": \"30s\"}"), 200);
        assertThat(json.get("keptBy").asText()).isEqualTo("api");
    }

    @Test
    void aNameShouldBeTakenOnce() throws JsonProcessingException {
        trunk();

        assertThat(problem(server.post(TRUNKS, TRUNK.replace("9990000", "9990001")), 409))
                .isEqualTo("name-taken");
    }

    @Test
    void anOpenRuleShouldBeMadeOnPurposeOnly() throws JsonProcessingException {
        String rule = "{\"name\": \"calls\", \"type\": \"individual\", \"roomPrefix\": \"call\"";

        assertThat(flaws(server.post(RULES, rule + "}"))).containsExactly(" incomplete");
        assertThat(flaws(server.post(RULES, rule + ", \"trunkIds\": []}"))).containsExactly("/trunkIds open-rule");
        assertThat(server.sip.all()).isEmpty();
        assertThat(json(server.post(RULES, rule + ", \"openToEveryTrunk\": true}"), 201)
                        .get("id")
                        .asText())
                .startsWith("SDR_");
    }

    @Test
    void s28EverythingThatIsWrongShouldBePointedAt() throws JsonProcessingException {
        HttpResponse<String> response = server.post(
                TRUNKS,
                "{\"direction\": \"inbound\", \"name\": \"m\", \"number\": 1, \"numbers\": [5],"
                        + " \"mediaEncryption\": \"maybe\", \"authPassword\": \"hush\"}");

        assertThat(problem(response, 422)).isEqualTo("body-invalid");
        assertThat(flaws(response))
                .containsExactlyInAnyOrder(
                        "/number unknown-property",
                        "/numbers/0 type",
                        "/mediaEncryption unknown-word",
                        "/authPassword secret-reference");
        assertThat(response.body()).doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}|/direction missing", "{\"direction\": \"outbound\"}|/name missing"})
    void aTrunkShouldSayWhatItIs(String body, String flaw) throws JsonProcessingException {
        HttpResponse<String> response = server.post(TRUNKS, body);

        assertThat(problem(response, 422)).isEqualTo("body-invalid");
        assertThat(flaws(response)).containsExactly(flaw);
    }

    @Test
    void aPlanShouldShowWhatWouldBeDoneAndDoNothing() throws JsonProcessingException {
        HttpResponse<String> response = server.post(PLAN, DOCUMENT);

        JsonNode json = json(response, 200);
        assertThat(json.get("set").asText()).isEqualTo("front");
        assertThat(json.get("nothingToDo").asBoolean()).isFalse();
        assertThat(actions(json)).containsExactly("create inbound_trunk main", "create dispatch_rule calls");
        assertThat(response.body()).doesNotContain("hush").contains("(set)");
        assertThat(server.sip.requests()).isEmpty();
    }

    @Test
    void applyTwiceShouldLeaveNothingToDo() throws JsonProcessingException {
        JsonNode first = json(server.post(APPLY, DOCUMENT), 200);
        JsonNode second = json(server.post(APPLY, DOCUMENT), 200);

        assertThat(first.get("result").asText()).isEqualTo("done");
        assertThat(first.get("steps")).hasSize(2);
        assertThat(second.get("steps")).isEmpty();
        assertThat(second.at("/plan/nothingToDo").asBoolean()).isTrue();
        assertThat(server.sip.requests()).containsExactly("create main", "create calls");
    }

    @Test
    void aRefusedPlanShouldTellWhatAndHow() throws JsonProcessingException {
        server.sip.put(SipWanted.inboundTrunk("main", "+15559990000"), true);

        HttpResponse<String> response = server.post(APPLY, DOCUMENT);

        assertThat(problem(response, 409)).isEqualTo("plan-refused");
        assertThat(flaws(response)).contains("/inboundTrunks/main not-ours");
        assertThat(server.sip.requests()).isEmpty();
        assertThat(json(server.post(APPLY + "?adopt=main", DOCUMENT), 200)
                        .get("result")
                        .asText())
                .isEqualTo("done");
    }

    @Test
    void aStepThatFailsShouldEndTheApply() throws JsonProcessingException {
        server.sip.answerNext(Kind.DONE, true);
        server.sip.answerNext(Kind.AMBIGUOUS, false);

        HttpResponse<String> response = server.post(APPLY, DOCUMENT);

        assertThat(problem(response, 502)).isEqualTo("apply-failed");
        assertThat(flaws(response)).containsExactly("/inboundTrunks/main done", "/dispatchRules/calls ambiguous");
    }

    @ParameterizedTest
    @CsvSource({
        "ALARM, 422, livekit-refused",
        "UNAUTHENTICATED, 502, livekit-unauthenticated",
        "REFUSED, 503, livekit-busy",
        "AMBIGUOUS, 502, livekit-no-answer",
        "ABSENT, 404, sip-not-found"
    })
    void liveKitsAnswersShouldBeTold(Kind answer, int status, String code) throws JsonProcessingException {
        String id = trunk();
        server.sip.answerNext(answer, false);

        assertThat(problem(send("PATCH", TRUNKS + "/" + id, "{\"ringingTimeout\": \"30s\"}"), status))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /telephony/sip/trunks",
        "POST, /telephony/sip/trunks",
        "GET, /telephony/sip/dispatch-rules",
        "POST, /telephony/sip/plan",
        "DELETE, /telephony/sip/trunks/ST_1"
    })
    void parametersThatAreNotKnownShouldBeRefused(String method, String path) throws JsonProcessingException {
        assertThat(problem(send(method, path + "?dryRun=true", "{}"), 400)).isEqualTo("unknown-parameter");
    }

    @ParameterizedTest
    @CsvSource({"PUT, /telephony/sip/trunks", "PATCH, /telephony/sip/plan", "POST, /telephony/sip/trunks/ST_1"})
    void methodsThatAreNotTakenShouldBeRefused(String method, String path) throws JsonProcessingException {
        var request = server.request(path).method(method, HttpRequest.BodyPublishers.noBody());

        assertThat(problem(server.send(request), 405)).isEqualTo("method-not-allowed");
    }

    private static List<String> actions(JsonNode plan) {
        return plan.get("changes")
                .valueStream()
                .map(change -> change.get("action").asText() + " "
                        + change.get("kind").asText() + " " + change.get("name").asText())
                .toList();
    }
}
