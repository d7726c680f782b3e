package telephony.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Ids and chance of a simulation: one generator for each purpose, so that one more draw of one changes no other.
 * Thread-safe; the generators that it gives are not.
 */
public final class Ids {

    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int LENGTH = 12;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final Map<String, SplittableRandom> generators = new HashMap<>();

    /** The same seed gives the same for each purpose. */
    public Ids(long seed) {
        this.seed = seed;
    }

    /** A new id, such as {@code RM_xXjyzhLMJJcv}. */
    synchronized String next(String prefix) {
        SplittableRandom random = of(prefix);
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /** A time between two, both included, in whole milliseconds. */
    public synchronized Duration between(String purpose, Duration least, Duration most) {
        return Duration.ofMillis(of(purpose).nextLong(least.toMillis(), most.toMillis() + 1));
    }

    /** The same in any order. */
    synchronized <T> List<T> shuffled(String purpose, Collection<T> items) {
        SplittableRandom random = of(purpose);
        List<T> mixed = new ArrayList<>(items);
        for (int i = mixed.size() - 1; i > 0; i--) {
            Collections.swap(mixed, i, random.nextInt(i + 1));
        }
        return mixed;
    }

    /** A generator of this purpose. */
    public synchronized SplittableRandom of(String purpose) {
        return generators.computeIfAbsent(purpose, p -> new SplittableRandom(seed + SPREAD * p.hashCode()));
    }
}
