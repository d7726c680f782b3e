package telephony.queue;

import java.time.Duration;
import java.util.List;
import telephony.call.TelephonyCall;
import telephony.store.StoreUnavailableException;

/**
 * The queue that the rows of a store are: which calls wait on which trunk, by {@link QueuePlace#of}. Writing a row puts it
 * there and takes it away; nothing else does.
 *
 * <p><b>Atomic:</b> {@link #turns} is one step: no two callers get the same call, and all callers together never exceed the
 * pace. {@link #counts} is not atomic with anything. <b>Absent:</b> a trunk of which nothing is known has nobody waiting.
 * <b>Broken:</b> {@link StoreUnavailableException}, and no other exception; calls may then have got their turn without
 * anybody being told, and are found by {@link telephony.store.TelephonyStorePort#claimDue} when their lease ends.
 * <b>Threads:</b> safe for any number of threads and, where the store is shared, processes. <b>Blocking:</b> every method may
 * block, at most for the store's own time-out.
 *
 * <p>Every implementation passes {@code telephony.testkit.CallQueueContract}.
 */
public interface CallQueuePort {

    /** Calls that get their turn in one step at most. */
    int MAX_TURNS = 64;

    /** Counts that are told at most, one for each trunk and tenant. */
    int MAX_COUNTS = 1_000;

    /**
     * Gives calls that wait on this trunk their turn, as many as the pace lets go now: tenant after tenant, each tenant's
     * oldest call first, beginning behind the tenant who was last. Each becomes due now and leased to this owner, which raises
     * its version. From then on it counts as under way until its row is over. A row that nobody can read gets no turn and
     * holds up no other.
     *
     * @param trunkId LiveKit's outbound trunk
     * @param pace the same for every caller
     * @param owner who will hold the leases
     * @param lease how long, on the store's clock
     * @param max how many at most; more than {@value #MAX_TURNS} is as much
     * @return the calls as they are now, leases included
     */
    List<TelephonyCall> turns(String trunkId, QueuePace pace, String owner, Duration lease, int max);

    /**
     * How many wait, ring and talk: by trunk, then tenant, at most {@value #MAX_COUNTS}. A name of more than 500 characters is
     * told shortened.
     */
    List<QueueCount> counts();
}
