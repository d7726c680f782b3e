package telephony.adapters.store;

import java.util.List;
import java.util.TreeMap;
import telephony.queue.CallQueuePort;
import telephony.queue.QueueCount;
import telephony.queue.QueuePlace;

/** Counts of places, put together by trunk and tenant. */
final class QueueTally {

    private final TreeMap<String, TreeMap<String, QueueCount>> places = new TreeMap<>();

    /** So many more calls stand there. A stage of a newer version is not counted. */
    void add(String trunk, String tenant, String stage, long calls) {
        for (QueuePlace.Stage known : QueuePlace.Stage.values()) {
            if (known.name().equals(stage)) {
                places.computeIfAbsent(trunk, name -> new TreeMap<>())
                        .merge(
                                tenant,
                                QueueCount.none(trunk, tenant).plus(known, calls),
                                (before, more) -> before.plus(known, calls));
            }
        }
    }

    /** The counts, as many as are told. */
    List<QueueCount> counts() {
        return places.values().stream()
                .flatMap(tenants -> tenants.values().stream())
                .limit(CallQueuePort.MAX_COUNTS)
                .toList();
    }
}
