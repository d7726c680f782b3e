package telephony.app.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Speaks to the addresses by which a simulated LiveKit is played with. Thread-safe. */
public final class SimulationClient {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;
    private static final String CALLS = "/simulation/calls";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI address;

    /** @param address such as {@code http://127.0.0.1:7880} */
    public SimulationClient(URI address) {
        this.address = address;
    }

    /** The simulation does not take the call; the message says what to change. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Places a call.
     *
     * @return its id, room and state
     * @throws RefusedException when it is no call that can be placed
     * @throws IllegalStateException when nobody is there to place it; the message says what to do
     */
    JsonNode place(CallOrder order) throws InterruptedException {
        return post(CALLS, order.json());
    }

    /** What has become of it: {@code heard}, {@code heardAt}, {@code mostAgentsAtOnce}, {@code over}, … */
    JsonNode look(String id) throws InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(CALLS + "/" + id)));
    }

    private JsonNode post(String path, JsonNode body) throws InterruptedException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return send(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer =
                    client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
            return switch (answer.statusCode()) {
                case OK, CREATED -> JSON.readTree(answer.body());
                case BAD_REQUEST, CONFLICT ->
                    throw new RefusedException(
                            JSON.readTree(answer.body()).path("error").asText("no reason given"));
                default ->
                    throw new IllegalStateException("what answers at " + address + " is no simulated LiveKit (status "
                            + answer.statusCode() + "); name the one of 'serve --simulate' with --port or --url");
            };
        } catch (IOException e) {
            throw new IllegalStateException(
                    "nobody answers at " + address + "; start 'java -jar telephony-app.jar serve --simulate' first, or"
                            + " say with --port or --url where it is",
                    e);
        }
    }
}
