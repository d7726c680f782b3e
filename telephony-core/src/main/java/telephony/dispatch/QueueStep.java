package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import telephony.call.DialSeries;
import telephony.call.DialState;
import telephony.call.DispatchState;
import telephony.call.OutboundDial;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.outbound.Dial;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardVerdict;

/**
 * What the protocol does about a call that waited, for its turn or for the next attempt. When its turn has come, the guards are asked again before a room is made
 * and an agent is brought for nothing. Pure, but for the guard.
 */
final class QueueStep {

    /** A call that had to wait for longer is not placed any more: whoever ordered it no longer counts on it. */
    static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private static final String NO_SLOT = "NO_SLOT";
    private static final String GUARD_REFUSED = "GUARD_REFUSED";
    private static final int TOO_MANY = 429;

    private QueueStep() {}

    /** Whether this call waited, and its turn has come. */
    static boolean isTurn(TelephonyCall row) {
        return row.dial() != null && row.dial().state() == DialState.QUEUED && !row.isEnded();
    }

    /** Whether nothing is left to be done for this call but the next attempt of its order, and it is time for that. */
    static boolean isNextAttemptDue(TelephonyCall row, Instant now) {
        return row.isEnded()
                && row.dispatch().state() == DispatchState.DONE
                && row.dispatch().owed().isEmpty()
                && DialSeries.dueAt(row).filter(due -> !due.isAfter(now)).isPresent();
    }

    /** The row of a call whose turn has come: on its way, or over. */
    static Transition turn(TelephonyCall row, DialGuard guard, Instant now) {
        OutboundDial dial = Objects.requireNonNull(row.dial());
        if (!now.isBefore(row.times().createdAt().plus(LONGEST_WAIT))) {
            TelephonyCall missed = row.withDial(dial.withheld(OutboundDial.Withheld.NO_SLOT, null))
                    .ended(now, NO_SLOT);
            return told(missed, now, "NOT_DIALLED", Map.of("because", "it waited for too long"));
        }
        GuardVerdict verdict = guard.check(DialStep.dialOf(row, dial).at(Dial.Phase.ORDER), now);
        // What passes within seconds is left to the last word, which is asked when the agent is there.
        boolean refused = verdict.reasons().stream().anyMatch(reason -> reason.httpStatus() != TOO_MANY);
        if (refused) {
            TelephonyCall over = row.withDial(dial.withheld(OutboundDial.Withheld.GUARD, verdict.codes()))
                    .ended(now, GUARD_REFUSED);
            return told(over, now, "DIAL_REFUSED", Map.of("codes", verdict.codes()));
        }
        TelephonyCall next = row.withDial(dial.withState(DialState.ORDERED)).withDueAt(now);
        Duration waited = Duration.between(row.times().createdAt(), now);
        return told(next.withTimes(next.times().updatedAt(now)), now, "TURN", Map.of("waited", waited.toString()));
    }

    private static Transition told(TelephonyCall row, Instant now, String name, Map<String, String> details) {
        TimelineEntry line = new TimelineEntry(row.callId(), now, TimelineEntry.Kind.DECISION, name, details);
        return new Transition(row, List.of(line));
    }
}
