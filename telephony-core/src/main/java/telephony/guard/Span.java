package telephony.guard;

import java.time.LocalTime;

/**
 * A part of a day.
 *
 * @param from first second of it, counted from midnight
 * @param to first second after it; 86,400 = midnight
 */
public record Span(int from, int to) {

    /** Seconds of a day of the clock. */
    public static final int DAY_SECONDS = 24 * 60 * 60;

    public Span {
        if (from < 0 || to <= from || to > DAY_SECONDS) {
            throw new IllegalArgumentException("a span ends on its day and after its beginning");
        }
    }

    /** Whether the clock shows a time in it. */
    public boolean contains(LocalTime time) {
        int second = time.toSecondOfDay();
        return from <= second && second < to;
    }

    /** Whether it goes on up to this time at least, which itself need not be in it. */
    boolean reaches(LocalTime end) {
        return !end.isBefore(LocalTime.ofSecondOfDay(from))
                && (to == DAY_SECONDS || !end.isAfter(LocalTime.ofSecondOfDay(to)));
    }
}
