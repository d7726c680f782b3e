package telephony.testkit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryChanges;
import telephony.directory.DirectoryPort;
import telephony.directory.DirectoryRow;
import telephony.directory.EntryKey;
import telephony.directory.EntryKind;

/** A directory that notes each change that was made, and between which two moments it was. */
final class RecordedDirectory implements DirectoryPort {

    private final DirectoryPort store;
    private final Queue<Made> made = new ConcurrentLinkedQueue<>();

    RecordedDirectory(DirectoryPort store) {
        this.store = store;
    }

    /**
     * Changes that became true together.
     *
     * @param revision of the directory afterwards
     * @param asked when the store was asked for it, by {@link System#nanoTime}: it was not true before
     * @param answered when the store had answered: it was true from then on
     */
    record Made(List<DirectoryChange> changes, long revision, long asked, long answered) {}

    /** What was made through this one, in no order. */
    List<Made> made() {
        return List.copyOf(made);
    }

    @Override
    public OptionalLong commit(List<DirectoryChange> changes, OptionalLong revision) {
        long asked = System.nanoTime();
        OptionalLong head = store.commit(changes, revision);
        long answered = System.nanoTime();
        head.ifPresent(now -> made.add(new Made(List.copyOf(changes), now, asked, answered)));
        return head;
    }

    @Override
    public DirectoryChanges changesAfter(long revision, int max) {
        return store.changesAfter(revision, max);
    }

    @Override
    public int forgetRemovals(long upTo, int max) {
        return store.forgetRemovals(upTo, max);
    }

    @Override
    public Optional<DirectoryRow> find(EntryKey key) {
        return store.find(key);
    }

    @Override
    public List<DirectoryRow> page(EntryKind kind, @Nullable String tenantId, @Nullable String afterId, int max) {
        return store.page(kind, tenantId, afterId, max);
    }
}
