package telephony.app.proof;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import telephony.call.CallId;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchState;
import telephony.call.TelephonyCall;

/** Whether each row that the store takes follows on what it had. */
final class RowChecks implements Witness {

    private final Checker.Findings findings;
    private final Map<CallId, TelephonyCall> known = new HashMap<>();

    RowChecks(Checker.Findings findings) {
        this.findings = findings;
    }

    @Override
    public void forgot(Instant at) {
        known.clear();
    }

    @Override
    public void written(Instant at, int replica, TelephonyCall row) {
        TelephonyCall before = known.put(row.callId(), row);
        if (before == null) {
            return;
        }
        String call = "call " + row.callId() + " in " + row.origin().roomName();
        if (row.control().version() <= before.control().version()) {
            findings.violated(
                    Invariant.VERSIONS_NEVER_REPEAT,
                    at,
                    call + ": " + row.control().version() + " after "
                            + before.control().version());
        }
        boolean leavesDone = before.dispatch().state() == DispatchState.DONE
                && row.dispatch().state() != DispatchState.DONE;
        boolean goesOn = before.isEnded() && !row.isEnded();
        if (leavesDone || goesOn) {
            findings.violated(
                    Invariant.DONE_IS_FINAL,
                    at,
                    call + ": " + row.dispatch().state() + " after "
                            + before.dispatch().state());
        }
        List<Integer> numbers = numbers(row);
        List<Integer> earlier = numbers(before);
        boolean keepsThem = numbers.size() >= earlier.size()
                && numbers.subList(0, earlier.size()).equals(earlier);
        if (!keepsThem || !isRising(numbers)) {
            findings.violated(Invariant.ATTEMPTS_INCREASE, at, call + ": " + numbers + " after " + earlier);
        }
    }

    private static List<Integer> numbers(TelephonyCall row) {
        return row.dispatch().attempts().stream().map(DispatchAttempt::number).toList();
    }

    private static boolean isRising(List<Integer> numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            if (numbers.get(i) <= numbers.get(i - 1)) {
                return false;
            }
        }
        return true;
    }
}
