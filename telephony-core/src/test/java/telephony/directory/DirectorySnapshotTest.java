package telephony.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.routing.AgentConfig;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeDirectory;
import telephony.testkit.HandClock;

class DirectorySnapshotTest {

    private static final String NUMBER = "+15551230001";

    private final FakeDirectory store = new FakeDirectory();
    private final DirectoryWatch watch = new DirectoryWatch(store);

    private static Agent agent(String id, int priority, Agent.Status status) {
        return new Agent(id, null, id, AgentConfig.named("worker-" + id), status, priority);
    }

    private static DirectoryNumber number(String number, String... agents) {
        return new DirectoryNumber(number, null, List.of(agents), Map.of());
    }

    private static Campaign campaign(String id, String... numbers) {
        return new Campaign(id, null, id, "a", List.of(numbers), null, null, null, Map.of());
    }

    @Test
    void theActiveAgentOfTheLowestPriorityShouldBeFirstAndTheNumbersOrderDecideAmongEquals() {
        store.with(
                agent("a", 10, Agent.Status.ACTIVE),
                agent("b", 5, Agent.Status.INACTIVE),
                agent("c", 5, Agent.Status.ACTIVE),
                agent("d", 10, Agent.Status.ACTIVE),
                number(NUMBER, "d", "a", "b", "c", "gone"));

        DirectorySnapshot snapshot = watch.refresh();

        assertThat(snapshot.activeAgents(snapshot.number(NUMBER).orElseThrow()))
                .extracting(Agent::id)
                .containsExactly("c", "d", "a");
    }

    @Test
    void onlyNumbersWithSeveralActiveAgentsOfOnePriorityShouldBeConflicts() {
        store.with(
                agent("a", 10, Agent.Status.ACTIVE),
                agent("b", 10, Agent.Status.ACTIVE),
                agent("c", 10, Agent.Status.INACTIVE),
                agent("d", 1, Agent.Status.ACTIVE),
                number("+15551230004", "a", "b"),
                number("+15551230001", "d", "b", "a"),
                number("+15551230002", "a", "c"),
                number("+15551230003", "a", "d"));

        DirectorySnapshot snapshot = watch.refresh();

        assertThat(snapshot.conflicts(null, null, 10))
                .containsExactly(
                        new NumberConflict("+15551230001", null, 10, List.of("b", "a")),
                        new NumberConflict("+15551230004", null, 10, List.of("a", "b")));
        assertThat(snapshot.conflicts(null, "+15551230001", 10)).hasSize(1);
        assertThat(snapshot.conflicts(null, null, 1)).hasSize(1);
        assertThat(snapshot.conflicts("acme", null, 10)).isEmpty();
    }

    @Test
    void aToggleShouldBeInTheNextSnapshotAndNotInTheOneBefore() {
        store.with(agent("a", 10, Agent.Status.ACTIVE), number(NUMBER, "a"));
        DirectorySnapshot before = watch.refresh();

        store.with(agent("a", 10, Agent.Status.INACTIVE));
        DirectorySnapshot after = watch.refresh();

        assertThat(before.activeAgents(number(NUMBER, "a"))).hasSize(1);
        assertThat(after.activeAgents(number(NUMBER, "a"))).isEmpty();
    }

    @Test
    void theCampaignsOfANumberShouldFollowWhatCampaignsName() {
        store.with(campaign("b", NUMBER), campaign("a", NUMBER, "+15551230002"));
        assertThat(watch.refresh().campaignsOf(NUMBER)).extracting(Campaign::id).containsExactly("a", "b");

        store.with(campaign("a", "+15551230002"));
        remove(EntryKey.campaign("b"));

        assertThat(watch.refresh().campaignsOf(NUMBER)).isEmpty();
        assertThat(watch.snapshot().campaignsOf("+15551230002")).hasSize(1);
    }

    private void remove(EntryKey key) {
        long version = store.find(key).orElseThrow().version();
        assertThat(store.commit(List.of(DirectoryChange.remove(key, version)), OptionalLong.empty()))
                .isPresent();
    }

