package telephony.adapters.livekit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * LiveKit's own mock of its API, which does what a header of the request says, behind a door that puts this header on. All
 * else passes as it comes, and a connection that the mock breaks is broken here, too. Only the members of JSON get the names
 * that the real server gives them (seen): with underscores, where the mock writes them in camel case.
 */
final class MockedLiveKit implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final List<String> PASSED_ON = List.of("Authorization", "Content-Type");

    private static final Pattern MEMBER = Pattern.compile("\"[a-z]+([A-Z][a-z0-9]*)+\"\\s*:");

    private final URI mock;
    private final HttpServer door;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> shown = new ConcurrentHashMap<>();
    private volatile String orders = "{}";

    MockedLiveKit(String mock) {
        this.mock = URI.create(mock);
        try {
            door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        door.setExecutor(threads);
        door.createContext("/", this::pass);
        door.start();
    }

    String url() {
        return "http://127.0.0.1:" + door.getAddress().getPort();
    }

    /** From now on it does this, and nothing that it was told before. */
    void does(String json) {
        orders = json;
        asked.clear();
    }

    /** This method answers so, whatever the mock does beside it. */
    void shows(LiveKitMethod method, String response) {
        shown.put(method.path(), "{\"response\":" + response + "}");
    }

    /** The paths of the requests since it was told what to do. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void pass(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(mock.resolve(exchange.getRequestURI()))
                .timeout(LONGEST)
                .header("X-Lk-Mock", shown.getOrDefault(path, orders))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        PASSED_ON.forEach(name -> {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        });
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            boolean json =
                    answer.headers().firstValue("Content-Type").orElse("").contains("json");
            byte[] body = json ? withUnderscores(answer.body()) : answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            // No answer is begun, so the connection is broken without one.
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static byte[] withUnderscores(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return MEMBER.matcher(text)
                .replaceAll(
                        member -> member.group().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        door.stop(0);
        threads.shutdownNow();
    }
}
