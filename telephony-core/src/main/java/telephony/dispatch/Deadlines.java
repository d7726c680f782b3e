package telephony.dispatch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentDispatch;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;

/** When somebody must look after a call again, by where its dispatch stands. */
final class Deadlines {

    private Deadlines() {}

    /** At once while something is owed, else at the deadline of the state; null = nothing is to be waited for. */
    static @Nullable Instant next(Situation s) {
        AgentDispatch dispatch = s.row().dispatch();
        if (!dispatch.owed().isEmpty()) {
            return s.now();
        }
        boolean suspicious = dispatch.callerMissingSince() != null
                || dispatch.agentMissingSince() != null
                || isEverybodyOut(s.row());
        if (suspicious && !s.row().isEnded()) {
            return s.now().plus(DispatchTiming.POLL);
        }
        Instant since = dispatch.since() == null ? s.now() : dispatch.since();
        Instant deadline =
                switch (dispatch.state()) {
                    case CONFIRMED -> since.plus(s.policy().timing().joinDeadline());
                    case JOINED -> since.plus(s.policy().timing().audioDeadline());
                    case WANT, INTENT, VERIFY, RECOVER -> s.now().plus(DispatchTiming.POLL);
                    case CLEAN -> dispatch.quiesceAt().orElse(s.now());
                    default -> null;
                };
        if (deadline == null) {
            return null;
        }
        // A deadline that has passed was looked at just now: it is looked at again, but not in a busy loop.
        return deadline.isAfter(s.now()) ? deadline : s.now().plus(DispatchTiming.POLL);
    }

    /** Every leg left, but not every one hung up: looks must prove whether the call is over. */
    private static boolean isEverybodyOut(TelephonyCall row) {
        return !row.legs().isEmpty() && row.legs().stream().noneMatch(SipParticipant::isPresent);
    }
}