    @Test
    void agentNamesShouldBeThoseOfAllAgentsThatAreThere() {
        store.with(agent("a", 1, Agent.Status.ACTIVE), agent("b", 1, Agent.Status.INACTIVE));
        assertThat(watch.refresh().agentNames()).containsExactlyInAnyOrder("worker-a", "worker-b");

        remove(EntryKey.agent("a"));

        assertThat(watch.refresh().agentNames()).containsExactly("worker-b");
        store.with(new Agent("b", null, "b", AgentConfig.named("worker-c"), Agent.Status.ACTIVE, 1));
        assertThat(watch.refresh().agentNames()).containsExactly("worker-c");
        store.with(new Agent("b", null, "b", AgentConfig.named("worker-c"), Agent.Status.INACTIVE, 1));
        assertThat(watch.refresh().agentNames()).containsExactly("worker-c");
    }

    @Test
    void aStoreThatIsDownShouldLeaveTheSnapshotAsItWas() {
        store.with(number(NUMBER));
        DirectorySnapshot before = watch.refresh();
        store.setDown(true);

        assertThatThrownBy(watch::refresh).isInstanceOf(StoreUnavailableException.class);

        assertThat(watch.snapshot()).isSameAs(before);
    }

    @Test
    void aStoreThatHasForgottenShouldBeBelieved() {
        store.with(number(NUMBER), number("+15551230002"));
        watch.refresh();
        store.forget();

        assertThat(watch.refresh().number(NUMBER)).isEmpty();
        store.with(number("+15551230003"));

        assertThat(watch.refresh().number("+15551230003")).isPresent();
        assertThat(watch.snapshot().count(EntryKind.NUMBER)).isEqualTo(1);
    }

    private void remove(String number) {
        EntryKey key = EntryKey.number(number);
        long version = store.find(key).orElseThrow().version();
        store.commit(List.of(DirectoryChange.remove(key, version)), OptionalLong.empty());
    }

    @Test
    void whoWasAwayWhileARemovalWasForgottenShouldReadAllAnew() {
        store.with(number(NUMBER), number("+15551230002"));
        watch.refresh();
        remove(NUMBER);
        store.with(number("+15551230003"));
        store.forgetRemovals(3, 10);

        watch.refresh();

        assertThat(watch.snapshot().number(NUMBER)).isEmpty();
        assertThat(watch.snapshot().count(EntryKind.NUMBER)).isEqualTo(2);
        assertThat(watch.refresh()).as("once is enough").isSameAs(watch.snapshot());
    }

    @Test
    void whoHasSeenARemovalShouldNotBeginAnewWhenItIsForgotten() {
        store.with(number(NUMBER), number("+15551230002"));
        remove(NUMBER);
        DirectorySnapshot before = watch.refresh();
        store.forgetRemovals(3, 10);

        assertThat(watch.refresh()).isSameAs(before);
    }

    /** Else no change that rests on others could be made: the store would always be at another revision. */
    @Test
    void whoReadsAllAnewShouldBeAtTheRevisionOfTheStoreThoughItsLastChangeIsForgotten() {
        store.with(number(NUMBER));
        remove(NUMBER);
        store.forgetRemovals(2, 10);

        DirectorySnapshot first = watch.refresh();

        assertThat(first.revision()).isEqualTo(2);
        assertThat(watch.refresh()).isSameAs(first);
        Directory directory = new Directory(store, watch);
        directory.create(new Tenant("acme", "Acme", null), null);
        directory.create(new Agent("a", "acme", "a", AgentConfig.named("w"), Agent.Status.ACTIVE, 1), null);
        assertThat(watch.snapshot().revision()).isEqualTo(4);
    }

