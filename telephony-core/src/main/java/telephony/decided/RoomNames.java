package telephony.decided;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Names of rooms that callers are put into: {@code call-{organization}_{agent}_{milliseconds}}. No process makes the same one
 * twice, for its milliseconds are advanced past the latest ones; across processes the store tells.
 */
final class RoomNames {

    /** Length of a part at most, in characters, so that the whole fits wherever names of rooms are kept. */
    static final int MAX_PART_CHARS = 100;

    private final AtomicLong latest = new AtomicLong();

    /** A name that this process has not made before; of this millisecond unless that is taken. */
    String next(String organization, String agent, long nowMillis) {
        long millis = latest.accumulateAndGet(nowMillis, (last, now) -> Math.max(now, last + 1));
        return "call-" + cut(organization) + "_" + cut(agent) + "_" + millis;
    }

    private static String cut(String part) {
        return part.length() > MAX_PART_CHARS ? part.substring(0, MAX_PART_CHARS) : part;
    }
}
