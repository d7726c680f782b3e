package telephony.routing;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who answers a call, and why. It is stored on the call's row as it was made. */
public sealed interface RoutingDecision {

    /** A short stable word for why this was decided, such as {@code default} or {@code number}. */
    String reason();

    /** The agent that should answer; empty when none should. */
    default Optional<AgentConfig> agent() {
        return Optional.empty();
    }

    /**
     * Send an agent.
     *
     * @param config who answers
     * @param reason why this one
     * @param tenantId whose call it is; null = nobody's in particular
     * @param campaignId what it belongs to; null = nothing
     * @param metadata JSON object handed to the agent, keys in any style; they reach it in snake_case
     */
    record Dispatch(
            AgentConfig config,
            String reason,
            @Nullable String tenantId,
            @Nullable String campaignId,
            Map<String, Object> metadata)
            implements RoutingDecision {

        public Dispatch {
            metadata = Map.copyOf(metadata);
        }

        /** Sends an agent for nobody in particular, with no metadata of its own. */
        public static Dispatch of(AgentConfig config, String reason) {
            return new Dispatch(config, reason, null, null, Map.of());
        }

        @Override
        public Optional<AgentConfig> agent() {
            return Optional.of(config);
        }
    }

    /** Leave the call alone: it is recorded, and nothing is sent, removed or ended. */
    record Ignore(String reason) implements RoutingDecision {}

    /** Refuse the call: the caller is removed from the room, which ends the ringing. */
    record Reject(String reason) implements RoutingDecision {}
}
