package telephony.call;

import org.jspecify.annotations.Nullable;

/**
 * A phone number as the carrier sent it, and in E.164 where it could be read as such. Nothing that a carrier sends is
 * refused: {@code anonymous}, extensions and invented numbers are kept as they came.
 *
 * @param raw the text of the SIP header's user part
 * @param e164 {@code +} and at most 15 digits; null when the text could not be read as a number of a numbering plan
 */
public record PhoneNumber(String raw, @Nullable String e164) {

    private static final int SHOWN_FIRST = 2;
    private static final int SHOWN_LAST = 4;

    /** E.164 where known, else the raw text. */
    public String best() {
        return e164 == null ? raw : e164;
    }

    /** For logs: at most the first two and the last four characters, and never more than half of the text. */
    public String masked() {
        String text = best();
        if (text.length() < 2 * (SHOWN_FIRST + SHOWN_LAST)) {
            int shown = Math.min(SHOWN_FIRST, text.length() / 2);
            return text.substring(0, shown) + "*".repeat(text.length() - shown);
        }
        int hidden = text.length() - SHOWN_FIRST - SHOWN_LAST;
        return text.substring(0, SHOWN_FIRST) + "*".repeat(hidden) + text.substring(text.length() - SHOWN_LAST);
    }

    /** Masked, so that a number that slips into a message or a log line does not show. */
    @Override
    public String toString() {
        return masked();
    }
}
