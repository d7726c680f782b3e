package telephony.app.proof;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import telephony.call.ParticipantKind;
import telephony.simulation.RoomTruth;
import telephony.simulation.RoomTruth.Present;

/** Whether each removal and each deletion may be sent. */
final class RemovalChecks implements Witness {

    private final Hearing hearing;
    private final Talking talking;
    private final Checker.Findings findings;

    RemovalChecks(Hearing hearing, Talking talking, Checker.Findings findings) {
        this.hearing = hearing;
        this.talking = talking;
        this.findings = findings;
    }

    @Override
    public void removing(Instant at, int replica, String identity, String roomName, @Nullable RoomTruth room) {
        Present whom = room == null ? null : room.find(identity).orElse(null);
        if (room == null || whom == null || Talking.isTarget(whom) || isRelieved(at, whom, room)) {
            return;
        }
        if (whom.kind() == ParticipantKind.SIP) {
            if (room.agents(Bounds.AGENT).anyMatch(hearing::isSettled)) {
                findings.violated(
                        Invariant.HEALTHY_AGENT_KEPT, at, "a caller who hears an agent is hung up on in " + roomName);
            }
            return;
        }
        if (whom.kind() != ParticipantKind.AGENT || !whom.agentName().equals(Bounds.AGENT)) {
            findings.violated(Invariant.NOTHING_FOREIGN_TOUCHED, at, identity + " is removed from " + roomName);
            return;
        }
        boolean another = room.agents(Bounds.AGENT).anyMatch(other -> !other.equals(whom) && other.audible());
        if (hearing.isSettled(whom) && hasKnownCaller(at, room) && !another) {
            findings.violated(Invariant.HEALTHY_AGENT_KEPT, at, identity + " is removed from " + roomName);
        }
    }

    /** Whether the target of a transfer talks, or did: then our agent leaves, and the call ends with the target's. */
    private boolean isRelieved(Instant at, Present whom, RoomTruth room) {
        boolean ours = whom.kind() == ParticipantKind.SIP || whom.agentName().equals(Bounds.AGENT);
        return ours && talking.wasBridged(at, room);
    }

    /** Of a caller whose coming was not told a list has told by now. */
    private static boolean hasKnownCaller(Instant at, RoomTruth room) {
        return room.callers().filter(caller -> !Talking.isTarget(caller)).anyMatch(caller -> caller.joinedAt()
                .isBefore(at.minus(Bounds.SETTLED)));
    }

    @Override
    public void deleting(Instant at, int replica, String dispatchId, String roomName, @Nullable RoomTruth room) {
        if (room == null) {
            return;
        }
        room.dispatches().stream()
                .filter(sent ->
                        sent.id().equals(dispatchId) && !sent.agentName().equals(Bounds.AGENT))
                .forEach(sent -> findings.violated(
                        Invariant.NOTHING_FOREIGN_TOUCHED,
                        at,
                        "the dispatch " + dispatchId + " of '" + sent.agentName() + "' is deleted in " + roomName));
    }

    @Override
    public void deletingRoom(Instant at, int replica, String roomName) {
        findings.violated(
                Invariant.NOTHING_FOREIGN_TOUCHED, at, roomName + " is deleted, although rooms are LiveKit's to close");
    }
}
