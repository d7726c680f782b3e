package telephony.stats;

import telephony.store.StoreUnavailableException;

/**
 * Counts the calls of a store.
 *
 * <p><b>Atomic:</b> an answer is counted in one step of a database, and over what a store without one holds while it is read;
 * each call is in it as one version. <b>Absent:</b> no call is no group. <b>Broken:</b> {@link StoreUnavailableException}, and no
 * other exception but the one below. <b>Threads:</b> safe for any number. <b>Blocking:</b> may block for seconds; it holds up
 * no step of the store itself.
 *
 * <p>Every implementation passes {@code telephony.testkit.CallStatsContract}.
 */
public interface CallStatsPort {

    /**
     * Counts.
     *
     * @throws TooManyCallsException when the period has more calls than this store can count
     */
    CallStats count(CallStatsQuery query);
}
