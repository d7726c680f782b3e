package telephony.decided;

import org.jspecify.annotations.Nullable;
import telephony.routing.AgentConfig;

/**
 * Who answers when the rules cannot say it in time.
 *
 * @param agentId by which the operator knows the agent; null = by its name in LiveKit alone
 * @param name the agent's name for people
 * @param agent who is sent
 * @param tenantId whose calls those are that are nobody's in particular; null = nobody's
 */
public record EarlyFallback(@Nullable String agentId, String name, AgentConfig agent, @Nullable String tenantId) {

    /** By which others know the agent. */
    public String id() {
        return agentId == null ? agent.name() : agentId;
    }
}
