package telephony.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the demonstration prints. */
class ShownTest {

    private static final String ESCAPE = "\u001b";
    private static final int TERMINAL_LINES = 24;

    private final Rehearsal rehearsal = new Rehearsal();
    private final StringWriter printed = new StringWriter();
    private final PrintWriter out = new PrintWriter(printed, true);

    @Test
    void theTableShouldHaveALineForEachCallAndFitItsWidth() {
        Performance played = rehearsal.withSwitchboard().play(Programme.full());
        Columns columns = new Columns(false);
        List<String> lines = new ArrayList<>(Columns.heading(Programme.full()));
        lines.addAll(columns.table(played.calls()));

        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Columns.WIDTH));
        assertThat(lines).hasSize(2 + 2 + played.size());
        assertThat(lines)
                .anyMatch(line -> line.contains("its agent crashes in mid-call") && line.contains("1 / 2"))
                .noneMatch(line -> line.contains(ESCAPE));
        assertThat(columns.summary(played)).startsWith("26 of 26 calls went as they must");
    }

    @Test
    void whatWentWrongShouldStandUnderItsCallAndBeRed() {
        Performance played = rehearsal.play(Programme.full());
        Columns columns = new Columns(true);

        assertThat(columns.table(played.calls()))
                .anyMatch(line -> line.contains("WRONG: heard nobody, not phone-agent") && line.startsWith(ESCAPE));
        assertThat(columns.summary(played)).contains("0 of 26", "see the lines marked WRONG");
    }

    @ParameterizedTest
    @ValueSource(ints = {Columns.LEAST_WIDTH, 80, Columns.WIDTH, 200})
    void theBoardShouldFitATerminalAndBeDrawnInOnePlace(int width) {
        LiveBoard board = new LiveBoard(out, new Columns(true, width), rehearsal.states);
        Performance performance = performance(board);
        int deepest = 0;
        boolean over = false;
        for (int step = 0; step < 400 && !over; step++) {
            int before = printed.getBuffer().length();
            over = performance.step();
            rehearsal.livekit.advance(Performance.STEP);
            List<String> drawn = printed.getBuffer().substring(before).lines().toList();
            deepest = Math.max(deepest, drawn.size());
            if (step > 0) {
                assertThat(drawn.get(0)).startsWith(ESCAPE + "[");
            }
        }

        assertThat(deepest).isBetween(10, TERMINAL_LINES - 1);
        assertThat(printed.toString())
                .contains("hears phone-agent", "agent speaks", "waits for the agent", "LiveKit's API is");
        assertThat(printed.toString().replaceAll(ESCAPE + "\\[\\d*[A-Za-z]", "").lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Math.min(width, Columns.WIDTH)));
    }

    @Test
    void theTableShouldFitANarrowTerminal() {
        Performance played = rehearsal.withSwitchboard().play(Programme.full());

        assertThat(new Columns(false, 80).table(played.calls()))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void plainLinesShouldTellWhenWhoHearsWhom() {
        Performance performance = performance(new PlainLines(out));
        for (int step = 0; step < 40; step++) {
            performance.step();
            rehearsal.livekit.advance(Performance.STEP);
        }

        assertThat(printed.toString().lines())
                .contains("  2.5 s  +15551230001  calls; its agent crashes in mid-call")
                .contains("  2.9 s  +15551230001  hears phone-agent");
    }

    @Test
    void textThatIsTooLongShouldBeCut() {
        assertThat(Columns.fit("four", 4)).isEqualTo("four");
        assertThat(Columns.fit("fives", 4)).isEqualTo("fiv…");
        assertThat(Columns.seconds(Duration.ofMillis(1250))).isEqualTo("1.3 s");
    }

    private Performance performance(Audience audience) {
        rehearsal.withSwitchboard();
        return new Performance(
                Programme.full(), rehearsal.livekit, room -> Optional.empty(), rehearsal.livekit.clock(), audience);
    }
}
