package telephony.guard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to be counted, and up to which limit.
 *
 * @param key what is counted under, at most {@value #MAX_KEY_CHARS} characters
 * @param kind by which its owner settles it later, such as {@code slot}; letters and digits, at most
 *     {@value #MAX_KIND_CHARS}
 * @param amount how much is added; 0 = nothing, it is only asked whether what is there is within the limit
 * @param limit what all live amounts under the key may come to, this one included; {@link #NO_LIMIT} = anything
 * @param until from when on it counts no more; null = it counts for ever
 */
public record LedgerLine(String key, String kind, long amount, long limit, @Nullable Instant until) {

    /** Longest key, in characters. */
    public static final int MAX_KEY_CHARS = 2_000;

    /** Longest kind, in characters. */
    public static final int MAX_KIND_CHARS = 20;

    /** Largest amount of one line. A thousand of them still are a whole number in every store. */
    public static final long MAX_AMOUNT = 1L << 42;

    /** The limit of what is counted but not limited. */
    public static final long NO_LIMIT = (1L << 53) - 1;

    public LedgerLine {
        if (key.isEmpty() || key.length() > MAX_KEY_CHARS) {
            throw new IllegalArgumentException("a key has 1 to " + MAX_KEY_CHARS + " characters");
        }
        if (!isKind(kind)) {
            throw new IllegalArgumentException("a kind has 1 to " + MAX_KIND_CHARS + " letters or digits");
        }
        if (amount < 0 || amount > MAX_AMOUNT || limit < 0 || limit > NO_LIMIT) {
            throw new IllegalArgumentException("amounts are 0 to " + MAX_AMOUNT + ", limits 0 to " + NO_LIMIT);
        }
    }

    /** Whether a kind can be called so. */
    public static boolean isKind(String text) {
        return text.matches("[a-z0-9]{1," + MAX_KIND_CHARS + "}");
    }

    /** Whether this line counts at this time. */
    public boolean isLiveAt(Instant now) {
        return until == null || until.isAfter(now);
    }
}
