package telephony.call;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An agent of ours that was seen in the room, or has spoken to us.
 *
 * @param identity LiveKit identity; each job has its own
 * @param agentName {@code lk.agent_name}
 * @param sessions its sessions in the room; none as long as it has only spoken to us
 * @param heartbeat who listens to its heartbeat; null = it never sent one
 */
public record AgentPresence(String identity, String agentName, Sessions sessions, @Nullable Heartbeat heartbeat) {

    /** Of whom nothing is known yet. */
    public static AgentPresence of(String identity, String agentName) {
        return new AgentPresence(identity, agentName, Sessions.NONE, null);
    }

    /** The same with one session changed. */
    public AgentPresence withSession(String sid, UnaryOperator<ParticipantSession> change) {
        return new AgentPresence(identity, agentName, sessions.with(sid, change), heartbeat);
    }

    /** The same with another account of its heartbeat. */
    public AgentPresence withHeartbeat(@Nullable Heartbeat next) {
        return new AgentPresence(identity, agentName, sessions, next);
    }

    /** Its heartbeat. */
    public Optional<Heartbeat> beating() {
        return Optional.ofNullable(heartbeat);
    }
}
