package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import telephony.call.CallEvent;
import telephony.call.EventHeader;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.ParticipantSession;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;

/** Compares the list of one room's participants with the row of its newest call, and tells what the row lacks. */
final class RoomComparison {

    /** Who joined longer ago than this, and was not told, was not told because webhooks get lost. */
    static final Duration LATE = Duration.ofSeconds(10);

    private final Reconciler.Findings findings;

    RoomComparison(Reconciler.Findings findings) {
        this.findings = findings;
    }

    /**
     * What one room's list shows.
     *
     * @param room as it was listed
     * @param there who is in it
     * @param known the newest call of which we know there
     * @param news what that call's row lacks
     * @param late whether that should have come long ago
     */
    record Shown(
            ListedRoom room,
            List<Participant> there,
            Optional<TelephonyCall> known,
            List<CallEvent> news,
            boolean late) {}

    /** Tells at once which call is to be looked at; what is new is for the caller to hand on. */
    Shown compare(ListedRoom room, List<Participant> there, Optional<TelephonyCall> known, Instant now) {
        List<CallEvent> news = new ArrayList<>();
        boolean late = false;
        for (Participant participant : there) {
            if (participant.kind() == ParticipantKind.AGENT && participant.agentName() == null) {
                findings.namelessAgent();
            }
            boolean matters = participant.sipCall().isPresent() || participant.kind() == ParticipantKind.AGENT;
            boolean returned =
                    known.filter(call -> call.isReturnAfterEnd(participant)).isPresent();
            if (matters && (returned || session(known, participant).isEmpty())) {
                String what = returned ? "returned" : "joined";
                news.add(new CallEvent.ParticipantJoined(header(what, room, participant, now), participant));
                late |= isLate(participant, now);
            } else if (matters && participant.audioPublished() && !knowsAudio(known, participant)) {
                news.add(new CallEvent.TrackPublished(
                        header("audio", room, participant, now), participant.sid(), participant.identity(), true));
            }
        }
        known.filter(call -> !call.isEnded())
                .filter(call -> isMissingSomebody(call, there))
                .map(TelephonyCall::callId)
                .ifPresent(findings::suspect);
        return new Shown(room, there, known, news, late);
    }

    private static boolean isLate(Participant participant, Instant now) {
        Instant joinedAt = participant.joinedAt();
        return joinedAt != null && joinedAt.plus(LATE).isBefore(now);
    }

    private static boolean knowsAudio(Optional<TelephonyCall> call, Participant participant) {
        boolean isLeg = participant.sipCall().isPresent();
        return isLeg
                || session(call, participant).map(ParticipantSession::audio).orElse(false);
    }

    private static Optional<ParticipantSession> session(Optional<TelephonyCall> call, Participant participant) {
        if (call.isEmpty()) {
            return Optional.empty();
        }
        Optional<ParticipantSession> leg = participant
                .sipCall()
                .flatMap(sip -> call.get().leg(sip.callId()))
                .flatMap(known -> known.sessions().find(participant.sid()));
        return leg.isPresent()
                ? leg
                : call.get().dispatch().agent(participant.identity()).flatMap(known -> known.sessions()
                        .find(participant.sid()));
    }

    private static boolean isMissingSomebody(TelephonyCall call, List<Participant> there) {
        boolean legMissing = call.legs().stream()
                .filter(SipParticipant::isPresent)
                .anyMatch(leg -> there.stream().noneMatch(p -> p.sipCall()
                        .filter(sip -> sip.callId().equals(leg.sipCallId()))
                        .isPresent()));
        boolean agentMissing = call.dispatch()
                .keptAgent()
                .filter(agent -> agent.sessions().isPresent())
                .filter(agent -> there.stream().noneMatch(p -> p.identity().equals(agent.identity())))
                .isPresent();
        return legMissing || agentMissing;
    }

    /** The same finding has the same id, whichever sweep or replica makes it. */
    private static EventHeader header(String what, ListedRoom room, Participant participant, Instant now) {
        Instant at = participant.joinedAt() == null ? now : participant.joinedAt();
        String id = "reconciled-" + what + "-" + room.sid() + "-" + participant.sid();
        return new EventHeader(id, EventHeader.Source.RECONCILED, at, now, room.name(), room.sid(), room.metadata());
    }
}
