package telephony.adapters.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.call.Lease;
import telephony.call.TelephonyCall;
import telephony.queue.CallQueuePort;
import telephony.queue.QueueCount;
import telephony.queue.QueuePace;
import telephony.queue.QueuePlace;

/** The queue that the rows in this process's memory are. Guarded by the lock of their store. */
final class ProcessQueue implements CallQueuePort {

    private final Object lock;
    private final Supplier<Instant> clock;
    private final Consumer<TelephonyCall> replace;
    private final TreeMap<String, Trunk> trunks = new TreeMap<>();

    /** What is known of a trunk. It stays when its calls are over, for its pace; there are as many as orders named. */
    private static final class Trunk {
        private final TreeMap<String, NavigableSet<TelephonyCall>> waiting = new TreeMap<>();
        private final TreeMap<String, QueueCount> counts = new TreeMap<>();
        private long underWay;
        private long nextAt = QueuePace.AT_ONCE;
        private @Nullable String last;

        private void count(QueuePlace place, int number) {
            QueueCount before =
                    counts.getOrDefault(place.tenantId(), QueueCount.none(place.trunkId(), place.tenantId()));
            QueueCount after = before.plus(place.stage(), number);
            if (after.isEmpty()) {
                counts.remove(place.tenantId());
            } else {
                counts.put(place.tenantId(), after);
            }
            underWay += place.stage().isUnderWay() ? number : 0;
        }

        private @Nullable TelephonyCall next() {
            Map.Entry<String, NavigableSet<TelephonyCall>> line = last == null ? null : waiting.higherEntry(last);
            Map.Entry<String, NavigableSet<TelephonyCall>> next = line == null ? waiting.firstEntry() : line;
            if (next == null) {
                return null;
            }
            last = next.getKey();
            return next.getValue().first();
        }
    }

    /**
     * The queue of a store.
     *
     * @param lock of the store
     * @param clock the store's
     * @param replace stores a row in place of what it was, under the lock
     */
    ProcessQueue(Object lock, Supplier<Instant> clock, Consumer<TelephonyCall> replace) {
        this.lock = lock;
        this.clock = clock;
        this.replace = replace;
    }

    /** This row is stored from now on; called under the lock. */
    void add(TelephonyCall row) {
        QueuePlace.of(row).ifPresent(place -> {
            Trunk trunk = trunks.computeIfAbsent(place.trunkId(), id -> new Trunk());
            trunk.count(place, 1);
            if (!place.stage().isUnderWay()) {
                trunk.waiting
                        .computeIfAbsent(place.tenantId(), tenant -> new TreeSet<>(ProcessStore.OLDEST_FIRST))
                        .add(row);
            }
        });
    }

    /** This row is stored no more; called under the lock. */
    void remove(TelephonyCall row) {
        QueuePlace.of(row).ifPresent(place -> {
            Trunk trunk = trunks.computeIfAbsent(place.trunkId(), id -> new Trunk());
            trunk.count(place, -1);
            trunk.waiting.computeIfPresent(place.tenantId(), (tenant, rows) -> {
                rows.remove(row);
                return rows.isEmpty() ? null : rows;
            });
        });
    }

    @Override
    public List<TelephonyCall> turns(String trunkId, QueuePace pace, String owner, Duration lease, int max) {
        synchronized (lock) {
            Instant now = clock.get();
            return turns(trunkId, pace, now, new Lease(owner, now.plus(lease)), max);
        }
    }

    private List<TelephonyCall> turns(String trunkId, QueuePace pace, Instant now, Lease lease, int max) {
        Trunk trunk = trunks.get(trunkId);
        List<TelephonyCall> turns = new ArrayList<>();
        if (trunk == null) {
            return turns;
        }
        int room = pace.room(trunk.nextAt, now, trunk.underWay, Math.min(max, CallQueuePort.MAX_TURNS));
        while (turns.size() < room) {
            TelephonyCall row = trunk.next();
            if (row == null) {
                break;
            }
            TelephonyCall turn = row.withControl(row.control()
                    .withDueAt(now)
                    .withLease(lease)
                    .withVersion(row.control().version() + 1));
            replace.accept(turn);
            turns.add(turn);
        }
        if (!turns.isEmpty()) {
            trunk.nextAt = pace.after(turns.size(), trunk.nextAt, now);
        }
        return turns;
    }

    @Override
    public List<QueueCount> counts() {
        synchronized (lock) {
            return trunks.values().stream()
                    .flatMap(trunk -> trunk.counts.values().stream())
                    .limit(MAX_COUNTS)
                    .toList();
        }
    }
}
