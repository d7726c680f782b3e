package telephony.dispatch;

import java.util.List;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;

/**
 * What a decision comes to.
 *
 * @param next the row as it should be
 * @param lines what to write on its time line
 */
public record Transition(TelephonyCall next, List<TimelineEntry> lines) {
    public Transition {
        lines = List.copyOf(lines);
    }
}
