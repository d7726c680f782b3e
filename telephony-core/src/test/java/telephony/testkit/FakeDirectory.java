package telephony.testkit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.directory.Directory;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryChanges;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryPort;
import telephony.directory.DirectoryRow;
import telephony.directory.DirectoryWatch;
import telephony.directory.EntryKey;
import telephony.directory.EntryKind;
import telephony.store.StoreUnavailableException;

/** The plainest keeping of a directory. Beyond the contract it can be down, meet others who are faster, and forget all. */
public final class FakeDirectory implements DirectoryPort {

    private final Map<EntryKey, DirectoryRow> rows = new HashMap<>();
    private long revision;
    private long forgotten;
    private boolean down;
    private int conflictsToCome;

    /** Down: every step throws; up again: as if nothing had been. */
    public synchronized void setDown(boolean isDown) {
        down = isDown;
    }

    /** The next commits meet somebody faster, this often. */
    public synchronized void meetConflicts(int howMany) {
        conflictsToCome = howMany;
    }

    /** As a store whose data was lost. */
    public synchronized void forget() {
        rows.clear();
        revision = 0;
        forgotten = 0;
    }

    /** Who changes and shows it. */
    public Directory kept() {
        return new Directory(this, new DirectoryWatch(this));
    }

    /** Puts these in as if somebody had, whatever was there and whether they make sense or not. */
    public synchronized FakeDirectory with(DirectoryEntry... entries) {
        for (DirectoryEntry entry : entries) {
            rows.put(entry.key(), DirectoryRow.of(++revision, entry));
        }
        return this;
    }

    @Override
    public synchronized OptionalLong commit(List<DirectoryChange> changes, OptionalLong at) {
        up();
        if (conflictsToCome > 0) {
            conflictsToCome--;
            return OptionalLong.empty();
        }
        boolean moved = at.isPresent() && at.getAsLong() != revision;
        if (moved || changes.stream().anyMatch(change -> version(change.key()) != change.expected())) {
            return OptionalLong.empty();
        }
        for (DirectoryChange change : changes) {
            rows.put(change.key(), new DirectoryRow(change.key(), ++revision, change.next()));
        }
        return OptionalLong.of(revision);
    }

    @Override
    public synchronized int forgetRemovals(long upTo, int max) {
        up();
        List<DirectoryRow> gone = rows.values().stream()
                .filter(row -> row.entry() == null && row.version() <= upTo)
                .sorted(Comparator.comparingLong(DirectoryRow::version))
                .limit(max)
                .toList();
        gone.forEach(row -> {
            rows.remove(row.key());
            forgotten = row.version();
        });
        return gone.size();
    }

    private long version(EntryKey key) {
        return find(key).map(DirectoryRow::version).orElse(0L);
    }

    @Override
    public synchronized DirectoryChanges changesAfter(long after, int max) {
        up();
        List<DirectoryRow> changed = rows.values().stream()
                .filter(row -> row.version() > after)
                .sorted(Comparator.comparingLong(DirectoryRow::version))
                .limit(max)
                .toList();
        return new DirectoryChanges(changed, revision, forgotten);
    }

    @Override
    public synchronized Optional<DirectoryRow> find(EntryKey key) {
        up();
        return Optional.ofNullable(rows.get(key)).filter(row -> row.entry() != null);
    }

    @Override
    public synchronized List<DirectoryRow> page(
            EntryKind kind, @Nullable String tenantId, @Nullable String afterId, int max) {
        up();
        Stream<DirectoryRow> asked = rows.values().stream()
                .filter(row -> row.key().kind() == kind)
                .filter(row -> afterId == null || row.key().id().compareTo(afterId) > 0);
        return asked.filter(row -> row.entry() != null
                        && (tenantId == null
                                || Objects.equals(tenantId, row.entry().tenantId())))
                .sorted(Comparator.comparing(row -> row.key().id()))
                .limit(max)
                .toList();
    }

    private void up() {
        if (down) {
            throw new StoreUnavailableException("the fake directory is down");
        }
    }
}
