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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import telephony.directory.decision.AgentLoad;
import telephony.directory.decision.DirectoryPolicy;
import telephony.directory.decision.DirectoryRouting;
import telephony.directory.decision.OpeningTimes;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.Rung;

/**
 * A number with two agents: whoever is active answers, and the switch of an agent counts from the next call on. The whole server
 * over HTTP, on a simulated LiveKit.
 */
@Timeout(120)
class ToggleStoryTest {

    private static final String NUMBER = "+15559990000";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InstantSource SYSTEM = InstantSource.system();
    private static final Pattern HEARD = Pattern.compile("ok +heard (\\S+) after");

    /** Of rooms older than itself a server waits to know more, so it seems to have started a while ago. */
    private static final Duration AGE = Duration.ofSeconds(5);

    private static final Map<String, String> SETTINGS = Map.of(
            "TELEPHONY_HOST", "127.0.0.1",
            "TELEPHONY_PORT", "0",
            "TELEPHONY_STORE", "memory",
            "TELEPHONY_DEFAULT_AGENT", "last-resort",
            "DEFAULT_AGENT_ID", "fallback");

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicBoolean started = new AtomicBoolean();
    private final InstantSource clock =
            () -> started.get() ? SYSTEM.instant() : SYSTEM.instant().minus(AGE);
    private String printed = "";

    private SimulatedSwitchboard serve(Function<AppConfig, RunningApp> starter) {
        SimulatedSwitchboard all = SimulatedSwitchboard.start(0, SETTINGS, Map.of(), starter);
        started.set(true);
        List.of("lk-anna", "lk-bob", "lk-fallback", "last-resort").forEach(all.livekit()::worker);
        return all;
    }

    private JsonNode send(SimulatedSwitchboard all, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(all.url() + "/telephony/" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static String agent(String id, int priority) {
        return "{\"id\": \"%s\", \"name\": \"%s\", \"status\": \"active\", \"priority\": %d, \"config\": {\"name\": \"lk-%s\"}}"
                .formatted(id, id, priority, id);
    }

    private void toggle(SimulatedSwitchboard all, String agent, String status) throws Exception {
        send(all, "PATCH", "agents/" + agent, "{\"status\": \"" + status + "\"}");
    }

    private int run(SimulatedSwitchboard all, String... arguments) {
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
        int code = Main.run(arguments, around, both, both);
        printed = out.toString();
        return code;
    }

    /** Calls the number and tells who was heard. */
    private String heard(SimulatedSwitchboard all) {
        assertThat(run(all, "simulate", "--url", all.livekitUrl(), "--to", NUMBER, "--talk", "300ms"))
                .as(printed)
                .isZero();
        Matcher heard = HEARD.matcher(printed);
        assertThat(heard.find()).as(printed).isTrue();
        return heard.group(1);
    }

    private JsonNode lastCall(SimulatedSwitchboard all) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(all.url() + "/telephony/calls?limit=1"))
                .build();
        return JSON.readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .at("/items/0");
    }

    @Test
    void theNextCallShouldGoToWhoeverIsActiveAndToTheFallbackWhenNobodyIs() throws Exception {
        try (SimulatedSwitchboard all = serve(config -> new Wiring(config, clock).start())) {
            send(
                    all,
                    "POST",
                    "directory",
                    "{\"agents\": [%s, %s, %s], \"numbers\": [{\"number\": \"%s\", \"agentIds\": [\"bob\", \"anna\"]}]}"
                            .formatted(agent("anna", 1), agent("bob", 2), agent("fallback", 3), NUMBER));

            assertThat(heard(all)).isEqualTo("lk-anna");

            toggle(all, "anna", "inactive");
            assertThat(heard(all)).isEqualTo("lk-bob");

            toggle(all, "bob", "inactive");
            assertThat(heard(all)).isEqualTo("lk-fallback");
            JsonNode fallback = lastCall(all);
            assertThat(fallback.at("/route/reason").asText()).isEqualTo("system-default");

            toggle(all, "fallback", "inactive");
            assertThat(heard(all)).isEqualTo("last-resort");

            toggle(all, "anna", "active");
            assertThat(heard(all)).isEqualTo("lk-anna");

            // Why it was so then is told from the call's own history, though it would be decided otherwise now.
            assertThat(run(all, "explain", "--call", fallback.path("callId").asText()))
                    .as(printed)
                    .isZero();
            assertThat(printed)
                    .contains(
                            "agents of the number: none is active of 2",
                            "default agent of the system: agent fallback answers",
                            "decision: agent lk-fallback answers (reason: system-default)");
            JsonNode now = send(all, "POST", "routes/explain", "{\"to\": \"" + NUMBER + "\"}");
            assertThat(now.path("reason").asText()).isEqualTo("number");
            assertThat(now.at("/steps/2/reason").asText()).isEqualTo("number");
        }
    }

    @Test
    void aLookUpThatFailsShouldBeAnsweredByTheFallback() throws Exception {
        AgentConfig last = AgentConfig.named("last-resort");
        DirectoryRouting broken = new DirectoryRouting(
                () -> {
                    throw new IllegalStateException("the directory is broken");
                },
                DirectoryPolicy.of(last),
                new OpeningTimes((calendar, from, to) -> Optional.empty()),
                AgentLoad.NONE);
        CallRouter router = new CallRouter(broken, last, Rung.DEFAULT, Set.of(), failure -> {});
        try (SimulatedSwitchboard all = serve(config -> new Wiring(config, clock, router, List.of()).start())) {
            assertThat(heard(all)).isEqualTo("last-resort");
            assertThat(lastCall(all).at("/route/reason").asText()).isEqualTo("rules-failed");
        }
    }
}
