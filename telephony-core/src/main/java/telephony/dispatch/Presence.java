package telephony.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentDispatch;
import telephony.call.AgentPresence;
import telephony.call.DialState;
import telephony.call.DispatchState;
import telephony.call.OutboundDial;
import telephony.call.Sessions;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;

/**
 * Proves by looks that a caller or the agent is not in the call any more, where no event told so. It takes two looks, far
 * enough apart and both long enough after the last join: lists lag behind events, and after a restart of LiveKit
 * callers are away for seconds (seen).
 */
final class Presence {

    /** Why a call ended whose callers are simply not there any more. */
    static final String ABSENT = "ABSENT";

    private Presence() {}

    /** The row, knowing whether this look showed a caller and the call's agent. */
    static TelephonyCall noted(TelephonyCall row, Look look) {
        AgentDispatch dispatch = row.dispatch();
        if (!row.isEnded() && LookGaps.isUnreadable(look)) {
            // Whoever is on his way back after a restart was not missing before it either.
            return row.withDispatch(dispatch.withCallerMissingSince(null).withAgentMissingSince(null));
        }
        if (row.isEnded() || !isProof(row, look)) {
            return row;
        }
        Instant caller = look.showsALegOf(row) || isCalleeToCome(row, look) || showsUnknownCaller(row, look)
                ? null
                : callerMissingSince(row).orElse(look.startedAt());
        // One that was admitted and has not joined yet is not missing.
        boolean joined =
                dispatch.keptAgent().flatMap(kept -> kept.sessions().newest()).isPresent();
        Instant agent = !joined || showsKeeper(row, look)
                ? null
                : Objects.requireNonNullElse(dispatch.agentMissingSince(), look.startedAt());
        return row.withDispatch(dispatch.withCallerMissingSince(caller).withAgentMissingSince(agent));
    }

    /**
     * Whether nobody is missing yet: it is not dialled, and its room is there, or what became of the dial is still open. A room
     * that LiveKit lists and does not serve was lost in a restart (seen): nobody will ever come into it.
     */
    private static boolean isCalleeToCome(TelephonyCall row, Look look) {
        OutboundDial dial = row.dial();
        boolean sameRoom = look.sidOf(row.origin().roomName())
                .filter(sid -> sid.equals(row.origin().roomSid()))
                .isPresent();
        boolean lost = look.dispatches().kind() == LiveKitAnswer.Kind.UNAVAILABLE
                && look.seenParticipants().isEmpty();
        return dial != null
                && row.isAwaitingCallee()
                && (dial.state() == DialState.DIALLED || (dial.isToCome() && sameRoom && !lost));
    }

    /** Whether looks have not shown the call's agent for so long that it is gone, although no event told so. */
    static boolean isAgentProvenGone(TelephonyCall row, Look look) {
        Instant first = row.dispatch().agentMissingSince();
        return first != null && !look.startedAt().isBefore(first.plus(DispatchTiming.BETWEEN_PROOFS));
    }

    /** Whether this look shows the call's agent. */
    static boolean showsKeeper(TelephonyCall row, Look look) {
        return look.seenParticipants().stream()
                .anyMatch(participant ->
                        participant.identity().equals(row.dispatch().keeper()));
    }

    /** Whether this look is the second proof. */
    static boolean isOver(TelephonyCall before, TelephonyCall noted, Look look) {
        Optional<Instant> first = callerMissingSince(before);
        return first.isPresent()
                && !before.isEnded()
                && noted.dispatch().callerMissingSince() != null
                && isProof(before, look)
                && !look.startedAt().isBefore(first.get().plus(DispatchTiming.BETWEEN_PROOFS));
    }

