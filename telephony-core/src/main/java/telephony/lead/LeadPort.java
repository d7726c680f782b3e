package telephony.lead;

import java.time.Instant;
import java.util.Optional;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;

/**
 * Where leads are kept: beside the calls, in the same store, so that all processes that share calls share them.
 *
 * <p><b>Atomic:</b> each method is one step; readers see a lead whole or not at all. <b>Absent:</b> an empty answer, never an
 * exception. <b>Duplicate:</b> one lead for each tenant and number, and each call counted once; see {@link #met}.
 * <b>Broken:</b> {@link StoreUnavailableException}, and no other exception, when the store cannot do its work, or holds a lead
 * that cannot be read. <b>Threads:</b> safe for any number of threads and, where the store is shared, processes.
 * <b>Blocking:</b> every method may block, at most for the store's own time-out.
 *
 * <p>Every implementation passes {@code telephony.testkit.LeadPortContract}.
 */
public interface LeadPort {

    /**
     * Counts a call, in one step: the lead of this tenant and number is made if there is none, and becomes
     * {@link Lead#after} the meeting. A meeting whose {@code callKey} was counted for this lead before changes nothing, so
     * that it may be told by several processes and after a crash. "Nobody's in particular" is one tenant like the others.
     *
     * @return the lead as it is now
     */
    Lead met(Meeting meeting);

    /** The lead of this id. */
    Optional<Lead> find(String id);

    /**
     * A part of the leads, in the order of their ids by their characters' numbers. A page may be short, or empty, although
     * more follow behind its cursor, where few of those that were looked at are wanted.
     *
     * @return its cursor is the {@code afterId} of the next one
     */
    Page<Lead> page(LeadQuery query);

    /**
     * Forgets that calls were counted which came before this instant; the leads stay, and their counts. A call of which it was
     * forgotten would be counted again if it were told again, so this is done only when nobody can tell of it any more.
     *
     * @param max how many at most, at least 1
     * @return how many were forgotten; fewer than {@code max} = there are no more of them
     */
    int forgetMeetings(Instant before, int max);

    /** Up to which instant all calls were told, see {@link #told}; empty = it was never said. */
    Optional<Instant> toldUntil();

    /** Keeps that all calls which began before this instant were told. It never goes back: an earlier instant is ignored. */
    void told(Instant until);
}
