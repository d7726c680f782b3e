package telephony.adapters.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.call.Outcome;
import telephony.call.RetryRule;

/** Reads when another attempt of an order is to be made. */
final class RetryReading {

    private static final String ON = "on";

    private RetryReading() {}

    /** The rule of this object; null when something is wrong with it, which the whole body then tells. */
    static @Nullable RetryRule rule(RequestBody given) {
        int attempts = given.number("maxAttempts", RetryRule.LEAST_ATTEMPTS, RetryRule.MOST_ATTEMPTS);
        Duration backoff = given.duration("backoff", Duration.ZERO, RetryRule.LEAST_BACKOFF, RetryRule.MOST_BACKOFF);
        if (!given.has("backoff")) {
            given.flaw(
                    given.pointer("backoff"), "missing", "Say how long after a call the next one is made, such as 5m.");
        }
        Set<Outcome.Result> on = on(given);
        given.refuseUnknown();
        return backoff.isZero() || on.isEmpty() ? null : new RetryRule(attempts, backoff, on);
    }

    private static Set<Outcome.Result> on(RequestBody given) {
        List<String> words = given.list(ON);
        Set<Outcome.Result> on = new TreeSet<>();
        List<String> unknown = new ArrayList<>();
        for (String word : words) {
            Optional<Outcome.Result> result = RetryRule.ALLOWED.stream()
                    .filter(allowed -> Json.word(allowed).equals(word))
                    .findFirst();
            result.ifPresentOrElse(on::add, () -> unknown.add(word));
        }
        if (words.isEmpty() || !unknown.isEmpty()) {
            String known = RetryRule.ALLOWED.stream().map(Json::word).collect(Collectors.joining(", "));
            given.flaw(
                    given.pointer(ON),
                    "unknown-value",
                    String.format(
                            Locale.ROOT, "Give a list of some of %s; after all else nobody is called again.", known));
        }
        return unknown.isEmpty() ? on : Set.of();
    }
}
