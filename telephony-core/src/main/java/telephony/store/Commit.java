package telephony.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;

/**
 * One atomic step on the store: all of it happens, or none.
 *
 * @param inboxEntry the event that this step takes in; null = it is not about an event
 * @param nextRow the row as it should be; null = it stays as it is. Its version is ignored: the store stamps it with
 *     {@code expectedVersion + 1}
 * @param expectedVersion the version that the row must have now; 0 = it must not exist
 * @param timeline lines to append
 * @param orderKey the key of the order that this step takes in with its row; null = it is not about an order
 */
public record Commit(
        @Nullable InboxEntry inboxEntry,
        @Nullable TelephonyCall nextRow,
        long expectedVersion,
        List<TimelineEntry> timeline,
        @Nullable OrderKey orderKey) {

    public Commit {
        timeline = List.copyOf(timeline);
        if (orderKey != null && (nextRow == null || !nextRow.callId().equals(orderKey.callId()))) {
            throw new IllegalArgumentException("the key of an order is stored with the row of its call");
        }
    }

    /** A step that is not about an order. */
    public Commit(
            @Nullable InboxEntry inboxEntry,
            @Nullable TelephonyCall nextRow,
            long expectedVersion,
            List<TimelineEntry> timeline) {
        this(inboxEntry, nextRow, expectedVersion, timeline, null);
    }

    /** An order: its row, which must not exist, and its key, which nobody may have claimed before. */
    public static Commit ofOrder(TelephonyCall row, List<TimelineEntry> timeline, OrderKey key) {
        return new Commit(null, row, 0, timeline, key);
    }

    /** A change of a row that no event caused. */
    public static Commit ofRow(TelephonyCall next, List<TimelineEntry> timeline) {
        return new Commit(null, next, next.control().version(), timeline);
    }

    /** An event that changes no row. */
    public static Commit ofEvent(InboxEntry entry, List<TimelineEntry> timeline) {
        return new Commit(entry, null, 0, timeline);
    }

    /** The event taken in. */
    public Optional<InboxEntry> inbox() {
        return Optional.ofNullable(inboxEntry);
    }

    /** The row to write. */
    public Optional<TelephonyCall> next() {
        return Optional.ofNullable(nextRow);
    }

    /** The key of the order. */
    public Optional<OrderKey> order() {
        return Optional.ofNullable(orderKey);
    }

    /** What became of a step. */
    public enum Result {
        /** All of it is stored. */
        STORED,
        /** Nothing was stored: the event had been taken in before, or is in quarantine and stays there. */
        DUPLICATE,
        /** Nothing was stored: the key of the order was claimed before, whoever did and for whatever order. */
        KEY_TAKEN,
        /**
         * Nothing was stored: the row has another version, exists although it should not, or another row has the same
         * room SID and episode. Read again, decide again.
         */
        CONFLICT,
        /**
         * Nothing was stored: the row says that it holds its slots, it did not before, and there is no room by the limits
         * that it states, or another call waits for the same before it. Never of a row that claims none, or waits.
         */
        FULL
    }
}
