package telephony.adapters.livekit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import telephony.call.DispatchMarker;
import telephony.dispatch.AgentMetadata;

/** A dispatch's metadata: the JSON object that the agent receives, with our marker in it. */
final class Metadata {

    /** Of the JSON in UTF-8. LiveKit takes more, but every list of a room's dispatches carries it again. */
    static final int MAX_BYTES = AgentMetadata.MAX_BYTES;

    private static final String RESERVED = "telephony";
    private static final String MARKER = "dispatch";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Metadata() {}

    /** @throws JsonProcessingException if a value of the map has no JSON form */
    static String write(Map<String, Object> metadata) throws JsonProcessingException {
        return JSON.writeValueAsString(metadata);
    }

    /** The marker, {@code telephony.dispatch}, in anybody's metadata; empty when there is none, or it is no JSON object. */
    static Optional<DispatchMarker> marker(String metadata) {
        if (metadata.isEmpty() || metadata.charAt(0) != '{') {
            return Optional.empty();
        }
        try {
            JsonNode marker = JSON.readTree(metadata).path(RESERVED).path(MARKER);
            return marker.isTextual() ? DispatchMarker.parse(marker.asText()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
