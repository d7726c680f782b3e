package telephony.dispatch;

import java.util.List;
import java.util.stream.Stream;
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

    /** To this row, with nothing to write on its time line. */
    public static Transition of(TelephonyCall next) {
        return new Transition(next, List.of());
    }

    /** The same row, with these lines before its own. */
    public Transition after(List<TimelineEntry> earlier) {
        return new Transition(
                next, Stream.concat(earlier.stream(), lines.stream()).toList());
    }

    /** The same row, with this line before its own. */
    public Transition after(TimelineEntry earlier) {
        return after(List.of(earlier));
    }

    /** The same lines, with another row. */
    public Transition with(TelephonyCall other) {
        return new Transition(other, lines);
    }
}
