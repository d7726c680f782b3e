package telephony.adapters.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.adapters.yaml.YamlFileException;
import telephony.dispatch.AgentMetadata;

/** What a file must not say, and how it is told. */
class RoutingProblemsTest {

    @TempDir
    private Path directory;

    private RoutingFolder folder;

    @BeforeEach
    void openFolder() {
        folder = RoutingFolder.in(directory);
    }

    @Test
    void allProblemsShouldBeToldAtOnceWithTheirPlaces() throws IOException {
        assertThat(folder.problems(
                        "agents:",
                        "  sales: {promt: x, voice: 5}",
                        "default: {agent: salse}",
                        "numbers:",
                        "  '5559990000': {}",
                        "  +15559990000:",
                        "    onAgentMissing: [again, hang-up, redispatch]",
                        "    action: forward",
                        "  +15559990000: {}",
                        "unknownNumbers: drop"))
                .containsExactly(
                        "line 2, column 11: agents.sales.promt: there is no such setting; did you mean prompt?",
                        "line 2, column 28: agents.sales.voice: is no text; write one, in quotes if it looks like"
                                + " something else",
                        "line 3, column 18: default.agent: no agent 'salse' stands under agents; did you mean sales?",
                        "line 5, column 3: numbers.5559990000: is no number in E.164; write + and 7 to 15 digits,"
                                + " such as +15559990000",
                        "line 7, column 21: numbers.+15559990000.onAgentMissing: goes on after hang-up; let hang-up be"
                                + " the last",
                        "line 7, column 22: numbers.+15559990000.onAgentMissing[0]: 'again' is not one of redispatch,"
                                + " agent:NAME, number:+14155550100, hang-up",
                        "line 8, column 13: numbers.+15559990000.action: 'forward' is not one of dispatch, ignore,"
                                + " reject",
                        "line 9, column 3: numbers.+15559990000: stands twice; leave one",
                        "line 10, column 17: unknownNumbers: 'drop' is not one of default, ignore, reject");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agents: [sales] | line 1, column 9: agents: is no object",
                "- a | line 1, column 1: is no object",
                "default: {agent: ghost} | no agent 'ghost' stands under agents",
                "default: {tools: calendar} | default.tools: is no list",
                "default: {tools: [~]} | default.tools[0]: has no form in JSON",
                "default: {tools: [.inf]} | default.tools[0]: has no form in JSON",
                "default: {tools: [99999999999999999999]} | default.tools[0]: has no form in JSON",
                "default: {metadata: {a: {b: ~}}} | line 1, column 29: default.metadata.a.b: has no form in JSON",
                "default: {metadata: {Telephony: 1}} | default.metadata.Telephony: is the one key that is ours",
                "default: {metadata: {aB: 1, a_b: 2}} | default.metadata.a_b: reaches the agent as a_b, as aB does",
                "default: {prompt: ' '} | default.prompt: is empty",
                "default: {tenant: 5} | default.tenant: is no text",
                "default: {noiseCancellation: ~} | default.noiseCancellation: is no text",
                "default: {metadataStyle: deep} | 'deep' is not one of flat, nested",
                "default: {onAgentMissing: []} | default.onAgentMissing: needs 1 to 16 entries; write such as"
                        + " [redispatch, hang-up], or leave it out for the default",
                "default: {onAgentMissing: hang-up} | default.onAgentMissing: is no list; write such as"
                        + " [redispatch, hang-up], or leave it out for the default",
                "default: {colour: red} | default.colour: there is no such setting; what can stand here: agent, campaign,",
                "default: {action: ignore} | default.action: there is no such setting; it belongs in a number under",
                "greeting: Hi | greeting: there is no such setting; it belongs in an agent under agents or in default or",
                "{agents: {7: {}}, default: {agent: x7}} | stands under agents; did you mean '7'?",
                "{agents: {sales: {}}, default: {agent: front-desk}} | stands under agents; there: sales",
                "default: {agent: sales} | no agent 'sales' stands under agents; write it there",
                "default: {onAgentMissing: ['agent:b']} | no agent 'b' stands under agents",
                "agents: {'': {}} | line 1, column 10: agents: this is no key",
                "{[a]: b} | line 1, column 2: this is no key",
                "numbers: {+0555999: {}} | numbers.+0555999: is no number in E.164",
                "numbers: {+15559990000: {action: reject, agent: a}} | agent: has no effect",
                "number: {} | line 1, column 1: number: there is no such setting; did you mean numbers?"
            })
    void oneProblemShouldBeTold(String line, String problem) throws IOException {
        assertThat(folder.problems(line)).singleElement().asString().contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [1 | line 2, column 1: this is not YAML: expected",
                "a: 1: 2 | line 1, column 5: this is not YAML: mapping values are not allowed here",
                "a: &x [1] | line 1, column 4: anchors and aliases are not read",
                "a: !!java.net.URL x | line 1, column 4: tags are not read",
                "a: !<tag:yaml.org,2002:int> 1 | line 1, column 4: tags are not read",
                "a: *x | line 1, column 4: anchors and aliases are not read"
            })
    void s70WhatIsMoreThanATreeShouldBeRefused(String line, String problem) throws IOException {
        assertThat(folder.problems(line, "")).singleElement().asString().startsWith(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "- ", "{a: "})
    void s70NoDepthShouldExhaustTheStack(String opening) throws IOException {
        assertThat(folder.problems(opening.repeat(100_000)))
                .singleElement()
                .asString()
                .contains("this is deeper than 32 levels");
    }

    @Test
    void twoDocumentsShouldBeRefused() throws IOException {
        assertThat(folder.problems("default: {}", "---", "default: {}"))
                .singleElement()
                .asString()
                .contains("found another document");
    }

    @Test
    void aFileThatIsMissingTooLargeOrNoTextShouldBeRefused() throws IOException {
        List<String> large = folder.problems("#".repeat(RoutingFile.MAX_FILE_BYTES + 1));
        Files.write(folder.file(), "default: {prompt: \u00e4}".getBytes(StandardCharsets.ISO_8859_1));
        List<String> latin = problemsAsItIs();
        Files.delete(folder.file());
        List<String> missing = problemsAsItIs();
        Files.createDirectory(folder.file());
        List<String> directory = problemsAsItIs();
        Files.delete(folder.file());

        assertThat(large).containsExactly("the file has more than 1048576 bytes; make it smaller");
        assertThat(latin).containsExactly("the file is not UTF-8; save it as UTF-8");
        assertThat(missing).containsExactly("there is no such file; check path and rights");
        assertThat(directory).containsExactly("this is a directory; name the file in it");
    }

    @Test
    void whatIsNoRegularFileShouldBeRefusedUnopened() throws IOException {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.file()));

            assertThat(problemsAsItIs())
                    .containsExactly(
                            "this is no regular file but a pipe, socket or device; write the rules into a file");
        }
    }

    @Test
    void noAgentShouldBeSuggestedThatWouldBeRefused() throws IOException {
        assertThat(folder.problems("agents: {\"a\\u0007\": {}}", "default: {agent: ab}"))
                .last()
                .asString()
                .endsWith("no agent 'ab' stands under agents; write it there");
    }

    private List<String> problemsAsItIs() {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                        YamlFileException.class,
                        () -> new RoutingFile(folder.file(), RoutingFolder.FALLBACK, folder.clock()))
                .problems();
    }

    @Test
    void anAgentShouldBeRefusedWhenItWouldBeToldTooMuch() throws IOException {
        String long15 = "x".repeat(AgentMetadata.MAX_BYTES - AgentMetadata.CALL_BYTES);
        String half = "x".repeat(8_000);

        assertThat(folder.problems("agents:", "  sales: {prompt: " + long15 + "}", "default: {agent: sales}"))
                .singleElement()
                .asString()
                .startsWith("line 2, column 3: agents.sales: what agent sales is told takes ")
                .contains("shorten");
        assertThat(folder.problems(
                        "agents:",
                        "  a: {prompt: " + half + "}",
                        "  b: {}",
                        "numbers:",
                        "  +15559990000: {agent: a, metadata: {m: " + half + "}}",
                        "  +15559990001: {agent: b, metadata: {m: " + half + "}, onAgentMissing: ['agent:a']}",
                        "  +15559990002: {agent: b, metadata: {m: " + half + "}}"))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("what agent a is told takes"));
    }

    @Test
    void thingsOfAFlatAgentShouldCountTwice() throws IOException {
        String half = "x".repeat(8_000);

        assertThat(folder.problems("agents: {a: {prompt: " + half + "}}")).isEmpty();
        assertThat(folder.problems("agents: {a: {metadataStyle: flat, prompt: " + half + "}}"))
                .hasSize(1);
    }

    @Test
    void manyProblemsShouldBeCountedAndNotAllListed() throws IOException {
        String[] lines = new String[150];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "key" + i + ": 1";
        }

        assertThat(folder.problems(lines)).hasSize(101).last().isEqualTo("and 50 more");
    }

    @Test
    void s58AKeyShouldForgeNoLine() throws IOException {
        assertThat(folder.problems("\"a\\nb\": 1", "default: {agent: \"c\\nd\"}"))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).doesNotContain("\n"));
    }
}
