package telephony.call;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the protocol needs of a row whatever the call is about.
 *
 * @param rowFormat the format of the row; {@link #CURRENT_FORMAT} is the newest that we know
 * @param version raised by every write that changes the row; 0 = not stored yet
 * @param lease who may perform the pending effects; null = nobody does
 * @param dueAt the store's clock at which somebody must look after the row; null = nothing is pending
 * @param eventSequence how many events have changed the row
 * @param unrecognised names that a newer version wrote into fields of closed vocabulary, by field; they are written
 *     back as they were
 */
public record RowControl(
        int rowFormat,
        long version,
        @Nullable Lease lease,
        @Nullable Instant dueAt,
        long eventSequence,
        Map<String, String> unrecognised) {

    /** The newest format that this version writes. */
    public static final int CURRENT_FORMAT = 4;

    /** The format of rows that need no slots, so that a version that knows no slots looks after them as well. */
    public static final int FORMAT_WITHOUT_SLOTS = 3;

    /** The format of rows of which nothing was asked, so that a version that knows no transfers looks after them as well. */
    public static final int FORMAT_WITHOUT_STEERING = 2;

    /** The format of rows without a dial, so that a version that knows no dials looks after them as well. */
    public static final int FORMAT_WITHOUT_DIAL = 1;

    public RowControl {
        unrecognised = Map.copyOf(unrecognised);
    }

    /** Of a row that is not stored yet. */
    public static RowControl initial() {
        return new RowControl(FORMAT_WITHOUT_DIAL, 0, null, null, 0, Map.of());
    }

    /** Of the row of a call that we place, not stored yet and due then. */
    public static RowControl initialOfDial(Instant dueAt) {
        return new RowControl(FORMAT_WITHOUT_STEERING, 0, null, dueAt, 0, Map.of());
    }

    /** Whether a newer version wrote something here that this one cannot judge; such a row is left to it. */
    public boolean isFromNewerVersion() {
        return rowFormat > CURRENT_FORMAT || !unrecognised.isEmpty();
    }

    /** The same in the format of rows of which something was asked. */
    RowControl withSteering() {
        int next = Math.max(rowFormat, FORMAT_WITHOUT_STEERING + 1);
        return new RowControl(next, version, lease, dueAt, eventSequence, unrecognised);
    }

    /** The same in the format of rows that need slots. */
    RowControl withSlots() {
        int next = Math.max(rowFormat, FORMAT_WITHOUT_SLOTS + 1);
        return new RowControl(next, version, lease, dueAt, eventSequence, unrecognised);
    }

    /** The same with another version, as the store stamps it. */
    public RowControl withVersion(long next) {
        return new RowControl(rowFormat, next, lease, dueAt, eventSequence, unrecognised);
    }

    /** The same with another lease. */
    public RowControl withLease(@Nullable Lease next) {
        return new RowControl(rowFormat, version, next, dueAt, eventSequence, unrecognised);
    }

    /** The same, due at another time. */
    public RowControl withDueAt(@Nullable Instant next) {
        return new RowControl(rowFormat, version, lease, next, eventSequence, unrecognised);
    }

    /** The same, one event later. */
    public RowControl withNextEvent() {
        return new RowControl(rowFormat, version, lease, dueAt, eventSequence + 1, unrecognised);
    }
}
