package telephony;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import telephony.store.TelephonyStorePort;

/** Lets a store forget what is old, once a minute at most and in bites, so that no tick takes long. Thread-safe. */
final class Retention {

    /** How long event ids are kept: far longer than LiveKit can try again, which it does for 15 s. */
    static final Duration KEEP_EVENTS = Duration.ofHours(24);

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int BITE = 1_000;

    private final TelephonyStorePort store;
    private final InstantSource clock;
    private final Duration keepCalls;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    Retention(TelephonyStorePort store, InstantSource clock, Duration keepCalls) {
        this.store = store;
        this.clock = clock;
        this.keepCalls = keepCalls;
    }

    /** Forgets a bite of what is old if it is time to; a bite that was full is followed by another at the next call. */
    void apply() {
        Instant now = clock.instant();
        Instant due = next.get();
        if (now.isBefore(due) || !next.compareAndSet(due, now.plus(PAUSE))) {
            return;
        }
        Instant storeNow = store.now();
        if (store.purge(storeNow.minus(keepCalls), storeNow.minus(KEEP_EVENTS), BITE) >= BITE) {
            next.set(now);
        }
    }
}
