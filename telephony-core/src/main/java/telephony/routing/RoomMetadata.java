package telephony.routing;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of a room says, where it is a JSON object. Whoever made the room wrote it, such as the room configuration
 * of a dispatch rule; no caller can.
 *
 * @param texts its members that are texts, by their names; those beyond the limits of this class are left out, for a text that
 *     is cut is another one
 * @param flaw why nothing can be read of it, in words that quote nothing of it; null = it was read, or there is none
 */
public record RoomMetadata(Map<String, String> texts, @Nullable String flaw) {

    /** Longest metadata that is read, in characters; LiveKit takes 64 KB unless it is set to more. */
    public static final int MAX_CHARS = 65_536;

    /** Members that are kept at most, the first by their names. */
    public static final int MAX_TEXTS = 64;

    /** Longest name of a member that is kept, in characters. */
    public static final int MAX_NAME_CHARS = 256;

    /** Longest text that is kept, in characters. */
    public static final int MAX_TEXT_CHARS = 1024;

    /** Of a room that has none, or of which it was not told. */
    public static final RoomMetadata NONE = new RoomMetadata(Map.of(), null);

    public RoomMetadata {
        texts = texts.entrySet().stream()
                .filter(text -> text.getKey().length() <= MAX_NAME_CHARS
                        && text.getValue().length() <= MAX_TEXT_CHARS)
                .sorted(Map.Entry.comparingByKey())
                .limit(MAX_TEXTS)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Metadata that says these texts. */
    public static RoomMetadata of(Map<String, String> texts) {
        return texts.isEmpty() ? NONE : new RoomMetadata(texts, null);
    }

    /** Metadata of which nothing can be read. */
    public static RoomMetadata unreadable(String flaw) {
        return new RoomMetadata(Map.of(), flaw);
    }
}
