package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents that have as many calls as they may, and callers who wait for them. The whole server over HTTP, on a simulated LiveKit. */
@Timeout(120)
class BusyStoryTest {

    private static final String NUMBER = "+15559990000";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InstantSource SYSTEM = InstantSource.system();

    /** Of rooms older than itself a server waits to know more, so it seems to have started a while ago. */
    private static final Duration AGE = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicBoolean started = new AtomicBoolean();
    private final InstantSource clock =
            () -> started.get() ? SYSTEM.instant() : SYSTEM.instant().minus(AGE);

    private SimulatedSwitchboard serve(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "TELEPHONY_HOST", "127.0.0.1",
                "TELEPHONY_PORT", "0",
                "TELEPHONY_STORE", "memory"));
        settings.putAll(more);
        SimulatedSwitchboard all =
                SimulatedSwitchboard.start(0, settings, Map.of(), config -> new Wiring(config, clock).start());
        started.set(true);
        List.of("lk-anna", "lk-bob").forEach(all.livekit()::worker);
        return all;
    }

    private JsonNode ask(SimulatedSwitchboard all, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(all.url() + "/telephony/" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static String agent(String id, String more) {
        return "{\"id\": \"%s\", \"name\": \"%s\", \"status\": \"active\", \"config\": {\"name\": \"lk-%s\"}%s}"
                .formatted(id, id, id, more);
    }

    private void directory(SimulatedSwitchboard all, String agents, String ids) throws Exception {
        ask(
                all,
                "POST",
                "directory",
                "{\"agents\": [%s], \"numbers\": [{\"number\": \"%s\", \"agentIds\": [%s]}]}"
                        .formatted(agents, NUMBER, ids));
    }

    /** So many callers, at this many a second; each hears an agent and hangs up. */
    private String call(SimulatedSwitchboard all, int callers, String talk, String rate) {
        StringWriter out = new StringWriter();
        PrintWriter both = new PrintWriter(out, true);
        Main.Surroundings around = new Main.Surroundings(
                Map.of("TELEPHONY_URL", all.url()),
                config -> {
                    throw new IllegalStateException("nothing is started here");
                },
                new ByteArrayInputStream(new byte[0]),
                SYSTEM,
                SipLink::open);
        String[] arguments = {
            "simulate",
            "--url",
            all.livekitUrl(),
            "--to",
            NUMBER,
            "--talk",
            talk,
            "--rate",
            rate,
            "--count",
            "" + callers
        };
        assertThat(Main.run(arguments, around, both, both)).as(out.toString()).isZero();
        return out.toString();
    }

    private record Talk(Instant from, Instant until) {}

    @Test
    void callersShouldWaitForAnAgentThatAnswersOneAtATime() throws Exception {
        try (SimulatedSwitchboard all = serve(Map.of())) {
            directory(all, agent("anna", ", \"maxConcurrentCalls\": 1"), "\"anna\"");

            call(all, 3, "300ms", "50");

            List<Talk> talks = new ArrayList<>();
            int waited = 0;
            for (JsonNode call : ask(all, "GET", "calls", "").path("items")) {
                talks.add(new Talk(
                        Instant.parse(call.path("agentJoinedAt").asText()),
                        Instant.parse(call.path("endedAt").asText())));
                assertThat(call.at("/slots/needs/0/of").asText()).isEqualTo("agent:anna");
                assertThat(call.at("/slots/stage").asText()).isEqualTo("held");
                String history = ask(all, "GET", "calls/" + call.path("callId").asText() + "/timeline", "")
                        .toString();
                waited += history.contains("\"WAIT\"") && history.contains("\"TURN\"") ? 1 : 0;
            }
            talks.sort(Comparator.comparing(Talk::from));
            assertThat(talks).hasSize(3);
            assertThat(waited).isEqualTo(2);
            for (int i = 1; i < talks.size(); i++) {
                assertThat(talks.get(i).from())
                        .isAfterOrEqualTo(talks.get(i - 1).until());
            }
            assertThat(ask(all, "GET", "calls/waiting", "").path("items")).isEmpty();
        }
    }

    @Test
    void whoHasTheFewestCallsShouldAnswerWhereThatIsSet() throws Exception {
        try (SimulatedSwitchboard all = serve(Map.of("TELEPHONY_AGENT_CHOICE", "least-busy"))) {
            directory(all, agent("anna", "") + ", " + agent("bob", ""), "\"anna\", \"bob\"");

            assertThat(call(all, 2, "3s", "1")).contains("heard lk-anna", "heard lk-bob");
            assertThat(ask(all, "GET", "calls", "").path("items"))
                    .extracting(call -> call.at("/slots/needs/0/of").asText())
                    .containsExactlyInAnyOrder("agent:anna", "agent:bob");
        }
    }
}
