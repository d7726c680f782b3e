package telephony.decided;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import telephony.store.StoreUnavailableException;

/**
 * Where decided calls are kept: beside the calls, in the same store, so that every process that takes a webhook knows what
 * another one has decided.
 *
 * <p><b>Atomic:</b> each method is one step; readers see a decided call whole or not at all. What was acknowledged is found
 * by every process from then on. <b>Absent:</b> an empty answer, never an exception. <b>Duplicate:</b> an id and a room's name
 * are taken once; see {@link #put}. <b>Broken:</b> {@link StoreUnavailableException}, and no other exception, when the store
 * cannot do its work. A decided call that this version cannot read is absent: its call is routed anew. <b>Threads:</b> safe
 * for any number of threads and, where the store is shared, processes. <b>Blocking:</b> every method may block, at most for the
 * store's own time-out. A store has no policy: it goes on finding a decided call that is old until it is purged.
 *
 * <p>Every implementation passes {@code telephony.testkit.DecidedCallPortContract}.
 */
public interface DecidedCallPort {

    /** Ids that one look-up asks for at most. */
    int MAX_IDS = 8;

    /**
     * Keeps this one, in one step.
     *
     * @return false = one of this call id or of this room's name is kept already, and nothing was done
     * @throws StoreUnavailableException also where a store that keeps it in memory is full; nothing was done
     */
    boolean put(DecidedCall call);

    /** The one whose caller was to be put into a room of this name. */
    Optional<DecidedCall> findByRoomName(String roomName);

    /** The one that the front end knows by this id. */
    Optional<DecidedCall> findByCallId(String callId);

    /**
     * Whose call this may be, in one step: the one of this room's name; else, id by id in this order, the one that the front
     * end knows by it, or that has it in SIP. Of several with one SIP id it is the one decided last, and of several of one
     * millisecond any.
     *
     * @param roomName a room's name; an empty one is nobody's
     * @param ids at most {@link #MAX_IDS}
     */
    Optional<DecidedCall> recognise(String roomName, List<String> ids);

    /**
     * Forgets those that were decided before this instant, the oldest first.
     *
     * @param max how many at most, at least 1
     * @return how many were forgotten; fewer than {@code max} = there are no more of them
     */
    int purge(Instant before, int max);
}
