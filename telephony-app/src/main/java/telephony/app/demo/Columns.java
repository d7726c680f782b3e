package telephony.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the demonstration prints: lines of at most {@value #WIDTH} characters, in columns; fewer on a narrow terminal. */
final class Columns {

    /** Longest line. */
    static final int WIDTH = 100;

    /** On a narrower terminal lines are not cut any more, as too little would be left of them. */
    static final int LEAST_WIDTH = 70;

    private static final int WHAT = 44;
    private static final String HEADING = "%-2s %-12s  %s %7s  %-8s  %s";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final boolean coloured;
    private final int width;

    /** As wide as it can be. */
    Columns(boolean coloured) {
        this(coloured, WIDTH);
    }

    /** @param width of the lines, in characters; outside of {@value #LEAST_WIDTH} to {@value #WIDTH} the nearest of them */
    Columns(boolean coloured, int width) {
        this.coloured = coloured;
        this.width = Math.max(LEAST_WIDTH, Math.min(WIDTH, width));
    }

    int width() {
        return width;
    }

    /** Cut or filled to the width of a column that takes what other columns leave; at full width it has this. */
    String flexible(String text, int atFullWidth) {
        int left = atFullWidth - (WIDTH - width);
        return String.format(Locale.ROOT, "%-" + left + "s", fit(text, left));
    }

    /** What this is, for whoever never heard of it. */
    static List<String> heading(Programme programme) {
        return List.of(
                programme.scenarios().size() + " phone calls reach a simulated LiveKit in this process. Each must hear"
                        + " one AI agent at a time.",
                "Switchboard, HTTP and time are the real ones: nothing is sped up, so it takes "
                        + programme.length().toSeconds() + " s.");
    }

    /** Seconds with a tenth. */
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /** What became of the calls, one a line, and under it what is wrong. */
    List<String> table(List<PlayedCall> calls) {
        List<String> lines = new ArrayList<>();
        lines.add(HEADING.formatted(
                "", "from", flexible("what was done to the call", WHAT), "heard", "agents", "outcome"));
        lines.add(HEADING.formatted("", "", flexible("", WHAT), "after", "once/all", ""));
        int number = 1;
        for (PlayedCall call : calls) {
            lines.add(row(number++, call));
            call.verdict().complaints().forEach(complaint -> lines.add(red("     WRONG: " + complaint)));
        }
        return lines;
    }

    private String row(int number, PlayedCall call) {
        Ears ears = call.ears();
        Verdict verdict = call.verdict();
        String row = HEADING.formatted(
                number,
                call.scenario().from(),
                flexible(call.scenario().what(), WHAT),
                call.heardAfter().map(Columns::seconds).orElse("-"),
                ears.mostAtOnce() + " / " + ears.heard().size(),
                verdict.isGood() ? call.scenario().expected().words() : "WRONG");
        return verdict.isGood() ? row : red(row);
    }

    /** The last line. */
    String summary(Performance performance) {
        long good = performance.calls().stream()
                .filter(call -> call.verdict().isGood())
                .count();
        String counted = good + " of " + performance.size() + " calls went as they must: ";
        return performance.isGood()
                ? green(counted + "never two agents at once, nobody without one or a stated reason.")
                : red(counted + "see the lines marked WRONG.");
    }

    String green(String text) {
        return coloured ? GREEN + text + PLAIN : text;
    }

    String red(String text) {
        return coloured ? RED + text + PLAIN : text;
    }

    /** Cut where it would push the next column away. */
    static String fit(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
