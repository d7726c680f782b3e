package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import telephony.app.demo.Demo;
import telephony.app.demo.ShortDemo;
import telephony.app.simulate.CallOrder;
import telephony.app.simulate.CallRound;
import telephony.app.simulate.Expected;
import telephony.app.simulate.SimulationClient;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;

/** The whole server on a simulated LiveKit in this process, all of it over loopback and in real time. */
@Timeout(60)
class SimulatedSwitchboardTest {

    /** How long ago the server seems to have started: of rooms older than itself it waits to know more. */
    private static final Duration AGE = Duration.ofSeconds(5);

    private static final Map<String, String> SETTINGS = Map.of(
            "TELEPHONY_HOST",
            "127.0.0.1",
            "TELEPHONY_PORT",
            "0",
            "TELEPHONY_STORE",
            "memory",
            "TELEPHONY_DEFAULT_AGENT",
            "front-desk");
    private static final String ROUTING = "agents: {one: {agentName: %1$s}, %2$s: }\n"
            + "numbers: {+15559990000: {agent: one, onAgentMissing: [\"agent:%2$s\"]}}";
    private static final Pattern ID = Pattern.compile("id (SCL_\\w+)");
    private static final InstantSource SYSTEM = InstantSource.system();
    private static final Pattern CURL = Pattern.compile("curl (-H '([^:]+): ([^']+)' -d '([^']+)' )?'?([^' ]+)'?");

    private final AtomicBoolean started = new AtomicBoolean();
    private final InstantSource clock =
            () -> started.get() ? SYSTEM.instant() : SYSTEM.instant().minus(AGE);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aSimulatedCallShouldBeAnsweredByOneAgent() {
        try (SimulatedSwitchboard all = serve(config -> new Wiring(config, clock).start())) {
            all.registerConfiguredAgents();

            assertThat(simulate(all, "--count", "3", "--rate", "10", "--talk", "300ms", "--duplicate"))
                    .as("%s%s", out, err)
                    .isZero();

            assertThat(out.toString().lines())
                    .hasSize(7)
                    .anyMatch(line -> line.matches(" +2 {2}calls {2}id SCL_\\w+ .*"))
                    .contains("3 of 3 callers heard agents, one at a time")
                    .anyMatch(
                            line -> line.matches(
                                    " +1 {2}ok {5}heard front-desk after \\d+\\.\\d s, at most 1 at once; the caller hung up .*"));
        }
    }

    @Test
    void aCallThatIsRefusedShouldBeRightOnlyWhereThatIsExpected() {
        CallRouter closed =
                new CallRouter(new Closed(), AgentConfig.named("front-desk"), Rung.DEFAULT, Set.of(), failure -> {});
        try (SimulatedSwitchboard all = serve(config -> new Wiring(config, clock, closed, List.of()).start())) {
            assertThat(simulate(all)).isEqualTo(1);
            assertThat(out.toString())
                    .contains("WRONG  refused by the switchboard", "0 of 1 callers heard agents", "--expect refused");

            assertThat(simulate(all, "--expect", "refused")).isZero();
            assertThat(out.toString())
                    .contains("ok     refused by the switchboard", "1 of 1 callers were refused by the switchboard");
            assertThat(simulate(all, "--expect", "nobody")).isZero();
        }
    }

