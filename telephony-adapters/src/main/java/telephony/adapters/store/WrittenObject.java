package telephony.adapters.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is being written. What is null is left out; instants are milliseconds since 1970.
 *
 * <p>It knows its path in the whole, such as {@code dispatch.owed[0]}, because words that this version does not know are
 * kept by path and written back as they were.
 */
final class WrittenObject {

    private final ObjectNode node = JsonText.object();
    private final String path;
    private final Map<String, String> kept;

    private WrittenObject(String path, Map<String, String> kept) {
        this.path = path;
        this.kept = kept;
    }

    /** The outermost object, where these words by path are written in place of {@code UNRECOGNISED}. */
    static WrittenObject root(Map<String, String> unrecognised) {
        return new WrittenObject("", new HashMap<>(unrecognised));
    }

    /** The words that no field has asked for. */
    Map<String, String> keptElsewhere() {
        return Map.copyOf(kept);
    }

    ObjectNode node() {
        return node;
    }

    WrittenObject text(String name, @Nullable String value) {
        return json(name, value == null ? null : JsonText.ofValue(value));
    }

    WrittenObject number(String name, long value) {
        node.put(name, value);
        return this;
    }

    WrittenObject flag(String name, boolean value) {
        node.put(name, value);
        return this;
    }

    WrittenObject instant(String name, @Nullable Instant at) {
        return at == null ? this : number(name, at.toEpochMilli());
    }

    WrittenObject word(String name, Enum<?> value) {
        String keptWord = kept.remove(path + name);
        return text(name, keptWord == null ? value.name() : keptWord);
    }

    /** Text that was kept whole because this version cannot read it; null when there is none. */
    @Nullable
    String takeKept(String name) {
        return kept.remove(path + name);
    }

    WrittenObject json(String name, @Nullable JsonNode value) {
        if (value != null) {
            node.set(name, value);
        }
        return this;
    }

    WrittenObject texts(String name, Collection<String> values) {
        return json(name, JsonText.ofValue(List.copyOf(values)));
    }

    /** An object in this field; null = none. */
    <T> WrittenObject object(String name, @Nullable T value, BiConsumer<WrittenObject, T> writer) {
        if (value != null) {
            WrittenObject inner = new WrittenObject(path + name + ".", kept);
            writer.accept(inner, value);
            node.set(name, inner.node);
        }
        return this;
    }

    /** A list of objects in this field. */
    <T> WrittenObject objects(String name, List<T> values, BiConsumer<WrittenObject, T> writer) {
        ArrayNode array = node.putArray(name);
        for (int i = 0; i < values.size(); i++) {
            WrittenObject inner = new WrittenObject(path + name + "[" + i + "].", kept);
            writer.accept(inner, values.get(i));
            array.add(inner.node);
        }
        return this;
    }
}
