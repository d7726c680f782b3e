package telephony.slot;

import telephony.call.TelephonyCall;
import telephony.store.StoreUnavailableException;

/**
 * The slots that the rows of a store hold and wait for, by {@link SlotPlace#of}. Writing a row takes them and gives them back;
 * nothing else does, and nothing here changes anything.
 *
 * <p><b>Atomic:</b> what keeps calls within limits is {@link telephony.store.TelephonyStorePort#commit}; what is read here may be
 * old by the time it is used. <b>Absent:</b> a key that nobody holds or waits for is not told of. <b>Broken:</b> {@link
 * StoreUnavailableException}, and no other exception. <b>Threads:</b> safe for any number of threads and, where the store is
 * shared, processes. <b>Blocking:</b> every method may block, at most for the store's own time-out.
 *
 * <p>Every implementation passes {@code telephony.testkit.SlotContract}.
 */
public interface SlotPort {

    /** Lines that are told at most, those first whose first one comes first. */
    int MAX_LINES = 1_000;

    /** Keys of which it is told at most how many hold them, in the order of their names. */
    int MAX_KEYS = 10_000;

    /** Who waits and how many hold what, as the store has it now. */
    SlotBoard board();

    /**
     * How many wait in the line of this call and come before it; 0 when it is the first, or does not wait.
     *
     * @param call as it was stored
     */
    long before(TelephonyCall call);
}
