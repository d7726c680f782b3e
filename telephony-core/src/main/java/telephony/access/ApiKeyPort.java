package telephony.access;

import java.util.List;
import telephony.store.StoreUnavailableException;

/**
 * Where keys are kept: beside the calls, in the same store, so that all processes that share calls share keys.
 *
 * <p><b>Atomic:</b> each method is one step; readers see it whole or not at all. <b>Absent:</b> a key that is not there is
 * missing from {@link #all}, never an exception. <b>Duplicate:</b> an id is taken once; see {@link #commit}.
 * <b>Broken:</b> {@link StoreUnavailableException}, and no other exception, when the store cannot do its work, or holds a key
 * that cannot be read: a key is never passed over, for that would look as if there were none. <b>Threads:</b> safe for any
 * number of threads and, where the store is shared, processes. <b>Blocking:</b> every method may block, at most for the
 * store's own time-out. A store has no policy: how many keys there may be, and which one is good, is decided elsewhere.
 *
 * <p>Every implementation passes {@code telephony.testkit.ApiKeyPortContract}.
 */
public interface ApiKeyPort {

    /** All keys, good or not, in the order of their ids; at most about {@link ApiKeys#MAX_KEYS}. */
    List<ApiKey> all();

    /**
     * Stores all of these or none: each must have the version that stands in the store, 0 = it is not there yet, and has
     * the next one afterwards. What was acknowledged is in every {@link #all} that begins later, on every process.
     *
     * @param next keys with different ids, at least one
     * @return false = one of them had another version, and nothing was done
     */
    boolean commit(List<ApiKey> next);

    /** Takes a key out of the store; one that is not there is no trouble. */
    void remove(String id);
}
