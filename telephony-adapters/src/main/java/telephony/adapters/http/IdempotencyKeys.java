package telephony.adapters.http;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import telephony.store.OrderKey;

/** The header by which whoever asks twice is told from two who ask. */
final class IdempotencyKeys {

    /** Says that an order had come before, so that this answer is that of then. */
    static final String REPLAYED = "Idempotency-Replayed";

    private static final String KEY = "Idempotency-Key";

    private IdempotencyKeys() {}

    /** The key of this request; empty = it has none. */
    static Optional<String> find(Context ctx) {
        List<String> given = Collections.list(ctx.req().getHeaders(KEY));
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.size() > 1 || !OrderKey.isFit(given.get(0))) {
            throw new ProblemException(OrderProblems.KEY_INVALID);
        }
        return Optional.of(given.get(0));
    }

    /** The key of this request, which must have one. */
    static String required(Context ctx) {
        return find(ctx).orElseThrow(() -> new ProblemException(OrderProblems.KEY_MISSING));
    }
}
