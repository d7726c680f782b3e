package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks a server of ours over HTTP, for the commands that are nothing but that. */
final class ServerClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FIRST_ERROR = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;
    private final @Nullable String key;

    /**
     * @param address such as {@code http://127.0.0.1:8080}
     * @param key the API key; null = none
     */
    ServerClient(URI address, @Nullable String key) {
        this.address = address;
        this.key = key;
    }

    /** The server refused; the message has its words. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient JsonNode problem;

        RefusedException(int status, JsonNode problem) {
            super(words(status, problem));
            this.problem = problem;
        }

        /** As the server answered it. */
        JsonNode problem() {
            return problem;
        }
    }

    JsonNode get(String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path)));
    }

    /** Sends nothing but the request itself. */
    JsonNode post(String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Sends this, which is not harmful when it is sent twice. */
    JsonNode post(String path, JsonNode body) throws InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    JsonNode post(String path, JsonNode body, String idempotencyKey) throws InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /**
     * Sends a file of orders as it is read, and tells each line of the answer when it comes.
     *
     * @throws RefusedException when the server refuses the whole
     */
    void postLines(String path, Path file, String idempotencyKey, Consumer<JsonNode> told) throws InterruptedException {
        try {
            postLines(path, HttpRequest.BodyPublishers.ofFile(file), idempotencyKey, told);
        } catch (IOException e) {
            throw noAnswer(e);
        }
    }

    /**
     * Sends lines as they are read, and tells each line of the answer when it comes.
     *
     * @param lines opens what is sent
     * @param idempotencyKey null = none is needed
     * @throws RefusedException when the server refuses the whole
     */
    void postLines(String path, Supplier<InputStream> lines, @Nullable String idempotencyKey, Consumer<JsonNode> told)
            throws InterruptedException {
        postLines(path, HttpRequest.BodyPublishers.ofInputStream(lines), idempotencyKey, told);
    }

    private void postLines(
            String path, HttpRequest.BodyPublisher body, @Nullable String idempotencyKey, Consumer<JsonNode> told)
            throws InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                    .header("Content-Type", "application/x-ndjson")
                    .POST(body);
            if (idempotencyKey != null) {
                request.header("Idempotency-Key", idempotencyKey);
            }
            if (key != null) {
                request.header("Authorization", "Bearer " + key);
            }
            HttpResponse<Stream<String>> answer =
                    client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                if (answer.statusCode() >= FIRST_ERROR) {
                    throw new RefusedException(
                            answer.statusCode(), JSON.readTree(lines.collect(Collectors.joining("\n"))));
                }
                for (String line : (Iterable<String>) lines::iterator) {
                    told.accept(JSON.readTree(line));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw noAnswer(e);
        }
    }

    private IllegalStateException noAnswer(Exception e) {
        return new IllegalStateException(
                "no answer from a server at " + address + " (" + e.getClass().getSimpleName() + "); say with --url or "
                        + Names.URL + " where it is",
                e);
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<byte[]> answer =
                    client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode json = JSON.readTree(answer.body());
            if (answer.statusCode() >= FIRST_ERROR) {
                throw new RefusedException(answer.statusCode(), json);
            }
            return json;
        } catch (IOException e) {
            throw noAnswer(e);
        }
    }

    private static String words(int status, JsonNode problem) {
        StringBuilder words = new StringBuilder("refused with " + status + " "
                + problem.path("code").asText() + ": " + problem.path("detail").asText());
        problem.path("errors").forEach(error -> {
            String where = error.path("pointer").asText(error.path("rule").asText());
            words.append("\n  ")
                    .append(where)
                    .append(" ")
                    .append(error.path("code").asText())
                    .append(": ");
            words.append(error.path("detail").asText());
        });
        return words.toString();
    }
}
