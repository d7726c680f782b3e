package telephony.adapters.store;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which Redis keeps the calls, and how long a step waits for it.
 *
 * @param uri {@code redis://[user:password@]host[:port][/database]}, with TLS {@code rediss://}, with Sentinel
 *     {@code redis-sentinel://[:password@]host1[:port],host2[:port][/database]#master}
 * @param name tells this store from others in the same Redis: every key begins with it; 1 to {@value #MAX_NAME_CHARS} small
 *     letters, digits and {@code -}
 * @param connectTime how long the making of a connection may take, {@value #MIN_WAIT_MILLIS} ms or more
 * @param stepTime how long one step may take, {@value #MIN_WAIT_MILLIS} ms or more
 * @param stepsUnderWay how many steps wait for their answer at once at most, 1 to {@value #MAX_STEPS_UNDER_WAY}; more are
 *     refused
 */
public record RedisSettings(String uri, String name, Duration connectTime, Duration stepTime, int stepsUnderWay) {

    /** Longest name of a store, in characters. */
    public static final int MAX_NAME_CHARS = 32;

    /** Shortest time that makes sense for a connection or a step, milliseconds. */
    public static final int MIN_WAIT_MILLIS = 50;

    /** Most steps at once. */
    public static final int MAX_STEPS_UNDER_WAY = 100_000;

    /** The name of a store that is alone in its Redis. */
    public static final String DEFAULT_NAME = "telephony";

    /** How long the making of a connection may take by default. */
    public static final Duration DEFAULT_CONNECT_TIME = Duration.ofMillis(500);

    /** How long one step may take by default: LiveKit must hear of a store that is down within a second. */
    public static final Duration DEFAULT_STEP_TIME = Duration.ofMillis(500);

    /** How many steps wait for their answer at once by default. */
    public static final int DEFAULT_STEPS_UNDER_WAY = 1_000;

    public RedisSettings {
        String lower = uri.toLowerCase(Locale.ROOT);
        if (Stream.of("redis://", "rediss://", "redis-sentinel://").noneMatch(lower::startsWith)) {
            throw new IllegalArgumentException(
                    "not the URI of a Redis server: it must begin with redis://, rediss:// or redis-sentinel://");
        }
        if (!name.matches("[a-z0-9-]{1," + MAX_NAME_CHARS + "}")) {
            throw new IllegalArgumentException(
                    "name must be 1 to " + MAX_NAME_CHARS + " small letters, digits and -, not \"" + name + "\"");
        }
        if (connectTime.toMillis() < MIN_WAIT_MILLIS || stepTime.toMillis() < MIN_WAIT_MILLIS) {
            throw new IllegalArgumentException("connectTime and stepTime must be " + MIN_WAIT_MILLIS + " ms or more");
        }
        if (stepsUnderWay < 1 || stepsUnderWay > MAX_STEPS_UNDER_WAY) {
            throw new IllegalArgumentException(
                    "stepsUnderWay must be 1 to " + MAX_STEPS_UNDER_WAY + ", not " + stepsUnderWay);
        }
    }

    /** The Redis of this URI, everything else by default. */
    public static RedisSettings of(String uri) {
        return new RedisSettings(uri, DEFAULT_NAME, DEFAULT_CONNECT_TIME, DEFAULT_STEP_TIME, DEFAULT_STEPS_UNDER_WAY);
    }

    /** The same Redis, another store in it. */
    public RedisSettings named(String other) {
        return new RedisSettings(uri, other, connectTime, stepTime, stepsUnderWay);
    }

    /** The same, waiting so long for a connection and for a step. */
    public RedisSettings waiting(Duration forConnection, Duration forStep) {
        return new RedisSettings(uri, name, forConnection, forStep, stepsUnderWay);
    }

    boolean usesSentinel() {
        return uri.toLowerCase(Locale.ROOT).startsWith("redis-sentinel:");
    }

    /** The key that describes the store. The braces keep all keys of a store in one slot of a cluster. */
    String storeKey() {
        return "{" + name + "}:store";
    }

    /** Without what may be secret: user, password, and what stands behind a question mark. */
    @Override
    public String toString() {
        return uri.replaceAll("//.*@", "//***@").split("[?]", 2)[0];
    }
}
