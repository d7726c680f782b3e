package telephony.stats;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import telephony.call.Outcome;

/**
 * What was counted.
 *
 * @param groups by day in the order of days, else the one with most calls first; only those that have calls
 * @param more whether groups were left out: those with the fewest calls, beyond {@value #MAX_GROUPS}
 */
public record CallStats(List<Group> groups, boolean more) {

    /** Groups that are told at most. */
    public static final int MAX_GROUPS = 1_000;

    public CallStats {
        groups = List.copyOf(groups);
    }

    /**
     * Calls that are counted together.
     *
     * @param key what they have in common: a date such as {@code 2026-11-21}, an id, a number, a word; null = they have
     *     none, or all calls are counted together. A key of more than 500 characters may be shortened
     * @param calls how many began
     * @param ended how many of them are over
     * @param outcomes what those came to, how many each; what none came to is left out
     * @param routed how many the named agent had, how many another; 0 is left out
     * @param ring how long it rang until somebody answered
     * @param toAgent how long the agent took to come
     * @param talk how long the two sides could talk
     */
    public record Group(
            @Nullable String key,
            long calls,
            long ended,
            Map<Outcome.Result, Long> outcomes,
            Map<Routed, Long> routed,
            Percentiles ring,
            Percentiles toAgent,
            Percentiles talk) {

        public Group {
            outcomes = Map.copyOf(outcomes);
            routed = Map.copyOf(routed);
        }

        /** How many were answered. */
        public long answered() {
            return outcomes.getOrDefault(Outcome.Result.ANSWERED, 0L);
        }

        /** The share of the calls that are over that was answered, 0 to 1; empty = none is over. */
        public OptionalDouble answerRate() {
            return ended == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) answered() / ended);
        }
    }

    /**
     * Times in milliseconds. Where a percentile falls between two calls it is in proportion between their times, as SQL's
     * {@code percentile_cont} has it, and rounded.
     *
     * @param calls how many calls have such a time
     * @param p50 the time that half of them did not exceed; null = none has one
     * @param p95 that 95 of 100 did not exceed
     * @param p99 that 99 of 100 did not exceed
     */
    public record Percentiles(long calls, @Nullable Long p50, @Nullable Long p95, @Nullable Long p99) {

        /** Of no call. */
        public static final Percentiles NONE = new Percentiles(0, null, null, null);
    }
}
