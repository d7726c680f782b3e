package telephony.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import telephony.call.TelephonyCall;
import telephony.dispatch.DispatchDriver;
import telephony.store.TelephonyStorePort;

/**
 * Lets calls go whose turn has come, and knows about how many wait. The store decides who is next, for all processes together;
 * this only asks it, often while somebody waits and seldom else. Thread-safe.
 */
public final class CallTurns {

    /** How old the counts may be that the length of a queue is judged by, and when other processes' orders are noticed. */
    public static final Duration COUNTED_EVERY = Duration.ofSeconds(1);

    private final CallQueuePort queue;
    private final QueueRules rules;
    private final DispatchDriver driver;
    private final TelephonyStorePort store;
    private final OnTheWay onTheWay;
    private final Map<String, Integer> since = new HashMap<>();
    private List<QueueCount> counts = List.of();
    private Instant countedAt = Instant.MIN;

    /**
     * @param driver begins on the calls whose turn has come
     * @param store whose queue it is
     */
    public CallTurns(CallQueuePort queue, QueueRules rules, DispatchDriver driver, TelephonyStorePort store) {
        this.queue = queue;
        this.rules = rules;
        this.driver = driver;
        this.store = store;
        this.onTheWay = new OnTheWay(store::find);
    }

    /** Whether a call on this trunk has to wait for its turn. */
    public boolean isPaced(String trunkId) {
        return rules.pace(trunkId).isLimited();
    }

    /**
     * Whether as many wait on this trunk as may. Counted a second ago at most, and what this process took in since: other
     * processes may meanwhile have taken in as many as they take in within a second.
     */
    public synchronized boolean isFull(String trunkId) {
        long waiting = counted().stream()
                .filter(count -> count.trunkId().equals(trunkId))
                .mapToLong(QueueCount::waiting)
                .sum();
        return waiting + since.getOrDefault(trunkId, 0) >= rules.length();
    }

    /** A call was put into the queue of this trunk. */
    public synchronized void entered(String trunkId) {
        since.merge(trunkId, 1, Integer::sum);
    }

    /**
     * Lets those go whose turn has come, as far as there is room for them: no more than begin within {@link OnTheWay#LEAD} are
     * on their way to their phones through this process, and those that have begun before are worked on first. Blocks for one
     * step on the store for each trunk on which somebody waits, and now and then for reading those who are on their way.
     *
     * @return how many went
     */
    public int take() {
        int begun = 0;
        for (String trunk : waitedFor()) {
            QueuePace pace = rules.pace(trunk);
            int room = onTheWay.room(trunk, pace, store.now());
            if (room > 0) {
                begun += driver.begin((owner, lease, max) -> turns(trunk, pace, owner, lease, Math.min(max, room)));
            }
        }
        return begun;
    }

    private List<TelephonyCall> turns(String trunk, QueuePace pace, String owner, Duration lease, int max) {
        List<TelephonyCall> turns = queue.turns(trunk, pace, owner, lease, max);
        onTheWay.add(trunk, turns);
        return turns;
    }

    /** How many wait, ring and talk, as counted now. */
    public List<QueueCount> counts() {
        return queue.counts();
    }

    private synchronized List<String> waitedFor() {
        TreeSet<String> trunks = new TreeSet<>();
        counted().stream()
                .filter(count -> count.waiting() > 0)
                .map(QueueCount::trunkId)
                .forEach(trunks::add);
        trunks.addAll(since.keySet());
        return List.copyOf(trunks);
    }

    private List<QueueCount> counted() {
        Instant now = store.now();
        boolean old = countedAt.isBefore(now.minus(COUNTED_EVERY)) || countedAt.isAfter(now);
        if (old) {
            counts = queue.counts();
            countedAt = now;
            since.clear();
        }
        return counts;
    }
}
