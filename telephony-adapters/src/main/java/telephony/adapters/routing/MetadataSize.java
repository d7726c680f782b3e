package telephony.adapters.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import telephony.dispatch.AgentMetadata;
import telephony.routing.RoutingDecision;

/** Measures what an agent would be told, as it will be sent: what is too large then must be refused now. */
final class MetadataSize {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = AgentMetadata.MAX_BYTES - AgentMetadata.CALL_BYTES;

    private MetadataSize() {}

    /** What is wrong with the size of what this route's agent is told; empty = nothing. */
    static Optional<String> problem(RoutingDecision.Dispatch route) {
        int bytes;
        try {
            bytes = JSON.writeValueAsBytes(AgentMetadata.preview(route, null, null)).length;
        } catch (JsonProcessingException e) {
            return Optional.of("what the agent is told has no form in JSON: " + e.getOriginalMessage());
        }
        return bytes <= MAX_BYTES
                ? Optional.empty()
                : Optional.of("what agent " + route.config().name() + " is told takes " + bytes
                        + " bytes as JSON; shorten" + " prompt, tools or metadata to " + MAX_BYTES
                        + " (16 KiB less what the call itself adds)");
    }
}
