package telephony.simulation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.call.ParticipantKind;

/** One session of a participant in a room. */
final class Session {

    final String sid;
    final String identity;
    final String name;
    final ParticipantKind kind;
    final Instant joinedAt;
    final Map<String, String> attributes = new LinkedHashMap<>();
    final Occupant occupant;

    @Nullable
    String trackSid;
    /** Its process has died: the track is there, nothing comes out of it. */
    boolean silent;

    /** The last request to hand its call over. */
    SimulatedTransfers.@Nullable Refer refer;

    Session(String sid, String identity, String name, ParticipantKind kind, Instant joinedAt, Occupant occupant) {
        this.sid = sid;
        this.identity = identity;
        this.name = name;
        this.kind = kind;
        this.joinedAt = joinedAt;
        this.occupant = occupant;
    }

    /** Agents do not keep a room open, recorders neither. */
    boolean keepsRoomOpen() {
        return kind != ParticipantKind.AGENT && kind != ParticipantKind.EGRESS;
    }

    boolean isAudibleAgent() {
        return kind == ParticipantKind.AGENT && trackSid != null && !silent;
    }

    ParticipantState state(@Nullable String disconnectReason) {
        return new ParticipantState(sid, identity, name, kind, joinedAt, trackSid, attributes, disconnectReason);
    }
}
