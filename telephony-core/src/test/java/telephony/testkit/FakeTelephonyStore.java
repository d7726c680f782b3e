package telephony.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import telephony.call.CallId;
import telephony.call.Lease;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.queue.CallQueuePort;
import telephony.slot.SlotPort;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.Durability;
import telephony.store.InboxEntry;
import telephony.store.InboxQuery;
import telephony.store.InvalidCursorException;
import telephony.store.OrderKey;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/**
 * The plainest store that keeps the contract: one lock, lists searched from end to end. Beyond that it can be down,
 * or silent about what it took, and it records how often it was written.
 */
public final class FakeTelephonyStore implements TelephonyStorePort {

    private static final Duration AGE = Duration.ofDays(365);

    private final InstantSource clock;
    private final Map<CallId, TelephonyCall> rows = new LinkedHashMap<>();
    private final Map<String, InboxEntry> inbox = new LinkedHashMap<>();
    private final List<TimelineEntry> timeline = new ArrayList<>();
    private final Map<List<String>, OrderKey> orders = new LinkedHashMap<>();
    private final Map<String, Lease> leases = new HashMap<>();
    private final Instant since;
    private final CallQueuePort queue = new FakeCallQueue(this);
    private final FakeSlots slots = new FakeSlots(this);
    private boolean down;
    private int conflictsToCome;
    private int silencesToCome;
    private int rowWrites;
    private Runnable beforePages = () -> {};

    /** Its clock is this one, and it is as if it had been there for a year: nothing that matters is forgotten. */
    public FakeTelephonyStore(InstantSource clock) {
        this(clock, clock.instant().minus(AGE));
    }

