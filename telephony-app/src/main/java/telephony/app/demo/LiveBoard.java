package telephony.app.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the calls that are under way again and again in the same place of a terminal, at most so many as it shows. No line
 * may be wider than the terminal: it would take two, and the next picture be drawn too low.
 */
final class LiveBoard implements Audience {

    /** With its heading it fits a terminal of 24 lines. */
    static final int MOST_ROWS = 17;

    private static final String ESCAPE = "\u001b[";
    private static final String ROW = "%-12s  %s  %-22s %s";
    private static final int WHAT = 39;
    private static final int STATE = 22;
    private static final Duration TROUBLE_SHOWN = Duration.ofSeconds(4);

    private final PrintWriter out;
    private final Columns columns;
    private final SwitchboardStates switchboard;
    private int drawn;
    private String trouble = "";
    private Duration troubleUntil = Duration.ZERO;

    LiveBoard(PrintWriter out, Columns columns, SwitchboardStates switchboard) {
        this.out = out;
        this.columns = columns;
        this.switchboard = switchboard;
    }

    @Override
    public void begins(Duration now, PlayedCall call) {
        // Drawn with the step.
    }

    @Override
    public void changes(Duration now, PlayedCall call) {
        // Drawn with the step.
    }

    @Override
    public void befalls(Duration now, Trouble happening) {
        trouble = happening.what();
        troubleUntil = now.plus(TROUBLE_SHOWN);
    }

    @Override
    public void stepped(Duration now, Performance performance) {
        List<String> lines = lines(now, performance);
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append(ESCAPE).append(drawn).append('A');
        }
        // To the end of the screen: the board has got shorter when calls are over.
        text.append('\r').append(ESCAPE).append("0J");
        lines.forEach(line -> text.append(line).append(System.lineSeparator()));
        out.print(text);
        out.flush();
        drawn = lines.size();
    }

    private List<String> lines(Duration now, Performance performance) {
        List<PlayedCall> underWay =
                performance.calls().stream().filter(call -> !call.isOver()).toList();
        int over = performance.calls().size() - underWay.size();
        List<String> lines = new ArrayList<>();
        String counted = "%-7s  %d calls under way, %d of %d over   "
                .formatted(Columns.seconds(now), underWay.size(), over, performance.size());
        String happening = now.compareTo(troubleUntil) < 0 ? trouble : "";
        lines.add(counted + columns.red(Columns.fit(happening, columns.width() - counted.length())));
        lines.add(ROW.formatted(
                "from", columns.flexible("what is done to the call", WHAT), "the caller", "the switchboard"));
        underWay.stream().limit(MOST_ROWS).map(this::row).forEach(lines::add);
        if (underWay.size() > MOST_ROWS) {
            lines.add("and " + (underWay.size() - MOST_ROWS) + " more");
        }
        return lines;
    }

    private String row(PlayedCall call) {
        return ROW.formatted(
                call.scenario().from(),
                columns.flexible(call.scenario().what(), WHAT),
                // Padded before it is coloured: colours have no width, which padding does not know.
                coloured(call.shown(), "%-22s".formatted(call.shown())),
                Columns.fit(switchboard.of(call.roomName()), STATE));
    }

    private String coloured(String shown, String text) {
        if (shown.equals(PlayedCall.SILENCE) || !shown.startsWith(PlayedCall.HEARS)) {
            return text;
        }
        return shown.endsWith(PlayedCall.AT_ONCE) ? columns.red(text) : columns.green(text);
    }
}
