package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import telephony.adapters.simulated.SimulatedLiveKitServer;
import telephony.adapters.simulated.SimulatedServerSettings;
import telephony.simulation.ApiMethod;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.SimulationTiming;

/** S31: the same order, many times at once, at three processes on one PostgreSQL: one call, and one request to dial. */
@Timeout(120)
class ParallelOrdersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ORDERS = 200;
    private static final int REPLICAS = 3;
    private static final int MOST_TRIES = 100;
    private static final int BUSY = 503;
    private static final String KEY = "devkey";
    private static final String SECRET = "secretsecretsecretsecretsecretsecret";
    private static final String ORDER = "{\"to\": \"+12125551234\", \"metadata\": {\"customerName\": \"Ann\"}}";

    private final InstantSource clock = InstantSource.system();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<RunningApp> replicas = new ArrayList<>();
    private EmbeddedPostgres database;
    private SimulatedLiveKitServer livekit;

    @BeforeEach
    void start() throws Exception {
        database = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        livekit = new SimulatedLiveKitServer(
                new SimulatedServerSettings(0, KEY, SECRET, null),
                SimulationTiming.SEEN,
                1,
                clock,
                (what, cause) -> {});
        livekit.start();
        livekit.livekit().worker("phone-agent");
        Map<String, String> settings = new HashMap<>(Map.of(
                "LIVEKIT_URL",
                livekit.url(),
                "LIVEKIT_API_KEY",
                KEY,
                "LIVEKIT_API_SECRET",
                SECRET,
                "TELEPHONY_HOST",
                "127.0.0.1",
                "TELEPHONY_PORT",
                "0",
                "LIVEKIT_SIP_OUTBOUND_TRUNK_ID",
                "ST_out",
                "TELEPHONY_STORE",
                "postgres",
                "TELEPHONY_STORE_URL",
                database.getJdbcUrl("postgres", "postgres")));
        migrate(settings);
        AppConfig config = AppConfig.ofSimulation(settings, Map.of());
        for (int i = 0; i < REPLICAS; i++) {
            replicas.add(new Wiring(config, clock).start());
        }
        livekit.sendWebhooksTo(URI.create(url(0) + "/telephony/livekit-webhook"));
    }

    @AfterEach
    void stop() throws Exception {
        replicas.forEach(RunningApp::close);
        if (livekit != null) {
            livekit.close();
        }
        database.close();
    }

    private static void migrate(Map<String, String> settings) {
        StringWriter said = new StringWriter();
        PrintWriter lines = new PrintWriter(said, true);
        Main.Starter none = config -> {
            throw new IllegalStateException("migrate starts nothing");
        };
        assertThat(Main.run(new String[] {"migrate"}, settings, none, lines, lines))
                .as(said.toString())
                .isZero();
    }

    private String url(int replica) {
        return "http://127.0.0.1:" + replicas.get(replica % REPLICAS).port();
    }

    /** Sends the order, and as every client is told to, sends it again under its key when the store was too busy for it. */
    private CompletableFuture<HttpResponse<String>> order(int number) {
        return order(number, MOST_TRIES);
    }

    private CompletableFuture<HttpResponse<String>> order(int number, int tries) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(number) + "/telephony/calls"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "order-18")
                .POST(HttpRequest.BodyPublishers.ofString(ORDER))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenCompose(answer -> answer.statusCode() == BUSY && tries > 1
                        ? order(number, tries - 1)
                        : CompletableFuture.completedFuture(answer));
    }

    private JsonNode record(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(1) + path)).build();
        return JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    @Test
    void s31TwoHundredEqualOrdersAtThreeReplicasShouldBeOneCallAndOneDial() throws Exception {
        livekit.livekit().dials().usually(CalleeBehaviour.busy());

        List<CompletableFuture<HttpResponse<String>>> asked =
                IntStream.range(0, ORDERS).mapToObj(this::order).toList();
        List<HttpResponse<String>> answers =
                asked.stream().map(CompletableFuture::join).toList();

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(202);
        assertThat(answers)
                .extracting(HttpResponse::body)
                .containsOnly(answers.get(0).body());
        assertThat(answers)
                .extracting(answer ->
                        answer.headers().firstValue("Idempotency-Replayed").orElse("first"))
                .containsOnlyOnce("first")
                .allMatch(word -> word.equals("first") || word.equals("true"));
        String call = answers.get(0).headers().firstValue("Location").orElseThrow();
        assertThat(answers)
                .extracting(answer -> answer.headers().firstValue("Location").orElseThrow())
                .containsOnly(call);
        JsonNode record = record(call);
        while (record.path("outcome").isNull()) {
            Thread.onSpinWait();
            record = record(call);
        }
        assertThat(record.at("/outcome/result").asText()).isEqualTo("busy");
        assertThat(record("/telephony/calls").path("items")).hasSize(1);
        assertThat(livekit.livekit().api().count(ApiMethod.CREATE_SIP_PARTICIPANT))
                .isEqualTo(1);
        assertThat(livekit.livekit().dials().calls()).hasSize(1);
    }
}
