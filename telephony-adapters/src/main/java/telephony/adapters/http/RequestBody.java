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
import java.time.Duration;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);

    private final String prefix;
    private final ObjectNode json;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Problem.Flaw> flaws;

    private RequestBody(String prefix, ObjectNode json, List<Problem.Flaw> flaws) {
        this.prefix = prefix;
        this.json = json;
        this.flaws = flaws;
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
        return of(body);
    }

    /**
     * The object that these bytes are.
     *
     * @throws ProblemException 400 when they are no JSON object
     */
    static RequestBody of(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return new RequestBody("", object, new ArrayList<>());
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

    /** An object that somebody else has read, by its place in the whole; its flaws are put into this list. */
    static RequestBody of(String pointer, ObjectNode object, List<Problem.Flaw> flaws) {
        return new RequestBody(pointer, object, flaws);
    }

    /** The same body merged into this object (RFC 7396): null takes a member away. */
    RequestBody mergedInto(ObjectNode base) {
        return new RequestBody(prefix, MergePatch.applied(json, base), flaws);
    }

    /** A list of objects, to be read the same way; their flaws are this body's. Empty when there is none. */
    List<RequestBody> objects(String name, int most) {
        known.add(name);
        JsonNode value = json.get(name);
        List<RequestBody> objects = new ArrayList<>();
        if (value == null || value.isNull()) {
            return objects;
        }
        if (!value.isArray() || value.size() > most) {
            flaw(pointer(name), "type", "Give a list of at most " + most + " objects.");
            return objects;
        }
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i) instanceof ObjectNode object) {
                objects.add(new RequestBody(pointer(name) + "/" + i, object, flaws));
            } else {
                flaw(pointer(name) + "/" + i, "type", "Give an object.");
            }
        }
        return objects;
    }

    /** Where it is in the whole, as a JSON pointer; empty = it is the whole. */
    String place() {
        return prefix;
    }

    /** All members, as maps, lists, texts, numbers and truth values, and null; who reads them finds what is wrong. */
    Map<String, @Nullable Object> members() {
        return MAPPER.convertValue(json, new TypeReference<Map<String, @Nullable Object>>() {});
    }

    /** Whether a member is there and not null. */
    boolean has(String name) {
        known.add(name);
        return json.hasNonNull(name);
    }

    /** A member that is an object, to be read the same way; its flaws are this body's. Empty when there is none. */
    Optional<RequestBody> within(String name) {
        known.add(name);
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode object) {
            return Optional.of(new RequestBody(pointer(name), object, flaws));
        }
        flaw(pointer(name), "type", "Give an object.");
        return Optional.empty();
    }

    /** A list of any JSON values, null among them left out; empty when there is none. */
    List<Object> values(String name) {
        known.add(name);
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MAX_MEMBERS) {
            flaw(pointer(name), "type", "Give a list of at most " + MAX_MEMBERS + " values.");
            return List.of();
        }
        List<@Nullable Object> values = MAPPER.convertValue(value, new TypeReference<List<@Nullable Object>>() {});
        List<Object> there = new ArrayList<>();
        values.forEach(one -> {
            if (one != null) {
                there.add(one);
            }
        });
        return there;
    }

    /** True or false; false when there is none. */
    boolean truth(String name) {
        known.add(name);
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            flaw(pointer(name), "type", "Give true or false.");
        }
        return value.asBoolean();
    }

    /** A duration such as {@code 30s} within these bounds; what is given otherwise when there is none. */
    Duration duration(String name, Duration otherwise, Duration least, Duration most) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        Duration given = duration(text).orElse(null);
        if (given != null && given.compareTo(least) >= 0 && given.compareTo(most) <= 0) {
            return given;
        }
        flaw(
                pointer(name),
                given == null ? "format" : "out-of-range",
                "Give a duration such as 30s, 5m or PT30S, from " + least.toSeconds() + "s to " + most.toSeconds()
                        + "s.");
        return otherwise;
    }

    private static Optional<Duration> duration(String text) {
        Matcher form = DURATION.matcher(text);
        try {
            return Optional.of(
                    form.matches()
                            ? Duration.ofMillis(Long.parseLong(form.group(1)) * MILLIS.getOrDefault(form.group(2), 0L))
                            : Duration.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A text; null when there is none. */
    @Nullable
    String text(String name) {
        return longText(name, MAX_TEXT_CHARS);
    }

    /** A text of at most so many characters; null when there is none. */
    @Nullable
    String longText(String name, int maxChars) {
        known.add(name);
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : text(pointer(name), value, maxChars);
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

    /** A whole number within these bounds; one that is not there is a flaw, and the least. */
    int number(String name, int least, int most) {
        known.add(name);
        JsonNode value = json.get(name);
        if (value != null && value.canConvertToInt() && value.isIntegralNumber()) {
            if (value.intValue() >= least && value.intValue() <= most) {
                return value.intValue();
            }
        }
        flaw(pointer(name), "out-of-range", "Give a whole number from " + least + " to " + most + ".");
        return least;
    }

    /** A list of texts; empty when there is none. */
    List<String> list(String name) {
        return list(name, MAX_MEMBERS);
    }

    /** A list of texts, of so many at most; empty when there is none. */
    List<String> list(String name, int most) {
        known.add(name);
        JsonNode value = json.get(name);
        List<String> texts = new ArrayList<>();
        if (value == null || value.isNull()) {
            return texts;
        }
        if (!value.isArray() || value.size() > most) {
            flaw(pointer(name), "type", "Give a list of at most " + most + " texts.");
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
            String text = text(pointer(name) + "/" + escaped(member.getKey()), member.getValue());
            if (text != null) {
                texts.put(member.getKey(), text);
            }
        });
        return texts;
    }

    /** Notes every member that was not read as a flaw; {@link #finish} of the whole body refuses it. */
    void refuseUnknown() {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                flaw(pointer(name), "unknown-property", "This route knows: " + String.join(", ", known) + ".");
            }
        });
    }

    /** @throws ProblemException 422 when anything was wrong, or a member is not known */
    void finish() {
        refuseUnknown();
        refuseFlaws();
    }

    /**
     * Passes over members that are not known.
     *
     * @throws ProblemException 422 when anything was wrong
     */
    void refuseFlaws() {
        if (!flaws.isEmpty()) {
            throw new ProblemException(Problem.invalidBody(flaws));
        }
    }

    private @Nullable String text(String pointer, JsonNode value) {
        return text(pointer, value, MAX_TEXT_CHARS);
    }

    private @Nullable String text(String pointer, JsonNode value, int maxChars) {
        if (value.isTextual() && value.textValue().length() <= maxChars) {
            return value.textValue();
        }
        flaw(pointer, "type", "Give a text of at most " + maxChars + " characters.");
        return null;
    }

    /** Notes that something is wrong; {@link #finish} refuses the body for it. */
    void flaw(String pointer, String code, String detail) {
        if (flaws.size() < MAX_FLAWS) {
            flaws.add(new Problem.Flaw(pointer, code, detail));
        }
    }

    /** Of a member of this object. */
    String pointer(String name) {
        return prefix + "/" + escaped(name);
    }

    /** A name as a part of a JSON pointer. */
    static String escaped(String name) {
        String shown = name.length() > MAX_TEXT_CHARS ? name.substring(0, MAX_TEXT_CHARS) : name;
        return shown.replace("~", "~0").replace("/", "~1");
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(Problem.badRequest("json-invalid", "The body is no JSON object", detail));
    }
}
