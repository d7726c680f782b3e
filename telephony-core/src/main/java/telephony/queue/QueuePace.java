package telephony.queue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast calls may begin on a trunk, and how many there may be at a time.
 *
 * @param perSecond calls that begin within a second, evenly; 0 = none; null = as many as wait
 * @param atOnce calls that are under way; 0 = none; null = as many as wait
 */
public record QueuePace(@Nullable Long perSecond, @Nullable Long atOnce) {

    /** As many as wait. */
    public static final QueuePace UNLIMITED = new QueuePace(null, null);

    /**
     * How far a trunk may be behind and still catch up: the time between two looks at the queue, and some more. It is also how
     * many calls may begin together after a pause.
     */
    public static final Duration LEEWAY = Duration.ofMillis(100);

    /** Nothing has begun yet. */
    public static final long AT_ONCE = 0;

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    public QueuePace {
        if ((perSecond != null && perSecond < 0) || (atOnce != null && atOnce < 0)) {
            throw new IllegalArgumentException("a pace is not below 0");
        }
    }

    /** Whether anything is limited, so that a call may have to wait. */
    public boolean isLimited() {
        return perSecond != null || atOnce != null;
    }

    /** Time between two calls, in microseconds; 0 = none. Of no use when no call may begin. */
    public long interval() {
        return perSecond == null || perSecond == 0 ? 0 : Math.max(1, MICROS_PER_SECOND / perSecond);
    }

    /**
     * How many calls may begin now.
     *
     * @param nextAt when the next one may, as {@link #after} said, in microseconds
     * @param underWay how many are under way
     * @param most never more
     */
    public int room(long nextAt, Instant now, long underWay, int most) {
        long room = most;
        if (atOnce != null) {
            room = Math.min(room, atOnce - underWay);
        }
        if (perSecond != null) {
            room = Math.min(room, perSecond == 0 ? 0 : inTime(nextAt, now));
        }
        return (int) Math.max(0, room);
    }

    private long inTime(long nextAt, Instant now) {
        long start = start(nextAt, now);
        return start > micros(now) ? 0 : (micros(now) - start) / interval() + 1;
    }

    /** When the next call may begin after so many have, in microseconds since 1970. */
    public long after(int begun, long nextAt, Instant now) {
        return start(nextAt, now) + begun * interval();
    }

    private static long start(long nextAt, Instant now) {
        return Math.max(nextAt, micros(now.minus(LEEWAY)));
    }

    private static long micros(Instant at) {
        return at.toEpochMilli() * MICROS_PER_MILLI;
    }
}
