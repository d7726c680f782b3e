package telephony.app.proof;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;

/** Whether what happened once stands on the time lines once. */
final class TimelineChecks implements Witness {

    private static final String EVENT_ID = "eventId";
    private static final String MARKER = "marker";

    private final Checker.Findings findings;

    TimelineChecks(Checker.Findings findings) {
        this.findings = findings;
    }

    @Override
    public void told(Instant at, TelephonyCall row, List<TimelineEntry> timeline) {
        Set<String> known = new HashSet<>();
        for (TimelineEntry line : timeline) {
            String key =
                    switch (line.kind()) {
                        case EVENT -> line.details().get(EVENT_ID);
                        case ANSWER -> line.details().get(MARKER);
                        default -> null;
                    };
            if (key != null && !known.add(line.name() + key)) {
                findings.violated(
                        Invariant.TOLD_ONCE,
                        at,
                        line.name() + " of " + key + " is told twice in "
                                + row.origin().roomName());
            }
        }
    }
}
