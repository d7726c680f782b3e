package telephony.call;

import java.util.function.UnaryOperator;

/**
 * An agent of ours that was seen in the room.
 *
 * @param identity LiveKit identity; each job has its own
 * @param agentName {@code lk.agent_name}
 * @param sessions its sessions in the room
 */
public record AgentPresence(String identity, String agentName, Sessions sessions) {

    /** The same with one session changed. */
    public AgentPresence withSession(String sid, UnaryOperator<ParticipantSession> change) {
        return new AgentPresence(identity, agentName, sessions.with(sid, change));
    }
}
