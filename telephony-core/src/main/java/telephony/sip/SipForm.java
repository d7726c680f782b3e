package telephony.sip;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.call.FreeValues;

/**
 * The form that a setting's values have: how they are read from what JSON and YAML have in common (text, number, truth
 * value, list, map), and how they are written as such.
 */
abstract class SipForm<T> {

    /** Length of a text at most, in characters. */
    static final int MAX_TEXT_CHARS = 1024;

    /** Length of what agents are told at most, in characters. */
    static final int MAX_METADATA_CHARS = 16 * 1024;

    /** Entries of a list or map at most. */
    static final int MAX_ENTRIES = 1000;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)");
    private static final Map<String, Long> NANOS =
            Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    /** One line of text. */
    static final SipForm<String> TEXT = new SipForm<>("") {
        @Override
        Optional<String> read(Object given, String pointer, SipFlaws flaws) {
            return line(given, pointer, flaws);
        }
    };

    /** Lines of text whose order means nothing. */
    static final SipForm<List<String>> TEXTS = new SipForm<>(List.of()) {
        @Override
        Optional<List<String>> read(Object given, String pointer, SipFlaws flaws) {
            if (!(given instanceof List<?> items) || items.size() > MAX_ENTRIES) {
                flaws.add(pointer, "type", "Give a list of at most " + MAX_ENTRIES + " texts.");
                return Optional.empty();
            }
            TreeSet<String> texts = new TreeSet<>();
            for (int i = 0; i < items.size(); i++) {
                String at = SipFlaws.pointer(pointer, i);
                Optional<String> text = line(items.get(i), at, flaws);
                if (text.filter(String::isBlank).isPresent()) {
                    flaws.add(at, "empty", "Give a text that is not empty.");
                }
                text.ifPresent(texts::add);
            }
            return Optional.of(List.copyOf(texts));
        }
    };

    /** Texts by name. */
    static final SipForm<Map<String, String>> TEXT_MAP = new SipForm<>(Map.of()) {
        @Override
        Optional<Map<String, String>> read(Object given, String pointer, SipFlaws flaws) {
            if (!(given instanceof Map<?, ?> members) || members.size() > MAX_ENTRIES) {
                flaws.add(pointer, "type", "Give an object of at most " + MAX_ENTRIES + " texts.");
                return Optional.empty();
            }
            TreeMap<String, String> texts = new TreeMap<>();
            members.forEach((name, value) -> line(value, SipFlaws.pointer(pointer, String.valueOf(name)), flaws)
                    .ifPresent(text -> texts.put(String.valueOf(name), text)));
            return Optional.of(Collections.unmodifiableMap(texts));
        }
    };

    /** Whatever JSON can say, as an object. */
    static final SipForm<Map<String, Object>> OBJECT = new SipForm<>(Map.of()) {
        @Override
        Optional<Map<String, Object>> read(Object given, String pointer, SipFlaws flaws) {
            if (!(given instanceof Map<?, ?> members)) {
                flaws.add(pointer, "type", "Give an object; our mark stands in it beside what you write.");
                return Optional.empty();
            }
            return Optional.of(FreeValues.object(members));
        }
    };

    /** True or false. */
    static final SipForm<Boolean> FLAG = new SipForm<>(false) {
        @Override
        Optional<Boolean> read(Object given, String pointer, SipFlaws flaws) {
            if (given instanceof Boolean flag) {
                return Optional.of(flag);
            }
            flaws.add(pointer, "type", "Give true or false.");
            return Optional.empty();
        }
    };

    /** A time span; none = LiveKit's own. */
    static final SipForm<Duration> DURATION_TEXT = new SipForm<>(Duration.ZERO) {
        @Override
        Optional<Duration> read(Object given, String pointer, SipFlaws flaws) {
            Optional<Duration> read = given instanceof String text ? duration(text) : Optional.empty();
            if (read.isEmpty()) {
                flaws.add(pointer, "format", "Give a time span such as 30s, 500ms, 2h or PT30S.");
            }
            return read;
        }

        @Override
        Object plain(Duration value) {
            return text(value);
        }
    };

    /** A secret; what is given is the secret itself, references are resolved before. */
    static final SipForm<Secret> SECRET = new SipForm<>(Secret.NONE) {
        @Override
        Optional<Secret> read(Object given, String pointer, SipFlaws flaws) {
            if (given instanceof Secret secret) {
                return Optional.of(secret);
            }
            flaws.add(
                    pointer,
                    "secret-in-the-open",
                    "Name the environment variable that holds it, as {env: " + SecretReferences.PREFIX + "...}.");
            return Optional.empty();
        }

        @Override
        Object plain(Secret value) {
            return Map.of("set", value.isSet());
        }
    };

    /** The agents of a rule. */
    static final SipForm<List<RuleAgent>> AGENTS =
            new ListForm<>(Set.of("agentName", "metadata", "deployment", "attributes", "restartPolicy"), "agents") {
                @Override
                Optional<RuleAgent> item(Map<?, ?> members, String pointer, SipFlaws flaws) {
                    String name = member(members, "agentName", TEXT, pointer, flaws);
                    if (name.isBlank()) {
                        flaws.add(SipFlaws.pointer(pointer, "agentName"), "missing", "Give the agent's name.");
                    }
                    Object told = members.get("metadata");
                    String metadata = told instanceof String text && text.length() <= MAX_METADATA_CHARS ? text : "";
                    if (told != null && !told.equals(metadata)) {
                        flaws.add(
                                SipFlaws.pointer(pointer, "metadata"),
                                "type",
                                "Give a text of at most " + MAX_METADATA_CHARS + " characters.");
                    }
                    SipForm<String> policies = word(RuleAgent.ON_FAILURE, RuleAgent.NEVER);
                    return Optional.of(new RuleAgent(
                            name,
                            metadata,
                            member(members, "deployment", TEXT, pointer, flaws),
                            member(members, "attributes", TEXT_MAP, pointer, flaws),
                            member(members, "restartPolicy", policies, pointer, flaws)));
                }

                @Override
                Map<String, Object> plainItem(RuleAgent agent) {
                    Map<String, Object> plain = new LinkedHashMap<>();
                    plain.put("agentName", agent.agentName());
                    putUnless("", plain, "metadata", agent.metadata());
                    putUnless("", plain, "deployment", agent.deployment());
                    putUnless(Map.of(), plain, "attributes", agent.attributes());
                    putUnless(RuleAgent.ON_FAILURE, plain, "restartPolicy", agent.restartPolicy());
                    return plain;
                }
            };

    /** Codecs, the preferred one first. */
    static final SipForm<List<SipCodec>> CODECS = new ListForm<>(Set.of("name", "rate"), "codecs") {
        @Override
        Optional<SipCodec> item(Map<?, ?> members, String pointer, SipFlaws flaws) {
            Object rate = members.containsKey("rate") ? members.get("rate") : Integer.valueOf(0);
            if (!(rate instanceof Number number)
                    || number.doubleValue() != number.intValue()
                    || number.intValue() < 0) {
                flaws.add(SipFlaws.pointer(pointer, "rate"), "type", "Give samples per second, such as 8000.");
                return Optional.empty();
            }
            String name = member(members, "name", TEXT, pointer, flaws);
            if (name.isBlank()) {
                flaws.add(SipFlaws.pointer(pointer, "name"), "missing", "Give the codec's name, such as PCMU.");
            }
            return Optional.of(new SipCodec(name, number.intValue()));
        }

        @Override
        Map<String, Object> plainItem(SipCodec codec) {
            return new TreeMap<>(Map.of("name", codec.name(), "rate", codec.rate()));
        }
    };

    private final T empty;

    private SipForm(T empty) {
        this.empty = empty;
    }

    /** One of these words, of which the first is LiveKit's own choice. */
    static SipForm<String> word(String... words) {
        return new SipForm<>(words[0]) {
            @Override
            Optional<String> read(Object given, String pointer, SipFlaws flaws) {
                if (given instanceof String word && List.of(words).contains(word)) {
                    return Optional.of(word);
                }
                flaws.add(pointer, "unknown-word", "Give one of " + String.join(", ", words) + ".");
                return Optional.empty();
            }
        };
    }

    /** The value that LiveKit takes when nothing is said. */
    T empty() {
        return empty;
    }

    /**
     * Reads a value; what is wrong with it is told to the flaws.
     *
     * @return empty when nothing can be made of it
     */
    abstract Optional<T> read(Object given, String pointer, SipFlaws flaws);

    /** The same as JSON and YAML have it. */
    Object plain(T value) {
        return value;
    }

    /** Such as {@code 90s}; whole milliseconds otherwise. */
    static String text(Duration value) {
        return value.toMillisPart() == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
    }

    private static Optional<Duration> duration(String text) {
        Matcher form = DURATION.matcher(text);
        try {
            Duration span = form.matches()
                    ? Duration.ofNanos(new BigDecimal(form.group(1))
                            .multiply(BigDecimal.valueOf(NANOS.getOrDefault(form.group(2), 0L)))
                            .longValueExact())
                    : Duration.parse(text);
            return span.isNegative() ? Optional.empty() : Optional.of(Duration.ofMillis(span.toMillis()));
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> line(@Nullable Object given, String pointer, SipFlaws flaws) {
        if (!(given instanceof String text) || text.length() > MAX_TEXT_CHARS) {
            String quotes = given instanceof Number ? ", in quotes." : ".";
            flaws.add(pointer, "type", "Give a text of at most " + MAX_TEXT_CHARS + " characters" + quotes);
            return Optional.empty();
        }
        if (CONTROL.matcher(text).find()) {
            flaws.add(pointer, "control-character", "Leave out line breaks and other control characters.");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private static <V> V member(Map<?, ?> members, String name, SipForm<V> form, String pointer, SipFlaws flaws) {
        Object given = members.get(name);
        return given == null
                ? form.empty()
                : form.read(given, SipFlaws.pointer(pointer, name), flaws).orElse(form.empty());
    }

    private static void putUnless(Object usual, Map<String, Object> plain, String name, Object value) {
        if (!value.equals(usual)) {
            plain.put(name, value);
        }
    }

    /** A list of objects in an order that means something. */
    private abstract static class ListForm<I> extends SipForm<List<I>> {

        private final Set<String> known;
        private final String what;

        ListForm(Set<String> known, String what) {
            super(List.of());
            this.known = known;
            this.what = what;
        }

        abstract Optional<I> item(Map<?, ?> members, String pointer, SipFlaws flaws);

        abstract Map<String, Object> plainItem(I item);

        @Override
        Optional<List<I>> read(Object given, String pointer, SipFlaws flaws) {
            if (!(given instanceof List<?> items) || items.size() > MAX_ENTRIES) {
                flaws.add(pointer, "type", "Give a list of at most " + MAX_ENTRIES + " " + what + ".");
                return Optional.empty();
            }
            List<I> read = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                String at = SipFlaws.pointer(pointer, i);
                if (items.get(i) instanceof Map<?, ?> members) {
                    members.keySet().stream()
                            .map(String::valueOf)
                            .filter(name -> !known.contains(name))
                            .forEach(name -> flaws.add(
                                    SipFlaws.pointer(at, name),
                                    "unknown-property",
                                    "Known here: " + String.join(", ", new TreeSet<>(known)) + "."));
                    item(members, at, flaws).ifPresent(read::add);
                } else {
                    flaws.add(at, "type", "Give an object.");
                }
            }
            return Optional.of(List.copyOf(read));
        }

        @Override
        Object plain(List<I> value) {
            return value.stream().map(this::plainItem).toList();
        }
    }
}
