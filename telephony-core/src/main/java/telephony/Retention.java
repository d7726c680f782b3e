package telephony;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import telephony.store.TelephonyStorePort;

/** Lets a store forget what is old, once a minute at most and in bites, so that no tick takes long. Thread-safe. */
final class Retention {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int BITE = 1_000;

    private final TelephonyStorePort store;
    private final InstantSource clock;
    private final Duration keep;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    Retention(TelephonyStorePort store, InstantSource clock, Duration keep) {
        this.store = store;
        this.clock = clock;
        this.keep = keep;
    }

    /** Forgets a bite of what is old if it is time to; a bite that was full is followed by another at the next call. */
    void apply() {
        Instant now = clock.instant();
        Instant due = next.get();
        if (now.isBefore(due) || !next.compareAndSet(due, now.plus(PAUSE))) {
            return;
        }
        if (store.purge(store.now().minus(keep), BITE) >= BITE) {
            next.set(now);
        }
    }
}
