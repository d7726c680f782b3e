package telephony.adapters.observe;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import telephony.call.PhoneNumber;

/**
 * Text of strangers, made fit for a line of a log: it stays one line, starts nothing in whoever reads it, and shows
 * neither whole phone numbers nor tokens.
 */
final class LogText {

    private static final int MAX_LENGTH = 300;

    /**
     * With a plus six digits or more, without one seven, with what people write between the digits of a phone number. Up
     * to nine digits with a unit after them are an amount, such as {@code 1048576 bytes}; numbers of people are longer.
     */
    private static final Pattern NUMBER = Pattern.compile("\\+\\d(?:[ .()-]{0,2}\\d){5,}"
            + "|(?<!\\d)(?!\\d{1,9} ?(?:bytes|characters|KiB|MiB|ms|s|seconds)\\b)\\d(?:[ .()-]{0,2}\\d){6,}");

    /** What looks like a number in part, but is made by LiveKit or by us: instants, UUIDs, ids with a prefix. */
    private static final Pattern NO_NUMBER = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"
            + "|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
            + "|(AD|AJ|EV|PA|RM|SCL|SDR|ST|TR)_[A-Za-z0-9]{1,40}"
            + "|v1:RM_[A-Za-z0-9]{1,40}/\\d{1,9}#\\d{1,9}:[A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,32}");

    private static final Pattern TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]{5,}(\\.[A-Za-z0-9_-]*){0,2}|(?i:bearer)\\s+\\S+");

    private static final Pattern PLAIN = Pattern.compile("[^\\s\"=]+");

    private final boolean showNumbers;

    LogText(boolean showNumbers) {
        this.showNumbers = showNumbers;
    }

    /** One name and its value, ready for the line. */
    String pair(String name, String value) {
        return name + "=" + value(name, value);
    }

    private String value(String name, String text) {
        if (isSecret(name)) {
            return "***";
        }
        String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
        String escaped = escape(withoutNumbers(TOKEN.matcher(cut).replaceAll("***")));
        return PLAIN.matcher(escaped).matches() ? escaped : '"' + escaped + '"';
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean named = lower.contains("token") || lower.contains("secret") || lower.contains("authorization");
        return named && !lower.endsWith("at");
    }

    private String withoutNumbers(String text) {
        if (showNumbers || NO_NUMBER.matcher(text).matches()) {
            return text;
        }
        return NUMBER.matcher(text).replaceAll(LogText::masked);
    }

    private static String masked(MatchResult number) {
        return new PhoneNumber(number.group(), null).masked();
    }

    private static String escape(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lookup = c == '$' && i + 1 < text.length() && text.charAt(i + 1) == '{';
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (lookup || !isHarmless(text, i)) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }

    private static boolean isHarmless(String text, int index) {
        char c = text.charAt(index);
        if (Character.isSurrogate(c)) {
            // Half a character is not valid text; which half is missing does not matter.
            return Character.isHighSurrogate(c)
                    ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                    : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED;
    }
}
