package telephony.adapters.store;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a store in Redis has its time from.
 *
 * @param told the store's clock, for tests; null = the server's
 * @param nanos this process's monotonic clock
 */
record RedisClocks(@Nullable InstantSource told, LongSupplier nanos) {

    /** What scripts are told of the time, in milliseconds; nothing = they ask their server. */
    String toldMillis() {
        return told == null ? "" : Long.toString(told.instant().toEpochMilli());
    }
}
