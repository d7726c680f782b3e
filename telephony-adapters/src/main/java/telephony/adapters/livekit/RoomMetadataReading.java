package telephony.adapters.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.adapters.livekit.StrictJson.NotReadable;
import telephony.routing.RoomMetadata;

/** Reads the metadata of a room, which may be any text; whatever it is, it costs no event and no list. */
final class RoomMetadataReading {

    private RoomMetadataReading() {}

    /** @param sent the room's member {@code metadata} of a webhook; null = it has none */
    static RoomMetadata of(@Nullable JsonNode sent) {
        if (sent == null || sent.isNull()) {
            return RoomMetadata.NONE;
        }
        return sent.isTextual() ? of(sent.textValue()) : RoomMetadata.unreadable("it is no text");
    }

    /** @param metadata as LiveKit has it; empty = there is none */
    static RoomMetadata of(String metadata) {
        if (metadata.isEmpty()) {
            return RoomMetadata.NONE;
        }
        if (metadata.length() > RoomMetadata.MAX_CHARS) {
            return RoomMetadata.unreadable(
                    "it has " + metadata.length() + " characters, more than " + RoomMetadata.MAX_CHARS);
        }
        try {
            return RoomMetadata.of(texts(StrictJson.object(metadata)));
        } catch (NotReadable broken) {
            return RoomMetadata.unreadable(String.valueOf(broken.getMessage()));
        }
    }

    private static Map<String, String> texts(ObjectNode json) {
        Map<String, String> texts = new HashMap<>();
        CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
        json.properties().forEach(member -> {
            JsonNode value = member.getValue();
            // Half of a surrogate pair, which JSON can escape, is no text that a store can hold.
            if (value.isTextual() && utf8.canEncode(member.getKey()) && utf8.canEncode(value.textValue())) {
                texts.put(member.getKey(), value.textValue());
            }
        });
        return texts;
    }
}
