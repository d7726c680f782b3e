package telephony.adapters.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of CSV (RFC 4180) that a spreadsheet takes for text and not for something to calculate: what callers and carriers send
 * gets into it. A cell that begins as a formula does gets an apostrophe before it, but for a number in E.164: plus and
 * digits alone can do nothing but be a number, and programs that read the file need them as they are.
 */
final class CsvLine {

    private static final Pattern E164 = Pattern.compile("\\+[0-9]{1,15}");
    private static final String FORMULA = "=+-@\t\r\n";
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n;\t]|^\\s|\\s$");

    private CsvLine() {}

    /** Of these cells, with its end. */
    static byte[] of(List<@Nullable Object> cells) {
        return cells.stream()
                .map(cell -> cell == null ? "" : cell(cell))
                .collect(Collectors.joining(",", "", "\r\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(Object value) {
        if (value instanceof Long number) {
            return number.toString();
        }
        String text = value.toString();
        boolean calculates = !text.isEmpty()
                && FORMULA.indexOf(text.charAt(0)) >= 0
                && !E164.matcher(text).matches();
        String safe = calculates ? "'" + text : text;
        return NEEDS_QUOTES.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
