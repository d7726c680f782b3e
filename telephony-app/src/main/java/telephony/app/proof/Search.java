package telephony.app.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/** Looks for a day on which an invariant does not hold: the way in from outside this package. Not thread-safe. */
public final class Search {

    /** Most seeds of one search: days of work. */
    public static final long MOST_SEEDS = 10_000_000;

    private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

    private final LongFunction<Schedule> days;
    private final LongSupplier nanos;
    private final Consumer<String> out;

    /** What happens on the days that are played. */
    public enum Plan {
        /** People call us. */
        CALLED,
        /** We call people as well. */
        CALLING
    }

    /**
     * @param plan what happens on the days
     * @param nanos a monotonic time in nanoseconds, for the pace that is told
     * @param out takes lines for people
     */
    public Search(Plan plan, LongSupplier nanos, Consumer<String> out) {
        this.days = days(plan);
        this.nanos = nanos;
        this.out = out;
    }

    private static LongFunction<Schedule> days(Plan plan) {
        return plan == Plan.CALLING ? OrderDays::of : Days::of;
    }

    /**
     * Plays the days of these seeds until one violates something; that one is then made as short as it can be, and told with
     * its trace.
     *
     * @return whether none did
     */
    public boolean play(long from, long seeds) {
        long began = nanos.getAsLong();
        long told = began;
        for (long seed = from; seed < from + seeds; seed++) {
            Schedule day = days.apply(seed);
            List<Violation> violations = Proof.violations(day);
            if (!violations.isEmpty()) {
                tell(seed, day, violations);
                return false;
            }
            long now = nanos.getAsLong();
            if (now - told > BETWEEN_LINES) {
                told = now;
                out.accept("  " + pace(seed - from + 1, now - began));
            }
        }
        out.accept(pace(seeds, nanos.getAsLong() - began) + ", no violation");
        return true;
    }

    /**
     * Plays the day of one seed and tells it step by step, as it is.
     *
     * @return whether it violates nothing
     */
    public boolean trace(long seed) {
        Schedule day = days.apply(seed);
        out.accept("seed " + seed);
        day.lines().forEach(out);
        Proof.trace(day).forEach(out);
        List<Violation> violations = Proof.violations(day);
        violations.forEach(violation -> out.accept(violation.toString()));
        return violations.isEmpty();
    }

    private void tell(long seed, Schedule day, List<Violation> violations) {
        Violation first = violations.get(0);
        out.accept("seed " + seed + " violates " + first);
        out.accept(first.invariant() + " = " + first.invariant().sentence());
        Schedule shortest = Proof.shortest(day, first.invariant());
        out.accept("the shortest schedule that was found to violate it:");
        shortest.lines().forEach(line -> out.accept("  " + line));
        Proof.trace(shortest).forEach(out);
    }

    private static String pace(long seeds, long nanosTaken) {
        double seconds = nanosTaken / (double) Duration.ofSeconds(1).toNanos();
        return String.format(
                Locale.ROOT, "%d seeds in %.0f s, %.0f seeds/s", seeds, seconds, seeds / Math.max(seconds, 0.001));
    }

    /**
     * The seeds of these whose days violate something, and what first; for the broken variants of the core, which are loaded
     * by a class loader of their own, so it speaks of nothing but strings.
     *
     * @param plan the name of a {@link Plan}
     * @param from the first seed
     * @param to the last one
     * @param enough so many found are enough
     * @return for each a line {@code <seed> <invariant>}
     */
    public static List<String> caught(String plan, long from, long to, int enough) {
        LongFunction<Schedule> days = days(Plan.valueOf(plan));
        List<String> caught = new ArrayList<>();
        for (long seed = from; seed <= to && caught.size() < enough; seed++) {
            List<Violation> violations = Proof.violations(days.apply(seed));
            if (!violations.isEmpty()) {
                caught.add(seed + " " + violations.get(0).invariant());
            }
        }
        return caught;
    }

    /** What the directed schedule of this name violates, in the order of being seen; for the broken variants as well. */
    public static List<String> caughtBy(String directed) {
        return Proof.violations(Directed.valueOf(directed).schedule()).stream()
                .map(violation -> violation.invariant().name())
                .distinct()
                .toList();
    }
}
