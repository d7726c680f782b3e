package telephony.call;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which outcomes of a call are followed by another attempt, a call of its own.
 *
 * @param maxAttempts calls at most, the first one included; {@link #LEAST_ATTEMPTS} to {@link #MOST_ATTEMPTS}
 * @param backoff from the end of the first call to the second, doubled each time up to {@link #MOST_BACKOFF};
 *     {@link #LEAST_BACKOFF} at least, cut to seconds
 * @param on the outcomes, of {@link #ALLOWED}
 */
public record RetryRule(int maxAttempts, Duration backoff, Set<Outcome.Result> on) {

    /** One attempt needs no rule. */
    public static final int LEAST_ATTEMPTS = 2;

    /** More would be a nuisance to whoever is called. */
    public static final int MOST_ATTEMPTS = 10;

    /** Whoever is busy is so for a while, and what became of a call is settled by then. */
    public static final Duration LEAST_BACKOFF = Duration.ofSeconds(10);

    /** Longest time between two attempts. */
    public static final Duration MOST_BACKOFF = Duration.ofHours(24);

    /**
     * Outcomes after which another attempt may be made. Not among them: whoever answered, declined or is not known not to have
     * answered, what guards or carriers refused, and calls that somebody ended.
     */
    public static final Set<Outcome.Result> ALLOWED = Collections.unmodifiableSet(EnumSet.of(
            Outcome.Result.BUSY,
            Outcome.Result.NO_ANSWER,
            Outcome.Result.TRUNK_FAILED,
            Outcome.Result.CAPACITY,
            Outcome.Result.AGENT_UNAVAILABLE));

    /** @throws IllegalArgumentException when something is out of bounds */
    public RetryRule {
        if (maxAttempts < LEAST_ATTEMPTS || maxAttempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException("maxAttempts must be " + LEAST_ATTEMPTS + " to " + MOST_ATTEMPTS);
        }
        if (backoff.compareTo(LEAST_BACKOFF) < 0 || backoff.compareTo(MOST_BACKOFF) > 0) {
            throw new IllegalArgumentException("backoff must be " + LEAST_BACKOFF + " to " + MOST_BACKOFF);
        }
        if (on.isEmpty() || !ALLOWED.containsAll(on)) {
            throw new IllegalArgumentException("on must be some of " + ALLOWED);
        }
        backoff = Duration.ofSeconds(backoff.toSeconds());
        on = Collections.unmodifiableSet(EnumSet.copyOf(on));
    }

    /** How long after the end of this attempt, counted from 1, the next one is made. */
    public Duration after(int attempt) {
        Duration time = backoff.multipliedBy(1L << (attempt - 1));
        return time.compareTo(MOST_BACKOFF) > 0 ? MOST_BACKOFF : time;
    }
}
