package telephony.adapters.store;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import telephony.store.OrderKey;
import telephony.store.StoreUnavailableException;

/** The keys of orders in this process's memory. To be called under the store's lock. */
final class ProcessOrders {

    private final int most;

    /** In the order of claiming, which is that of time. */
    private final Map<String, OrderKey> byPlace = new LinkedHashMap<>();

    /** @param most how many are kept; a further order is refused, for a key that is forgotten may ring again */
    ProcessOrders(int most) {
        this.most = most;
    }

    Optional<OrderKey> find(String scope, String key) {
        return Optional.ofNullable(byPlace.get(OrderPlace.of(scope, key)));
    }

    void claim(OrderKey key) {
        if (byPlace.size() >= most) {
            throw new StoreUnavailableException("nothing was written for call " + key.callId()
                    + ": the store in memory keeps its limit of " + most + " keys of orders; use a database");
        }
        byPlace.put(OrderPlace.of(key.scope(), key.key()), key);
    }

    /** Forgets those that were claimed before then; returns how many. */
    int forget(Instant before, int max) {
        int forgotten = 0;
        Iterator<OrderKey> oldestFirst = byPlace.values().iterator();
        while (forgotten < max
                && oldestFirst.hasNext()
                && oldestFirst.next().claimedAt().isBefore(before)) {
            oldestFirst.remove();
            forgotten++;
        }
        return forgotten;
    }
}
