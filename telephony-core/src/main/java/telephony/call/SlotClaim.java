package telephony.call;

import java.time.Instant;
import java.util.List;

/**
 * The slots that a call needs before an agent is sent: all of them at once, or it waits in line. They are held from the write
 * that says so until the write that ends the call; nothing else frees them, so that none is left behind when a process dies.
 *
 * @param slots what it needs, each key once; at least one
 * @param priority the lowest comes first
 * @param since when it came into the line, on the store's clock
 * @param until when it has waited for long enough
 * @param stage how far it is
 */
public record SlotClaim(List<Slot> slots, int priority, Instant since, Instant until, Stage stage) {

    /** Between keys in the name of a line. */
    private static final String AND = "\n";

    /** How far a call is with its slots. */
    public enum Stage {
        /** It waits; no agent is wanted. */
        WAITING,
        /** It has them. */
        HELD,
        /** It waited for too long, and gets none. */
        GIVEN_UP,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    public SlotClaim {
        slots = List.copyOf(slots);
        if (slots.isEmpty()) {
            throw new IllegalArgumentException("a call without slots claims none");
        }
    }

    /** The same at another stage. */
    public SlotClaim at(Stage next) {
        return new SlotClaim(slots, priority, since, until, next);
    }

    /** The same with other limits. */
    public SlotClaim with(List<Slot> limits) {
        return new SlotClaim(limits, priority, since, until, stage);
    }

    /** The same, counted like all others and held up by no limit. */
    public SlotClaim unlimited() {
        return with(slots.stream().map(slot -> slot.withLimit(Slot.UNLIMITED)).toList());
    }

    /** Whether the call waits for them. */
    public boolean isWaiting() {
        return stage == Stage.WAITING;
    }

    /** The keys, in the order of the slots. */
    public List<String> keys() {
        return slots.stream().map(Slot::key).toList();
    }

    /** The line in which calls wait that need the same: the keys, a line each. */
    public String line() {
        return String.join(AND, keys());
    }

    /** The keys of the line of this name. */
    public static List<String> keysOf(String line) {
        return List.of(line.split(AND));
    }
}
