package telephony.guard;

import java.util.List;
import telephony.store.StoreUnavailableException;

/**
 * Where rulings are kept: beside the calls, so that all processes that share calls share them.
 *
 * <p><b>Atomic:</b> each method is one step; readers see a ruling whole or not at all. <b>Absent:</b> a ruling that is not
 * there is missing from {@link #all}, never an exception. <b>Duplicate:</b> of two who put one id, the later one stays.
 * <b>Broken:</b> {@link StoreUnavailableException}, and no other exception, when the store cannot do its work, or holds a
 * ruling that cannot be read: it is never passed over, for what was switched off would be dialled. <b>Threads:</b> safe for
 * any number of threads and, where the store is shared, processes. <b>Blocking:</b> every method may block, at most for the
 * store's own time-out.
 *
 * <p>Every implementation passes {@code telephony.testkit.RulingPortContract}.
 */
public interface RulingPort {

    /** All rulings, in force or not, in the order of their ids; at most about {@link Rulings#MAX_RULINGS}. */
    List<Ruling> all();

    /** Stores this one, in place of the one with its id if there is one. It is in every {@link #all} that begins later. */
    void put(Ruling ruling);

    /** Takes a ruling out of the store; one that is not there is no trouble. */
    void remove(String id);
}
