package telephony.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The records as anybody gets them: over the switchboard's HTTP. */
final class HttpCallRecords implements CallRecords {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String server;

    /** @param server such as {@code http://127.0.0.1:8080} */
    HttpCallRecords(String server) {
        this.server = server;
    }

    @Override
    public Optional<Recorded> ofRoom(String roomName) {
        return get("/telephony/calls?roomName=" + URLEncoder.encode(roomName, StandardCharsets.UTF_8))
                .flatMap(HttpCallRecords::newest);
    }

    /** Whether the switchboard says that it reaches LiveKit. */
    boolean isReady() {
        return get("/readyz").isPresent();
    }

    private Optional<JsonNode> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == OK ? Optional.of(JSON.readTree(answer.body())) : Optional.empty();
        } catch (IOException notNow) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Recorded> newest(JsonNode page) {
        JsonNode call = page.path("items").path(0);
        String result = call.path("outcome").path("result").asText("");
        return result.isEmpty()
                ? Optional.empty()
                : Optional.of(new Recorded(call.path("callId").asText(), result));
    }
}
