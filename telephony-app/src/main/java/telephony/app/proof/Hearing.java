package telephony.app.proof;

import java.time.Instant;
import java.util.List;
import telephony.simulation.RoomTruth;

/** Knows which agents callers have been hearing for a while. */
final class Hearing implements Witness {

    private final Calm.Stopwatch heard;

    Hearing(Calm calm) {
        heard = calm.new Stopwatch(Calm.Break.PAUSES);
    }

    @Override
    public void sampled(Instant at, List<RoomTruth> rooms) {
        for (RoomTruth room : rooms) {
            boolean caller = room.callers().findAny().isPresent();
            room.agents(Bounds.AGENT).forEach(agent -> heard.count(at, agent.sid(), caller && agent.audible()));
        }
    }

    /** Whether this agent is heard, and was for long enough that whatever was on its way when it came has arrived. */
    boolean isSettled(RoomTruth.Present agent) {
        return agent.audible() && heard.known(agent.sid()).compareTo(Bounds.SETTLED) >= 0;
    }
}
