package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to be looked at although nothing is wrong with it as far as lists tell: after a restart of LiveKit from
 * which nobody comes back, everything looks as it was, for ever (seen). Used by one sweep at a time.
 */
final class RestingRounds {

    /** How many calls are looked at in one sweep. */
    static final int LOOKS_PER_SWEEP = 5;

    /** How long after the beginning of a round the next one may begin. */
    static final Duration EVERY = Duration.ofSeconds(30);

    private final Deque<String> waiting = new ArrayDeque<>();
    private @Nullable Instant next;

    /** The room SIDs whose turn it is; all of these come to their turn before one does again. */
    List<String> next(Collection<String> sids, Instant now) {
        // What is found at the beginning is looked at anyway.
        if (next != null && waiting.isEmpty() && !now.isBefore(next)) {
            waiting.addAll(sids);
            next = now.plus(EVERY);
        }
        next = next == null ? now.plus(EVERY) : next;
        List<String> turn = new ArrayList<>();
        while (!waiting.isEmpty() && turn.size() < LOOKS_PER_SWEEP) {
            turn.add(waiting.remove());
        }
        return turn;
    }
}
