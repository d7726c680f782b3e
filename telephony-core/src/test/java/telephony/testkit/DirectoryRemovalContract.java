package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import telephony.directory.Agent;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryChanges;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryPort;
import telephony.directory.DirectoryRow;
import telephony.directory.EntryKey;
import telephony.directory.EntryKind;
import telephony.directory.Tenant;
import telephony.routing.AgentConfig;

/** What every keeping of a directory must do with entries that are taken away: part of {@link DirectoryPortContract}. */
public interface DirectoryRemovalContract {

    /** How many threads race. */
    int THREADS = 8;

    /** With nothing in it. */
    DirectoryPort newDirectory();

    static Tenant tenant(String id) {
        return new Tenant(id, "of " + id, null);
    }

    static Agent agent(String id, Agent.Status status) {
        return new Agent(id, "acme", "Agent " + id, AgentConfig.named("phone"), status, 10);
    }

    static OptionalLong put(DirectoryPort directory, DirectoryEntry... entries) {
        List<DirectoryChange> changes = new ArrayList<>();
        for (DirectoryEntry entry : entries) {
            long version =
                    directory.find(entry.key()).map(DirectoryRow::version).orElse(0L);
            changes.add(DirectoryChange.put(version, entry));
        }
        return directory.commit(changes, OptionalLong.empty());
    }

    @Test
    default void aRemovalShouldBeToldToThoseWhoFollowAndTheEntryBeGone() {
        DirectoryPort directory = newDirectory();
        put(directory, tenant("acme"), agent("sales", Agent.Status.ACTIVE));

        directory.commit(List.of(DirectoryChange.remove(EntryKey.agent("sales"), 2)), OptionalLong.empty());

        assertThat(directory.find(EntryKey.agent("sales"))).isEmpty();
        assertThat(directory.page(EntryKind.AGENT, null, null, 10)).isEmpty();
        assertThat(directory.page(EntryKind.AGENT, "acme", null, 10)).isEmpty();
        assertThat(directory.changesAfter(2, 10))
                .isEqualTo(new DirectoryChanges(List.of(new DirectoryRow(EntryKey.agent("sales"), 3, null)), 3));
    }

    private static void remove(DirectoryPort directory, String... tenants) {
        for (String id : tenants) {
            EntryKey key = EntryKey.tenant(id);
            long version = directory.find(key).orElseThrow().version();
            assertThat(directory.commit(List.of(DirectoryChange.remove(key, version)), OptionalLong.empty()))
                    .isPresent();
        }
    }

    @Test
    default void removalsThatAreForgottenShouldNotBeToldAndThatTheyAreShouldBe() {
        DirectoryPort directory = newDirectory();
        put(directory, tenant("a"), tenant("b"), tenant("c"), tenant("d"));
        remove(directory, "b", "a", "d");

        assertThat(directory.forgetRemovals(4, 10)).as("they are younger").isZero();
        assertThat(directory.changesAfter(0, 10).forgotten()).isZero();
        assertThat(directory.forgetRemovals(6, 10)).isEqualTo(2);

        DirectoryRow living = DirectoryRow.of(3, tenant("c"));
        DirectoryRow removal = new DirectoryRow(EntryKey.tenant("d"), 7, null);
        assertThat(directory.changesAfter(0, 10)).isEqualTo(new DirectoryChanges(List.of(living, removal), 7, 6));
        assertThat(directory.changesAfter(6, 10)).isEqualTo(new DirectoryChanges(List.of(removal), 7, 6));
        assertThat(directory.changesAfter(7, 10)).isEqualTo(new DirectoryChanges(List.of(), 7, 6));
        assertThat(directory.find(living.key())).contains(living);
        assertThat(directory.page(EntryKind.TENANT, null, null, 10)).containsExactly(living);
        assertThat(directory.forgetRemovals(6, 10)).isZero();
    }

    @Test
    default void theOldestRemovalsShouldBeForgottenFirst() {
        DirectoryPort directory = newDirectory();
        put(directory, tenant("a"), tenant("b"), tenant("c"));
        remove(directory, "c", "a", "b");

        assertThat(directory.forgetRemovals(6, 2)).isEqualTo(2);
        assertThat(directory.changesAfter(0, 10))
                .isEqualTo(new DirectoryChanges(List.of(new DirectoryRow(EntryKey.tenant("b"), 6, null)), 6, 5));
        assertThat(directory.forgetRemovals(6, 2)).isEqualTo(1);
        assertThat(directory.changesAfter(0, 10)).isEqualTo(new DirectoryChanges(List.of(), 6, 6));
    }

    @Test
    default void whatWasForgottenShouldBeMadeAgainAsNew() {
        DirectoryPort directory = newDirectory();
        put(directory, tenant("acme"));
        remove(directory, "acme");
        directory.forgetRemovals(2, 10);

        assertThat(put(directory, tenant("acme"))).as("revisions go on").hasValue(3);

        assertThat(directory.forgetRemovals(3, 10)).isZero();
        assertThat(directory.changesAfter(0, 10))
                .isEqualTo(new DirectoryChanges(List.of(DirectoryRow.of(3, tenant("acme"))), 3, 2));
    }

    /** Whoever makes an entry again while its removal is forgotten does not lose it. */
    @Test
    default void whatIsMadeAgainWhileRemovalsAreForgottenShouldStay() throws InterruptedException {
        DirectoryPort directory = newDirectory();
        for (int i = 0; i < THREADS; i++) {
            put(directory, tenant("t" + i));
            remove(directory, "t" + i);
        }

        Race.run(THREADS, racer -> {
            if (racer == 0) {
                directory.forgetRemovals(Long.MAX_VALUE, DirectoryPort.MAX_ROWS);
                return;
            }
            DirectoryChange made = DirectoryChange.put(0, tenant("t" + racer));
            while (directory.commit(List.of(made), OptionalLong.empty()).isEmpty()) {
                Thread.onSpinWait();
            }
        });

        assertThat(directory.page(EntryKind.TENANT, null, null, 100)).hasSize(THREADS - 1);
        assertThat(directory.changesAfter(0, 100).rows())
                .filteredOn(row -> row.entry() != null)
                .hasSize(THREADS - 1);
    }

    @Test
    default void anEntryThatIsMadeAgainShouldNotHaveAVersionOfBefore() {
        DirectoryPort directory = newDirectory();
        put(directory, tenant("acme"));
        directory.commit(List.of(DirectoryChange.remove(EntryKey.tenant("acme"), 1)), OptionalLong.empty());

        assertThat(directory.commit(List.of(DirectoryChange.remove(EntryKey.tenant("acme"), 2)), OptionalLong.empty()))
                .as("what is not there cannot be removed")
                .isEmpty();
        assertThat(put(directory, tenant("acme"))).hasValue(3);
        assertThat(directory.find(EntryKey.tenant("acme"))).contains(DirectoryRow.of(3, tenant("acme")));
        assertThat(directory.page(EntryKind.TENANT, null, null, 10)).hasSize(1);
        assertThat(directory.changesAfter(0, 10).rows()).hasSize(1);
    }
}
