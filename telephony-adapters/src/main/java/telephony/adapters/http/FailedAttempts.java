package telephony.adapters.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts keys that were no good by the network that they came from. It costs a lock and an entry of a map; a good key is
 * never counted nor held up, so that nobody can lock others out who come by the same proxy.
 */
final class FailedAttempts {

    /** How many from one network within a {@link #WINDOW} are answered as usual. */
    static final int MAX_PER_PEER = 30;

    /** How long they are counted together. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Networks that are remembered; beyond that the one that was quiet longest is forgotten. */
    static final int MAX_PEERS = 10_000;

    private record Count(Instant since, int failures) {}

    private final InstantSource clock;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    FailedAttempts(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts one more; how long its network is to wait, empty = it was not one too many. */
    synchronized Optional<Duration> oneMoreOf(String network) {
        Instant now = clock.instant();
        Count before = counts.get(network);
        Count count = before == null || !now.isBefore(before.since().plus(WINDOW))
                ? new Count(now, 1)
                : new Count(before.since(), before.failures() + 1);
        counts.put(network, count);
        if (counts.size() > MAX_PEERS) {
            counts.remove(counts.keySet().iterator().next());
        }
        return count.failures() > MAX_PER_PEER
                ? Optional.of(Duration.between(now, count.since().plus(WINDOW)))
                : Optional.empty();
    }

    /** How many networks are remembered. */
    synchronized int networks() {
        return counts.size();
    }
}
