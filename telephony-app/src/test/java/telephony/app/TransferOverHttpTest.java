package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.simulation.ApiMethod;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.SimulatedCall;
import telephony.simulation.TransferBehaviour;

/** Transfers on the whole server and a simulated LiveKit, over loopback and in real time. */
@Timeout(60)
class TransferOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How long ago the server seems to have started: of rooms older than itself it waits to know more. */
    private static final Duration AGE = Duration.ofSeconds(5);

    private final AtomicBoolean started = new AtomicBoolean();
    private final InstantSource clock = () -> started.get()
            ? InstantSource.system().instant()
            : InstantSource.system().instant().minus(AGE);
    private final HttpClient client = HttpClient.newHttpClient();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private SimulatedSwitchboard all;
    private SimulatedCall caller;
    private String call;

    @AfterEach
    void stop() {
        all.close();
    }

    /** A server, and somebody who talks with its agent. */
    private void talking(String... more) throws Exception {
        Map<String, String> settings = new HashMap<>(
                Map.of("TELEPHONY_HOST", "127.0.0.1", "TELEPHONY_PORT", "0", "TELEPHONY_STORE", "memory"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        all = SimulatedSwitchboard.start(0, settings, Map.of(), config -> new Wiring(config, clock).start());
        started.set(true);
        all.registerConfiguredAgents();
        caller = all.livekit().call("+14155550123", "+14155550100");
        while (caller.heardAt().isEmpty()) {
            Thread.onSpinWait();
        }
        call = get("/telephony/calls").at("/items/0/callId").asText();
        record(record -> record.path("answeredAt").isTextual());
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(client.send(
                        HttpRequest.newBuilder(URI.create(all.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** The record of the call once it is so. */
    private JsonNode record(Predicate<JsonNode> so) throws Exception {
        JsonNode record = get("/telephony/calls/" + call);
        while (!so.test(record)) {
            Thread.onSpinWait();
            record = get("/telephony/calls/" + call);
        }
        return record;
    }

    private int run(String... args) {
        Main.Starter none = config -> {
            throw new IllegalStateException("a client starts nothing");
        };
        Map<String, String> environment = Map.of("TELEPHONY_URL", all.url());
        return Main.run(args, environment, none, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private int transfer(String mode) {
        return run("transfer", call, "--to", "+12125551234", "--mode", mode, "--wait");
    }

    @Test
    void aColdTransferShouldBringTheCallerElsewhereAndTheCallToItsEnd() throws Exception {
        talking();
        all.livekit().transfers().next(TransferBehaviour.working().after(Duration.ofMillis(200)));

        assertThat(transfer("cold")).as(err.toString()).isZero();

        JsonNode record = record(seen -> seen.path("outcome").isObject());
        assertThat(out.toString()).contains("transfer 1: done");
        assertThat(record.at("/outcome/result").asText()).isEqualTo("answered");
        assertThat(record.at("/outcome/transferred").asBoolean()).isTrue();
        assertThat(all.livekit().api().count(ApiMethod.TRANSFER_SIP_PARTICIPANT))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"486, busy", "603, refused"})
    void aColdTransferThatFailsShouldSayWhyAndTheCallGoOn(int code, String result) throws Exception {
        talking();
        all.livekit().transfers().next(TransferBehaviour.failing(code));

        assertThat(transfer("cold")).isEqualTo(4);

        JsonNode record = get("/telephony/calls/" + call);
        assertThat(record.at("/transfers/0/result").asText()).isEqualTo(result);
        assertThat(record.at("/transfers/0/sipStatusCode").asInt()).isEqualTo(code);
        assertThat(caller.isOver()).isFalse();
        assertThat(caller.agentsNow()).isEqualTo(1);
    }

    @Test
    void aFarEndWithoutALastWordShouldBeToldAfterItsTime() throws Exception {
        talking();
        all.livekit().transfers().next(TransferBehaviour.silent());
        HttpResponse<String> asked = client.send(
                HttpRequest.newBuilder(URI.create(all.url() + "/telephony/calls/" + call + "/transfer"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "k-1")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"to\": \"+12125551234\", \"mode\": \"cold\", \"ringingTimeout\": \"5s\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);

        JsonNode record = record(seen -> seen.at("/transfers/0/endedAt").isTextual());

        assertThat(record.at("/transfers/0/result").asText()).isEqualTo("no_notify");
        assertThat(caller.isOver()).isFalse();
    }

    @Test
    void aBridgeShouldBringTheTargetInAndTheAgentOut() throws Exception {
        talking();
        all.livekit().dials().next(CalleeBehaviour.answering());

        assertThat(transfer("bridge")).as(err.toString()).isZero();
        while (caller.agentsNow() > 0) {
            Thread.onSpinWait();
        }
        assertThat(get("/telephony/calls/" + call).at("/transfers/0/state").asText())
                .isEqualTo("bridged");
        all.livekit().dials().calls().get(0).hangUp();

        JsonNode record = record(seen -> seen.path("outcome").isObject());
        assertThat(record.at("/outcome/transferred").asBoolean()).isTrue();
        assertThat(caller.isOver()).isTrue();
    }

    @Test
    void aTargetShouldStopRingingWhenItsLegIsEnded() throws Exception {
        talking();
        all.livekit().dials().next(CalleeBehaviour.absent());
        assertThat(run("transfer", call, "--to", "+12125551234", "--mode", "bridge"))
                .isZero();
        String target = "target-" + call + "-1";
        record(seen -> seen.path("legs").size() == 2);

        assertThat(run("end", call, "--leg", target)).isZero();

        record(seen -> seen.at("/transfers/0/endedAt").isTextual());
        assertThat(all.livekit().dials().calls().get(0).isOver()).isTrue();
        assertThat(caller.agentsNow()).isEqualTo(1);
    }

    @Test
    void guardsThatAreSetShouldJudgeTargetsToo() throws Exception {
        talking("TELEPHONY_ALLOWED_COUNTRIES", "CA");

        assertThat(transfer("cold")).isEqualTo(1);
        assertThat(transfer("bridge")).isEqualTo(1);

        assertThat(err.toString()).contains("refused with 403", "country-not-allowed");
        assertThat(all.livekit().api().count(ApiMethod.TRANSFER_SIP_PARTICIPANT)
                        + all.livekit().api().count(ApiMethod.CREATE_SIP_PARTICIPANT))
                .isZero();
    }
}
