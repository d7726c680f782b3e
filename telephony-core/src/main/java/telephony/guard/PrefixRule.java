package telephony.guard;

import org.jspecify.annotations.Nullable;

/**
 * What is known of all numbers that begin alike.
 *
 * @param prefix {@code +} and 1 to 15 digits, of which {@code x} stands for any: {@code +1xxx976}
 * @param blocked why nobody may call there, one word such as {@code satellite}; null = it may be called
 * @param pricePerMinute in millionths of the policy's currency; null = what a shorter prefix says, or not known
 */
public record PrefixRule(String prefix, @Nullable String blocked, @Nullable Long pricePerMinute) {

    /** Millionths of a currency in one. */
    public static final long MICROS = 1_000_000;

    private static final String FORM = "\\+[0-9x]{1,15}";

    public PrefixRule {
        if (!isPrefix(prefix)) {
            throw new IllegalArgumentException("a prefix is + and 1 to 15 digits or x");
        }
        if (pricePerMinute != null && pricePerMinute < 0) {
            throw new IllegalArgumentException("a price is not below 0");
        }
    }

    /** Whether a rule can be about this text. */
    public static boolean isPrefix(String text) {
        return text.matches(FORM);
    }

    boolean covers(String number) {
        if (number.length() < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            char wanted = prefix.charAt(i);
            if (wanted != 'x' && wanted != number.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
