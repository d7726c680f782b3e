package telephony.app.proof;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Makes the times of a failing schedule easier to read. */
final class Times {

    private static final long SECOND = 1_000;
    private static final long TENTH = 100;

    private Times() {}

    /** Times that are rounder or shorter than this one, the simplest first. */
    static Stream<Duration> rounder(Duration time) {
        long millis = time.toMillis();
        return LongStream.of(0, millis / (10 * SECOND) * 10 * SECOND, millis / SECOND * SECOND, millis / TENTH * TENTH)
                .filter(round -> round < millis)
                .distinct()
                .mapToObj(Duration::ofMillis);
    }
}
