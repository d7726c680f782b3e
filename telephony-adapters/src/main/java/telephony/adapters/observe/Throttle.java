package telephony.adapters.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets one line per second through and counts the others, so that whoever floods us does not flood the log. Thread-safe;
 * its memory does not grow with the flood.
 */
final class Throttle {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MAX_KINDS = 16;
    private static final String OTHER_KINDS = "others";

    /**
     * What one line tells.
     *
     * @param count how many there were since the line before, by kind
     * @param last what was said with the last one
     */
    record Sum(Map<String, Long> count, String last) {}

    private final InstantSource clock;
    private final Map<String, Long> counts = new TreeMap<>();
    private String last = "";
    private @Nullable Instant next;

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts one; the sum so far when it is time for a line. */
    synchronized Optional<Sum> count(String kind, String detail) {
        String key = counts.containsKey(kind) || counts.size() < MAX_KINDS ? kind : OTHER_KINDS;
        counts.merge(key, 1L, Long::sum);
        last = detail;
        return due();
    }

    /** The sum, when there is one and it is time for a line. */
    synchronized Optional<Sum> due() {
        Instant now = clock.instant();
        if (counts.isEmpty() || (next != null && now.isBefore(next))) {
            return Optional.empty();
        }
        next = now.plus(PAUSE);
        return rest();
    }

    /** The sum, whether or not it is time for a line. */
    synchronized Optional<Sum> rest() {
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        Sum sum = new Sum(Map.copyOf(counts), last);
        counts.clear();
        return Optional.of(sum);
    }
}
