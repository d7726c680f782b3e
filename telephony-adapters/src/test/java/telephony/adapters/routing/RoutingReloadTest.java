package telephony.adapters.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.adapters.routing.RoutingFolder.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telephony.adapters.routing.RoutingFile.Reload.Kind;
import telephony.routing.AgentConfig;
import telephony.testkit.Race;

/** A file that changes while calls come in. */
class RoutingReloadTest {

    private static final String NUMBER = "+15559990000";

    @TempDir
    private Path directory;

    private RoutingFolder folder;
    private RoutingFile rules;

    @BeforeEach
    void openFile() throws IOException {
        folder = RoutingFolder.in(directory);
        rules = folder.open("agents: {one: }", "default: {agent: one}");
    }

    private Kind twoLooks() {
        assertThat(rules.reloadIfChanged().kind()).isEqualTo(Kind.UNCHANGED);
        return rules.reloadIfChanged().kind();
    }

    private String answers() {
        return dispatch(rules, NUMBER).config().name();
    }

    @Test
    void aChangeShouldTakeEffectAtTheSecondLookThatFindsIt() throws IOException {
        folder.write("agents: {two: }", "default: {agent: two}");

        assertThat(rules.reloadIfChanged().kind()).isEqualTo(Kind.UNCHANGED);
        assertThat(answers()).isEqualTo("one");
        assertThat(rules.reloadIfChanged().kind()).isEqualTo(Kind.TAKEN);
        assertThat(answers()).isEqualTo("two");
        assertThat(rules.reloadIfChanged().kind()).isEqualTo(Kind.UNCHANGED);
    }

    @Test
    void aChangeOfTheSameSizeAndTimeShouldBeFound() throws IOException {
        var time = Files.getLastModifiedTime(folder.file());
        folder.write("agents: {two: }", "default: {agent: two}");
        Files.setLastModifiedTime(folder.file(), time);

        assertThat(twoLooks()).isEqualTo(Kind.TAKEN);
    }

    @Test
    void aFileThatIsBeingWrittenShouldBeLeftAlone() throws IOException {
        folder.write("agents: {two");
        rules.reloadIfChanged();
        folder.write("agents: {two: }");
        rules.reloadIfChanged();
        folder.write("agents: {two: }", "default: {agent: two}");

        assertThat(twoLooks()).isEqualTo(Kind.TAKEN);
        assertThat(rules.problems()).isEmpty();
    }

    @Test
    void aFileThatIsReplacedByRenamingShouldBeTakenUp() throws IOException {
        Path next = Files.writeString(directory.resolve(".routing.swp"), "agents: {two: }\ndefault: {agent: two}");
        Files.move(next, folder.file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

        assertThat(twoLooks()).isEqualTo(Kind.TAKEN);
        assertThat(answers()).isEqualTo("two");
    }

    @Test
    void aLinkThatPointsElsewhereShouldBeTakenUp() throws IOException {
        Path first = Files.writeString(directory.resolve("v1"), "agents: {one: }\ndefault: {agent: one}");
        Path second = Files.writeString(directory.resolve("v2"), "agents: {two: }\ndefault: {agent: two}");
        Path link = Files.createSymbolicLink(directory.resolve("link"), first);
        rules = new RoutingFile(link, RoutingFolder.FALLBACK, folder.clock());
        Path next = Files.createSymbolicLink(directory.resolve("next"), second);
        Files.move(next, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

        assertThat(twoLooks()).isEqualTo(Kind.TAKEN);
        assertThat(answers()).isEqualTo("two");
    }

    @Test
    void wrongRulesShouldBeToldOnceAndLeaveTheOldOnes() throws IOException {
        folder.write("default: {agent: ghost}");
        rules.reloadIfChanged();

        RoutingFile.Reload refused = rules.reloadIfChanged();

        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refused.problems()).singleElement().asString().contains("line 1, column 18: default.agent");
        assertThat(rules.problems()).isEqualTo(refused.problems());
        assertThat(answers()).isEqualTo("one");
        assertThat(twoLooks()).isEqualTo(Kind.UNCHANGED);
        assertThat(rules.problems()).as("for as long as it lasts").isEqualTo(refused.problems());
    }

    @Test
    void rulesThatWerePutRightShouldBeTakenUp() throws IOException {
        folder.write("default: {agent: ghost}");
        twoLooks();
        folder.write("agents: {one: }", "default: {agent: one}");

        assertThat(twoLooks()).isEqualTo(Kind.TAKEN);
        assertThat(rules.problems()).isEmpty();
    }

    @Test
    void aFileThatIsGoneShouldBeToldOnceAndLeaveTheOldRules() throws IOException {
        Files.delete(folder.file());

        assertThat(twoLooks()).isEqualTo(Kind.REFUSED);
        assertThat(rules.problems()).containsExactly("there is no such file; check path and rights");
        assertThat(twoLooks()).isEqualTo(Kind.UNCHANGED);
        assertThat(answers()).isEqualTo("one");
    }

    @Test
    void aNameThatLeftTheFileShouldCountAsOursForADay() throws IOException {
        folder.write("agents: {two: }", "default: {agent: two}");
        twoLooks();

        folder.clock().advance(RoutingFile.FORMER_NAMES_KEPT.minusSeconds(1));
        assertThat(rules.agentNames()).containsExactlyInAnyOrder("one", "two");
        folder.clock().advance(Duration.ofSeconds(1));
        assertThat(rules.agentNames()).containsExactly("two");
    }

    @Test
    void aNameThatCameBackAndLeftAgainShouldCountFromItsLastLeaving() throws IOException {
        for (String agent : new String[] {"two", "one", "two"}) {
            folder.clock().advance(Duration.ofHours(20));
            folder.write("agents: {" + agent + ": }", "default: {agent: " + agent + "}");
            twoLooks();
        }

        folder.clock().advance(Duration.ofHours(23));
        assertThat(rules.agentNames()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void formerNamesShouldBeBounded() throws IOException {
        StringBuilder many = new StringBuilder("agents:");
        for (int i = 0; i < RoutingFile.MAX_FORMER_NAMES + 10; i++) {
            many.append("\n  agent-").append(i).append(":");
        }
        folder.write(many.toString());
        twoLooks();
        folder.write("agents: {one: }", "default: {agent: one}");
        twoLooks();

        assertThat(rules.agentNames()).hasSize(RoutingFile.MAX_FORMER_NAMES + 1).contains("one");
    }

    @Test
    void everyLookUpShouldSeeOneVersionWhileTheFileChanges() throws InterruptedException {
        AtomicInteger mixed = new AtomicInteger();
        write("agents: {one: {greeting: one}}\ndefault: {agent: one}");
        twoLooks();

        Race.run(4, racer -> {
            for (int i = 0; i < 200; i++) {
                if (racer == 0) {
                    String name = i % 2 == 0 ? "one" : "two";
                    write("agents: {" + name + ": {greeting: " + name + "}}\ndefault: {agent: " + name + "}");
                    rules.reloadIfChanged();
                    rules.reloadIfChanged();
                }
                AgentConfig agent = dispatch(rules, NUMBER).config();
                if (!agent.name().equals(agent.greeting())) {
                    mixed.incrementAndGet();
                }
            }
        });

        assertThat(mixed).hasValue(0);
        assertThat(answers()).isEqualTo("two");
    }

    private void write(String text) {
        try {
            Files.writeString(folder.file(), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
