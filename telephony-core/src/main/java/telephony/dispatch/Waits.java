package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;

/** When a row that can do nothing now is due again. */
final class Waits {

    /** Back-off stops doubling here; the longest wait cuts it earlier. */
    private static final int MOST_DOUBLINGS = 16;

    private Waits() {}

    /** After back-off, but never past the time at which we give up, so that the caller does not wait for that as well. */
    static Instant afterBackOff(Situation s) {
        Instant next = s.now().plus(backOff(s));
        Instant wanted = s.row().dispatch().wantedAt();
        Instant end = wanted == null ? next : wanted.plus(s.policy().timing().giveUp());
        return end.isAfter(s.now()) && end.isBefore(next) ? end : next;
    }

    private static Duration backOff(Situation s) {
        int doublings = Math.max(0, s.row().dispatch().attempts().size() - 1);
        long factor = 1L << Math.min(doublings, MOST_DOUBLINGS);
        Duration wait = DispatchTiming.POLL.multipliedBy(factor);
        return wait.compareTo(DispatchTiming.LONGEST_BACK_OFF) > 0 ? DispatchTiming.LONGEST_BACK_OFF : wait;
    }

    /** Soon, at the latest at quiescence; when the call is over and nothing is owed, then. */
    static Instant nextPoll(Situation s) {
        Instant next = s.now().plus(DispatchTiming.POLL);
        boolean ended = s.row().isEnded();
        Instant quiet = (ended ? s.row().quiesceAt() : s.row().dispatch().quiesceAt()).orElse(next);
        if (ended && s.row().dispatch().owed().isEmpty() && quiet.isAfter(next)) {
            return quiet;
        }
        return quiet.isAfter(s.now()) && quiet.isBefore(next) ? quiet : next;
    }
}
