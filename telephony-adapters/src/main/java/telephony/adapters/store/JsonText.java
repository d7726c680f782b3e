package telephony.adapters.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON text and the values that it can hold. */
final class JsonText {

    /** All but ASCII is escaped: some databases refuse U+0000, and half of a surrogate pair cannot be encoded. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final JsonNodeFactory NODES = JSON.getNodeFactory();

    private JsonText() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode array() {
        return NODES.arrayNode();
    }

    static String write(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }

    /**
     * Reads text that this software wrote.
     *
     * @throws IllegalArgumentException when it is not JSON
     */
    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    /**
     * A string, number, boolean, list, map with names, or null, as JSON; maps by name, so that equal ones are written
     * alike.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static JsonNode ofValue(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof String text) {
            return NODES.textNode(text);
        } else if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        } else if (value instanceof Number number) {
            return ofNumber(number);
        } else if (value instanceof List<?> list) {
            ArrayNode array = array();
            list.forEach(item -> array.add(ofValue(item)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, JsonNode> byName = new TreeMap<>();
            map.forEach((name, item) -> byName.put(String.valueOf(name), ofValue(item)));
            return object().setAll(byName);
        }
        throw new IllegalArgumentException("no JSON value: " + value.getClass().getName());
    }

    private static JsonNode ofNumber(Number number) {
        if (number instanceof Integer whole) {
            return NODES.numberNode(whole);
        } else if (number instanceof Long whole) {
            return NODES.numberNode(whole);
        } else if (number instanceof BigInteger whole) {
            return NODES.numberNode(whole);
        } else if (number instanceof BigDecimal decimal) {
            return NODES.numberNode(decimal);
        }
        return NODES.numberNode(number.doubleValue());
    }

    /** The value that {@link #ofValue} writes so; a whole number has the narrowest type from Integer on that holds it. */
    static @Nullable Object toValue(JsonNode node) {
        if (node.isObject()) {
            return toMap(node);
        } else if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(item -> list.add(toValue(item)));
            return list;
        } else if (node.isNumber()) {
            return node.numberValue();
        } else if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull() ? null : node.textValue();
    }

    /** The members of an object, in their order. */
    static Map<String, @Nullable Object> toMap(JsonNode object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object.properties().forEach(member -> map.put(member.getKey(), toValue(member.getValue())));
        return map;
    }
}
