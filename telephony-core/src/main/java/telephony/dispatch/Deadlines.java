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
                || s.isHeartbeatMissing()
                || isEverybodyOut(s.row());
        if (suspicious && !s.row().isEnded()) {
            return s.now().plus(DispatchTiming.POLL);
        }
        if (s.showsSeveralAgents()) {
            return s.now();
        }
        if (s.knowsOfTwins()) {
            return s.now().plus(DispatchTiming.POLL);
        }
        Instant since = dispatch.since() == null ? s.now() : dispatch.since();
        Instant deadline =
                switch (dispatch.state()) {
                    case CONFIRMED -> since.plus(s.policy().timing().joinDeadline());
                    case JOINED -> sooner(since.plus(s.policy().timing().audioDeadline()), rejoin(s));
                    case AUDIBLE -> rejoin(s);
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

    /** When an agent that was there before LiveKit was restarted should be back; null = none is awaited. */
    private static @Nullable Instant rejoin(Situation s) {
        Instant restarted = s.row().dispatch().restartedAt();
        return restarted == null || !s.row().dispatch().isKeeperAwaited()
                ? null
                : restarted.plus(s.policy().timing().rejoinDeadline());
    }

    private static Instant sooner(Instant one, @Nullable Instant other) {
        return other == null || one.isBefore(other) ? one : other;
    }

    /** Every leg left, but not every one hung up: looks must prove whether the call is over. */
    private static boolean isEverybodyOut(TelephonyCall row) {
        return !row.legs().isEmpty() && row.legs().stream().noneMatch(SipParticipant::isPresent);
    }
}
