package telephony.directory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import telephony.store.StoreUnavailableException;

/**
 * Where the directory is kept: beside the calls, in the same store, so that all processes that share calls share it.
 *
 * <p>The directory has a revision, a number that rises by one with each changed entry. Changes wait for each other, so that a
 * higher revision is never seen before a lower one: who has read up to some revision has missed nothing before it.
 *
 * <p><b>Atomic:</b> each method is one step; readers see it whole or not at all. <b>Absent:</b> an empty answer, never an
 * exception. <b>Duplicate:</b> a key is taken once; see {@link #commit}. <b>Broken:</b> {@link StoreUnavailableException}, and
 * no other exception, when the store cannot do its work, or holds an entry that cannot be read. <b>Threads:</b> safe for any
 * number of threads and, where the store is shared, processes. <b>Blocking:</b> every method may block, at most for the store's
 * own time-out. A store has no policy: whether an entry makes sense is decided elsewhere.
 *
 * <p>Every implementation passes {@code telephony.testkit.DirectoryPortContract}.
 */
public interface DirectoryPort {

    /** Entries that one step changes or reads at most. */
    int MAX_ROWS = 1_000;

    /**
     * Makes all of these changes or none. Each changed entry gets the next revision as its version, in the order of the list.
     * An entry that is removed is remembered as such, for those who follow {@link #changesAfter}, until {@link #forgetRemovals}.
     *
     * @param changes of different keys, 1 to {@link #MAX_ROWS}
     * @param revision the directory must be at this one, so that nothing at all has changed since it was read; empty = at any
     * @return the revision afterwards, which is the version of the last of them; empty = an entry had another version than
     *     expected, or the directory another revision, and nothing was done
     */
    OptionalLong commit(List<DirectoryChange> changes, OptionalLong revision);

    /**
     * What changed after this revision, removals among it.
     *
     * @param revision 0 = from the beginning
     * @param max 1 to {@link #MAX_ROWS}
     */
    DirectoryChanges changesAfter(long revision, int max);

    /**
     * Forgets removals, so that entries that are long gone take no place. Who follows and has not seen them is told that he has
     * missed something: {@link DirectoryChanges#forgotten}. The revision of the directory stays as it is.
     *
     * @param upTo only removals of this version or a lower one, the lowest first
     * @param max how many at most, 1 to {@link #MAX_ROWS}
     * @return how many; as many as max = there may be more
     */
    int forgetRemovals(long upTo, int max);

    /** The entry of this key as it is now; empty = it is not there. */
    Optional<DirectoryRow> find(EntryKey key);

    /**
     * Entries of one kind in the order of their ids, which is the store's own and always the same.
     *
     * @param tenantId only this tenant's; null = all
     * @param afterId only those behind this id; null = from the first
     * @param max 1 to {@link #MAX_ROWS}
     */
    List<DirectoryRow> page(EntryKind kind, @Nullable String tenantId, @Nullable String afterId, int max);
}
