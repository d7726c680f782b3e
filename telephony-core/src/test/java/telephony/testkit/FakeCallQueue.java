package telephony.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import telephony.call.CallId;
import telephony.call.Lease;
import telephony.call.TelephonyCall;
import telephony.queue.CallQueuePort;
import telephony.queue.QueueCount;
import telephony.queue.QueuePace;
import telephony.queue.QueuePlace;

/** The plainest queue that keeps the contract: all rows are looked at each time. */
final class FakeCallQueue implements CallQueuePort {

    private final FakeTelephonyStore store;
    private final Map<String, Long> nextAt = new HashMap<>();
    private final Map<String, String> last = new HashMap<>();

    FakeCallQueue(FakeTelephonyStore store) {
        this.store = store;
    }

    @Override
    public List<TelephonyCall> turns(String trunkId, QueuePace pace, String owner, Duration lease, int max) {
        synchronized (store) {
            Map<CallId, TelephonyCall> rows = store.rows();
            Instant now = store.now();
            long underWay = rows.values().stream()
                    .flatMap(row -> QueuePlace.of(row).stream())
                    .filter(place ->
                            place.trunkId().equals(trunkId) && place.stage().isUnderWay())
                    .count();
            long next = nextAt.getOrDefault(trunkId, QueuePace.AT_ONCE);
            int room = pace.room(next, now, underWay, Math.min(max, MAX_TURNS));
            List<TelephonyCall> begun = new ArrayList<>();
            while (begun.size() < room) {
                NavigableMap<String, TelephonyCall> heads = heads(rows, trunkId);
                if (heads.isEmpty()) {
                    break;
                }
                String tenant = heads.higherKey(last.getOrDefault(trunkId, ""));
                String turn = tenant == null ? heads.firstKey() : tenant;
                last.put(trunkId, turn);
                TelephonyCall row = heads.get(turn);
                TelephonyCall taken = row.withControl(row.control()
                        .withDueAt(now)
                        .withLease(new Lease(owner, now.plus(lease)))
                        .withVersion(row.control().version() + 1));
                rows.put(taken.callId(), taken);
                begun.add(taken);
            }
            nextAt.put(trunkId, pace.after(begun.size(), next, now));
            return begun;
        }
    }

    private static NavigableMap<String, TelephonyCall> heads(Map<CallId, TelephonyCall> rows, String trunkId) {
        TreeMap<String, TelephonyCall> heads = new TreeMap<>();
        rows.values().stream()
                .sorted(Comparator.comparing((TelephonyCall row) -> row.times().createdAt())
                        .thenComparing(row -> row.callId().value()))
                .forEach(row -> QueuePlace.of(row)
                        .filter(place -> place.trunkId().equals(trunkId))
                        .filter(place -> !place.stage().isUnderWay())
                        .ifPresent(place -> heads.putIfAbsent(place.tenantId(), row)));
        return heads;
    }

    @Override
    public List<QueueCount> counts() {
        synchronized (store) {
            TreeMap<String, TreeMap<String, QueueCount>> counts = new TreeMap<>();
            store.rows().values().stream()
                    .flatMap(row -> QueuePlace.of(row).stream())
                    .forEach(place -> counts.computeIfAbsent(place.trunkId(), trunk -> new TreeMap<>())
                            .merge(
                                    place.tenantId(),
                                    QueueCount.none(place.trunkId(), place.tenantId())
                                            .plus(place.stage(), 1),
                                    (before, one) -> before.plus(place.stage(), 1)));
            List<QueueCount> all = new ArrayList<>();
            counts.values().forEach(tenants -> all.addAll(tenants.values()));
            return all.subList(0, Math.min(all.size(), MAX_COUNTS));
        }
    }
}
