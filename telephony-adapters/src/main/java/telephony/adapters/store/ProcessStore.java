package telephony.adapters.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import telephony.access.ApiKeyPort;
import telephony.call.CallId;
import telephony.call.Lease;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.queue.CallQueuePort;
import telephony.slot.SlotPort;
import telephony.stats.CallStatsPort;
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
 * The rows, the inbox and the time lines in this process's memory, with their indexes. One lock guards all of it; each
 * step touches a few index entries, so it is held for microseconds. What is forgotten, and when, is each store's own.
 */
abstract sealed class ProcessStore implements TelephonyStorePort
        permits InMemoryTelephonyStore, CaffeineTelephonyStore {

    static final Comparator<TelephonyCall> OLDEST_FIRST = Comparator.comparing(
                    (TelephonyCall row) -> row.times().createdAt())
            .thenComparing(row -> row.callId().value());

    private static final Comparator<TelephonyCall> LONGEST_DUE_FIRST = Comparator.comparing(
                    (TelephonyCall row) -> row.control().dueAt(), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(row -> row.callId().value());

    private final InstantSource clock;
    private final Instant since;
    private final InMemoryTelephonyStore.Limits limits;
    private final Map<CallId, TelephonyCall> rows = new HashMap<>();
    private final NavigableSet<TelephonyCall> byAge = new TreeSet<>(OLDEST_FIRST);
    private final NavigableSet<TelephonyCall> openByAge = new TreeSet<>(OLDEST_FIRST);
    private final NavigableSet<TelephonyCall> byDueTime = new TreeSet<>(LONGEST_DUE_FIRST);
    private final ProcessQueue queue = new ProcessQueue(this, this::now, this::replace);
    private final ProcessSlots slots = new ProcessSlots(this, this::now);
    private final Map<String, TreeMap<Integer, CallId>> byRoomSid = new HashMap<>();
    private final Map<String, CallId> bySipCallId = new HashMap<>();
    private final Map<CallId, List<TimelineEntry>> timelines = new HashMap<>();
    private final ProcessInbox inbox;
    private final ProcessOrders orders;
    private final Map<String, Lease> leases = new HashMap<>();
    private final ApiKeyPort apiKeys = new ProcessApiKeys();

    ProcessStore(InstantSource clock, InMemoryTelephonyStore.Limits limits) {
        this.clock = clock;
        this.since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        this.limits = limits;
        this.inbox = new ProcessInbox(limits.inboxEntries());
        this.orders = new ProcessOrders(limits.inboxEntries());
    }

    /** Called under the lock while a new row finds the store full: drops something if it may, and says whether it did. */
    abstract boolean makeRoom();

    /** Called under the lock after a row was stored. */
    abstract void stored(TelephonyCall row);

    /** Whether nothing is left to be done for this call, so that it may be forgotten. */
    static boolean isAtRest(TelephonyCall row) {
        return row.isEnded() && row.control().dueAt() == null;
    }

    /** The API keys that are kept beside the calls, and gone with them. */
    public ApiKeyPort apiKeys() {
        return apiKeys;
    }

    /** Counts the calls that are kept. */
    public CallStatsPort stats() {
        return new ProcessCallStats(this::all);
    }

    private synchronized List<TelephonyCall> all() {
        return List.copyOf(rows.values());
    }

    @Override
    public synchronized Commit.Result commit(Commit commit) {
        if (commit.inbox().filter(inbox::isKnown).isPresent()) {
            return Commit.Result.DUPLICATE;
        }
        if (commit.order().filter(this::isClaimed).isPresent()) {
            return Commit.Result.KEY_TAKEN;
        }
        Optional<TelephonyCall> next = commit.next();
        if (next.isPresent()) {
            if (!isExpected(next.get(), commit.expectedVersion())) {
                return Commit.Result.CONFLICT;
            }
            if (!slots.fits(next.get(), rows.get(next.get().callId()))) {
                return Commit.Result.FULL;
            }
            refuseWhenFull(next.get());
            commit.order().ifPresent(orders::claim);
            replace(next.get().withControl(next.get().control().withVersion(commit.expectedVersion() + 1)));
        }
        commit.inbox().ifPresent(inbox::takeIn);
        commit.timeline().forEach(this::append);
        return Commit.Result.STORED;
    }

    private boolean isClaimed(OrderKey key) {
        return orders.find(key.scope(), key.key()).isPresent();
    }

    @Override
    public synchronized Optional<OrderKey> findOrderKey(String scope, String key) {
        return orders.find(scope, key);
    }

    private boolean isExpected(TelephonyCall next, long expectedVersion) {
        TelephonyCall now = rows.get(next.callId());
        long version = now == null ? 0 : now.control().version();
        CallId sameEpisode = byRoomSid
                .getOrDefault(String.valueOf(next.origin().roomSid()), new TreeMap<>())
                .get(next.origin().episode());
        return version == expectedVersion && (sameEpisode == null || sameEpisode.equals(next.callId()));
    }

    private void refuseWhenFull(TelephonyCall next) {
        while (rows.size() >= limits.calls() && !rows.containsKey(next.callId())) {
            if (makeRoom()) {
                continue;
            }
            throw new StoreUnavailableException("nothing was written for call " + next.callId()
                    + ": the store in memory"
                    + " keeps its limit of " + limits.calls() + " calls; ended ones leave it with time, or use a"
                    + " database");
        }
    }

    private void replace(TelephonyCall next) {
        remove(next.callId());
        rows.put(next.callId(), next);
        byAge.add(next);
        if (!next.isEnded()) {
            openByAge.add(next);
        }
        if (next.control().dueAt() != null) {
            byDueTime.add(next);
        }
        queue.add(next);
        slots.add(next);
        if (next.origin().roomSid() != null) {
            byRoomSid
                    .computeIfAbsent(next.origin().roomSid(), sid -> new TreeMap<>())
                    .put(next.origin().episode(), next.callId());
        }
        for (SipParticipant leg : next.legs()) {
            bySipCallId.putIfAbsent(leg.sipCallId(), next.callId());
        }
        stored(next);
    }

    /** Takes a row out of the maps; its time line and its legs' keys stay, for {@link #forget} to drop. */
    private void remove(CallId callId) {
        TelephonyCall old = rows.remove(callId);
        if (old != null) {
            byAge.remove(old);
            openByAge.remove(old);
            byDueTime.remove(old);
            queue.remove(old);
            slots.remove(old);
        }
    }

    private void append(TimelineEntry entry) {
        List<TimelineEntry> lines = timelines.computeIfAbsent(entry.callId(), id -> new ArrayList<>());
        if (lines.size() < limits.timelineLines()) {
            lines.add(entry);
        }
    }

    @Override
    public synchronized Optional<TelephonyCall> find(CallId callId) {
        return Optional.ofNullable(rows.get(callId));
    }

    @Override
    public synchronized Optional<TelephonyCall> findNewestByRoomSid(String roomSid) {
        return Optional.ofNullable(byRoomSid.get(roomSid))
                .map(episodes -> rows.get(episodes.lastEntry().getValue()));
    }

    @Override
    public synchronized Optional<TelephonyCall> findBySipCallId(String sipCallId) {
        return Optional.ofNullable(bySipCallId.get(sipCallId)).map(rows::get);
    }

    @Override
    public synchronized Page<TelephonyCall> query(CallQuery query) {
        NavigableSet<TelephonyCall> rowsByAge = query.openOnly() ? openByAge : byAge;
        Iterator<TelephonyCall> newestFirst = query.cursor() == null
                ? rowsByAge.descendingIterator()
                : rowsByAge.headSet(rowOf(query), false).descendingIterator();
        List<TelephonyCall> items = new ArrayList<>();
        while (newestFirst.hasNext()) {
            TelephonyCall row = newestFirst.next();
            if (isOfTenant(row, query.tenantId())
                    && (query.roomName() == null
                            || query.roomName().equals(row.origin().roomName()))
                    && query.filter().fits(row)) {
                if (items.size() == query.limit()) {
                    return new Page<>(
                            items, items.get(items.size() - 1).callId().toString());
                }
                items.add(row);
            }
        }
        return new Page<>(items, null);
    }

    private static boolean isOfTenant(TelephonyCall row, @Nullable String tenantId) {
        return tenantId == null || tenantId.equals(row.origin().tenantId());
    }

    /** Another tenant's call is no cursor, so that nobody learns whether there is one. */
    private TelephonyCall rowOf(CallQuery query) {
        try {
            return find(CallId.parse(String.valueOf(query.cursor())))
                    .filter(row -> isOfTenant(row, query.tenantId()))
                    .orElseThrow(InvalidCursorException::new);
        } catch (IllegalArgumentException e) {
            throw new InvalidCursorException();
        }
    }

    @Override
    public synchronized List<TimelineEntry> timeline(CallId callId, int offset, int max) {
        return timelines.getOrDefault(callId, List.of()).stream()
                .skip(offset)
                .limit(max)
                .toList();
    }

    @Override
    public synchronized Optional<InboxEntry> findInboxEntry(String eventId) {
        return inbox.find(eventId);
    }

    @Override
    public synchronized Page<InboxEntry> inbox(InboxQuery query) {
        return inbox.query(query);
    }

    @Override
    public synchronized boolean lease(String name, String owner, Duration time) {
        Instant now = now();
        Lease held = leases.get(name);
        boolean mine = held == null || held.owner().equals(owner) || held.isFreeAt(now);
        if (mine) {
            leases.put(name, new Lease(owner, now.plus(time)));
        }
        return mine;
    }

    @Override
    public synchronized List<TelephonyCall> claimDue(String owner, Duration lease, int max) {
        Instant now = now();
        List<TelephonyCall> free = new ArrayList<>();
        for (TelephonyCall row : byDueTime) {
            Instant due = row.control().dueAt();
            if (due == null || due.isAfter(now) || free.size() == max) {
                break;
            }
            if (row.control().lease() == null || row.control().lease().isFreeAt(now)) {
                free.add(row);
            }
        }
        List<TelephonyCall> claimed = free.stream()
                .map(row -> row.withControl(row.control()
                        .withLease(new Lease(owner, now.plus(lease)))
                        .withVersion(row.control().version() + 1)))
                .toList();
        claimed.forEach(this::replace);
        return claimed;
    }

    /** The queue that the calls in this store are. */
    public CallQueuePort queue() {
        return queue;
    }

    /** The slots that the calls in this store hold and wait for. */
    public SlotPort slots() {
        return slots;
    }

    @Override
    public synchronized int purge(Instant callsBefore, Instant eventsBefore, int max) {
        List<TelephonyCall> gone = byAge.stream()
                .filter(ProcessStore::isAtRest)
                .filter(row -> row.times().updatedAt().isBefore(callsBefore))
                .limit(max)
                .toList();
        gone.forEach(this::forget);
        return gone.size() + forgetEvents(eventsBefore, max) + orders.forget(now().minus(OrderKey.REMEMBERED_FOR), max);
    }

    /** Forgets event ids from the longest known on, up to the first that is not older; returns how many. */
    final int forgetEvents(Instant before, int max) {
        return inbox.forget(before, max);
    }

    /** Forgets this call with all that belongs to it, if it is kept. */
    final void forget(CallId callId) {
        Optional.ofNullable(rows.get(callId)).ifPresent(this::forget);
    }

    private void forget(TelephonyCall row) {
        remove(row.callId());
        timelines.remove(row.callId());
        row.legs().forEach(leg -> bySipCallId.remove(leg.sipCallId(), row.callId()));
        byRoomSid.computeIfPresent(String.valueOf(row.origin().roomSid()), (sid, episodes) -> {
            episodes.remove(row.origin().episode(), row.callId());
            return episodes.isEmpty() ? null : episodes;
        });
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
}
