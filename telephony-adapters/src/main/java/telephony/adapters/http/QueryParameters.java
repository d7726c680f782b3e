package telephony.adapters.http;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.store.CallQuery;

/** The query string of a request, of which every name must be known and stand there once. */
final class QueryParameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LENGTH = 1024;
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    static QueryParameters of(Context ctx, Set<String> known) {
        Map<String, List<String>> values = ctx.queryParamMap();
        values.forEach((name, given) -> {
            if (!known.contains(name)) {
                throw refused(
                        "unknown-parameter",
                        "This query parameter is not known",
                        known.isEmpty()
                                ? "This route takes no query parameters."
                                : "This route knows: " + String.join(", ", new TreeSet<>(known)) + ".");
            }
            if (given.size() > 1) {
                throw refused("parameter-repeated", "A query parameter is repeated", "Give " + name + " once.");
            }
            if (given.get(0).length() > MAX_LENGTH) {
                throw refused("parameter-too-long", "A query parameter is too long", name + " is too long.");
            }
        });
        return new QueryParameters(values);
    }

    @Nullable
    String text(String name) {
        List<String> given = values.get(name);
        return given == null || given.isEmpty() || given.get(0).isEmpty() ? null : given.get(0);
    }

    /** A phone number; a plus that nobody wrote as %2B arrives as a blank, and no number begins with one. */
    @Nullable
    String number(String name) {
        String given = text(name);
        return given != null && given.startsWith(" ") ? "+" + given.strip() : given;
    }

    /** One of a closed vocabulary, as the API writes it; null = not given. */
    <E extends Enum<E>> @Nullable E word(String name, Class<E> vocabulary) {
        String given = text(name);
        if (given == null) {
            return null;
        }
        List<E> words = Stream.of(vocabulary.getEnumConstants())
                // Stands for what a newer version wrote, and is no word of its own.
                .filter(word -> !word.name().equals("UNRECOGNISED"))
                .toList();
        return words.stream()
                .filter(word -> Json.word(word).equals(given))
                .findFirst()
                .orElseThrow(() -> refused(
                        "parameter-invalid",
                        "A query parameter is not valid",
                        name + " is one of: " + words.stream().map(Json::word).collect(Collectors.joining(", "))
                                + "."));
    }

    /** A time; null = not given. */
    @Nullable
    Instant instant(String name) {
        String given = text(name);
        if (given == null) {
            return null;
        }
        try {
            Instant at = OffsetDateTime.parse(given).toInstant();
            if (!at.isBefore(Instant.EPOCH) && at.isBefore(END_OF_TIME)) {
                return at;
            }
        } catch (DateTimeParseException notATime) {
            // Answered below, as a time that no call can have is.
        }
        throw refused(
                "parameter-invalid",
                "A query parameter is not valid",
                name + " is a time such as 2026-11-21T10:00:00.000Z; a + in it is written %2B.");
    }

    int limit() {
        String given = text("limit");
        if (given == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(given);
            if (limit >= 1 && limit <= CallQuery.MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // Answered below, as a number outside the bounds is.
        }
        throw refused(
                "limit-invalid", "The limit is not valid", "limit is a number from 1 to " + CallQuery.MAX_LIMIT + ".");
    }

    static ProblemException refused(String code, String title, String detail) {
        return new ProblemException(Problem.badRequest(code, title, detail));
    }
}
