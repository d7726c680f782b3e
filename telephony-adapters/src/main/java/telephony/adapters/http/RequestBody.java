package telephony.adapters.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a client sent. Every member that is read is known; {@link #finish} refuses the others, and all that
 * is wrong at once, each with its JSON pointer.
 */
final class RequestBody {

    /** Length of a text at most, in characters. */
    static final int MAX_TEXT_CHARS = 1024;

    /** Members of a map of texts at most. */
    static final int MAX_MEMBERS = 100;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_FLAWS = 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode json;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Problem.Flaw> flaws = new ArrayList<>();

    private RequestBody(ObjectNode json) {
        this.json = json;
    }

    /**
     * The body of a request, which the front door has read.
     *
     * @throws ProblemException 400 when it is no JSON object
     */
    static RequestBody of(Context ctx) {
        if (!(ctx.req().getAttribute(FrontDoor.BODY) instanceof byte[] body)) {
            throw new IllegalStateException("a request reached its route without its body having been read");
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return new RequestBody(object);
            }
            throw invalid("Send one JSON object.");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw invalid("It cannot be parsed" + place + "; send one JSON object, no member twice.");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can always be read", e);
        }
    }

    /** All members, as maps, lists, texts, numbers and truth values, and null; who reads them finds what is wrong. */
    Map<String, @Nullable Object> members() {
        return MAPPER.convertValue(json, new TypeReference<Map<String, @Nullable Object>>() {});
    }

    /** A text; null when there is none. */
    @Nullable
    String text(String name) {
        known.add(name);
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : text(pointer(name), value);
    }

    /** A text without which nothing can be done; an empty one, or none, is a flaw. */
    String requiredText(String name) {
        String text = text(name);
        if (text == null && (!json.has(name) || json.get(name).isNull())) {
            flaw(pointer(name), "missing", "Give a text.");
        }
        if (text != null && text.isBlank()) {
            flaw(pointer(name), "empty", "Give a text that is not empty.");
        }
        return text == null ? "" : text;
    }

    /** An instant in milliseconds; empty when there is none. */
    Optional<Instant> time(String name) {
        String text = text(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException e) {
            flaw(pointer(name), "format", "Give a time as in RFC 3339, such as 2026-11-21T10:00:00Z.");
            return Optional.empty();
        }
    }

    /** A list of texts; empty when there is none. */
    List<String> list(String name) {
        known.add(name);
        JsonNode value = json.get(name);
        List<String> texts = new ArrayList<>();
        if (value == null || value.isNull()) {
            return texts;
        }
        if (!value.isArray() || value.size() > MAX_MEMBERS) {
            flaw(pointer(name), "type", "Give a list of at most " + MAX_MEMBERS + " texts.");
            return texts;
        }
        for (int i = 0; i < value.size(); i++) {
            String text = text(pointer(name) + "/" + i, value.get(i));
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** An object of texts; empty when there is none. */
    Map<String, String> texts(String name) {
        known.add(name);
        JsonNode value = json.get(name);
        Map<String, String> texts = new LinkedHashMap<>();
        if (value == null || value.isNull()) {
            return texts;
        }
        if (!value.isObject() || value.size() > MAX_MEMBERS) {
            flaw(pointer(name), "type", "Give an object of at most " + MAX_MEMBERS + " texts.");
            return texts;
        }
        value.properties().forEach(member -> {
            String text = text(pointer(name) + pointer(member.getKey()), member.getValue());
            if (text != null) {
                texts.put(member.getKey(), text);
            }
        });
        return texts;
    }

    /** @throws ProblemException 422 when anything was wrong, or a member is not known */
    void finish() {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                flaw(pointer(name), "unknown-property", "This route knows: " + String.join(", ", known) + ".");
            }
        });
        if (!flaws.isEmpty()) {
            throw new ProblemException(Problem.invalidBody(flaws));
        }
    }

    private @Nullable String text(String pointer, JsonNode value) {
        if (value.isTextual() && value.textValue().length() <= MAX_TEXT_CHARS) {
            return value.textValue();
        }
        flaw(pointer, "type", "Give a text of at most " + MAX_TEXT_CHARS + " characters.");
        return null;
    }

    /** Notes that something is wrong; {@link #finish} refuses the body for it. */
    void flaw(String pointer, String code, String detail) {
        if (flaws.size() < MAX_FLAWS) {
            flaws.add(new Problem.Flaw(pointer, code, detail));
        }
    }

    private static String pointer(String name) {
        String shown = name.length() > MAX_TEXT_CHARS ? name.substring(0, MAX_TEXT_CHARS) : name;
        return "/" + shown.replace("~", "~0").replace("/", "~1");
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(Problem.badRequest("json-invalid", "The body is no JSON object", detail));
    }
}
