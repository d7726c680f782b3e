package telephony.simulation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchMarker;
import telephony.call.ParticipantKind;

/**
 * A room as it really is, for those who judge: not what a list shows of it.
 *
 * @param state name and incarnation
 * @param configuredAgents the agents that LiveKit sends itself
 * @param present who is there
 * @param remembersCaller whether LiveKit goes on listing a caller who was there when it died and has not come back
 * @param remembersAgent the same of an agent
 * @param dispatches those that it knows
 */
public record RoomTruth(
        RoomState state,
        List<String> configuredAgents,
        List<Present> present,
        boolean remembersCaller,
        boolean remembersAgent,
        List<Sent> dispatches) {

    public RoomTruth {
        configuredAgents = List.copyOf(configuredAgents);
        present = List.copyOf(present);
        dispatches = List.copyOf(dispatches);
    }

    /**
     * Somebody who is there.
     *
     * @param sid one session
     * @param identity who it is
     * @param kind what it is
     * @param agentName under which name it was sent; empty = it is no agent, or has none
     * @param joinedAt when the session began
     * @param audible whether it is an agent that the others hear
     */
    public record Present(
            String sid, String identity, ParticipantKind kind, String agentName, Instant joinedAt, boolean audible) {

        private static Present of(Session session) {
            return new Present(
                    session.sid,
                    session.identity,
                    session.kind,
                    session.attributes.getOrDefault(ParticipantState.AGENT_NAME, ""),
                    session.joinedAt,
                    session.isAudibleAgent());
        }

        /** Whether LiveKit keeps the room open for it. */
        public boolean isHuman() {
            return kind != ParticipantKind.AGENT && kind != ParticipantKind.EGRESS;
        }
    }

    /**
     * A dispatch that was asked for.
     *
     * @param id {@code AD_…}
     * @param agentName who is to come; empty = workers without a name
     * @param marker our attempt that made it; null = it is somebody else's
     */
    public record Sent(String id, String agentName, @Nullable DispatchMarker marker) {

        private static Sent of(Dispatch dispatch) {
            return new Sent(dispatch.id, dispatch.asked.agentName(), dispatch.asked.marker());
        }
    }

    static RoomTruth of(Room room) {
        return new RoomTruth(
                room.stored.state(),
                room.stored.agents(),
                room.sessions.values().stream().map(Present::of).toList(),
                remembers(room, ParticipantKind.SIP),
                remembers(room, ParticipantKind.AGENT),
                room.dispatches.values().stream().map(Sent::of).toList());
    }

    private static boolean remembers(Room room, ParticipantKind kind) {
        return room.stored.remembered().values().stream().anyMatch(who -> who.kind() == kind);
    }

    /** The one of this identity. */
    public Optional<Present> find(String identity) {
        return present.stream().filter(who -> who.identity().equals(identity)).findFirst();
    }

    /** The agents of this name. */
    public Stream<Present> agents(String agentName) {
        return present.stream()
                .filter(who ->
                        who.kind() == ParticipantKind.AGENT && who.agentName().equals(agentName));
    }

    /** Those on the phone. */
    public Stream<Present> callers() {
        return present.stream().filter(who -> who.kind() == ParticipantKind.SIP);
    }
}
