package telephony.slot;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import telephony.call.CallId;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.call.TelephonyCall;

/**
 * Where a call stands with its slots, as a store keeps it beside the row. It is read from the row alone, so that a store which
 * keeps rows keeps their slots: writing a row takes them and gives them back, and nothing else does.
 *
 * <p>A store refuses a row ({@link telephony.store.Commit.Result#FULL}) that holds its slots and did not before, unless every
 * key has fewer holders than the row's limit for it, and nobody waits in the same line who {@link #ORDER comes first}. Who has
 * waited for {@link #LONGEST} more than he meant to holds up nobody: his row cannot be read, or nobody looks after it.
 *
 * @param callId whose
 * @param slots what it needs or has
 * @param line the line in which it waits
 * @param isHeld whether it has them; else it waits
 * @param priority the lowest comes first
 * @param since when it came
 * @param until when it will have waited for long enough
 */
public record SlotPlace(
        CallId callId, List<Slot> slots, String line, boolean isHeld, int priority, Instant since, Instant until) {

    /** Who comes first: the lowest priority, then who came first. */
    public static final Comparator<SlotPlace> ORDER = Comparator.comparingInt(SlotPlace::priority)
            .thenComparing(SlotPlace::since)
            .thenComparing(place -> place.callId().toString());

    /** How long after its time a call that waits still has its place in the line. */
    public static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Set<SlotClaim.Stage> PLACED = EnumSet.of(SlotClaim.Stage.WAITING, SlotClaim.Stage.HELD);

    /** The place of this call; empty = it needs none, is over, or was given up on. */
    public static Optional<SlotPlace> of(TelephonyCall call) {
        SlotClaim claim = call.slots();
        if (claim == null || call.isEnded() || !PLACED.contains(claim.stage())) {
            return Optional.empty();
        }
        return Optional.of(new SlotPlace(
                call.callId(),
                claim.slots(),
                claim.line(),
                !claim.isWaiting(),
                claim.priority(),
                claim.since(),
                claim.until()));
    }

    /** Whether it still has its place in the line at this instant of the store's clock. */
    public boolean isInLine(Instant now) {
        return !isHeld && now.isBefore(until.plus(LONGEST));
    }

    /** Whether every key has room beside those who hold it. */
    public boolean hasRoom(ToLongFunction<String> held) {
        return slots.stream().allMatch(slot -> slot.hasRoomBeside(held.applyAsLong(slot.key())));
    }
}
