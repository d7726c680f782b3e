package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.routing.RoutingDecision;

/** What the protocol does about a call that needs slots before an agent is sent. Pure. */
public final class SlotStep {

    /** Why nobody came. */
    static final String NO_SLOT = "no place became free in time";

    private SlotStep() {}

    /** That the call waits, and for what, for its time line. */
    public static TimelineEntry waits(TelephonyCall row, Instant now) {
        SlotClaim claim = claim(row);
        return line(
                row,
                now,
                "WAIT",
                Map.of(
                        "for", String.join(", ", claim.keys()),
                        "priority", Integer.toString(claim.priority()),
                        "until", claim.until().toString()));
    }

    /** The row with its slots, to be asked for an agent; it is stored only if there is room for it. */
    static Transition turn(TelephonyCall row, List<Slot> limits, Instant now) {
        SlotClaim claim = claim(row);
        Duration waited = Duration.between(claim.since(), now);
        return new Transition(
                row.withSlots(claim.with(limits).at(SlotClaim.Stage.HELD)),
                List.of(line(row, now, "TURN", Map.of("waited", waited.toString()))));
    }

    /** When it will have waited for long enough; null = it does not wait. */
    static @Nullable Instant deadline(TelephonyCall row) {
        return row.isWaitingForSlots() ? claim(row).until() : null;
    }

    static boolean isWaitOver(Situation s) {
        Instant until = deadline(s.row());
        return until != null && !s.now().isBefore(until);
    }

    /** The number of the first rung that brings somebody else: the same agent has no place. */
    static OptionalInt otherRung(Situation s) {
        return s.route().map(RoutingDecision.Dispatch::firstOther).orElse(OptionalInt.empty());
    }

    static TelephonyCall givenUp(TelephonyCall row) {
        return row.withSlots(claim(row).at(SlotClaim.Stage.GIVEN_UP));
    }

    private static SlotClaim claim(TelephonyCall row) {
        return Objects.requireNonNull(row.slots());
    }

    private static TimelineEntry line(TelephonyCall row, Instant now, String name, Map<String, String> details) {
        return new TimelineEntry(row.callId(), now, TimelineEntry.Kind.DECISION, name, details);
    }
}
