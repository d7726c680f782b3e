package telephony.adapters.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import telephony.call.PhoneNumber;

/**
 * Reads the text that a carrier put into a SIP header: the text in, the same text and E.164 where it can be a number of
 * a numbering plan out. Whether the number is assigned to anybody is not asked. Never throws, safe for any number of
 * threads.
 */
public final class PhoneNumbers implements Function<String, PhoneNumber> {

    /** Length of a text that may be a number, in characters; E.164 has 15 digits, the rest is punctuation. */
    static final int MAX_NUMBER_CHARS = 64;
    /** Length of the raw text that is kept, in characters. */
    static final int MAX_RAW_CHARS = 256;

    private static final int MAX_E164_CHARS = 16;

    private final PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    private final @Nullable String defaultRegion;

    /**
     * @param defaultRegion ISO 3166 two letters, such as {@code DE}: how to read numbers without a {@code +}; null =
     *     only international numbers become E.164
     * @throws IllegalArgumentException when libphonenumber does not know the region
     */
    public PhoneNumbers(@Nullable String defaultRegion) {
        if (defaultRegion != null && !isRegion(defaultRegion)) {
            throw new IllegalArgumentException(
                    "Unknown region \"" + defaultRegion + "\": give two capital letters, such as DE or US, or none");
        }
        this.defaultRegion = defaultRegion;
    }

    /** Whether numbers can be read as those of this region: ISO 3166, two capital letters, known to libphonenumber. */
    public static boolean isRegion(String region) {
        return PhoneNumberUtil.getInstance().getSupportedRegions().contains(region);
    }

    @Override
    public PhoneNumber apply(String raw) {
        return new PhoneNumber(cut(raw), e164(raw));
    }

    private @Nullable String e164(String raw) {
        if (raw.length() > MAX_NUMBER_CHARS || !isPlain(raw)) {
            return null;
        }
        try {
            Phonenumber.PhoneNumber number = util.parse(raw, defaultRegion);
            // Not isPossibleNumber: to that a local number without its area code will do, which nobody else could dial.
            if (util.isPossibleNumberWithReason(number) != ValidationResult.IS_POSSIBLE) {
                return null;
            }
            String text = util.format(number, PhoneNumberFormat.E164);
            return text.length() <= MAX_E164_CHARS ? text : null;
        } catch (NumberParseException ordinary) {
            // "anonymous", an extension of the office: no number of a numbering plan, kept as it came.
            return null;
        }
    }

    /**
     * Digits and punctuation only. libphonenumber would also read letters as on a telephone's keys, digits out of the
     * middle of a text, and drop extensions; a SIP user part that needs this is a name, not a number.
     */
    private static boolean isPlain(String raw) {
        return raw.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.() /".indexOf(c) >= 0);
    }

    private static String cut(String raw) {
        if (raw.length() <= MAX_RAW_CHARS) {
            return raw;
        }
        int end = Character.isHighSurrogate(raw.charAt(MAX_RAW_CHARS - 1)) ? MAX_RAW_CHARS - 1 : MAX_RAW_CHARS;
        return raw.substring(0, end);
    }
}
