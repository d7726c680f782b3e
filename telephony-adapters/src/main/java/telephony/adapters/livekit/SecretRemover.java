package telephony.adapters.livekit;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the values of secret members out of a text that should have been JSON: {@code room.turnPassword}, and whatever
 * else has a name like a secret's. It reads strings and brackets only, so that it works on texts that no parser takes,
 * cut off in the middle included.
 */
final class SecretRemover {

    static final String REMOVED = "\"[removed]\"";

    private static final List<String> SECRET_WORDS =
            List.of("password", "passwd", "secret", "token", "credential", "authorization", "apikey", "api_key");
    /**
     * A signed token that stands in any text. Possessive, and only tried where a run of its characters begins: else
     * there are texts for which the time grows with the square of their length.
     */
    private static final Pattern SIGNED_TOKEN =
            Pattern.compile("(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{4,}+\\.[A-Za-z0-9_-]++\\.?[A-Za-z0-9_-]*+");
    /** Letters written as escapes, by which a member's name could hide. */
    private static final Pattern ESCAPED_LETTER = Pattern.compile("\\\\u00([46][1-9A-Fa-f]|[57][0-9Aa])");

    private static final int HEX = 16;

    private final String text;
    private final StringBuilder out;
    private int at;

    private SecretRemover(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length());
    }

    /** The text without the values of secrets; texts without secrets come back as they are. */
    static String remove(String text) {
        return SIGNED_TOKEN.matcher(new SecretRemover(text).run()).replaceAll("[removed]");
    }

    private String run() {
        while (at < text.length()) {
            if (text.charAt(at) != '"') {
                out.append(text.charAt(at++));
                continue;
            }
            int start = at;
            skipString();
            String name = text.substring(start, at);
            out.append(name);
            copySpace();
            if (at < text.length() && text.charAt(at) == ':' && isSecret(name)) {
                out.append(text.charAt(at++));
                copySpace();
                skipValue();
                out.append(REMOVED);
            }
        }
        return out.toString();
    }

    private static boolean isSecret(String name) {
        Matcher escapes = ESCAPED_LETTER.matcher(name);
        String plain = escapes.replaceAll(found -> String.valueOf((char) Integer.parseInt(found.group(1), HEX)));
        String lower = plain.toLowerCase(Locale.ROOT);
        return SECRET_WORDS.stream().anyMatch(lower::contains);
    }

    private void copySpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            out.append(text.charAt(at++));
        }
    }

    /** To behind the closing quote, or to the end of a text that has none. */
    private void skipString() {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                break;
            }
        }
        at = Math.min(at, text.length());
    }

    /** To behind the value, with all that it contains. */
    private void skipValue() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                return;
            }
            if (c == '"') {
                skipString();
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            }
        }
    }
}
