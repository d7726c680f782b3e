package telephony.slot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import telephony.call.CallId;
import telephony.call.SlotClaim;

/**
 * Who waits, and how many calls hold what, at one moment.
 *
 * @param lines the lines in which somebody waits, in the order of who is first there
 * @param held how many calls hold a slot of each key; keys of which nobody holds one are left out
 */
public record SlotBoard(List<Line> lines, Map<String, Long> held) {

    /** Nobody waits, and nobody holds anything. */
    public static final SlotBoard EMPTY = new SlotBoard(List.of(), Map.of());

    public SlotBoard {
        lines = List.copyOf(lines);
        held = Map.copyOf(held);
    }

    /**
     * Calls that wait for the same.
     *
     * @param name as {@link SlotClaim#line}
     * @param first who comes first
     * @param priority of the first one
     * @param since when the first one came
     * @param waiting how many wait
     */
    public record Line(String name, CallId first, int priority, Instant since, long waiting) {

        /** What they wait for. */
        public List<String> keys() {
            return SlotClaim.keysOf(name);
        }
    }

    /** How many calls hold a slot of this key. */
    public long heldOf(String key) {
        return held.getOrDefault(key, 0L);
    }
}
