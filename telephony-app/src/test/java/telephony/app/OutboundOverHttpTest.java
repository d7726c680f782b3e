package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import telephony.simulation.ApiMethod;
import telephony.simulation.CalleeBehaviour;

/** Calls that are ordered over HTTP, on the whole server and a simulated LiveKit, over loopback and in real time. */
@Timeout(60)
class OutboundOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORDER = "{\"to\": \"+12125551234\"}";

    private final InstantSource clock = InstantSource.system();
    private final HttpClient client = HttpClient.newHttpClient();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private SimulatedSwitchboard all;

    @AfterEach
    void stop() {
        all.close();
    }

    private void serve(String... more) {
        Map<String, String> settings = new HashMap<>(
                Map.of("TELEPHONY_HOST", "127.0.0.1", "TELEPHONY_PORT", "0", "TELEPHONY_STORE", "memory"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        all = SimulatedSwitchboard.start(0, settings, Map.of(), config -> new Wiring(config, clock).start());
    }

    private HttpRequest ordering(String body, String key) {
        return HttpRequest.newBuilder(URI.create(all.url() + "/telephony/calls"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> order(String body, String key) throws Exception {
        return client.send(ordering(body, key), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(client.send(
                        HttpRequest.newBuilder(URI.create(all.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** The record of the call that this answer names, once it has ended. */
    private JsonNode ended(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String location = answer.headers().firstValue("Location").orElseThrow();
        JsonNode record = get(location);
        while (record.path("outcome").isNull()) {
            Thread.onSpinWait();
            record = get(location);
        }
        return record;
    }

    private long dials() {
        return all.livekit().api().count(ApiMethod.CREATE_SIP_PARTICIPANT);
    }

    @Test
    void thePhoneShouldRingOnceWhenTheAgentIsThereAndTheRecordSayThatItWasAnswered() throws Exception {
        serve();
        all.registerConfiguredAgents();
        all.livekit().dials().next(CalleeBehaviour.answering().talkingFor(Duration.ofSeconds(2)));

        JsonNode record = ended(order(ORDER, "k-1"));

        assertThat(record.at("/outcome/result").asText()).isEqualTo("answered");
        assertThat(record.at("/outcome/endedBy").asText()).isEqualTo("callee");
        assertThat(Instant.parse(record.path("agentJoinedAt").asText()))
                .isBeforeOrEqualTo(Instant.parse(record.at("/dial/dialledAt").asText()));
        assertThat(dials()).isEqualTo(1);
        assertThat(all.livekit().dials().calls().get(0).heard()).hasSize(1);
    }

    @Test
    void aBusyPhoneShouldBeToldWithItsSipCode() throws Exception {
        serve();
        all.registerConfiguredAgents();
        all.livekit().dials().next(CalleeBehaviour.busy());

        JsonNode record = ended(order(ORDER, "k-1"));

        assertThat(record.at("/outcome/result").asText()).isEqualTo("busy");
        assertThat(record.at("/dial/sipStatusCode").asInt()).isEqualTo(486);
    }

    @Test
    void aPhoneThatNobodyTakesUpShouldBeToldAfterItsTime() throws Exception {
        serve();
        all.registerConfiguredAgents();
        all.livekit().dials().next(CalleeBehaviour.absent());

        JsonNode record = ended(order("{\"to\": \"+12125551234\", \"ringingTimeout\": \"5s\"}", "k-1"));

        assertThat(record.at("/outcome/result").asText()).isEqualTo("no_answer");
        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void withoutAnAgentNoPhoneShouldRing() throws Exception {
        serve("TELEPHONY_AGENT_JOIN_DEADLINE", "2s", "TELEPHONY_ON_AGENT_MISSING", "hang-up");

        JsonNode record = ended(order(ORDER, "k-1"));

        assertThat(record.at("/outcome/result").asText()).isEqualTo("agent_unavailable");
        assertThat(record.at("/dial/withheld").asText()).isEqualTo("no_agent");
        assertThat(dials()).isZero();
    }

    @Test
    void sixteenEqualOrdersAtOnceShouldBeOneCall() throws Exception {
        serve();
        all.registerConfiguredAgents();
        all.livekit().dials().next(CalleeBehaviour.busy());

        List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, 16)
                .mapToObj(i -> client.sendAsync(ordering(ORDER, "k-1"), HttpResponse.BodyHandlers.ofString()))
                .toList();
        List<HttpResponse<String>> answers =
                asked.stream().map(CompletableFuture::join).toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(202));
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.headers()
                        .firstValue("Idempotency-Replayed")
                        .isEmpty()))
                .hasSize(1);
        ended(answers.get(0));
        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void aCallThatIsEndedShouldStopRingingAndItsStatusShouldShowThePhoneBefore() throws Exception {
        serve();
        all.registerConfiguredAgents();
        all.livekit().dials().next(CalleeBehaviour.absent());
        HttpResponse<String> ordered = order(ORDER, "k-1");
        String call = ordered.headers().firstValue("Location").orElseThrow();
        JsonNode status = get(call + "/status");
        while (!status.at("/legs/0/present").asBoolean()) {
            Thread.onSpinWait();
            status = get(call + "/status");
        }
        assertThat(status.at("/legs/0/attributes/sip.callStatus").asText()).isIn("dialing", "ringing");

        HttpResponse<String> end = client.send(
                HttpRequest.newBuilder(URI.create(all.url() + call + "/end"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(end.statusCode()).isEqualTo(202);
        assertThat(ended(ordered).at("/outcome/endedBy").asText()).isEqualTo("us");
        while (!all.livekit().dials().calls().get(0).isOver()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void guardsThatAreSetShouldJudgeInTheSimulationToo() throws Exception {
        serve("TELEPHONY_ALLOWED_COUNTRIES", "CA");

        HttpResponse<String> answer = order(ORDER, "k-1");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(JSON.readTree(answer.body()).path("errors").findValuesAsText("code"))
                .contains("country-not-allowed");
        assertThat(dials()).isZero();
    }

    @Test
    void aCallThatHasEndedShouldGiveItsPlaceToTheNext(@TempDir Path folder) throws Exception {
        Path rules = guards(folder);
        serve("TELEPHONY_GUARDS", rules.toString());
        all.registerConfiguredAgents();
        all.livekit().dials().next(CalleeBehaviour.busy(), CalleeBehaviour.busy());

        ended(order(emergency("+12125551234"), "k-1"));
        HttpResponse<String> next = order(emergency("+12125551235"), "k-2");
        while (next.statusCode() == 429) {
            Thread.onSpinWait();
            next = order(emergency("+12125551235"), "k-2");
        }

        assertThat(ended(next).at("/outcome/result").asText()).isEqualTo("busy");
        assertThat(dials()).isEqualTo(2);
    }

    @Test
    void theCommandsShouldPlaceShowListAndEndCalls() throws Exception {
        serve();
        all.registerConfiguredAgents();
        all.livekit().dials().next(CalleeBehaviour.busy(), CalleeBehaviour.absent());

        assertThat(run("call", "--to", "+12125551234", "--metadata", "{\"a\": 1}", "--key", "k-1", "--wait"))
                .as("busy: another try may come to something else, %s", err)
                .isEqualTo(3);
        assertThat(out.toString()).contains("outbound", "busy");
        assertThat(run("call", "--to", "12", "--key", "k-2")).isEqualTo(1);
        assertThat(err.toString()).contains("refused with 422", "/to invalid-number");
        assertThat(run("call", "--to", "+12125551234", "--metadata", "{")).isEqualTo(2);

        out.getBuffer().setLength(0);
        assertThat(run("call", "--to", "+12125551234", "--key", "k-3")).isZero();
        String callId = out.toString().strip();
        assertThat(run("end", callId)).isZero();
        assertThat(run("show", callId)).isZero();
        assertThat(out.toString()).contains("\"endReason\" : \"END_ASKED\"");
        out.getBuffer().setLength(0);
        assertThat(run("calls", "--json")).isZero();
        assertThat(JSON.readTree(out.toString()).path("items")).hasSize(2);
        assertThat(run("end", "nonsense")).isEqualTo(2);
    }

    @Test
    void whoeverWatchesShouldBeToldOfEachChangeUntilTheTimeIsOver() throws Exception {
        serve();
        all.registerConfiguredAgents();
        all.livekit().dials().next(CalleeBehaviour.absent());
        order(ORDER, "k-1");
        CompletableFuture<Integer> watching =
                CompletableFuture.supplyAsync(() -> run("watch", "--json", "--for", "5s"));
        while (out.getBuffer().isEmpty()) {
            Thread.onSpinWait();
        }
        String call = JSON.readTree(out.toString().lines().findFirst().orElseThrow())
                .path("callId")
                .asText();
        client.send(
                HttpRequest.newBuilder(URI.create(all.url() + "/telephony/calls/" + call + "/end"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(watching.get()).as(err.toString()).isZero();
        List<String> told = out.toString().lines().toList();
        JsonNode last = JSON.readTree(told.get(told.size() - 1));
        assertThat(last.path("callId").asText()).isEqualTo(call);
        assertThat(last.path("endReason").asText()).isEqualTo("END_ASKED");
        assertThat(told).doesNotHaveDuplicates();
    }

    @Test
    void aWatchThatNobodyAnswersOrThatIsAskedWronglyShouldEndAtOnce() {
        serve();
        assertThat(run("watch", "--for", "soon")).isEqualTo(2);
        assertThat(run("watch", "--for", "0s")).isZero();
        assertThat(run("watch", "--for", "0s", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).contains("--for: give a time", "no answer from a server at http://127.0.0.1:1");
    }

    @Test
    void theBatchCommandShouldPlaceEachLineOnceHoweverOftenItIsRun(@TempDir Path folder) throws Exception {
        serve();
        all.registerConfiguredAgents();
        Path orders = Files.writeString(
                folder.resolve("orders.ndjson"), ORDER + "\n{\"to\": \"12\"}\n" + ORDER.replace("1234", "1235") + "\n");

        assertThat(run("batch", orders.toString())).as(err.toString()).isEqualTo(1);
        assertThat(out.toString())
                .contains("line 1  202", "line 2  422  body-invalid", "line 3  202", "2 accepted, 1 refused");
        assertThat(run("batch", orders.toString(), "--json")).isEqualTo(1);
        assertThat(out.toString()).contains("\"replayed\":true", "{\"accepted\":2,\"refused\":1,\"stopped\":null}");

        assertThat(get("/telephony/calls").path("items")).hasSize(2);
        assertThat(run("batch", folder.resolve("none").toString())).isEqualTo(2);
    }

    @Test
    void sessionsOfTheOlderModelShouldBeImportedOnceNumberByNumberAndCounted(@TempDir Path folder) throws Exception {
        serve();
        String session =
                "{\"call_control_id\": \"v3:1\", \"direction\": \"inbound\", \"from_number\": \"+14155552671\","
                        + " \"to_number\": \"+15559990000\", \"created_at\": \"2026-03-01T10:00:00Z\","
                        + " \"answered_at\": \"2026-03-01T10:00:02Z\", \"ended_at\": \"2026-03-01T10:01:02Z\"}\n";
        Path file = Files.writeString(
                folder.resolve("sessions.ndjson"),
                session + session.replace("v3:1", "v3:2").replace("90000", "90001") + "{}\n"
                        + session.replace("v3:1", "v3:3"));
        String[] command = {"calls", "import-sessions", file.toString()};

        assertThat(run("calls", "import-sessions", file.toString(), "--number", "+15559990001"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "line 2  201",
                        "line 3  422  body-invalid",
                        "1 imported, 0 known before, 2 of other numbers, 1 refused");
        assertThat(run(command)).isEqualTo(1);
        assertThat(out.toString()).contains("2 imported, 1 known before, 0 of other numbers, 1 refused");
        out.getBuffer().setLength(0);
        assertThat(run("calls", "import-sessions", file.toString(), "--from-line", "4", "--quiet"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().strip()).isEqualTo("0 imported, 1 known before, 0 of other numbers, 0 refused");

        assertThat(run(
                        "stats",
                        "--from",
                        "2026-03-01",
                        "--to",
                        "2026-03-02",
                        "--by",
                        "number",
                        "--zone",
                        "Europe/Berlin"))
                .isZero();
        assertThat(out.toString())
                .containsPattern("\\+15559990000 +2 +2 +2 100.0% +2.0 / 2.0 / 2.0 +- +60.0 / 60.0 / 60.0");
        assertThat(run("stats", "--by", "moon")).isEqualTo(1);
        assertThat(err.toString()).contains("by is one of:");
        assertThat(run("calls")).isZero();
    }

    @Test
    void callsShouldLeaveTheQueueAsTheGuardsFileSays(@TempDir Path folder) throws Exception {
        Path rules = guards(folder);
        Files.writeString(
                rules,
                Files.readString(rules).replace("global: 1", "global: 10") + "queue: {calls: 1, callsPerSecond: 50}\n");
        serve("TELEPHONY_GUARDS", rules.toString());
        all.registerConfiguredAgents();
        all.livekit().dials().next(CalleeBehaviour.busy(), CalleeBehaviour.busy());

        HttpResponse<String> first = order(emergency("+12125551234"), "k-1");
        HttpResponse<String> second = order(emergency("+12125551235"), "k-2");

        JsonNode one = ended(first);
        JsonNode other = ended(second);
        assertThat(Instant.parse(other.at("/dial/dialledAt").asText()))
                .as("one after the other")
                .isAfterOrEqualTo(Instant.parse(one.path("endedAt").asText()));
        assertThat(get("/telephony/calls/queue").path("items")).isEmpty();
    }

    private int run(String... args) {
        Main.Starter none = config -> {
            throw new IllegalStateException("a client starts nothing");
        };
        Map<String, String> environment = Map.of("TELEPHONY_URL", all.url());
        return Main.run(args, environment, none, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private static Path guards(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("guards.yaml"), "countries: [US]\nslots: {global: 1}\ntrunksOwnCallerId: true\n");
    }

    private static String emergency(String to) {
        return "{\"to\": \"" + to + "\", \"metadata\": {\"compliance\": {\"purpose\": \"emergency\"}}}";
    }
}
