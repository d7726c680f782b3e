package telephony.adapters.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names from outside as keys that every database takes: without U+0000 and halves of surrogate pairs, and short enough
 * for an index. Two names never have one key; that of an ordinary name is the name.
 */
final class KeyText {

    /** Longest name that is its own key, in characters; an index entry in PostgreSQL holds 2,700 bytes at most. */
    static final int MAX_CHARS = 500;

    private static final char ESCAPE = '\\';

    private static final Pattern ESCAPED = Pattern.compile("\\\\([0-9a-f]{4})");

    private KeyText() {}

    /** The key of this name, at most {@value #MAX_CHARS} characters long. */
    static String of(String name) {
        String plain = escaped(name);
        if (plain.length() <= MAX_CHARS) {
            return plain;
        }
        // No escaped name contains this sequence, so that no name is the key of a longer one.
        String tail = ESCAPE + "#" + sha256(plain);
        int end = MAX_CHARS - tail.length();
        boolean cutsPair = Character.isHighSurrogate(plain.charAt(end - 1));
        return plain.substring(0, cutsPair ? end - 1 : end) + tail;
    }

    /** The same however long it gets: {@link #nameOf} makes the name of it again. */
    static String escaped(String name) {
        StringBuilder key = new StringBuilder(name.length());
        name.codePoints().forEach(point -> {
            boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            if (point == 0 || point == ESCAPE || half) {
                key.append(ESCAPE).append(HexFormat.of().toHexDigits((char) point));
            } else {
                key.appendCodePoint(point);
            }
        });
        return key.toString();
    }

    /** The name that was escaped so, or whose key this is, when it was short enough to be whole. */
    static String nameOf(String escaped) {
        return ESCAPED.matcher(escaped)
                .replaceAll(found ->
                        Matcher.quoteReplacement(String.valueOf((char) HexFormat.fromHexDigits(found.group(1)))));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
