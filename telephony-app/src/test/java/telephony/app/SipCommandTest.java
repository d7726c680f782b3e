package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.directory.Agent;
import telephony.directory.Directory;
import telephony.directory.DirectoryWatch;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.routing.AgentConfig;
import telephony.sip.RuleAgent;
import telephony.sip.SipEntry;
import telephony.sip.SipKind;
import telephony.sip.SipSetting;
import telephony.sip.SipSettings;
import telephony.sip.SipWanted;

/** The sip commands, on a LiveKit in memory. */
class SipCommandTest {

    @TempDir
    private Path folder;

    private final CommandLineRun line = new CommandLineRun();
    private Path file = Path.of("");

    @BeforeEach
    void writeDocument() throws IOException {
        file = Files.writeString(
                folder.resolve("sip.yaml"),
                """
                set: front
                inboundTrunks:
                  main:
                    numbers: ["+15559990000"]
                    authUsername: carrier
                    authPassword: {env: SIP_PASSWORD}
                dispatchRules:
                  calls: {type: individual, roomPrefix: call, trunks: [main]}
                """);
        line.environment.putAll(AppConfigTest.minimal());
        line.environment.put("SIP_PASSWORD", "hush");
    }

    private int run(String command, String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "sip";
        args[1] = command;
        args[2] = file.toString();
        System.arraycopy(options, 0, args, 3, options.length);
        return line.run(args);
    }

    @Test
    void aPlanShouldShowTheDifferenceAndDoNothing() {
        int code = run("plan");

        assertThat(code).isEqualTo(2);
        assertThat(line.out().lines())
                .contains(
                        "set 'front'",
                        "+ create inbound trunk 'main'",
                        "      authPassword: (none) -> (set)",
                        "+ create dispatch rule 'calls'",
                        "2 to create, 0 to update, 0 to delete, 0 as wanted, 0 refused.");
        assertThat(line.out()).doesNotContain("hush");
        assertThat(line.sip.requests()).isEmpty();
    }

    private void ruleWithAgents(String... names) throws IOException {
        String agents =
                Arrays.stream(names).map(name -> "{agentName: " + name + "}").collect(Collectors.joining(", "));
        String before = Files.readString(file);
        Files.writeString(file, before.replace("trunks: [main]", "trunks: [main], agents: [" + agents + "]"));
    }

    @Test
    void anAgentOfTheDirectoryShouldNotBeTakenForAStranger() throws IOException {
        String place = folder.resolve("calls").toString();
        line.environment.put("TELEPHONY_STORE_URL", place);
        ruleWithAgents("lk-desk", "ghost");
        StoreConfig config = new StoreConfig(StoreKind.H2, place, null, null);
        try (OpenStore store = OpenStore.open(config, InstantSource.fixed(CommandLineRun.NOW))) {
            Agent desk = new Agent("desk", null, "Desk", AgentConfig.named("lk-desk"), Agent.Status.ACTIVE, 1);
            new Directory(store.entries(), new DirectoryWatch(store.entries())).create(desk, null);
        }

        run("plan");

        assertThat(line.out()).contains("Our routing does not send ghost:").doesNotContain("not send lk-desk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "nonsense"})
    void nothingShouldBeSaidOfStrangersWhereTheDirectoryCannotBeRead(String store) throws IOException {
        line.environment.put("TELEPHONY_STORE", store);
        ruleWithAgents("ghost");

        assertThat(run("plan")).isEqualTo(2);

        assertThat(line.out()).contains("+ create dispatch rule 'calls'").doesNotContain("Our routing does not send");
    }

    @Test
    void applyTwiceShouldLeaveNothingToDo() {
        assertThat(run("apply", "--yes")).isZero();
        assertThat(line.out()).contains("done: create inbound trunk 'main'", "done: create dispatch rule 'calls'");
        assertThat(run("apply", "--yes")).isZero();
        assertThat(run("plan")).isZero();

        assertThat(line.out()).contains("  as wanted inbound trunk 'main'", "Nothing to do.");
        assertThat(line.sip.requests()).containsExactly("create main", "create calls");
    }

    @Test
    void applyShouldAskAndTakeYesOnly() {
        line.in = "y\n".getBytes(StandardCharsets.UTF_8);
        assertThat(run("apply")).isEqualTo(1);
        assertThat(line.err()).contains("Not agreed to; nothing was done.");
        assertThat(line.sip.requests()).isEmpty();

        line.in = "yes\n".getBytes(StandardCharsets.UTF_8);
        assertThat(run("apply")).isZero();
        assertThat(line.sip.requests()).hasSize(2);
    }

    @Test
    void anEndOfInputShouldNotBeAYes() {
        assertThat(run("apply")).isEqualTo(1);
        assertThat(line.sip.requests()).isEmpty();
    }

    @Test
    void whatOthersMadeShouldBeRefusedUntilAdopted() {
        line.sip.put(SipWanted.inboundTrunk("main", "+15559990000"), true);

        assertThat(run("plan")).isEqualTo(1);
        assertThat(line.out()).contains("! refused (not-ours) inbound trunk 'main'");
        assertThat(run("apply", "--yes")).isEqualTo(1);
        assertThat(line.err()).contains("Something is refused, so nothing was done.");
        assertThat(line.sip.requests()).isEmpty();

        assertThat(run("plan", "--adopt", "main")).isEqualTo(2);
        assertThat(line.out()).contains("~ update inbound trunk 'main', which becomes ours");
        assertThat(run("apply", "--yes", "--adopt", "main")).isZero();
    }

    @Test
    void aStepThatFailsShouldBeOneAndSayWhich() {
        line.sip.answerNext(Kind.ALARM, false);

        assertThat(run("apply", "--yes")).isEqualTo(1);
        assertThat(line.out()).contains("failed: create inbound trunk 'main': as planned");
        assertThat(line.err()).contains("A step failed.");
    }

    @Test
    void everythingThatIsWrongWithTheFileShouldBeTold() throws IOException {
        Files.writeString(file, "inboundTrunks: {main: {number: 1}}\ndispatchRules: {calls: {type: round}}\nx: 1\n");

        assertThat(run("plan")).isEqualTo(1);
        assertThat(line.err())
                .contains(
                        "sip.yaml cannot be used:",
                        "  /inboundTrunks/main/number: Known here: ",
                        "  /dispatchRules/calls/type: ",
                        "  /x: Known here: set, inboundTrunks")
                .doesNotContain("\tat ");
    }

    @Test
    void aFileThatIsNoYamlShouldBeTold() throws IOException {
        Files.writeString(file, "inboundTrunks: {main: &a {}, other: *a}\n");

        assertThat(run("plan")).isEqualTo(1);
        assertThat(line.err()).contains("sip.yaml cannot be used:", "line 1");
    }

    @Test
    void theExampleOfTheDocumentationShouldBeTaken() throws IOException {
        Files.writeString(file, example("sip.md"));
        line.environment.put("SIP_CARRIER_PASSWORD", "hush");

        assertThat(run("plan")).isEqualTo(2);
        assertThat(line.out()).contains("3 to create").doesNotContain("warning: ");
        assertThat(line.err()).isEmpty();
    }

    /** The settings that a page of the documentation shows. */
    private static String example(String page) throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        String text =
                Files.readString(module.toAbsolutePath().resolveSibling("docs").resolve(page));
        String begin = "<!-- example -->\n```yaml\n";
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf("```", from));
    }

