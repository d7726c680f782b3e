package telephony.guard;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import telephony.outbound.Dial;

/**
 * The keys of the ledger. Each part is written with its length, so that no two lists of parts make one key; numbers, and
 * beginnings of numbers, stand in them as keyed hashes only.
 */
final class DialKeys {

    /** Who owns marks: one amount under each key. */
    static final String MARKS = "mark";

    private static final int RANGE_DIGITS = 2;
    private static final int PREFIX_CHARS = 8;

    private final UnaryOperator<String> hash;

    /** Keys with this keyed hash. */
    DialKeys(UnaryOperator<String> hash) {
        this.hash = hash;
    }

    /** Who owns the amounts of a dial. */
    static String owner(Dial dial) {
        return dial.callId() + "#" + dial.number();
    }

    /** A key of these parts; null is told from every text. */
    static String of(@Nullable String... parts) {
        StringBuilder key = new StringBuilder();
        for (String part : parts) {
            if (part == null) {
                key.append("-;");
            } else {
                key.append(part.length()).append(':').append(part).append(';');
            }
        }
        return key.toString();
    }

    String doNotCall(@Nullable String tenant, String number) {
        return of("dnc", tenant, hash.apply(number));
    }

    String quiet(@Nullable String tenant, String number) {
        return of("quiet", tenant, hash.apply(number));
    }

    String ofNumber(String what, @Nullable String tenant, String number) {
        return of(what, tenant, hash.apply(number));
    }

    String ofNumber(String what, @Nullable String tenant, String campaign, String number) {
        return of(what, tenant, campaign, hash.apply(number));
    }

    String prefix(@Nullable String tenant, String number) {
        return of("prefix", tenant, hash.apply(number.substring(0, Math.min(PREFIX_CHARS, number.length()))));
    }

    String range(@Nullable String tenant, String number) {
        return of("range", tenant, hash.apply(number.substring(0, Math.max(1, number.length() - RANGE_DIGITS))));
    }
}
