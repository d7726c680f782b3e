package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telephony.adapters.http.Readiness;
import telephony.directory.DirectorySnapshot;
import telephony.observe.TelephonyListener;
import telephony.routing.RoutingRequest;

class CallRoutingTest {

    private static final Readiness OTHERS = new Readiness(true, Map.of("livekit", "reachable"));

    @TempDir
    private Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final TelephonyListener listener = new TelephonyListener() {
        @Override
        public void onTrouble(String what, Throwable cause) {
            troubles.add(what + ": " + cause.getMessage());
        }
    };

    private CallRouting routing() {
        return CallRouting.of(
                AppConfig.agentsOf(settings, Map.of()), InstantSource.fixed(CommandLineRun.NOW), failure -> {});
    }

    private CallRouting routing(String rules) throws IOException {
        settings.put("TELEPHONY_ROUTING", write(rules).toString());
        return routing();
    }

    private Path write(String rules) throws IOException {
        return Files.writeString(folder.resolve("routing.yaml"), rules);
    }

    private static String answers(CallRouting routing) {
        return routing.router()
                .route(new RoutingRequest(null, "+15559990000", null, null, "", Map.of(), CommandLineRun.NOW))
                .agent()
                .orElseThrow()
                .name();
    }

    @Test
    void withoutAFileTheSettingsShouldDecide() {
        settings.put("TELEPHONY_DEFAULT_AGENT", "front-desk");
        settings.put("TELEPHONY_ON_AGENT_MISSING", "agent:backup");
        settings.put("TELEPHONY_ADOPT_AGENTS", "legacy");

        CallRouting routing = routing();

        assertThat(answers(routing)).isEqualTo("front-desk");
        assertThat(routing.router().adoptableAgents()).containsExactlyInAnyOrder("front-desk", "backup", "legacy");
        assertThat(routing.readiness(OTHERS)).isEqualTo(OTHERS);
        routing.reload(listener);
        assertThat(troubles).isEmpty();
    }

    @Test
    void withoutAFileTheSettingsShouldSayWhatBecomesOfUnknownNumbers() {
        settings.put("TELEPHONY_UNKNOWN_NUMBERS", "Reject");

        RoutingRequest request = new RoutingRequest(null, "+15559990000", null, null, "", Map.of(), CommandLineRun.NOW);
        assertThat(routing().router().route(request).reason()).isEqualTo("unknown-number");
    }

    @Test
    void aDefaultAgentThatTheDirectoryDoesNotHaveShouldBeToldAndTheLastResortAnswer() {
        settings.put("DEFAULT_AGENT_ID", "ghost");
        settings.put("TELEPHONY_DEFAULT_AGENT", "front-desk");
        AppConfig.Agents agents = AppConfig.agentsOf(settings, Map.of());

        assertThat(DefaultAgentCheck.warning(agents, DirectorySnapshot.EMPTY))
                .contains("DEFAULT_AGENT_ID: agent ghost is not in the directory; until it is,"
                        + " TELEPHONY_UNKNOWN_NUMBERS decides, by default for front-desk");
        assertThat(answers(routing())).isEqualTo("front-desk");
        settings.remove("DEFAULT_AGENT_ID");
        assertThat(DefaultAgentCheck.warning(AppConfig.agentsOf(settings, Map.of()), DirectorySnapshot.EMPTY))
                .isEmpty();
    }

    @Test
    void settingsThatCallersCouldForgeOrThatAreNoIdsShouldBeRefused() {
        settings.put("TELEPHONY_AGENT_ATTRIBUTE", "sip.h.x-agent");
        settings.put("TELEPHONY_TENANT_ATTRIBUTE", "lktest.id");
        settings.put("TELEPHONY_TENANT_ROOM_METADATA", "m".repeat(257));
        settings.put("DEFAULT_AGENT_ID", "a b");
        settings.put("DEFAULT_ORGANIZATION_ID", "-");
        settings.put("TELEPHONY_UNKNOWN_NUMBERS", "drop");

        assertThatThrownBy(this::routing).isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                .hasSize(6)
                .anyMatch(problem -> problem.startsWith("TELEPHONY_AGENT_ATTRIBUTE: 'sip.h.x-agent' is not valid"))
                .anyMatch(problem -> problem.startsWith("TELEPHONY_TENANT_ATTRIBUTE: "))
                .anyMatch(problem -> problem.startsWith("TELEPHONY_TENANT_ROOM_METADATA: "))
                .anyMatch(problem -> problem.startsWith("DEFAULT_AGENT_ID: 'a b' is not valid"))
                .anyMatch(problem -> problem.startsWith("DEFAULT_ORGANIZATION_ID: "))
                .anyMatch(problem -> problem.endsWith("set default, ignore or reject")));
    }

    @Test
    void aChangedFileShouldDecideWithoutARestart() throws IOException {
        CallRouting routing = routing("agents: {one: }\ndefault: {agent: one}");
        write("agents: {two: }\ndefault: {agent: two}\nnumbers: {+15559990000: }");

        routing.reload(listener);
        routing.reload(listener);

        assertThat(answers(routing)).isEqualTo("two");
        assertThat(routing.readiness(OTHERS).components()).containsEntry("routing", "as the file says, numbers: 1");
        assertThat(routing.router().isAdoptable("one")).isTrue();
    }

    @Test
    void aWrongFileShouldBeToldOnceAndShownAsLongAsItLasts() throws IOException {
        CallRouting routing = routing("agents: {one: }\ndefault: {agent: one}");
        write("default: {agent: ghost}");

        for (int i = 0; i < 5; i++) {
            routing.reload(listener);
        }

        assertThat(troubles)
                .singleElement()
                .asString()
                .startsWith("the routing file has become wrong; the rules before it stay: line 1, column 18: ");
        assertThat(answers(routing)).isEqualTo("one");
        Readiness readiness = routing.readiness(OTHERS);
        assertThat(readiness.ready()).as("it still answers calls").isTrue();
        assertThat(readiness.components().get("routing"))
                .startsWith("rules of an earlier file, because it is wrong now: line 1, column 18: ");
    }
}
