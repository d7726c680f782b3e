package telephony.adapters.simulated;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import telephony.adapters.livekit.LiveKitApi;
import telephony.adapters.livekit.LiveKitConnection;
import telephony.call.PhoneNumber;
import telephony.simulation.SimulatedLiveKit;
import telephony.simulation.SimulationTiming;
import telephony.testkit.HandClock;

/** A simulated LiveKit on a free port of this machine, on a clock that is turned by hand, and clients of it. */
final class RunningSimulation implements AutoCloseable {

    static final String KEY = "devkey";
    static final String SECRET = "secretsecretsecretsecretsecretsecret";
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00.250Z");

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final int MAX_TURNS = 200;

    final HandClock clock = new HandClock(NOW);
    final List<String> troubles = new CopyOnWriteArrayList<>();
    final SimulatedLiveKitServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    RunningSimulation() {
        SimulatedServerSettings settings = new SimulatedServerSettings(0, KEY, SECRET, null);
        server = new SimulatedLiveKitServer(
                settings, SimulationTiming.SEEN, 1, clock, (what, cause) -> troubles.add(what));
        server.start();
    }

    SimulatedLiveKit livekit() {
        return server.livekit();
    }

    /** The adapter as it is in production, on the simulation's clock, with deadlines that nothing misses by accident. */
    LiveKitApi api() {
        return api(clock);
    }

    LiveKitApi api(InstantSource tokens) {
        LiveKitConnection.Deadlines deadlines = new LiveKitConnection.Deadlines(LONG, LONG, LONG, LONG);
        return new LiveKitApi(
                new LiveKitConnection(server.url(), KEY, SECRET, deadlines),
                tokens,
                text -> new PhoneNumber(text, text));
    }

    /** Turns the clock until it is answered. */
    <T> CompletionStage<T> turnUntilAnswered(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        for (int turn = 0; turn < MAX_TURNS && !isAnsweredSoon(future); turn++) {
            clock.advance(TURN);
        }
        return future;
    }

    private static boolean isAnsweredSoon(CompletableFuture<?> future) {
        try {
            future.get(100, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException answered) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path))
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** As {@link #post}, with a clock that stands still. */
    HttpResponse<String> postAtOnce(String path, String body, String... headers) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .orTimeout(LONG.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        return turnUntilAnswered(answer).toCompletableFuture().join();
    }

    @Override
    public void close() {
        server.close();
    }
}