    @Test
    void theFallbackAgentOfTheDocumentationShouldBeKeptInItsRuleAndMissedWhenSomebodyTakesItOut() throws IOException {
        Files.writeString(file, "inboundTrunks: {carrier-in: {numbers: [\"+15559990000\"]}}\n" + example("dropin.md"));
        assertThat(run("apply", "--yes")).isZero();
        SipEntry rule = line.sip.all().stream()
                .filter(entry -> entry.kind() == SipKind.DISPATCH_RULE)
                .findFirst()
                .orElseThrow();
        assertThat(rule.settings().value(SipSetting.AGENTS)).containsExactly(RuleAgent.named("phone-agent"));
        assertThat(run("plan")).isZero();

        SipSettings without = SipSettings.NONE.with(SipSetting.AGENTS, List.of());
        line.sip.update(SipKind.DISPATCH_RULE, rule.id(), without, "default");

        assertThat(run("plan")).isEqualTo(2);
        assertThat(line.out().lines())
                .contains("~ update dispatch rule 'callers'", "      agents: [] -> [{agentName=phone-agent}]");
        assertThat(run("apply", "--yes")).isZero();
        assertThat(run("plan")).isZero();
    }

    @Test
    void aSecretThatIsNotSetShouldBeTold() {
        line.environment.remove("SIP_PASSWORD");

        assertThat(run("plan")).isEqualTo(1);
        assertThat(line.err()).contains("/inboundTrunks/main/authPassword: The environment variable SIP_PASSWORD");
    }

    @Test
    void jsonShouldBeWhatTheApiAnswers() throws IOException {
        assertThat(run("apply", "--yes", "--json")).isZero();

        JsonNode json = new ObjectMapper().readTree(line.out());
        assertThat(json.get("result").asText()).isEqualTo("done");
        assertThat(json.at("/plan/set").asText()).isEqualTo("front");
        assertThat(line.out()).doesNotContain("hush");
    }

    @Test
    void jsonShouldAskNobody() {
        assertThat(run("apply", "--json")).isEqualTo(1);
        assertThat(line.err()).contains("--json asks nobody: give --yes as well");
        assertThat(line.sip.requests()).isEmpty();
    }

    @Test
    void listShouldTellWhichAreOurs() throws IOException {
        run("apply", "--yes");
        line.sip.put(SipWanted.outboundTrunk("theirs", "sip.example.com", "+15559990007"), true);

        assertThat(line.run("sip", "list")).isZero();

        assertThat(line.out())
                .contains(
                        "inbound trunk 'main' (ST_1), kept by set 'front'",
                        "outbound trunk 'theirs' (ST_3), not ours",
                        "      address: sip.example.com",
                        "3 in all")
                .doesNotContain("hush");
    }

    @Test
    void s58ControlCharactersShouldNotReachTheTerminal() {
        SipWanted hostile = SipWanted.outboundTrunk("o", "sip.example.com", "+15559990007")
                .with(SipSetting.METADATA, Map.of("a\u001b[31m", "\u202e"));
        line.sip.put(hostile, true);

        assertThat(line.run("sip", "list")).isZero();
        assertThat(line.run("sip", "list", "--json")).isZero();

        assertThat(line.out()).contains("\\u001b[31m", "\\u202e").doesNotContain("\u001b", "\u202e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "apply", "list"})
    void aMissingSettingShouldNotLookLikeAPlanWithChanges(String command) {
        line.environment.clear();

        int code = command.equals("list") ? line.run("sip", "list") : run(command);

        assertThat(code).isEqualTo(1);
        assertThat(line.err()).contains("LIVEKIT_URL: is missing").doesNotContain("\tat ");
    }

    @Test
    void wrongUsageShouldNotLookLikeAPlanWithChanges() {
        assertThat(line.run("sip")).isEqualTo(1);
        assertThat(line.run("sip", "plan")).isEqualTo(1);
        assertThat(line.run("sip", "plan", "--fast", "x")).isEqualTo(1);
        assertThat(line.err()).contains("Missing command: plan, apply or list", "FILE", "--fast");
    }
}
