package telephony.directory;

import telephony.store.StoreUnavailableException;

/**
 * Keeps a snapshot of the directory that follows the store. It owns no thread: somebody asks it to look, a few times a second.
 * Safe for any number of threads; those who ask for the snapshot never wait.
 */
public final class DirectoryWatch {

    private final DirectoryPort store;
    private volatile DirectorySnapshot snapshot = DirectorySnapshot.EMPTY;

    /** The directory in this store; empty until the first {@link #refresh}. */
    public DirectoryWatch(DirectoryPort store) {
        this.store = store;
    }

    /** The directory as it was at the latest look. */
    public DirectorySnapshot snapshot() {
        return snapshot;
    }

    /**
     * Reads what changed since the latest look. What was acknowledged before this began is in the answer; those who look at the
     * same time wait for each other.
     *
     * @throws StoreUnavailableException when the store cannot tell; the snapshot stays as it was
     */
    public synchronized DirectorySnapshot refresh() {
        DirectorySnapshot from = snapshot;
        DirectoryChanges changes = store.changesAfter(from.revision(), DirectoryPort.MAX_ROWS);
        if (hasLost(from, changes)) {
            from = DirectorySnapshot.EMPTY;
            changes = store.changesAfter(0, DirectoryPort.MAX_ROWS);
        }
        if (!changes.rows().isEmpty() || from != snapshot || from.revision() < changes.forgotten()) {
            snapshot = followed(from, changes);
        }
        return snapshot;
    }

    /** The store has forgotten what we know, or we were away while it forgot removals: only what it says now counts. */
    private static boolean hasLost(DirectorySnapshot from, DirectoryChanges changes) {
        boolean wentBack = changes.head() < from.revision();
        boolean missedRemovals = from.revision() > 0 && from.revision() < changes.forgotten();
        return wentBack || missedRemovals;
    }

    /**
     * An entry that changes while its page is past comes again on a later one, so that the last page ends in a state that was
     * true as a whole. That state is at least of the last removal that is no longer told, which no row shows.
     */
    private DirectorySnapshot followed(DirectorySnapshot from, DirectoryChanges first) {
        SnapshotEdit edit = from.edit();
        DirectoryChanges page = first;
        long seen = from.revision();
        while (!page.rows().isEmpty()) {
            page.rows().forEach(row -> edit.set(row.key(), row.entry()));
            seen = page.rows().get(page.rows().size() - 1).version();
            if (page.rows().size() < DirectoryPort.MAX_ROWS) {
                break;
            }
            page = store.changesAfter(seen, DirectoryPort.MAX_ROWS);
        }
        return edit.at(Math.max(seen, first.forgotten()));
    }
}