    /** Its clock is this one, and it remembers since then. */
    public FakeTelephonyStore(InstantSource clock, Instant since) {
        this.clock = clock;
        this.since = since.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Down: every step throws; up again: as if nothing had been. */
    public synchronized void setDown(boolean isDown) {
        down = isDown;
    }

    /** The next row writes meet somebody faster, this often. */
    public synchronized void meetConflicts(int howMany) {
        conflictsToCome = howMany;
    }

    /** The next row writes are stored, this often, and say that they failed. */
    public synchronized void fallSilentAfterWriting(int howMany) {
        silencesToCome = howMany;
    }

    /** What a test wants to happen before each page of calls is read. */
    public synchronized void beforePages(Runnable what) {
        beforePages = what;
    }

    /** The queue that these rows are. */
    public CallQueuePort queue() {
        return queue;
    }

    /** The slots that these rows hold and wait for. */
    public SlotPort slots() {
        return slots;
    }

    /** The rows as they are now; down like every step. */
    synchronized Map<CallId, TelephonyCall> rows() {
        up();
        return rows;
    }

    /** How many row writes were stored. */
    public synchronized int rowWrites() {
        return rowWrites;
    }

    @Override
    public synchronized Commit.Result commit(Commit commit) {
        up();
        if (commit.inbox().filter(this::isKnown).isPresent()) {
            return Commit.Result.DUPLICATE;
        }
        if (commit.order()
                .filter(order -> orders.containsKey(place(order.scope(), order.key())))
                .isPresent()) {
            return Commit.Result.KEY_TAKEN;
        }
        TelephonyCall next = commit.nextRow();
        if (next != null) {
            if (conflictsToCome > 0) {
                conflictsToCome--;
                return Commit.Result.CONFLICT;
            }
            if (!fits(next, commit.expectedVersion())) {
                return Commit.Result.CONFLICT;
            }
            if (!slots.fits(next)) {
                return Commit.Result.FULL;
            }
            rows.put(next.callId(), next.withControl(next.control().withVersion(commit.expectedVersion() + 1)));
            rowWrites++;
        }
        commit.inbox().ifPresent(e -> inbox.put(e.eventId(), e));
        commit.order().ifPresent(order -> orders.put(place(order.scope(), order.key()), order));
        timeline.addAll(commit.timeline());
        if (next != null && silencesToCome > 0) {
            silencesToCome--;
            throw new StoreUnavailableException("the fake store took it without saying so");
        }
        return Commit.Result.STORED;
    }

    private static List<String> place(String scope, String key) {
        return List.of(scope, key);
    }

    @Override
    public synchronized Optional<OrderKey> findOrderKey(String scope, String key) {
        up();
        return Optional.ofNullable(orders.get(place(scope, key)));
    }

    private boolean isKnown(InboxEntry entry) {
        InboxEntry known = inbox.get(entry.eventId());
        return known != null && !entry.supersedes(known);
    }

    private boolean fits(TelephonyCall next, long expectedVersion) {
        TelephonyCall now = rows.get(next.callId());
        long version = now == null ? 0 : now.control().version();
        boolean taken = next.origin().roomSid() != null
                && rows.values().stream()
                        .filter(row -> !row.callId().equals(next.callId()))
                        .anyMatch(row -> Objects.equals(
                                        row.origin().roomSid(), next.origin().roomSid())
                                && row.origin().episode() == next.origin().episode());
        return version == expectedVersion && !taken;
    }

    @Override
    public synchronized Optional<TelephonyCall> find(CallId callId) {
        up();
        return Optional.ofNullable(rows.get(callId));
    }

    @Override
    public synchronized Optional<TelephonyCall> findNewestByRoomSid(String roomSid) {
        up();
        return rows.values().stream()
                .filter(row -> roomSid.equals(row.origin().roomSid()))
                .max(Comparator.comparingInt(row -> row.origin().episode()));
    }

    @Override
    public synchronized Optional<TelephonyCall> findBySipCallId(String sipCallId) {
        up();
        return rows.values().stream()
                .filter(row -> row.leg(sipCallId).isPresent())
                .findFirst();
    }

    @Override
    public synchronized Page<TelephonyCall> query(CallQuery query) {
        beforePages.run();
        up();
        List<TelephonyCall> hits = rows.values().stream()
                .filter(row -> query.tenantId() == null
                        || query.tenantId().equals(row.origin().tenantId()))
                .filter(row -> query.roomName() == null
                        || query.roomName().equals(row.origin().roomName()))
                .filter(row -> !query.openOnly() || !row.isEnded())
                .filter(query.filter()::fits)
                .sorted(Comparator.comparing((TelephonyCall row) -> row.times().createdAt())
                        .thenComparing(row -> row.callId().toString())
                        .reversed())
                .toList();
        int from = 0;
        if (query.cursor() != null) {
            from = indexAfter(hits.stream().map(row -> row.callId().toString()).toList(), query.cursor());
        }
        List<TelephonyCall> items = hits.subList(from, Math.min(hits.size(), from + query.limit()));
        boolean more = from + items.size() < hits.size();
        return new Page<>(items, more ? items.get(items.size() - 1).callId().toString() : null);
    }

    private static int indexAfter(List<String> ids, String cursor) {
        int index = ids.indexOf(cursor);
        if (index < 0) {
            throw new InvalidCursorException();
        }
        return index + 1;
    }

    @Override
    public synchronized List<TimelineEntry> timeline(CallId callId, int offset, int max) {
        up();
        return timeline.stream()
                .filter(entry -> entry.callId().equals(callId))
                .skip(offset)
                .limit(max)
                .toList();
    }

    @Override
    public synchronized Optional<InboxEntry> findInboxEntry(String eventId) {
        up();
        return Optional.ofNullable(inbox.get(eventId));
    }

    @Override
    public synchronized Page<InboxEntry> inbox(InboxQuery query) {
        up();
        List<InboxEntry> hits = inbox.values().stream()
                .filter(entry -> query.verdict() == null || query.verdict() == entry.verdict())
                .sorted(Comparator.comparing(InboxEntry::receivedAt)
                        .thenComparing(InboxEntry::eventId)
                        .reversed())
                .toList();
        int from = query.cursor() == null
                ? 0
                : indexAfter(hits.stream().map(InboxEntry::eventId).toList(), query.cursor());
        List<InboxEntry> items = hits.subList(from, Math.min(hits.size(), from + query.limit()));
        boolean more = from + items.size() < hits.size();
        return new Page<>(items, more ? items.get(items.size() - 1).eventId() : null);
    }

    @Override
    public synchronized boolean lease(String name, String owner, Duration time) {
        up();
        Lease held = leases.get(name);
        boolean free = held == null || held.owner().equals(owner) || held.isFreeAt(now());
        if (free) {
            leases.put(name, new Lease(owner, now().plus(time)));
        }
        return free;
    }

    @Override
    public synchronized List<TelephonyCall> claimDue(String owner, Duration lease, int max) {
        up();
        Instant now = now();
        List<TelephonyCall> claimed = rows.values().stream()
                .filter(row -> isClaimable(row, now))
                .sorted(Comparator.comparing(
                        row -> Objects.requireNonNull(row.control().dueAt())))
                .limit(max)
                .map(row -> row.withControl(row.control()
                        .withLease(new Lease(owner, now.plus(lease)))
                        .withVersion(row.control().version() + 1)))
                .toList();
        claimed.forEach(row -> rows.put(row.callId(), row));
        return claimed;
    }

    private static boolean isClaimable(TelephonyCall row, Instant now) {
        Instant due = row.control().dueAt();
        Lease lease = row.control().lease();
        return due != null && !due.isAfter(now) && (lease == null || lease.isFreeAt(now));
    }

    @Override
    public synchronized int purge(Instant callsBefore, Instant eventsBefore, int max) {
        up();
        List<CallId> gone = rows.values().stream()
                .filter(row -> row.isEnded() && row.control().dueAt() == null)
                .filter(row -> row.times().updatedAt().isBefore(callsBefore))
                .map(TelephonyCall::callId)
                .limit(max)
                .toList();
        gone.forEach(rows::remove);
        timeline.removeIf(entry -> gone.contains(entry.callId()));
        List<String> events = inbox.values().stream()
                .filter(entry -> entry.receivedAt().isBefore(eventsBefore))
                .map(InboxEntry::eventId)
                .limit(max)
                .toList();
        events.forEach(inbox::remove);
        Instant keysBefore = now().minus(OrderKey.REMEMBERED_FOR);
        List<OrderKey> keys = orders.values().stream()
                .filter(order -> order.claimedAt().isBefore(keysBefore))
                .limit(max)
                .toList();
        orders.values().removeAll(keys);
        return gone.size() + events.size() + keys.size();
    }

    @Override
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Instant rememberingSince() {
        return since;
    }

    @Override
    public Durability durability() {
        return Durability.PROCESS;
    }

    private void up() {
        if (down) {
            throw new StoreUnavailableException("the fake store is down");
        }
    }
}
