package telephony.app.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Knows when nothing is disturbed, and for how long something has been so in calm. */
final class Calm implements Witness {

    private Instant disturbedUntil = Instant.MIN;

    @Override
    public void disturbed(Instant at, Instant until, String why) {
        disturbedUntil = until.isAfter(disturbedUntil) ? until : disturbedUntil;
    }

    /** Whether nothing is disturbed. */
    boolean isAt(Instant now) {
        return !now.isBefore(disturbedUntil);
    }

    /** What happens to the time that was counted, when something is disturbed. */
    enum Break {
        /** The clock stands still meanwhile. */
        PAUSES,
        /** It counts from the beginning. */
        BEGINS_ANEW
    }

    /** Counts for how long something has been so in calm, sample by sample. */
    final class Stopwatch {
        private final Break whenDisturbed;
        private final Map<String, Duration> counted = new HashMap<>();

        Stopwatch(Break whenDisturbed) {
            this.whenDisturbed = whenDisturbed;
        }

        /** To be called with every sample; for how long it has been so by now. */
        Duration count(Instant now, String key, boolean isSo) {
            if (!isSo || (whenDisturbed == Break.BEGINS_ANEW && !isAt(now))) {
                counted.remove(key);
                return Duration.ZERO;
            }
            if (isAt(now)) {
                counted.merge(key, Bounds.SAMPLE, Duration::plus);
            }
            return known(key);
        }

        /** For how long it had been so with the last sample. */
        Duration known(String key) {
            return counted.getOrDefault(key, Duration.ZERO);
        }

        void forget(String key) {
            counted.remove(key);
        }
    }
}
