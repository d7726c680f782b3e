package telephony;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import telephony.decided.DecidedCalls;
import telephony.lead.LeadBook;
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
    private final DecidedCalls decided;
    private final LeadBook leads;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    /**
     * @param keepCalls how long ended calls are kept
     * @param leads no call is forgotten before it was told to them, but for what {@link LeadBook#mayForget} says
     */
    Retention(TelephonyStorePort store, InstantSource clock, Duration keepCalls, DecidedCalls decided, LeadBook leads) {
        this.store = store;
        this.clock = clock;
        this.keepCalls = keepCalls;
        this.decided = decided;
        this.leads = leads;
    }

    /** Forgets a bite of what is old if it is time to; a bite that was full is followed by another at the next call. */
    void apply() {
        Instant now = clock.instant();
        Instant due = next.get();
        if (now.isBefore(due) || !next.compareAndSet(due, now.plus(PAUSE))) {
            return;
        }
        Instant storeNow = store.now();
        Instant calls = leads.mayForget(storeNow.minus(keepCalls), storeNow);
        int most = store.purge(calls, storeNow.minus(KEEP_EVENTS), BITE);
        most = Math.max(most, decided.forget(storeNow, BITE));
        most = Math.max(most, leads.forget(storeNow, BITE));
        if (most >= BITE) {
            next.set(now);
        }
    }
}
