package telephony.adapters.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a Redis server, which all processes share. It is read by the steps that lease, several times a second; in
 * between it goes on by this process's monotonic clock, so that asking for the time neither waits for a server nor fails
 * with it.
 */
final class RedisClock {

    private final @Nullable InstantSource told;
    private final LongSupplier nanos;
    private volatile Reading last = new Reading(Instant.EPOCH, 0);

    private record Reading(Instant instant, long nanos) {}

    /**
     * A clock that was not read yet.
     *
     * @param told the store's clock, for tests; null = the server's
     * @param nanos this process's monotonic clock
     */
    RedisClock(@Nullable InstantSource told, LongSupplier nanos) {
        this.told = told;
        this.nanos = nanos;
    }

    /** What scripts are told of the time, in milliseconds; nothing = they ask their server. */
    String toldMillis() {
        return told == null ? "" : Long.toString(told.instant().toEpochMilli());
    }

    /** A script answered that it ran at this time. */
    void read(Instant instant) {
        last = new Reading(instant, nanos.getAsLong());
    }

    /** The time, in milliseconds; it was read before. */
    Instant now() {
        if (told != null) {
            return told.instant().truncatedTo(ChronoUnit.MILLIS);
        }
        Reading reading = last;
        return reading.instant().plusNanos(nanos.getAsLong() - reading.nanos()).truncatedTo(ChronoUnit.MILLIS);
    }

    /** This process's monotonic clock. */
    long nanos() {
        return nanos.getAsLong();
    }
}
