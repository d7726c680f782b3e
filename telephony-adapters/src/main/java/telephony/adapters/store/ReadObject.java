package telephony.adapters.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that {@link WrittenObject} wrote, of this version or another. Fields that nobody asks for are passed
 * over; words that this version does not know are put aside by their path.
 */
final class ReadObject {

    private final JsonNode node;
    private final String path;
    private final Map<String, String> unrecognised;

    private ReadObject(JsonNode node, String path, Map<String, String> unrecognised) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("no object: " + (path.isEmpty() ? "the whole" : path));
        }
        this.node = node;
        this.path = path;
        this.unrecognised = unrecognised;
    }

    /** The outermost object; words that are not known are put into this map. */
    static ReadObject root(JsonNode node, Map<String, String> unrecognised) {
        return new ReadObject(node, "", unrecognised);
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    private JsonNode needed(String name) {
        return field(name).orElseThrow(() -> new IllegalArgumentException("missing: " + path + name));
    }

    @Nullable
    String text(String name) {
        return field(name).map(JsonNode::textValue).orElse(null);
    }

    String neededText(String name) {
        String text = needed(name).textValue();
        if (text == null) {
            throw new IllegalArgumentException("no text: " + path + name);
        }
        return text;
    }

    long number(String name) {
        JsonNode value = needed(name);
        if (!value.canConvertToLong()) {
            throw new IllegalArgumentException("no whole number: " + path + name);
        }
        return value.longValue();
    }

    int smallNumber(String name) {
        return Math.toIntExact(number(name));
    }

    boolean flag(String name) {
        return field(name).map(JsonNode::booleanValue).orElse(false);
    }

    @Nullable
    Instant instant(String name) {
        return field(name).isPresent() ? neededInstant(name) : null;
    }

    Instant neededInstant(String name) {
        return Instant.ofEpochMilli(number(name));
    }

    /** The word's constant; one that is not known is put aside, and {@code UNRECOGNISED} stands for it. */
    <E extends Enum<E>> E word(String name, Class<E> vocabulary, E unknown) {
        String word = neededText(name);
        Optional<E> known = Stream.of(vocabulary.getEnumConstants())
                .filter(constant -> constant != unknown && constant.name().equals(word))
                .findFirst();
        if (known.isEmpty()) {
            unrecognised.put(path + name, word);
        }
        return known.orElse(unknown);
    }

    /** Puts the whole field aside, as text. */
    void putAside(String name) {
        unrecognised.put(path + name, JsonText.write(needed(name)));
    }

    Optional<JsonNode> json(String name) {
        return field(name);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        field(name).ifPresent(array -> array.forEach(item -> texts.add(item.asText())));
        return texts;
    }

    <T> Optional<T> object(String name, Function<ReadObject, T> reader) {
        return field(name).map(value -> reader.apply(new ReadObject(value, path + name + ".", unrecognised)));
    }

    <T> T neededObject(String name, Function<ReadObject, T> reader) {
        return object(name, reader).orElseThrow(() -> new IllegalArgumentException("missing: " + path + name));
    }

    <T> List<T> objects(String name, Function<ReadObject, T> reader) {
        List<T> objects = new ArrayList<>();
        field(name)
                .ifPresent(array -> array.forEach(item -> objects.add(
                        reader.apply(new ReadObject(item, path + name + "[" + objects.size() + "].", unrecognised)))));
        return objects;
    }
}
