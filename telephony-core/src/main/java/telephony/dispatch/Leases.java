package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import telephony.call.Lease;
import telephony.call.TelephonyCall;

/**
 * Who may work on a row, and until when.
 *
 * @param owner the process that asks
 * @param time how long a lease lasts
 */
record Leases(String owner, Duration time) {

    /** Whether the row wants somebody now and has nobody. */
    static boolean isToBeHad(TelephonyCall row, Instant now) {
        Instant due = row.control().dueAt();
        Lease lease = row.control().lease();
        return due != null && !due.isAfter(now) && (lease == null || lease.isFreeAt(now));
    }

    /** The row as ours. */
    TelephonyCall taken(TelephonyCall row, Instant now) {
        return until(row, now.plus(time));
    }

    /** The row as ours; the lease of an intent ends at quiescence at the latest, so that whoever looks then may claim it. */
    TelephonyCall takenUntilQuiet(TelephonyCall row, Instant now) {
        Instant end = now.plus(time);
        Instant quiet = row.dispatch().quiesceAt().orElse(end);
        return until(row, quiet.isBefore(end) ? quiet : end);
    }

    private TelephonyCall until(TelephonyCall row, Instant end) {
        return row.withControl(row.control().withLease(new Lease(owner, end)));
    }

    /** The row as nobody's. */
    static TelephonyCall free(TelephonyCall row) {
        return row.withControl(row.control().withLease(null));
    }

    /**
     * Whether the lease is still the one under which this work began. A later one of this same process is another work's: two
     * that take each other's lease for their own make each other's looks void for ever.
     */
    static boolean isStillHeld(TelephonyCall claimed, TelephonyCall row) {
        Lease lease = row.control().lease();
        return lease != null && lease.equals(claimed.control().lease());
    }

    /** Whether the lease that this row was claimed with has run out: somebody else may work on it by now. */
    static boolean isRunOut(TelephonyCall claimed, Instant now) {
        @Nullable Lease lease = claimed.control().lease();
        return lease == null || lease.isFreeAt(now);
    }
}
