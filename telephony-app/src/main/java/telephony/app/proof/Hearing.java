package telephony.app.proof;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import telephony.simulation.RoomTruth;

/** Knows which agents callers have been hearing for a while. */
final class Hearing implements Witness {

    /** An agent counts as silent no sooner than when so many of its heartbeats in a row are missing. */
    private static final int MISSING = 2;

    private final Calm.Stopwatch heard;
    private final Map<String, Integer> unknown = new HashMap<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private final Set<String> silent = new HashSet<>();

    Hearing(Calm calm) {
        heard = calm.new Stopwatch(Calm.Break.PAUSES);
    }

    @Override
    public void sampled(Instant at, List<RoomTruth> rooms) {
        for (RoomTruth room : rooms) {
            boolean caller = room.callers().anyMatch(who -> !Talking.isTarget(who));
            room.agents(Bounds.AGENT).forEach(agent -> heard.count(at, agent.sid(), caller && agent.audible()));
        }
    }

    @Override
    public void beating(Instant at, String identity) {
        underWay.merge(identity, 1, Integer::sum);
    }

    @Override
    public void beaten(Instant at, String identity, boolean known) {
        underWay.computeIfPresent(identity, (id, beats) -> beats == 1 ? null : beats - 1);
        if (known) {
            unknown.remove(identity);
        } else if (unknown.merge(identity, 1, Integer::sum) >= MISSING) {
            silent.add(identity);
        }
    }

    /**
     * Whether this agent is heard, and was for long enough that whatever was on its way when it came has arrived. One whose
     * heartbeats were missing is given up on for good, for nobody can tell it from one that is dead.
     */
    boolean isSettled(RoomTruth.Present agent) {
        return agent.audible()
                && !silent.contains(agent.identity())
                && !isUnheardNow(agent.identity())
                && heard.known(agent.sid()).compareTo(Bounds.SETTLED) >= 0;
    }

    /** A heartbeat that a stopped process has not heard yet is missing until it goes on. */
    private boolean isUnheardNow(String identity) {
        return unknown.getOrDefault(identity, 0) + underWay.getOrDefault(identity, 0) >= MISSING;
    }
}
