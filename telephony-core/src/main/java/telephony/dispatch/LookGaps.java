package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import telephony.call.AgentPresence;
import telephony.call.Gap;
import telephony.call.Gap.Kind;
import telephony.call.Gaps;
import telephony.call.ParticipantSession;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;

/**
 * What a look shows that nobody told, and what it cannot show. A room that LiveKit does not answer for, although it
 * answers, keeps no call open for ever.
 */
final class LookGaps {

    /** Why a call ended of whose room LiveKit told nothing for too long. */
    static final String UNREADABLE = "ROOM_UNREADABLE";

    /** How long looks at an open call may come back without its participants while LiveKit itself answers. */
    static final Duration UNREADABLE_CAP = Duration.ofSeconds(60);

    private LookGaps() {}

    /** The row, knowing since when looks do not show who is in its room. */
    static TelephonyCall reading(TelephonyCall row, Look look) {
        if (row.isEnded()) {
            return row;
        }
        Optional<Gap> open = row.gaps().open(Kind.ROOM_UNREADABLE);
        if (isUnreadable(look)) {
            return open.isPresent()
                    ? row
                    : row.withGaps(row.gaps().with(Gap.of(Kind.ROOM_UNREADABLE, look.startedAt(), null)));
        }
        return open.map(gap -> row.withGaps(closed(row.gaps(), gap, look.startedAt())))
                .orElse(row);
    }

    /** Whether looks have not shown who is in the room for so long that the call counts as over. */
    static boolean isUnreadableTooLong(TelephonyCall row, Look look) {
        return !row.isEnded()
                && isUnreadable(look)
                && row.gaps()
                        .open(Kind.ROOM_UNREADABLE)
                        .filter(gap -> !look.startedAt().isBefore(gap.from().plus(UNREADABLE_CAP)))
                        .isPresent();
    }

    /** The row, over as of this look, which is no more than an upper bound unless the leaving was told. */
    static TelephonyCall ended(TelephonyCall row, Look look, String reason) {
        boolean told = !row.legs().isEmpty() && row.legs().stream().noneMatch(SipParticipant::isPresent);
        Gaps gaps = row.gaps();
        Optional<Gap> unreadable = gaps.open(Kind.ROOM_UNREADABLE);
        if (unreadable.isPresent()) {
            gaps = gaps.without(unreadable.get()).with(unreadable.get().closedAt(look.startedAt()));
        }
        if (!told) {
            gaps = gaps.with(Gap.of(Kind.END_NOT_TOLD, row.times().updatedAt(), look.startedAt()));
        }
        Optional<ParticipantSession> last = told ? lastToLeave(row) : Optional.empty();
        Instant endedAt = last.map(ParticipantSession::leftAt).orElse(look.startedAt());
        return row.withGaps(gaps)
                .ended(endedAt, last.map(ParticipantSession::leaveReason).orElse(reason));
    }

    private static Optional<ParticipantSession> lastToLeave(TelephonyCall row) {
        return row.legs().stream()
                .flatMap(leg -> leg.sessions().newest().stream())
                .filter(session -> session.leftAt() != null)
                .max(Comparator.comparing(session -> Objects.requireNonNull(session.leftAt())));
    }

    /** The row after a look, knowing which agents and whose audio it learnt of from this look alone. */
    static TelephonyCall learnt(TelephonyCall before, TelephonyCall after, Look look) {
        if (before.isEnded()) {
            return after;
        }
        Gaps gaps = after.gaps();
        for (AgentPresence agent : after.dispatch().agents()) {
            for (ParticipantSession session : agent.sessions().all()) {
                gaps = learnt(before, agent.identity(), session, look.startedAt(), gaps);
            }
        }
        return after.withGaps(gaps);
    }

    private static Gaps learnt(
            TelephonyCall before, String identity, ParticipantSession session, Instant at, Gaps gaps) {
        Optional<ParticipantSession> known = before.dispatch().agent(identity).flatMap(agent -> agent.sessions()
                .find(session.sid()));
        Instant from = session.joinedAt() == null ? at : session.joinedAt();
        Gaps next = known.isPresent() ? gaps : gaps.with(new Gap(Kind.JOIN_NOT_TOLD, from, at, session.sid()));
        boolean wasHeard = known.map(ParticipantSession::audio).orElse(false)
                || before.dispatch().earlyAudio().contains(session.sid());
        return session.audio() && !wasHeard ? next.with(new Gap(Kind.AUDIO_NOT_TOLD, from, at, session.sid())) : next;
    }

    /**
     * LiveKit answers, but not about this room; a refused request or token says nothing about the room. Where nobody
     * serves the room, whoever is listed there is only remembered since a restart (seen).
     */
    static boolean isUnreadable(Look look) {
        LiveKitAnswer.Kind kind = look.participants().kind();
        boolean remembered = kind == LiveKitAnswer.Kind.DONE
                && !look.seenParticipants().isEmpty()
                && look.dispatches().kind() == LiveKitAnswer.Kind.UNAVAILABLE;
        return look.rooms().isDone()
                && (remembered || kind == LiveKitAnswer.Kind.AMBIGUOUS || kind == LiveKitAnswer.Kind.UNAVAILABLE);
    }

    /** A moment without an answer hides nothing. */
    private static Gaps closed(Gaps gaps, Gap open, Instant at) {
        Gaps without = gaps.without(open);
        boolean moment = at.isBefore(open.from().plus(DispatchTiming.BETWEEN_PROOFS));
        return moment ? without : without.with(open.closedAt(at));
    }
}
