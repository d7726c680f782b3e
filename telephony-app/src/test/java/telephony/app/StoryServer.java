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
import telephony.simulation.SimulatedLiveKit;

/** The whole server on a simulated LiveKit, over loopback and in real time, for those who ask it over HTTP or by commands. */
final class StoryServer implements AutoCloseable {

    /** Of rooms older than itself a server waits to know more, so it seems to have started a while ago. */
    private static final Duration AGE = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InstantSource SYSTEM = InstantSource.system();

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicBoolean started = new AtomicBoolean();
    private final SimulatedSwitchboard all;
    private String printed = "";

    /** Started, with a store in memory and these settings; {@code workers} are the agents that LiveKit can send. */
    StoryServer(Map<String, String> settings, String... workers) {
        Map<String, String> own = new HashMap<>(
                Map.of("TELEPHONY_HOST", "127.0.0.1", "TELEPHONY_PORT", "0", "TELEPHONY_STORE", "memory"));
        own.putAll(settings);
        InstantSource clock =
                () -> started.get() ? SYSTEM.instant() : SYSTEM.instant().minus(AGE);
        all = SimulatedSwitchboard.start(0, own, Map.of(), config -> new Wiring(config, clock).start());
        started.set(true);
        for (String worker : workers) {
            livekit().worker(worker);
        }
    }

    SimulatedLiveKit livekit() {
        return all.livekit();
    }

    /** The answer to a request that succeeds. */
    JsonNode ask(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    /** The answer to a POST that is refused with this status. */
    JsonNode refused(int status, String path, String body) throws Exception {
        HttpResponse<String> answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(all.url() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    JsonNode get(String path) throws Exception {
        return ask("GET", path, "");
    }

    /** What this path shows once it is so. */
    JsonNode getOnce(String path, Predicate<JsonNode> so) throws Exception {
        JsonNode shown = get(path);
        while (!so.test(shown)) {
            Thread.onSpinWait();
            shown = get(path);
        }
        return shown;
    }

    /** The exit code of a command that asks this server. */
    int run(String... args) {
        Main.Starter none = config -> {
            throw new IllegalStateException("a client starts nothing");
        };
        StringWriter out = new StringWriter();
        PrintWriter both = new PrintWriter(out, true);
        int code = Main.run(args, Map.of("TELEPHONY_URL", all.url()), none, both, both);
        printed = out.toString();
        return code;
    }

    /** What the last command wrote. */
    String printed() {
        return printed;
    }

    @Override
    public void close() {
        all.close();
    }
}
