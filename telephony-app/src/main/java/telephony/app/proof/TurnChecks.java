package telephony.app.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.queue.QueuePace;
import telephony.queue.QueuePlace;

/** Whether calls that wait begin no faster than their trunk lets them, and no more are under way than it takes. */
final class TurnChecks implements Witness {

    /** How much the store's clock may be faster than LiveKit's: what clocks drift here, and what is rounded. */
    private static final Duration ROUNDING = Duration.ofMillis(2);

    private static final long DRIFTS_BY = 1_000;
    private static final double MILLIS = Duration.ofSeconds(1).toMillis();
    private static final int MOST_REMEMBERED = 1_000;

    private final Checker.Findings findings;
    private final Deque<Instant> turns = new ArrayDeque<>();
    private final Set<CallId> underWay = new HashSet<>();
    private QueuePace pace = QueuePace.UNLIMITED;

    TurnChecks(Checker.Findings findings) {
        this.findings = findings;
    }

    @Override
    public void forgot(Instant at) {
        turns.clear();
        underWay.clear();
    }

    @Override
    public void paced(Instant at, QueuePace next) {
        pace = next;
        turns.clear();
    }

    @Override
    public void written(Instant at, int replica, TelephonyCall row) {
        if (QueuePlace.of(row).isEmpty()) {
            underWay.remove(row.callId());
        }
    }

    @Override
    public void turned(Instant at, int replica, List<TelephonyCall> calls) {
        for (TelephonyCall call : calls) {
            turns.addLast(at);
            underWay.add(call.callId());
            if (turns.size() > MOST_REMEMBERED) {
                turns.removeFirst();
            }
        }
        if (pace.perSecond() != null && !isEven(at, pace.perSecond())) {
            findings.violated(Invariant.TURNS_KEEP_PACE, at, "calls begin faster than " + pace.perSecond() + "/s");
        }
        if (pace.atOnce() != null && underWay.size() > pace.atOnce()) {
            findings.violated(Invariant.TURNS_KEEP_PACE, at, underWay.size() + " are under way");
        }
    }

    /** Since each of the earlier ones, no more than fit into the time, the leeway included, and that one itself. */
    private boolean isEven(Instant at, long perSecond) {
        int since = turns.size();
        for (Instant earlier : turns) {
            Duration passed = Duration.between(earlier, at);
            Duration most =
                    passed.plus(passed.dividedBy(DRIFTS_BY)).plus(ROUNDING).plus(QueuePace.LEEWAY);
            if (since > (long) (most.toMillis() * perSecond / MILLIS) + 1) {
                return false;
            }
            since--;
        }
        return true;
    }
}
