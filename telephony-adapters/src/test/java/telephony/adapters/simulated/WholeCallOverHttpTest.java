package telephony.adapters.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.Telephony;
import telephony.access.ApiKeys;
import telephony.adapters.http.HttpSettings;
import telephony.adapters.http.Operation;
import telephony.adapters.http.Readiness;
import telephony.adapters.http.TelephonyHttpServer;
import telephony.adapters.livekit.LiveKitApi;
import telephony.adapters.livekit.LiveKitConnection;
import telephony.adapters.livekit.LiveKitWebhookReader;
import telephony.adapters.livekit.LiveKitWebhookVerifier;
import telephony.adapters.livekit.WebhookKey;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.guard.Rulings;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.simulation.ApiMethod;
import telephony.simulation.Delivery;
import telephony.simulation.SimulationTiming;
import telephony.testkit.FakeDirectory;
import telephony.testkit.FakeRulings;

/** The whole product on a simulated LiveKit, all of it over HTTP, in real time. */
class WholeCallOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AGENT = "phone-agent";
    private static final long PATIENCE_SECONDS = 30;

    private final InstantSource clock = InstantSource.system();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final HttpClient client = HttpClient.newHttpClient();
    private SimulatedLiveKitServer simulation;
    private LiveKitApi api;
    private Telephony telephony;
    private TelephonyHttpServer http;

    @BeforeEach
    void start() {
        SimulatedServerSettings settings =
                new SimulatedServerSettings(0, RunningSimulation.KEY, RunningSimulation.SECRET, null);
        simulation = new SimulatedLiveKitServer(
                settings, SimulationTiming.SEEN, 1, clock, (what, cause) -> troubles.add(what));
        simulation.livekit().worker(AGENT);
        PhoneNumbers numbers = new PhoneNumbers("US");
        api = new LiveKitApi(
                new LiveKitConnection(simulation.url(), RunningSimulation.KEY, RunningSimulation.SECRET),
                clock,
                numbers);
        InMemoryTelephonyStore store = new InMemoryTelephonyStore(clock);
        TelephonyListener listener = new TelephonyListener() {
            @Override
            public void onWebhookRefused(String reason, String detail) {
                refused.add(reason);
            }
        };
        List<WebhookKey> keys = List.of(new WebhookKey(RunningSimulation.KEY, List.of(RunningSimulation.SECRET)));
        telephony = Telephony.builder()
                .store(store)
                .clock(clock)
                .executor(threads)
                .dispatches(api.dispatches())
                .rooms(api.rooms())
                .verifier(new LiveKitWebhookVerifier(keys, clock))
                .reader(new LiveKitWebhookReader(numbers))
                .router(CallRouter.always(AgentConfig.named(AGENT)))
                .listener(listener)
                .build();
        http = new TelephonyHttpServer(
                new HttpSettings("127.0.0.1", 0, true),
                telephony,
                store,
                new ApiKeys(store.apiKeys(), clock, new SecureRandom(), System::nanoTime),
                new Operation(
                        () -> new Readiness(true, Map.of()),
                        () -> "",
                        store.stats(),
                        new Rulings(new FakeRulings(), InstantSource.system(), new Random(1), System::nanoTime),
                        new FakeDirectory().kept()),
                listener,
                clock);
        http.start();
        simulation.sendWebhooksTo(URI.create("http://127.0.0.1:" + http.port() + "/telephony/livekit-webhook"));
        simulation.start();
        threads.scheduleWithFixedDelay(telephony::tick, 0, 100, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() {
        simulation.close();
        telephony.close();
        http.close();
        threads.shutdownNow();
        api.close();
    }

    @Test
    void aCallPlacedOverHttpShouldBeAnsweredRecordedAndEnded() throws Exception {
        JsonNode placed = post("/simulation/calls", "{\"from\":\"+15551230001\",\"agent\":\"normal\"}", 201);
        String address = "/simulation/calls/" + placed.get("id").asText();

        until(() -> get(address).get("agentsNow").asInt() == 1);
        assertThat(get(address).get("heard"))
                .containsExactly(JSON.getNodeFactory().textNode(AGENT));

        post(address + "/hang-up", "", 200);
        until(() -> recorded(placed).path("status").asText().equals("ended"));
        until(() -> told("participant_left", "AGENT"));

        JsonNode call = get(address);
        assertThat(call.get("over").asBoolean()).isTrue();
        assertThat(call.get("mostAgentsAtOnce").asInt()).isEqualTo(1);
        assertThat(simulation.livekit().api().count(ApiMethod.CREATE_DISPATCH)).isEqualTo(1);
        assertThat(simulation.livekit().deliveries())
                .extracting(Delivery::status)
                .containsOnly(200);
        assertThat(refused).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void aCallWhoseJoinIsLostAndWhoseAgentDiesShouldGetAnAgentAgain() throws Exception {
        JsonNode placed = post(
                "/simulation/calls", "{\"drop\":[\"participant_joined\"],\"agent\":[\"leave@300ms\",\"normal\"]}", 201);
        String address = "/simulation/calls/" + placed.get("id").asText();

        until(() -> get(address).get("heard").size() == 2);

        assertThat(get(address).get("mostAgentsAtOnce").asInt()).isEqualTo(1);
        assertThat(simulation.livekit().api().count(ApiMethod.CREATE_DISPATCH)).isEqualTo(2);
    }

    private boolean told(String event, String kind) {
        return simulation.livekit().deliveries().stream()
                .map(Delivery::webhook)
                .anyMatch(webhook -> webhook.event().equals(event)
                        && webhook.participant() != null
                        && webhook.participant().kind().name().equals(kind));
    }

    private JsonNode recorded(JsonNode placed) {
        String room = URLEncoder.encode(placed.get("room").asText(), StandardCharsets.UTF_8);
        JsonNode page = read(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.port() + "/telephony/calls?roomName=" + room)),
                200);
        return page.findPath("items").path(0);
    }

    private JsonNode get(String path) {
        return read(HttpRequest.newBuilder(URI.create(simulation.url() + path)), 200);
    }

    private JsonNode post(String path, String body, int status) {
        return read(
                HttpRequest.newBuilder(URI.create(simulation.url() + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                status);
    }

    private JsonNode read(HttpRequest.Builder request, int status) {
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until it is so; looks now and then on another thread. */
    private void until(BooleanSupplier condition) throws Exception {
        CompletableFuture<Void> met = new CompletableFuture<>();
        ScheduledFuture<?> looking = threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        if (condition.getAsBoolean()) {
                            met.complete(null);
                        }
                    } catch (RuntimeException | AssertionError broken) {
                        met.completeExceptionally(broken);
                    }
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
        try {
            met.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            looking.cancel(false);
        }
    }
}
