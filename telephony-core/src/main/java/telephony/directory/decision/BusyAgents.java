package telephony.directory.decision;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import telephony.call.Slot;
import telephony.slot.SlotBoard;

/**
 * How many calls agents have: as the store counted them a second ago at most, and what this process gave them since the count
 * before that, for a call is given before it is stored. So for a second a call may count twice, and other processes' calls of that
 * second not at all. Safe for any number of threads.
 */
public final class BusyAgents implements AgentLoad {

    private Map<String, Integer> since = new HashMap<>();
    private Map<String, Integer> before = Map.of();
    private Supplier<SlotBoard> counted = () -> SlotBoard.EMPTY;
    private SlotBoard last = SlotBoard.EMPTY;

    /** Knows of no call yet. */
    public BusyAgents() {}

    /** Counts by this from now on; until then nobody has any. */
    public synchronized void follow(Supplier<SlotBoard> board) {
        counted = board;
    }

    /** A call was given to this agent. */
    synchronized void given(String agentId) {
        seen();
        since.merge(agentId, 1, Integer::sum);
    }

    @Override
    public synchronized int callsOf(String agentId) {
        long held = seen().heldOf(Slot.keyOfAgent(agentId));
        long given = (long) since.getOrDefault(agentId, 0) + before.getOrDefault(agentId, 0);
        return (int) Math.min(held + given, Integer.MAX_VALUE);
    }

    @SuppressWarnings("ReferenceEquality") // Another count is another object, whatever it says.
    private SlotBoard seen() {
        SlotBoard now = counted.get();
        if (now != last) {
            last = now;
            before = since;
            since = new HashMap<>();
        }
        return now;
    }
}
