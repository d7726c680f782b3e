package telephony.app.figures;

import java.util.Arrays;
import java.util.Locale;

/** Times of many requests, in nanoseconds. Thread-safe. */
final class Latencies {

    private long[] times = new long[1 << 12];
    private int count;

    synchronized void add(long nanos) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = nanos;
    }

    synchronized int count() {
        return count;
    }

    /** The time that this share of them did not exceed, in milliseconds; 0 when there are none. */
    synchronized double millis(double share) {
        if (count == 0) {
            return 0;
        }
        Arrays.sort(times, 0, count);
        int index = (int) Math.ceil(share * count) - 1;
        return times[Math.max(0, index)] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f, p99 %.1f, p99.9 %.1f, worst %.1f ms",
                millis(0.5),
                millis(0.99),
                millis(0.999),
                millis(1));
    }
}
