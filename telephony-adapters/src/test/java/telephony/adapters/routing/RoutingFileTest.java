package telephony.adapters.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static telephony.adapters.routing.RoutingFolder.dispatch;
import static telephony.adapters.routing.RoutingFolder.to;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.adapters.ClassPathWithout;
import telephony.routing.AgentConfig;
import telephony.routing.AgentConfig.MetadataStyle;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;
import telephony.routing.Rung;
import telephony.testkit.CallRoutingPortContract;
import telephony.testkit.Calls;

/** What a file decides. */
class RoutingFileTest {

    private static final String BEGIN = "<!-- example -->\n```yaml\n";

    @TempDir
    private Path directory;

    private RoutingFolder folder;

    @BeforeEach
    void openFolder() {
        folder = RoutingFolder.in(directory);
    }

    private static String example() throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        String page =
                Files.readString(module.toAbsolutePath().resolveSibling("docs").resolve("routing.md"));
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(begin, page.indexOf("```\n", begin));
    }

    @Test
    void theDocumentedExampleShouldDecideAsItSays() throws IOException {
        RoutingFile rules = folder.open(example());

        AgentConfig sales = new AgentConfig(
                "sales",
                "You sell widgets on the phone.\nAsk one question at a time.\n",
                "Spring sale, hello!",
                "alloy",
                "gpt-4o-mini",
                List.of("calendar", Map.of("name", "lookup", "timeout", 5L)),
                "telephony",
                MetadataStyle.FLAT);
        assertThat(dispatch(rules, "+15559990000"))
                .isEqualTo(new RoutingDecision.Dispatch(
                        sales,
                        "number",
                        "acme",
                        "spring",
                        Map.of("invoiceNumber", "A-17", "vip", true),
                        List.of(new Rung.FallbackAgent(AgentConfig.named("backup")))));
        assertThat(rules.route(to("+15559990001"))).contains(new RoutingDecision.Ignore("number"));
        assertThat(rules.route(to("+15559990002"))).contains(new RoutingDecision.Reject("number"));
        RoutingDecision.Dispatch unlisted = dispatch(rules, "+15550000000");
        assertThat(unlisted.reason()).isEqualTo("default");
        assertThat(unlisted.config().name()).isEqualTo("phone-agent");
        assertThat(unlisted.config().greeting()).isEqualTo("Example Ltd, how can I help you?");
        assertThat(unlisted.onAgentMissing())
                .extracting(Rung::word)
                .containsExactly("redispatch", "agent:backup", "hang-up");
        assertThat(rules.agentNames()).containsExactlyInAnyOrder("phone-agent", "sales", "backup");
        assertThat(rules.numbers()).isEqualTo(3);
    }

    @Test
    void anEmptyFileShouldLeaveAllToTheFallback() throws IOException {
        RoutingFile rules = folder.open("# nothing yet");

        assertThat(dispatch(rules, "+15559990000"))
                .isEqualTo(RoutingDecision.Dispatch.of(AgentConfig.named("phone-agent"), "default")
                        .withOnAgentMissing(Rung.DEFAULT));
        assertThat(rules.agentNames()).containsExactly("phone-agent");
    }

    @Test
    void theFallbacksAgentsShouldBeTheFilesWhenItHasThem() throws IOException {
        RoutingFile.Fallback fallback = new RoutingFile.Fallback(
                AgentConfig.named("phone-agent"),
                List.of(new Rung.FallbackAgent(AgentConfig.named("backup")), new Rung.HangUp()));

        RoutingFile rules = folder.open(fallback, "agents: {phone-agent: {greeting: Hi.}, backup: {greeting: Sorry.}}");

        RoutingDecision.Dispatch made = dispatch(rules, "+15550000000");
        assertThat(made.config().greeting()).isEqualTo("Hi.");
        assertThat(made.onAgentMissing().get(0).agent().orElseThrow().greeting())
                .isEqualTo("Sorry.");
        assertThat(made.onAgentMissing().get(1)).isEqualTo(new Rung.HangUp());
    }

    @Test
    void aNumberWithoutAnAgentShouldHaveTheDefaultOneWithItsSettings() throws IOException {
        RoutingFile rules = folder.open(
                "agents: {front: {prompt: P}}",
                "default: {agent: front, greeting: G, metadata: {a: 1}, onAgentMissing: [hang-up]}",
                "numbers: {+15559990000: {greeting: ~}}");

        RoutingDecision.Dispatch made = dispatch(rules, "+15559990000");

        assertThat(made.config().prompt()).isEqualTo("P");
        assertThat(made.config().greeting()).isNull();
        assertThat(made.metadata()).isEmpty();
        assertThat(made.onAgentMissing()).containsExactly(new Rung.HangUp());
        assertThat(dispatch(rules, "+15550000000").metadata()).isEqualTo(Map.of("a", 1L));
    }

    @ParameterizedTest
    @CsvSource({"default, Dispatch, default", "ignore, Ignore, unknown-number", "reject, Reject, unknown-number"})
    void anUnknownNumberShouldBeTreatedAsTheFileSays(String word, String kind, String reason) throws IOException {
        RoutingFile rules = folder.open("unknownNumbers: " + word, "numbers: {+15559990000: {}}");

        RoutingDecision unlisted = rules.route(to("+15550000000")).orElseThrow();
        RoutingDecision withheld = rules.route(to(null)).orElseThrow();

        assertThat(unlisted.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(unlisted.reason()).isEqualTo(reason);
        assertThat(withheld).isEqualTo(unlisted);
        assertThat(dispatch(rules, "+15559990000").reason()).isEqualTo("number");
    }

    @Test
    void explainShouldTellOwnRungsFromThoseOfTheDefault() throws IOException {
        RoutingFile rules = folder.open(
                "default: {onAgentMissing: [redispatch, hang-up]}",
                "numbers: {+15559990000: {onAgentMissing: [hang-up]}, +15559990001: {}}");
        List<RoutingStep> told = new ArrayList<>();

        rules.explain(to("+15559990000"), told::add);
        rules.explain(to("+15559990001"), told::add);
        rules.explain(to("+15559990002"), told::add);

        assertThat(told)
                .filteredOn(step -> step.asked().equals("when the agent is missing"))
                .extracting(RoutingStep::said)
                .containsExactly(
                        "hang-up, by the route", "redispatch, hang-up, by default", "redispatch, hang-up, by default");
    }

    @Test
    void exactlyTheListedNumbersShouldBeListed() throws IOException {
        RoutingFile rules = folder.open("numbers: {+15559990000: {}}");

        assertThat(rules.lists("+15559990000")).isTrue();
        assertThat(rules.lists("15559990000")).isFalse();
    }

    @Test
    void explainShouldTellWhatWasLookedUp() throws IOException {
        RoutingFile rules = folder.open("numbers: {+15559990000: {}}", "unknownNumbers: reject");
        List<RoutingStep> listed = new ArrayList<>();
        List<RoutingStep> unlisted = new ArrayList<>();

        rules.explain(to("+15559990000"), listed::add);
        rules.explain(to("sip:\u0007x"), unlisted::add);

        assertThat(listed)
                .containsExactly(
                        new RoutingStep(
                                "number +15559990000",
                                "is listed: agent phone-agent answers, the default agent",
                                "number"),
                        new RoutingStep("when the agent is missing", "redispatch, by default"));
        assertThat(unlisted)
                .containsExactly(
                        new RoutingStep("numbers", "sip:?x is not listed"),
                        new RoutingStep("unknownNumbers", "reject: the call is refused", "unknown-number"));
    }

    @Test
    void theFileShouldSpeakInTwoPartsForRulesThatStandBetween() throws IOException {
        RoutingFile rules =
                folder.open("agents: {sales: }", "numbers: {+15559990000: {agent: sales}}", "unknownNumbers: reject");

        assertThat(rules.listedNumbers().route(to("+15559990000"))).isEqualTo(rules.route(to("+15559990000")));
        assertThat(rules.listedNumbers().route(to("+15559990001"))).isEmpty();
        assertThat(rules.unlistedNumbers().route(to("+15559990001"))).isEqualTo(rules.route(to("+15559990001")));
        assertThat(rules.listedNumbers().agentNames()).isEqualTo(rules.agentNames());
    }

    @Test
    void valuesOfMetadataShouldBeWhatJsonHas() throws IOException {
        RoutingFile rules = folder.open(
                "default:",
                "  metadata: {text: 'yes', word: yes, yes: true, whole: -5, hex: 0x1F, octal: 0o17, half: 0.5,"
                        + " list: [a, {b: 1}]}");

        assertThat(dispatch(rules, "+15550000000").metadata())
                .isEqualTo(Map.of(
                        "text",
                        "yes",
                        "word",
                        "yes",
                        "yes",
                        true,
                        "whole",
                        -5L,
                        "hex",
                        31L,
                        "octal",
                        15L,
                        "half",
                        0.5,
                        "list",
                        List.of("a", Map.of("b", 1L))));
    }

    @ParameterizedTest
    @CsvSource({
        "org.snakeyaml., org.snakeyaml:snakeyaml-engine",
        "com.fasterxml., com.fasterxml.jackson.core:jackson-databind"
    })
    void aMissingLibraryShouldBeNamed(String packages, String artifact) throws Exception {
        try (ClassPathWithout without = new ClassPathWithout(packages)) {
            Class<?> fallback = without.loadClass(RoutingFile.Fallback.class.getName());
            var constructor = without.loadClass(RoutingFile.class.getName())
                    .getConstructor(Path.class, fallback, InstantSource.class);

            assertThatThrownBy(() -> constructor.newInstance(folder.file(), null, InstantSource.system()))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(artifact);
        }
    }

    @Nested
    class TheFileKeepsTheContract implements CallRoutingPortContract {
        @Override
        public CallRoutingPort rules() {
            try {
                return folder.open(example());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String speaksFor() {
            return "+15559990000";
        }
    }

    @Test
    void theRequestsOtherFactsShouldDecideNothing() throws IOException {
        RoutingFile rules = folder.open("numbers: {+15559990000: {}}");

        RoutingRequest bare =
                new RoutingRequest(null, "+15559990000", null, null, "", Map.of(), Calls.START.plusSeconds(86_400));

        assertThat(rules.route(bare)).isEqualTo(rules.route(to("+15559990000")));
        assertThat(Set.copyOf(rules.agentNames())).containsExactly("phone-agent");
    }
}
