package telephony.adapters.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.store.Durability;
import telephony.store.StoreUnavailableException;

/**
 * Keeps calls in this process's memory like {@link InMemoryTelephonyStore} and is gone with it
 * ({@link Durability#PROCESS}), but tidies itself up: an ended call that needs nothing any more leaves by itself a while
 * after its last change, event ids leave after the same while, and when the store is full, the ended call that changed
 * longest ago makes room for a new one. Caffeine keeps that order and that time; the steps and what is atomic in them are
 * the memory store's.
 *
 * <p>A call that is open, or for which something is still to be done, never leaves, neither by time nor by number. To
 * evict one would be to forget that its agent was sent: its next webhook would open it as a new call, and nobody would
 * take the agent out of the room of a caller who has hung up. When nothing but such calls are kept, a new one is refused
 * with {@link StoreUnavailableException}, as in the memory store. An ended call that had to make room may come back as a
 * new one if LiveKit repeats its webhooks under new event ids, so let {@link InMemoryTelephonyStore.Limits#calls} be well
 * above the calls of a minute.
 */
public final class CaffeineTelephonyStore extends ProcessStore {

    /** How long ended calls are kept by default: far longer than LiveKit can try a webhook again. */
    public static final Duration KEPT_AFTER_END = Duration.ofHours(1);

    /** How many event ids one step forgets at most; a step adds one, so that they cannot pile up. */
    private static final int EVENTS_PER_STEP = 16;

    private final Duration keptAfterEnd;

    /** The calls that may leave, since when they did not change; the rows themselves are in the indexes. */
    private final Cache<CallId, CallId> atRest;

    /** An empty store with the default limits and times, whose clock is this one. */
    public CaffeineTelephonyStore(InstantSource clock) {
        this(clock, InMemoryTelephonyStore.Limits.DEFAULT, KEPT_AFTER_END);
    }

    /**
     * An empty store.
     *
     * @param clock its clock
     * @param limits how much is kept
     * @param keptAfterEnd how long ended calls and event ids are kept at least while there is room
     * @throws IllegalStateException when Caffeine is not on the class path; the message names the artifact
     */
    public CaffeineTelephonyStore(InstantSource clock, InMemoryTelephonyStore.Limits limits, Duration keptAfterEnd) {
        super(clock, limits);
        this.keptAfterEnd = keptAfterEnd;
        try {
            this.atRest = Caffeine.newBuilder()
                    .expireAfterWrite(keptAfterEnd)
                    .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                    // On the thread that takes a step, which holds the lock.
                    .executor(Runnable::run)
                    .evictionListener((@Nullable CallId callId, @Nullable CallId same, RemovalCause cause) ->
                            forget(Objects.requireNonNull(callId)))
                    .build();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("add com.github.ben-manes.caffeine:caffeine to the class path", e);
        }
    }

    @Override
    public synchronized Commit.Result commit(Commit commit) {
        forgetExpired();
        return super.commit(commit);
    }

    /** Also forgets what has expired, so that it leaves when no webhooks come. */
    @Override
    public synchronized List<TelephonyCall> claimDue(String owner, Duration lease, int max) {
        forgetExpired();
        return super.claimDue(owner, lease, max);
    }

    private void forgetExpired() {
        atRest.cleanUp();
        forgetEvents(now().minus(keptAfterEnd), EVENTS_PER_STEP);
    }

    @Override
    boolean makeRoom() {
        Set<CallId> longestAtRest =
                atRest.policy().expireAfterWrite().orElseThrow().oldest(1).keySet();
        longestAtRest.forEach(this::forget);
        atRest.invalidateAll(longestAtRest);
        return !longestAtRest.isEmpty();
    }

    @Override
    void stored(TelephonyCall row) {
        // Put anew rather than again: Caffeine leaves an entry that is put again within a second where it was.
        atRest.invalidate(row.callId());
        if (isAtRest(row)) {
            atRest.put(row.callId(), row.callId());
        }
    }
}
