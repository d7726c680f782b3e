package telephony.adapters.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How values look in our JSON. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static <T> ArrayNode array(List<T> items, Function<T, ObjectNode> toJson) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
        items.forEach(item -> array.add(toJson.apply(item)));
        return array;
    }

    /** A part of a list, in the form that every list has. */
    static <T> ObjectNode page(List<T> items, @Nullable String nextCursor, Function<T, ObjectNode> toJson) {
        ObjectNode page = object();
        page.set("items", array(items, toJson));
        return page.put("nextCursor", nextCursor);
    }

    /** RFC 3339 in UTC with milliseconds. */
    static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : MILLIS.format(at);
    }

    /** Names of closed vocabularies are lower case with underscores. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static ObjectNode problem(Problem problem, String requestId) {
        ObjectNode json = object().put("type", problem.type())
                .put("title", problem.title())
                .put("status", problem.status())
                .put("detail", problem.detail())
                .put("code", problem.code())
                .put("requestId", requestId);
        if (!problem.errors().isEmpty()) {
            json.set("errors", array(problem.errors(), Json::flaw));
        }
        return json;
    }

    private static ObjectNode flaw(Problem.Flaw flaw) {
        return object().put("pointer", flaw.pointer()).put("code", flaw.code()).put("detail", flaw.detail());
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }

    /** Maps, lists, texts, numbers and truth values as JSON. */
    static JsonNode value(Object value) {
        return MAPPER.valueToTree(value);
    }

    static byte[] bytes(ObjectNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }
}
