package telephony.adapters.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import telephony.store.CallQuery;

/** The query string of a request, of which every name must be known and stand there once. */
final class QueryParameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LENGTH = 1024;

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
