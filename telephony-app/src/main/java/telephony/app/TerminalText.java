package telephony.app;

import java.util.Locale;

/** Text of strangers, made fit for a terminal. */
final class TerminalText {

    private TerminalText() {}

    /**
     * The same as one line that moves no cursor, sets no colour and turns no direction: characters of control and format
     * are written as JSON writes them, so that JSON stays what it is.
     */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            int type = Character.getType(c);
            boolean harmless = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR;
            plain.append(harmless ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c));
        });
        return plain.toString();
    }
}
