package telephony.adapters.livekit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our mark in the metadata of a trunk or rule: the member {@code telephony.sip} of a JSON object, {@code v1:} and the
 * name of the set, beside whatever the user has there.
 *
 * @param others the object without the mark; null = the metadata is something else
 * @param keptBy the set that the mark names; null = there is none
 */
record SipMark(@Nullable ObjectNode others, @Nullable String keptBy) {

    private static final String RESERVED = "telephony";
    private static final String MARK = "sip";
    private static final String VERSION = "v1:";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads metadata, which may be anybody's. */
    static SipMark read(String metadata) {
        ObjectNode object = object(metadata).orElse(null);
        if (object == null) {
            return new SipMark(null, null);
        }
        String text = object.path(RESERVED).path(MARK).asText();
        if (!text.startsWith(VERSION)) {
            return new SipMark(object, null);
        }
        ObjectNode ours = (ObjectNode) object.path(RESERVED);
        ours.remove(MARK);
        if (ours.isEmpty()) {
            object.remove(RESERVED);
        }
        return new SipMark(object, text.substring(VERSION.length()));
    }

    /** Metadata of these members that bears the mark of this set. */
    static String write(JsonNode members, String keeper) {
        ObjectNode object = members.deepCopy();
        JsonNode reserved = object.path(RESERVED);
        ObjectNode ours = reserved instanceof ObjectNode there ? there : object.putObject(RESERVED);
        ours.put(MARK, VERSION + keeper);
        return object.toString();
    }

    /** Metadata of these members that bears the mark of this set. */
    static String write(Map<String, Object> members, String keeper) {
        return write(JSON.<ObjectNode>valueToTree(members), keeper);
    }

    private static Optional<ObjectNode> object(String metadata) {
        if (metadata.isBlank()) {
            return Optional.of(JSON.createObjectNode());
        }
        try {
            return JSON.readTree(metadata) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
