package telephony.outbound;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Says whether a phone may be made to ring. Asked for every dial, when it is ordered and again in the step that commits to
 * it.
 *
 * <p><b>Atomic:</b> nothing; whatever a guard reserves (slots, spend, attempts) it reserves by {@code callId} and {@code
 * number}, because at {@link Dial.Phase#COMMIT} it may be asked several times for one dial: when somebody else was faster
 * with the row, and after a crash. A permission at {@link Dial.Phase#COMMIT} does not promise that the dial is made.
 * <b>Absent:</b> a guard that knows nothing against a dial permits it; one whose data is missing or stale refuses.
 * <b>Broken:</b> an exception refuses nothing and permits nothing: the order fails, or the step is taken again later, and
 * the dial is not made. <b>Threads:</b> safe for any number. <b>Blocking:</b> may block as long as one step on the store.
 */
@FunctionalInterface
public interface DialGuard {

    /**
     * Judges one dial.
     *
     * @param dial what is to be dialled, and at which of the two times
     * @param now the store's clock
     * @return every reason against it; empty of reasons = permitted
     */
    GuardVerdict check(Dial dial, Instant now);

    /** Permits everything: for tests and for a LiveKit whose phones are simulated. */
    static DialGuard permittingAll() {
        return (dial, now) -> GuardVerdict.PERMITTED;
    }

    /** Permits nothing: for a switchboard that was not told who may be called. */
    static DialGuard refusingAll() {
        GuardReason reason = GuardReason.of("G1", "dialing-disabled", 503, "nobody said who may be called");
        return (dial, now) -> GuardVerdict.refused(reason);
    }

    /** Asks all of these, also after one refused, so that the answer tells every reason. */
    static DialGuard all(List<DialGuard> guards) {
        List<DialGuard> asked = List.copyOf(guards);
        return (dial, now) -> {
            List<GuardReason> reasons = new ArrayList<>();
            asked.forEach(guard -> reasons.addAll(guard.check(dial, now).reasons()));
            return new GuardVerdict(reasons);
        };
    }
}
