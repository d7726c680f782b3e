package telephony.adapters.observe;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.Durability;
import telephony.store.InboxEntry;
import telephony.store.InboxQuery;
import telephony.store.OrderKey;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/**
 * Times every step on a store, and how late due work is claimed; otherwise it is that store. It needs
 * {@code io.micrometer:micrometer-core} on the class path.
 */
public final class MeteredTelephonyStore implements TelephonyStorePort {

    private static final String OK = "ok";
    private static final String UNAVAILABLE = "unavailable";

    private final TelephonyStorePort store;
    private final Meters meters;
    private final LongSupplier nanos;

    /**
     * @param store does the work
     * @param registry where it is counted
     * @param nanos a monotonic clock, in nanoseconds, such as {@code System::nanoTime}
     */
    public MeteredTelephonyStore(TelephonyStorePort store, MeterRegistry registry, LongSupplier nanos) {
        this.store = store;
        this.meters = new Meters(registry);
        this.nanos = nanos;
    }

    private <T> T timed(String step, Supplier<T> work) {
        long began = nanos.getAsLong();
        String result = UNAVAILABLE;
        try {
            T answer = work.get();
            result = OK;
            return answer;
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // What the caller did wrong, such as a foreign cursor, says nothing about the store.
            result = OK;
            throw e;
        } finally {
            meters.time(Metric.STORE_STEPS, Duration.ofNanos(nanos.getAsLong() - began), step, result);
        }
    }

    @Override
    public Commit.Result commit(Commit commit) {
        return timed("commit", () -> store.commit(commit));
    }

    @Override
    public Optional<TelephonyCall> find(CallId callId) {
        return timed("find", () -> store.find(callId));
    }

    @Override
    public Optional<TelephonyCall> findNewestByRoomSid(String roomSid) {
        return timed("find", () -> store.findNewestByRoomSid(roomSid));
    }

    @Override
    public Optional<TelephonyCall> findBySipCallId(String sipCallId) {
        return timed("find", () -> store.findBySipCallId(sipCallId));
    }

    @Override
    public Page<TelephonyCall> query(CallQuery query) {
        return timed("query", () -> store.query(query));
    }

    @Override
    public List<TimelineEntry> timeline(CallId callId, int offset, int max) {
        return timed("timeline", () -> store.timeline(callId, offset, max));
    }

    @Override
    public Optional<OrderKey> findOrderKey(String scope, String key) {
        return timed("order", () -> store.findOrderKey(scope, key));
    }

    @Override
    public Optional<InboxEntry> findInboxEntry(String eventId) {
        return timed("inbox", () -> store.findInboxEntry(eventId));
    }

    @Override
    public Page<InboxEntry> inbox(InboxQuery query) {
        return timed("inbox", () -> store.inbox(query));
    }

    @Override
    public List<TelephonyCall> claimDue(String owner, Duration lease, int max) {
        List<TelephonyCall> claimed = timed("claim", () -> store.claimDue(owner, lease, max));
        if (!claimed.isEmpty()) {
            Instant now = store.now();
            claimed.forEach(call -> Optional.ofNullable(call.control().dueAt())
                    .ifPresent(due -> meters.time(Metric.DUE_LAG, Duration.between(due, now))));
        }
        return claimed;
    }

    @Override
    public boolean lease(String name, String owner, Duration time) {
        return timed("lease", () -> store.lease(name, owner, time));
    }

    @Override
    public int purge(Instant callsBefore, Instant eventsBefore, int max) {
        return timed("purge", () -> store.purge(callsBefore, eventsBefore, max));
    }

    @Override
    public Instant now() {
        return store.now();
    }

    @Override
    public Instant rememberingSince() {
        return store.rememberingSince();
    }

    @Override
    public Durability durability() {
        return store.durability();
    }
}
