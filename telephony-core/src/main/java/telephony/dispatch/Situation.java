package telephony.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchAttempt;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.TelephonyCall;

/**
 * Everything that a rule of the state table may look at.
 *
 * @param policy the constants
 * @param row the call as it is
 * @param now the store's clock
 * @param seen what LiveKit showed; only with {@link Trigger#LOOKED}
 * @param answered what became of a create; only with {@link Trigger#CREATE_ANSWERED}
 * @param nonce random part of a marker that may be made
 */
record Situation(
        DispatchPolicy policy,
        TelephonyCall row,
        Instant now,
        @Nullable Look seen,
        @Nullable Answered answered,
        String nonce) {

    /**
     * What became of a create.
     *
     * @param attempt which one
     * @param answer LiveKit's answer
     */
    record Answered(int attempt, LiveKitAnswer<String> answer) {}

    static Situation of(DispatchPolicy policy, TelephonyCall row, Instant now) {
        return new Situation(policy, row, now, null, null, "");
    }

    Situation with(TelephonyCall next) {
        return new Situation(policy, next, now, seen, answered, nonce);
    }

    Look look() {
        if (seen == null) {
            throw new IllegalStateException("this rule looks at LiveKit, but nobody has looked");
        }
        return seen;
    }

    Answered creation() {
        if (answered == null) {
            throw new IllegalStateException("this rule is about a create, but there was none");
        }
        return answered;
    }

    /** Agents of ours that the look shows. */
    List<Participant> agentsSeen() {
        return look().seenParticipants().stream().filter(this::isOurAgent).toList();
    }

    /** Whether this is an agent that counts as ours. */
    boolean isOurAgent(Participant participant) {
        return participant.kind() == ParticipantKind.AGENT
                && participant.agentName() != null
                && policy.adoptable().test(participant.agentName());
    }

    /** The dispatch in the look that some attempt for this very room made; the oldest one. */
    Optional<ListedDispatch> markedDispatch() {
        return look().seenDispatches().stream()
                .filter(d -> d.attempt()
                        .filter(m -> m.roomSid().equals(row.origin().roomSid()))
                        .filter(m -> m.episode() == row.origin().episode()
                                || !m.instance().equals(policy.instance()))
                        .isPresent())
                .min(DispatchPolicy.OLDEST_FIRST);
    }

    /** The dispatch in the look that somebody else made with the name of an agent of ours; the oldest one. */
    Optional<ListedDispatch> foreignDispatch() {
        return look().seenDispatches().stream()
                .filter(d -> d.attempt().isEmpty())
                .filter(d -> !d.agentName().isEmpty() && policy.adoptable().test(d.agentName()))
                .min(DispatchPolicy.OLDEST_FIRST);
    }

    /** Whether there is no doubt that a caller is waiting in this very incarnation of the room. */
    boolean isCallerProven() {
        Optional<String> sid = look().sidOf(row.origin().roomName());
        boolean sameRoom = sid.isPresent() && sid.get().equals(row.origin().roomSid());
        boolean shown = sameRoom && look().showsALegOf(row);
        // Lists lag behind events, so a first attempt may go by a fresh event alone, unless a list contradicts it.
        boolean fresh = row.dispatch().attempts().isEmpty()
                && (sid.isEmpty() || sameRoom)
                && row.legs().stream().anyMatch(leg -> leg.isPresent() && isFresh(leg.sessions().newest()
                        .flatMap(s -> Optional.ofNullable(s.joinedAt()))));
        return shown || fresh;
    }

    private boolean isFresh(Optional<Instant> joinedAt) {
        return joinedAt.map(at -> now.isBefore(at.plus(DispatchTiming.FRESH_EVENT))).orElse(false);
    }

    /** Whether a person sits in the room: then it is a meeting, and nobody asked for an agent. */
    boolean isMeeting() {
        return look().seenParticipants().stream().anyMatch(p -> p.kind() == ParticipantKind.STANDARD);
    }

    /** Whether nothing that any create may have done can still come. */
    boolean isQuiet() {
        return row.dispatch()
                .quiesceAt()
                .map(at -> !look().startedAt().isBefore(at))
                .orElse(true);
    }

    boolean isPastGiveUp() {
        Instant wanted = row.dispatch().wantedAt();
        return wanted != null && !now.isBefore(wanted.plus(policy.timing().giveUp()));
    }

    /** Whether the answer is that of the newest attempt. */
    boolean isAboutLastAttempt() {
        int attempt = creation().attempt();
        return row.dispatch().lastAttempt().map(DispatchAttempt::number).filter(n -> n == attempt).isPresent();
    }
}