    @Test
    void removalsShouldBeForgottenAnHourAfterEverybodyCouldSeeThem() {
        HandClock clock = new HandClock(Calls.START);
        DirectoryRetention retention =
                new DirectoryRetention(store, () -> watch.snapshot().revision(), clock);
        store.with(number(NUMBER), number("+15551230002"));
        remove(NUMBER);
        watch.refresh();
        retention.apply();
        remove("+15551230002");
        watch.refresh();

        clock.advance(DirectoryRetention.KEEP_REMOVALS.minusMillis(1));
        retention.apply();
        assertThat(store.changesAfter(0, 10).rows()).hasSize(2);

        clock.advance(Duration.ofMillis(1));
        retention.apply();
        assertThat(store.changesAfter(0, 10).rows())
                .as("the second was removed after the hour had begun")
                .containsExactly(new DirectoryRow(EntryKey.number("+15551230002"), 4, null));

        clock.advance(DirectoryRetention.KEEP_REMOVALS);
        retention.apply();
        assertThat(store.changesAfter(0, 10).rows()).isEmpty();
    }

    @Test
    void manyRemovalsShouldBeForgottenBiteByBite() {
        HandClock clock = new HandClock(Calls.START);
        DirectoryRetention retention =
                new DirectoryRetention(store, () -> watch.snapshot().revision(), clock);
        for (int i = 0; i <= DirectoryRetention.BITE; i++) {
            String number = "+1555" + (1_000_000 + i);
            store.with(number(number));
            remove(number);
        }
        watch.refresh();
        retention.apply();
        clock.advance(DirectoryRetention.KEEP_REMOVALS);

        retention.apply();
        assertThat(store.changesAfter(0, DirectoryPort.MAX_ROWS).rows()).hasSize(1);
        retention.apply();
        assertThat(store.changesAfter(0, DirectoryPort.MAX_ROWS).rows()).isEmpty();
    }

    @Test
    void moreEntriesThanAStepReadsShouldAllBeSeen() {
        int many = 2 * DirectoryPort.MAX_ROWS + 1;
        for (int i = 0; i < many; i++) {
            store.with(number("+1555" + (1_000_000 + i)));
        }

        assertThat(watch.refresh().count(EntryKind.NUMBER)).isEqualTo(many);
        assertThat(watch.snapshot().revision()).isEqualTo(many);
    }

    /** Against a map of the JDK, with names that meet in one table among them. */
    @Test
    void aSplitMapShouldHoldWhatAMapHoldsThroughAnyChanges() {
        Random random = new Random(7);
        Map<String, Integer> plain = new HashMap<>();
        SplitMap<Integer> split = SplitMap.empty();
        for (int round = 0; round < 50; round++) {
            Map<String, Integer> plainBefore = Map.copyOf(plain);
            SplitMap<Integer> before = split;
            SplitMap.Edit<Integer> edit = split.edit();
            for (int i = 0; i < 400; i++) {
                String name = (random.nextBoolean() ? "AaAa" : "BBBB") + random.nextInt(3_000);
                if (random.nextInt(3) == 0) {
                    edit.remove(name);
                    plain.remove(name);
                } else {
                    edit.put(name, i);
                    plain.put(name, i);
                }
            }
            split = edit.done();
            assertSame(split, plain);
            assertSame(before, plainBefore);
        }
    }

    private static void assertSame(SplitMap<Integer> split, Map<String, Integer> plain) {
        assertThat(split.size()).isEqualTo(plain.size());
        plain.forEach((name, value) -> assertThat(split.get(name)).as(name).isEqualTo(value));
        int[] count = new int[1];
        split.forEach(value -> count[0]++);
        assertThat(count[0]).isEqualTo(plain.size());
        @Nullable Integer absent = split.get("nobody");
        assertThat(absent).isNull();
    }

    @Test
    void countryCodesShouldEndWhereTheNumberingPlanSays() {
        assertThat(number("+919876543210").countryCode()).isEqualTo("+91");
        assertThat(number("+919876543210").nationalNumber()).isEqualTo("9876543210");
        assertThat(number("+1234567890").countryCode()).isEqualTo("+1");
        assertThat(number("+79991234567").countryCode()).isEqualTo("+7");
        assertThat(number("+3531234567").countryCode()).isEqualTo("+353");
    }
}
