package telephony.directory.decision;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import telephony.call.Slot;
import telephony.slot.SlotBoard;

/**
 * How many calls agents have: as the store counted them a second ago at most, and what this process gave them since. Other
 * processes may meanwhile have given them as many as come within a second. Safe for any number of threads.
 */
public final class BusyAgents implements AgentLoad {

    private final Map<String, Integer> since = new HashMap<>();
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
        long held = seen().heldOf(Slot.keyOfAgent(agentId)) + since.getOrDefault(agentId, 0);
        return (int) Math.min(held, Integer.MAX_VALUE);
    }

    @SuppressWarnings("ReferenceEquality") // Another count is another object, whatever it says.
    private SlotBoard seen() {
        SlotBoard now = counted.get();
        if (now != last) {
            last = now;
            since.clear();
        }
        return now;
    }
}
