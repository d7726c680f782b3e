package telephony.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import telephony.call.CallId;
import telephony.call.TelephonyCall;

/**
 * The calls whose turn this process took and whose phones do not ring yet: their rooms are made, their agents are brought. They
 * are what a queue is too fast for when the machine, LiveKit or the agents' workers cannot keep its pace, so no more of them are
 * let go than can be dialled before anything of theirs is overdue. Whoever brings a call on its way, here or in another process,
 * the row tells. Thread-safe.
 */
final class OnTheWay {

    /** As many are on their way as begin within this time: half of what an agent has for coming. */
    static final Duration LEAD = Duration.ofSeconds(5);

    /** As many may be at the slowest pace too. */
    static final int LEAST = 10;

    private final Function<CallId, Optional<TelephonyCall>> rows;
    private final Map<String, Trunk> trunks = new HashMap<>();

    private static final class Trunk {
        private final Set<CallId> calls = new HashSet<>();
        private Instant readAt = Instant.MIN;
    }

    /** @param rows reads a call */
    OnTheWay(Function<CallId, Optional<TelephonyCall>> rows) {
        this.rows = rows;
    }

    /**
     * How many more may be let go on this trunk; a pace without a number of calls per second is bounded by its calls at a time.
     * Reads the rows once in {@link CallTurns#COUNTED_EVERY} at most, and only where half of the room is used.
     */
    synchronized int room(String trunkId, QueuePace pace, Instant now) {
        if (pace.perSecond() == null) {
            trunks.remove(trunkId);
            return Integer.MAX_VALUE;
        }
        long most = Math.min(Integer.MAX_VALUE, Math.max(LEAST, pace.perSecond() * LEAD.toSeconds()));
        Trunk trunk = trunks.computeIfAbsent(trunkId, id -> new Trunk());
        boolean old = trunk.readAt.isBefore(now.minus(CallTurns.COUNTED_EVERY)) || trunk.readAt.isAfter(now);
        if (old && trunk.calls.size() >= most / 2) {
            trunk.calls.removeIf(
                    callId -> rows.apply(callId).filter(OnTheWay::isOnTheWay).isEmpty());
            trunk.readAt = now;
        }
        return (int) Math.max(0, most - trunk.calls.size());
    }

    /** The turn of these has come. */
    synchronized void add(String trunkId, List<TelephonyCall> calls) {
        Trunk trunk = trunks.get(trunkId);
        if (trunk != null) {
            calls.forEach(call -> trunk.calls.add(call.callId()));
        }
    }

    private static boolean isOnTheWay(TelephonyCall call) {
        return call.dial() != null && call.dial().isToCome() && !call.isEnded();
    }
}
