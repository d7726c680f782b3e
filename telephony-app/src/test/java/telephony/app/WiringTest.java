package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.access.KeyGrant;
import telephony.access.Scope;

class WiringTest {

    @TempDir
    Path folder;

    private Wiring wiring(String store, String routingFile) {
        Map<String, String> settings = AppConfigTest.minimal();
        // Nobody listens there: what is wired must start and stop without LiveKit.
        settings.put("LIVEKIT_URL", "ws://127.0.0.1:1");
        settings.put("TELEPHONY_HOST", "127.0.0.1");
        settings.put("TELEPHONY_PORT", "0");
        settings.put("TELEPHONY_STORE", store);
        settings.put("TELEPHONY_STORE_URL", folder.resolve("calls").toString());
        settings.put("TELEPHONY_ROUTING", routingFile);
        return new Wiring(AppConfig.of(settings, Map.of()), InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")));
    }

    @Test
    void metricsShouldTellOfTheStoreAndTheProcess() throws Exception {
        try (RunningApp app = wiring("memory", "").start()) {
            HttpClient client = HttpClient.newHttpClient();
            String base = "http://127.0.0.1:" + app.port();
            HttpRequest calls = HttpRequest.newBuilder(URI.create(base + "/telephony/calls"))
                    .build();
            HttpRequest metrics =
                    HttpRequest.newBuilder(URI.create(base + "/metrics")).build();

            client.send(calls, HttpResponse.BodyHandlers.discarding());

            assertThat(client.send(metrics, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("telephony_store_steps_seconds_count{result=\"ok\",step=\"query\"}")
                    .contains("jvm_memory_used_bytes", "process_uptime_seconds");
        }
    }

    @ParameterizedTest
    @CsvSource({"h2, committed", "memory, process", "caffeine, process"})
    void everyStoreShouldStartBeNamedByReadinessAndStop(String store, String durability) throws Exception {
        try (RunningApp app = wiring(store, "").start()) {
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + "/readyz"))
                    .build();

            assertThat(HttpClient.newHttpClient()
                            .send(ready, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("\"store\":\"" + store + " (" + durability + ")\"");
        }
    }

    @Test
    void s24AKeyInTheStoreShouldBeNeededFromTheStartOn() throws Exception {
        Map<String, String> settings = Map.of(
                "TELEPHONY_STORE",
                "h2",
                "TELEPHONY_STORE_URL",
                folder.resolve("calls").toString());
        String key;
        try (OpenStore store = OpenStore.open(AppConfig.storeOf(settings, Map.of()), InstantSource.system())) {
            KeyGrant grant = new KeyGrant("reader", Set.of(Scope.CALLS_READ), null);
            key = store.apiKeys().create(grant, null).text();
        }

        try (RunningApp app = wiring("h2", "").start()) {
            URI calls = URI.create("http://127.0.0.1:" + app.port() + "/telephony/calls");
            HttpClient client = HttpClient.newHttpClient();
            var without = HttpRequest.newBuilder(calls).build();
            var with = HttpRequest.newBuilder(calls)
                    .header("Authorization", "Bearer " + key)
                    .build();

            assertThat(app.hasKeys()).isTrue();
            assertThat(client.send(without, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(client.send(with, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
        try (RunningApp app = wiring("memory", "").start()) {
            assertThat(app.hasKeys()).isFalse();
        }
    }

    @Test
    void theRoutingFileShouldDecideAndBeShownByReadiness() throws Exception {
        Path routing = Files.writeString(
                folder.resolve("routing.yaml"), "agents: {sales: }\nnumbers: {+15559990000: {agent: sales}}");
        HttpClient client = HttpClient.newHttpClient();
        try (RunningApp app = wiring("memory", routing.toString()).start()) {
            String base = "http://127.0.0.1:" + app.port();
            HttpRequest explain = HttpRequest.newBuilder(URI.create(base + "/telephony/routes/explain"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"to\": \"+15559990000\"}"))
                    .build();
            HttpRequest ready =
                    HttpRequest.newBuilder(URI.create(base + "/readyz")).build();

            assertThat(client.send(explain, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("\"decision\":\"dispatch\",\"reason\":\"number\",\"agent\":{\"name\":\"sales\"")
                    .contains("\"at\":\"2026-11-21T10:00:00.000Z\"");
            assertThat(client.send(ready, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("\"routing\":\"as the file says, numbers: 1\"");
        }
    }
}
