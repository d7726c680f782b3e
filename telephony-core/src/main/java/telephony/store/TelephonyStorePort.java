package telephony.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;

/**
 * Rows, the inbox and the time line, and the few atomic steps on them. A store has no policy: what a row means is
 * decided elsewhere, so that every store has the same semantics, and no step takes a function, so that each fits one
 * SQL statement or transaction, or one Lua script.
 *
 * <p><b>Atomic:</b> each method is one step; readers see it whole or not at all, and a row is read as one version.
 * <b>Absent:</b> a row that is not there is an empty {@link Optional} or a page without it, never an exception.
 * <b>Duplicate:</b> an event id is taken in once for as long as its entry is kept; an entry in quarantine gives way once to
 * one that is not; a room SID and episode belong to one row. <b>Broken:</b> {@link StoreUnavailableException}, and no other exception, when the store cannot do its work; a
 * driver's own exceptions never pass. <b>Threads:</b> safe for any number of threads and, where the store is shared,
 * processes. <b>Blocking:</b> every method may block, at most for the store's own time-out.
 *
 * <p>Every implementation passes {@code telephony.testkit.TelephonyStoreContract}.
 */
public interface TelephonyStorePort {

    /**
     * Takes in an event, writes a row and appends time-line entries, all or nothing. Checked in this order: a known
     * event id is {@link Commit.Result#DUPLICATE}, unless its entry is {@link InboxEntry.Verdict#QUARANTINED} and the new
     * one is not, which then takes its place; a row of another version than expected is {@link Commit.Result#CONFLICT};
     * one that takes slots that are not to be had is {@link Commit.Result#FULL}, as {@link telephony.slot.SlotPlace} says.
     */
    Commit.Result commit(Commit commit);

    /** The row of this id. */
    Optional<TelephonyCall> find(CallId callId);

    /** The row of the newest episode of this room incarnation, open or ended. */
    Optional<TelephonyCall> findNewestByRoomSid(String roomSid);

    /** The row that was stored first among those with a leg of this {@code sip.callID}. */
    Optional<TelephonyCall> findBySipCallId(String sipCallId);

    /**
     * Calls by {@code createdAt}, newest first; two of one instant in a fixed order. A query for one tenant tells nothing
     * of another's calls, whatever cursor is given. Where a filter fits few, a page may be short, or empty, and have a cursor
     * all the same; see {@link CallQuery#LOOKED_AT}.
     *
     * @throws InvalidCursorException when the cursor is not one of this store's
     */
    Page<TelephonyCall> query(CallQuery query);

    /** The time line of a call in the order in which it was stored, from {@code offset} on, at most {@code max}. */
    List<TimelineEntry> timeline(CallId callId, int offset, int max);

    /** The order for which this key was claimed; kept for {@link OrderKey#REMEMBERED_FOR}, longer than its call. */
    Optional<OrderKey> findOrderKey(String scope, String key);

    /** The inbox entry of this event. */
    Optional<InboxEntry> findInboxEntry(String eventId);

    /**
     * Inbox entries by {@code receivedAt}, newest first; two of one instant in a fixed order.
     *
     * @throws InvalidCursorException when the cursor is not one of this store's
     */
    Page<InboxEntry> inbox(InboxQuery query);

    /**
     * Rows whose due time has come and whose lease is free, the longest due first, each leased in the same step to this
     * owner; the lease raises the version. Two callers never get the same row.
     *
     * @param owner who will hold the leases
     * @param lease how long, on the store's clock
     * @param max how many at most
     * @return the rows as they are now, leases included
     */
    List<TelephonyCall> claimDue(String owner, Duration lease, int max);

    /**
     * Takes or renews the lease of this name, which at most one owner holds at a time; nobody releases it, it runs out.
     *
     * @param name what for, such as {@code sweep}; at most {@value #MAX_LEASE_NAME_CHARS} letters, digits and {@code -}
     * @param owner who wants it
     * @param time how long from now, on the store's clock
     * @return whether this owner holds it now
     */
    boolean lease(String name, String owner, Duration time);

    /** Longest name of a lease, in characters. */
    int MAX_LEASE_NAME_CHARS = 64;

    /**
     * Forgets ended rows that need nothing any more and whose last change is older, with their time lines, and inbox
     * entries that are older; rows that are open or still due stay. Keys of orders go by the store's own clock, after
     * {@link OrderKey#REMEMBERED_FOR}.
     *
     * @param callsBefore rows that last changed before this go
     * @param eventsBefore inbox entries that came before this go
     * @param max how many rows, how many inbox entries and how many keys at most
     * @return how many rows, inbox entries and keys went
     */
    int purge(Instant callsBefore, Instant eventsBefore, int max);

    /** The store's clock, in milliseconds; due times and leases use no other. */
    Instant now();

    /**
     * Since when this store remembers, on its own clock: every write that it acknowledged since then can be read, and
     * none from before. A store in memory begins with its process; a durable one once, when it is first set up, and anew
     * only when it has lost acknowledged writes. Never later than {@link #now}.
     */
    Instant rememberingSince();

    /** What an acknowledged write survives. */
    Durability durability();
}
