package telephony.session;

import java.time.Instant;
import java.util.Optional;
import telephony.call.CallEvent;
import telephony.call.EventHeader.Source;
import telephony.call.Gap;
import telephony.call.Gap.Kind;
import telephony.call.Gaps;
import telephony.call.Participant;
import telephony.call.ParticipantSession;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;

/** What an event shows to be missing from a record, or fills in late. */
final class EventGaps {

    private EventGaps() {}

    /** The row, knowing what this event says about its gaps. */
    static TelephonyCall noted(TelephonyCall before, TelephonyCall known, CallEvent event) {
        return event.header().source() == Source.RECONCILED ? found(before, known, event) : told(before, known, event);
    }

    /**
     * The row of a call that is over, knowing that somebody was there before its end if he was: an agent of whom nobody knew
     * and that is not the call's any more, but may have been heard; or the caller of the next call.
     */
    static TelephonyCall foundLate(TelephonyCall row, Participant who, Instant at) {
        Instant joinedAt = who.joinedAt();
        Instant endedAt = row.times().endedAt();
        if (joinedAt == null || endedAt == null || !joinedAt.isBefore(endedAt)) {
            return row;
        }
        return session(row, who.sid()).isPresent()
                ? row
                : row.withGaps(row.gaps().with(new Gap(Kind.JOIN_NOT_TOLD, joinedAt, at, who.sid())));
    }

    /** A list showed it, and no webhook had told it. */
    private static TelephonyCall found(TelephonyCall before, TelephonyCall known, CallEvent event) {
        Instant at = event.header().receivedAt();
        Gaps gaps = known.gaps();
        if (event instanceof CallEvent.ParticipantJoined joined) {
            String sid = joined.participant().sid();
            boolean news = session(before, sid).isEmpty() && session(known, sid).isPresent();
            if (news && !isForgotten(known, joined.participant())) {
                gaps = gaps.with(new Gap(Kind.JOIN_NOT_TOLD, joinedAt(joined.participant(), at), at, sid));
            }
            boolean heard = session(known, sid).map(ParticipantSession::audio).orElse(false);
            if (news && heard && !before.dispatch().earlyAudio().contains(sid)) {
                gaps = gaps.with(new Gap(Kind.AUDIO_NOT_TOLD, joinedAt(joined.participant(), at), at, sid));
            }
        } else if (event instanceof CallEvent.TrackPublished track && !known.equals(before)) {
            Instant from = session(known, track.participantSid())
                    .flatMap(session -> Optional.ofNullable(session.joinedAt()))
                    .orElse(at);
            gaps = gaps.with(new Gap(Kind.AUDIO_NOT_TOLD, from, at, track.participantSid()));
        }
        return known.withGaps(gaps);
    }

    /** What LiveKit tells itself, however late, is not missing any more. */
    private static TelephonyCall told(TelephonyCall before, TelephonyCall known, CallEvent event) {
        // LiveKit serves a room of which it tells something.
        Gaps gaps = known.isEnded()
                ? known.gaps()
                : known.gaps()
                        .open(Kind.ROOM_UNREADABLE)
                        .map(known.gaps()::without)
                        .orElse(known.gaps());
        if (event instanceof CallEvent.ParticipantJoined joined) {
            gaps = gaps.without(Kind.JOIN_NOT_TOLD, joined.participant().sid());
        } else if (event instanceof CallEvent.TrackPublished track) {
            gaps = gaps.without(Kind.AUDIO_NOT_TOLD, track.participantSid());
        }
        if (event instanceof CallEvent.RoomFinished && !before.isEnded() && somebodyIsIn(before)) {
            // It says that everybody is out by now; LiveKit closes a room only 20 s after the last one left (seen).
            gaps = gaps.with(Gap.of(
                    Kind.END_NOT_TOLD,
                    before.times().updatedAt(),
                    event.header().at()));
        }
        boolean endTold =
                event instanceof CallEvent.ParticipantLeft && !known.legs().isEmpty() && !somebodyIsIn(known);
        return known.withGaps(endTold ? gaps.without(Kind.END_NOT_TOLD, null) : gaps);
    }

    private static boolean somebodyIsIn(TelephonyCall row) {
        return row.legs().stream().anyMatch(SipParticipant::isPresent);
    }

    private static boolean isForgotten(TelephonyCall row, Participant participant) {
        Instant joinedAt = participant.joinedAt();
        return joinedAt != null
                && row.gaps().all().stream()
                        .filter(gap -> gap.kind() == Kind.FORGOTTEN)
                        .anyMatch(gap -> gap.until() != null && joinedAt.isBefore(gap.until()));
    }

    private static Instant joinedAt(Participant participant, Instant otherwise) {
        return participant.joinedAt() == null ? otherwise : participant.joinedAt();
    }

    private static Optional<ParticipantSession> session(TelephonyCall row, String sid) {
        Optional<ParticipantSession> leg = row.legs().stream()
                .flatMap(known -> known.sessions().find(sid).stream())
                .findFirst();
        return leg.isPresent()
                ? leg
                : row.dispatch().agents().stream()
                        .flatMap(agent -> agent.sessions().find(sid).stream())
                        .findFirst();
    }
}
