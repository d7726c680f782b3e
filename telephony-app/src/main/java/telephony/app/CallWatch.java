package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to be shown of the newest calls: what has changed since the last look, or all that goes on. Not thread-safe. */
final class CallWatch {

    /** With its headings and what is below it, it fits a terminal of 24 lines. */
    static final int MOST_ROWS = 18;

    /** How long a call that is over stays on the board. */
    static final Duration OVER_SHOWN = Duration.ofSeconds(30);

    private static final String ROW = "%7s  %-8s  %-16s  %-16s  %s";

    private Map<String, String> known = new HashMap<>();
    private boolean isFirst = true;

    /**
     * The calls that have changed, the oldest first; at the first look those that go on.
     *
     * @param page as the server lists calls
     * @param json whether each is told whole, as JSON, or in words
     */
    List<String> changes(JsonNode page, boolean json) {
        Map<String, String> next = new HashMap<>();
        List<String> changed = new ArrayList<>();
        for (JsonNode call : page.path("items")) {
            String id = call.path("callId").asText();
            String words = ServerTask.line(call);
            String seen = json ? call.path("version").asText() : words;
            next.put(id, seen);
            boolean isNews = isFirst ? !isOver(call) : !seen.equals(known.get(id));
            if (isNews) {
                changed.add(json ? call.toString() : words);
            }
        }
        Collections.reverse(changed);
        known = next;
        isFirst = false;
        return changed.stream().map(TerminalText::plain).toList();
    }

    /**
     * The board: calls that go on, then those that were over a moment ago, none wider than the terminal.
     *
     * @param trouble why what is shown may be old; empty = it is not
     */
    static List<String> board(JsonNode page, Instant now, int width, String trouble) {
        List<String> open = new ArrayList<>();
        List<String> over = new ArrayList<>();
        for (JsonNode call : page.path("items")) {
            if (!isOver(call)) {
                open.add(row(call, now));
            } else if (instant(call, "endedAt")
                    .filter(at -> now.isBefore(at.plus(OVER_SHOWN)))
                    .isPresent()) {
                over.add(row(call, now));
            }
        }
        List<String> rows = new ArrayList<>(open);
        rows.addAll(over);
        List<String> lines = new ArrayList<>();
        lines.add(open.size() + " of the newest " + page.path("items").size() + " calls go on"
                + (trouble.isEmpty() ? "" : "; " + trouble));
        lines.add(ROW.formatted("for", "", "from", "to", "").stripTrailing());
        lines.addAll(rows.subList(0, Math.min(rows.size(), MOST_ROWS)));
        if (rows.size() > MOST_ROWS) {
            lines.add("and " + (rows.size() - MOST_ROWS) + " more");
        }
        return lines.stream()
                .map(TerminalText::plain)
                .map(line -> line.length() <= width ? line : line.substring(0, width - 1) + "…")
                .toList();
    }

    private static String row(JsonNode call, Instant now) {
        Instant end = instant(call, "endedAt").orElse(now);
        long seconds = instant(call, "createdAt")
                .map(begin -> Math.max(0, Duration.between(begin, end).toSeconds()))
                .orElse(0L);
        String state = isOver(call)
                ? call.at("/outcome/result").asText("over")
                : call.path("status").asText() + ", "
                        + call.at("/dispatch/state").asText();
        return ROW.formatted(
                        seconds + " s",
                        call.path("direction").asText(),
                        call.path("from").asText("-"),
                        call.at("/dial/to").asText(call.path("to").asText("-")),
                        state)
                .stripTrailing();
    }

    private static boolean isOver(JsonNode call) {
        return instant(call, "endedAt").isPresent();
    }

    private static Optional<Instant> instant(JsonNode call, String member) {
        try {
            return Optional.of(Instant.parse(call.path(member).asText()));
        } catch (DateTimeException notYet) {
            return Optional.empty();
        }
    }
}
