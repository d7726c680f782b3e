package telephony.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchState;
import telephony.call.PhoneNumber;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.routing.Rung;

/** What stands on a call's time line of a rule of the {@link StateTable} that spoke. */
final class DecisionLine {

    private DecisionLine() {}

    /** A line for every move, and for staying where the reason to stay is a new one; not for every poll. */
    static Optional<TimelineEntry> of(StateTable.Rule rule, Situation before, Situation after) {
        DispatchState from = before.row().dispatch().state();
        String note = after.row().dispatch().note();
        DispatchState to = rule.after(from);
        boolean moved = from != to;
        boolean told = Objects.equals(note, before.row().dispatch().note());
        if (!moved && told) {
            return Optional.empty();
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("from", from.name());
        details.put("because", because(rule, after.row()));
        // Where there is a new one: on every line it would be a tenth of what a call in memory weighs (measured).
        if (!after.row()
                .dispatch()
                .lastAttempt()
                .map(DispatchAttempt::number)
                .equals(before.row().dispatch().lastAttempt().map(DispatchAttempt::number))) {
            after.row()
                    .dispatch()
                    .lastAttempt()
                    .map(DispatchAttempt::marker)
                    .ifPresent(marker -> details.put("marker", marker.toString()));
        }
        if (note != null) {
            details.put("note", note);
        }
        if (after.row().dispatch().isExternal()) {
            details.put("external", "true");
        }
        int rungs = after.row().dispatch().replacement().rungs();
        if (rungs != before.row().dispatch().replacement().rungs()) {
            after.rung().ifPresent(rung -> details.put("rung", shown(rung)));
        }
        boolean done = from == DispatchState.BRIDGED;
        boolean lost = moved && !done && (to == DispatchState.FAILED || to == DispatchState.RECOVER);
        boolean alarm = lost || (note != null && note.startsWith(DispatchMachine.SHARED_STORE_MISSING));
        return Optional.of(new TimelineEntry(
                after.row().callId(),
                after.now(),
                alarm ? TimelineEntry.Kind.ALARM : TimelineEntry.Kind.DECISION,
                to.name(),
                details));
    }

    /** The time line shows no number in full. */
    private static String shown(Rung rung) {
        return rung.number()
                .map(number -> Rung.NUMBER_PREFIX + new PhoneNumber(number, number).masked())
                .orElse(rung.word());
    }

    private static String because(StateTable.Rule rule, TelephonyCall row) {
        if (rule.on() == Trigger.CALL_ENDED) {
            return "the call is over: " + row.endReason();
        }
        return rule.when() == Guard.ALWAYS ? rule.on().name() : rule.when().words();
    }
}
