package telephony.adapters.livekit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * JSON from outside: one object, no member twice, nothing behind it, no depth that could exhaust a stack. Two readers
 * that disagree on a doubled member are how a checked value and a used value come to differ.
 */
final class StrictJson {

    /** Levels of objects and arrays; LiveKit's own texts have fewer than ten. */
    static final int MAX_DEPTH = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Else a parser's message quotes the text, secrets included.
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** The object that the text is. */
    static ObjectNode object(String text) throws NotReadable {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new NotReadable("it cannot be parsed at " + place(broken));
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new NotReadable("it is no JSON object");
    }

    /** The text of a member; null when there is none, or one of another type. */
    static @Nullable String text(JsonNode object, String member) {
        JsonNode value = object.get(member);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    private static String place(JsonProcessingException broken) {
        // The message itself may quote the text; the place is enough to find the fault in what is kept.
        return broken.getLocation() == null
                ? "an unknown place"
                : "line " + broken.getLocation().getLineNr() + ", column "
                        + broken.getLocation().getColumnNr();
    }

    /** What is wrong with a text, in words that quote nothing of it. */
    static final class NotReadable extends Exception {
        private static final long serialVersionUID = 1L;

        NotReadable(String message) {
            super(message, null, false, false);
        }
    }
}
