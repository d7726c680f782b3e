package telephony.app.demo;

import java.io.PrintWriter;
import java.time.Duration;

/** Prints a line for everything that happens: for files, pipes and continuous integration. */
final class PlainLines implements Audience {

    private final PrintWriter out;

    PlainLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begins(Duration now, PlayedCall call) {
        print(now, call.scenario().from(), "calls; " + call.scenario().what());
    }

    @Override
    public void changes(Duration now, PlayedCall call) {
        print(now, call.scenario().from(), call.shown());
    }

    @Override
    public void befalls(Duration now, Trouble trouble) {
        print(now, "***", trouble.what());
    }

    @Override
    public void stepped(Duration now, Performance performance) {
        // Whatever happened in it was printed.
    }

    private void print(Duration now, String who, String what) {
        out.printf("%7s  %-12s  %s%n", Columns.seconds(now), who, what);
        out.flush();
    }
}
