package telephony.simulation;

import java.util.Map;
import java.util.Optional;
import telephony.call.CallId;
import telephony.dispatch.AgentMetadata;

/**
 * What an agent finds in its metadata to speak to the switchboard with.
 *
 * @param callId its call
 * @param token shows that it is an agent of the call
 */
public record AgentPass(CallId callId, String token) {

    /** The one in this metadata; empty = there is none. */
    static Optional<AgentPass> in(Map<String, Object> metadata) {
        if (metadata.get(AgentMetadata.RESERVED_KEY) instanceof Map<?, ?> ours
                && ours.get("call_id") instanceof String callId
                && ours.get("token") instanceof String token) {
            return Optional.of(new AgentPass(CallId.parse(callId), token));
        }
        return Optional.empty();
    }

    /** A token does not show itself in a log. */
    @Override
    public String toString() {
        return "AgentPass[" + callId + "]";
    }
}
