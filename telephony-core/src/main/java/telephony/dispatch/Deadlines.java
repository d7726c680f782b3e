package telephony.dispatch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentDispatch;
import telephony.call.DialSeries;
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
        if (s.showsSeveralAgents() || DialStep.isDueNow(s)) {
            return s.now();
        }
        if (s.knowsOfTwins()) {
            return s.now().plus(DispatchTiming.POLL);
        }
        Instant since = dispatch.since() == null ? s.now() : dispatch.since();
        Instant deadline =
                switch (dispatch.state()) {
                    case CONFIRMED -> since.plus(s.policy().timing().joinDeadline());
                    case JOINED -> soonest(audio(s), rejoin(s));
                    case AUDIBLE -> rejoin(s);
                    case WANT, INTENT, VERIFY, RECOVER -> s.now().plus(DispatchTiming.POLL);
                    case CLEAN -> s.row().quiesceAt().orElse(s.now());
                    case NEW ->
                        soonest(
                                SlotStep.deadline(s.row()),
                                DialSeries.dueAt(s.row()).orElse(null));
                    default -> DialSeries.dueAt(s.row()).orElse(null);
                };
        deadline = soonest(soonest(deadline, DialStep.deadline(s)), TransferStep.deadline(s));
        if (deadline == null) {
            return null;
        }
        // A deadline that has passed was looked at just now: it is looked at again, but not in a busy loop.
        return deadline.isAfter(s.now()) ? deadline : s.now().plus(DispatchTiming.POLL);
    }

    /**
     * When the agent should have been heard: so long after it joined, or after the callee answered if that was later; null =
     * nobody is there to hear it yet.
     */
    private static @Nullable Instant audio(Situation s) {
        Instant since = s.row().dispatch().since();
        Instant joined = since == null ? s.now() : since;
        Instant answered = s.row().dial() == null ? joined : s.row().times().answeredAt();
        if (answered == null) {
            return null;
        }
        Instant later = answered.isAfter(joined) ? answered : joined;
        return later.plus(s.policy().timing().audioDeadline());
    }

    /** Whether the agent should have been heard by now. */
    static boolean isAudioOverdue(Situation s) {
        Instant due = audio(s);
        return s.row().dispatch().since() != null && due != null && !s.now().isBefore(due);
    }

    /** When an agent that was there before LiveKit was restarted should be back; null = none is awaited. */
    private static @Nullable Instant rejoin(Situation s) {
        Instant restarted = s.row().dispatch().restartedAt();
        return restarted == null || !s.row().dispatch().isKeeperAwaited()
                ? null
                : restarted.plus(s.policy().timing().rejoinDeadline());
    }

    private static @Nullable Instant soonest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /** Every leg left, but not every one hung up: looks must prove whether the call is over. */
    private static boolean isEverybodyOut(TelephonyCall row) {
        return !row.ownLegs().isEmpty() && row.ownLegs().stream().noneMatch(SipParticipant::isPresent);
    }
}