    /**
     * Whether everybody hung up, which was told, and this one look shows that nobody else is on the phone: it began so long
     * after that a list shows who was there.
     */
    static boolean isOverAsTold(TelephonyCall row, Look look) {
        Optional<Instant> last = row.ownLegs().stream()
                .flatMap(leg -> leg.sessions().newest().stream())
                .flatMap(session -> Optional.ofNullable(session.leftAt()).stream())
                .max(Instant::compareTo);
        return !row.isEnded()
                && row.dial() == null
                && row.ownLegs().stream().allMatch(SipParticipant::isHungUp)
                && last.filter(at -> !look.startedAt().isBefore(at.plus(DispatchTiming.LEG_GRACE)))
                        .isPresent()
                && look.rooms().isDone()
                && look.participants().isDone()
                && !showsUnknownCaller(row, look);
    }

    /**
     * Whether somebody is shown to be on the phone, and not as a transfer's target, of whose joining nothing told: he is heard,
     * or came when the call went on, and so belongs to it. A sweep tells of him. Not where we gave up on the callers before him:
     * their call has no agent for him, and his own begins when theirs is over.
     */
    private static boolean showsUnknownCaller(TelephonyCall row, Look look) {
        if (row.dispatch().state() == DispatchState.FAILED) {
            return false;
        }
        List<String> voices = AgentSightings.unknownVoices(row);
        return look.seenParticipants().stream()
                .filter(shown -> Transfer.callOf(shown.identity()).isEmpty())
                .filter(shown -> shown.sipCall()
                        .filter(sip -> row.leg(sip.callId()).isEmpty())
                        .isPresent())
                .anyMatch(shown -> voices.contains(shown.sid()) || cameMeanwhile(row, shown.joinedAt()));
    }

    private static boolean cameMeanwhile(TelephonyCall row, @Nullable Instant joinedAt) {
        return joinedAt != null && row.firstJoinedAt().map(joinedAt::isAfter).orElse(false);
    }

    /**
     * When the first proof was made that no caller is there. Somebody who joined after it, or so shortly before that a list
     * need not have shown him, makes it void, also when no look came in between that could tell.
     */
    private static Optional<Instant> callerMissingSince(TelephonyCall row) {
        Optional<Instant> lastJoin = row.legs().stream()
                .flatMap(leg -> Optional.ofNullable(lastJoin(leg.sessions())).stream())
                .max(Instant::compareTo);
        return Optional.ofNullable(row.dispatch().callerMissingSince())
                .filter(first -> lastJoin.map(at -> !first.isBefore(at.plus(DispatchTiming.LEG_GRACE)))
                        .orElse(true));
    }

    /**
     * Rooms and participants were answered, by a LiveKit that serves the room, and the look began long enough after the last
     * join and a restart.
     */
    private static boolean isProof(TelephonyCall row, Look look) {
        boolean answered = look.rooms().isDone() && look.participants().isDone() && !LookGaps.isUnreadable(look);
        Optional<Instant> lastJoin = Stream.concat(
                        row.legs().stream().map(SipParticipant::sessions),
                        row.dispatch().keptAgent().map(AgentPresence::sessions).stream())
                .flatMap(sessions -> Optional.ofNullable(lastJoin(sessions)).stream())
                .max(Instant::compareTo);
        Instant restartedAt = row.dispatch().restartedAt();
        Instant answeredAt = row.dial() == null ? null : row.times().answeredAt();
        return answered
                && (answeredAt == null || !look.startedAt().isBefore(answeredAt.plus(DispatchTiming.LEG_GRACE)))
                && lastJoin.map(at -> !look.startedAt().isBefore(at.plus(DispatchTiming.LEG_GRACE)))
                        .orElse(true)
                && (restartedAt == null
                        || !isFromBefore(row, restartedAt)
                        || !look.startedAt().isBefore(restartedAt.plus(DispatchTiming.RESTART_GRACE)));
    }

    /** Whether the call is older than the restart: of a later one nobody is to come back. */
    private static boolean isFromBefore(TelephonyCall row, Instant restartedAt) {
        return row.firstJoinedAt().map(at -> at.isBefore(restartedAt)).orElse(true);
    }

    private static @Nullable Instant lastJoin(Sessions sessions) {
        return sessions.newest().map(session -> session.joinedAt()).orElse(null);
    }
}