    @Test
    void everyAgentThatTheRoutingFileNamesShouldHaveAWorkerAlsoAfterItsChange(@TempDir Path folder) throws Exception {
        Path rules = folder.resolve("routing.yaml");
        Files.writeString(rules, ROUTING.formatted("sales", "backup"));
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("TELEPHONY_ROUTING", rules.toString());
        settings.put("TELEPHONY_ON_AGENT_MISSING", "redispatch,agent:second-line");
        try (SimulatedSwitchboard all = serve(settings, config -> new Wiring(config, clock).start())) {
            all.registerConfiguredAgents();
            assertThat(all.livekit().workers()).contains("front-desk", "sales", "backup", "second-line");

            Files.writeString(rules, ROUTING.formatted("support", "spare"));
            while (!all.livekit().workers().containsAll(List.of("support", "spare"))) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void everyAgentThatTheDirectoryNamesShouldHaveAWorkerAlsoOneThatComesLater() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        String agent =
                "{\"id\": \"sales\", \"name\": \"Sales\", \"status\": \"active\", \"config\": {\"name\": \"lk-sales\"}}";
        try (SimulatedSwitchboard all = serve(config -> new Wiring(config, clock).start())) {
            all.registerConfiguredAgents();
            assertThat(all.livekit().workers()).doesNotContain("lk-sales");

            HttpRequest make = HttpRequest.newBuilder(URI.create(all.url() + "/telephony/agents"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(agent))
                    .build();
            HttpResponse<String> made = client.send(make, HttpResponse.BodyHandlers.ofString());

            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            while (!all.livekit().workers().contains("lk-sales")) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aCallerWhoseSimulateWasStoppedShouldHangUpAlone() throws Exception {
        try (SimulatedSwitchboard all = serve(config -> new Wiring(config, clock).start())) {
            all.registerConfiguredAgents();
            CallOrder order = new CallOrder(
                    "+15551230001", "+15559990000", List.of(), List.of(), false, false, Duration.ofMillis(300));
            CompletableFuture<String> began = new CompletableFuture<>();
            CallRound round =
                    new CallRound(new SimulationClient(URI.create(all.livekitUrl())), order, Expected.AGENT, SYSTEM);
            Thread playing = new Thread(() -> {
                try {
                    round.play(1, 1, began::complete);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            playing.start();
            Matcher id = ID.matcher(began.get());
            assertThat(id.find()).isTrue();
            playing.interrupt();
            playing.join();

            String call = all.livekitUrl() + "/simulation/calls/" + id.group(1);
            String state = "";
            while (!state.contains("\"over\":true")) {
                state = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(URI.create(call)).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
            }
            assertThat(state).contains("\"endReason\":\"CLIENT_INITIATED\"");
        }
    }

    @Test
    void whatTheSimulationDoesNotTakeShouldBeToldAsItSaysIt() {
        try (SimulatedSwitchboard all = serve(config -> new Wiring(config, clock).start())) {
            assertThat(simulate(all, "--drop", "room_opened")).isEqualTo(2);

            assertThat(err.toString()).contains("The call cannot be placed: 'room_opened' is no event; the events are");
        }
    }

    @Test
    void aDemonstrationShouldBeJudgedAndLeaveLinesThatWork() throws Exception {
        Demo demo = ShortDemo.good(new PrintWriter(out, true));
        try (SimulatedSwitchboard all = serve(starting(demo))) {
            Demo.Played played = demo.play(all.livekit(), all.url(), clock);

            assertThat(played.good()).as("%s", out).isTrue();
            assertThat(out.toString()).contains("1 of 1 calls went as they must");
            List<Integer> statuses = new ArrayList<>();
            for (String line : DemoCommand.whatToTry(all, played.callId())) {
                Matcher curl = CURL.matcher(line);
                if (curl.find()) {
                    statuses.add(status(curl));
                }
            }
            assertThat(statuses).containsExactly(200, 200, 201);
        }
    }

    @Test
    void aDemonstrationThatGoesWrongShouldSayWhat() throws Exception {
        Demo demo = ShortDemo.wrong(new PrintWriter(out, true));
        try (SimulatedSwitchboard all = serve(starting(demo))) {
            Demo.Played played = demo.play(all.livekit(), all.url(), clock);

            assertThat(played.good()).isFalse();
            assertThat(out.toString())
                    .contains(
                            "WRONG: heard phone-agent, not nobody",
                            "WRONG: the record says answered, not blocked_policy",
                            "0 of 1 calls went as they must");
        }
    }

    @Test
    void whatSettingsSayOfLiveKitShouldBePassedOver() {
        AtomicReference<AppConfig> used = new AtomicReference<>();
        Map<String, String> elsewhere = Map.of(
                "LIVEKIT_URL", "wss://real.example.com", "LIVEKIT_API_KEY", "real", "TELEPHONY_DEFAULT_AGENT", "mine");

        assertThatThrownBy(() -> SimulatedSwitchboard.start(0, elsewhere, elsewhere, config -> {
                    used.set(config);
                    throw new IllegalStateException("far enough");
                }))
                .hasMessage("far enough");

        assertThat(used.get().livekit().url().getHost()).isEqualTo("127.0.0.1");
        assertThat(used.get().livekit().api().key()).isEqualTo("simulated");
        assertThat(used.get().agents().defaultAgent()).isEqualTo("mine");
        assertThat(used.get().store().url())
                .as("calls that never were do not come among the real ones")
                .isEqualTo("./data/simulated");
    }

    private Function<AppConfig, RunningApp> starting(Demo demo) {
        return config -> new Wiring(config, clock, demo.router(), List.of(demo.listener())).start();
    }

    private SimulatedSwitchboard serve(Function<AppConfig, RunningApp> starter) {
        return serve(SETTINGS, starter);
    }

    private SimulatedSwitchboard serve(Map<String, String> settings, Function<AppConfig, RunningApp> starter) {
        SimulatedSwitchboard all = SimulatedSwitchboard.start(0, settings, Map.of(), starter);
        started.set(true);
        return all;
    }

    private int simulate(SimulatedSwitchboard all, String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "simulate";
        args[1] = "--url";
        args[2] = all.livekitUrl();
        System.arraycopy(options, 0, args, 3, options.length);
        Main.Starter none = config -> {
            throw new IllegalStateException("simulate starts nothing");
        };
        return Main.run(args, Map.of(), none, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private static int status(Matcher curl) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(curl.group(5)));
        if (curl.group(1) != null) {
            request.header(curl.group(2), curl.group(3)).POST(HttpRequest.BodyPublishers.ofString(curl.group(4)));
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static final class Closed implements CallRoutingPort {
        @Override
        public Optional<RoutingDecision> route(RoutingRequest call) {
            return Optional.of(new RoutingDecision.Reject("closed"));
        }

        @Override
        public Set<String> agentNames() {
            return Set.of();
        }
    }
}
