package telephony.app.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import telephony.simulation.PhoneCall;

/** A demonstration of one call of a second, for tests that start the whole server. */
public final class ShortDemo {

    private ShortDemo() {}

    /** Goes as it must. */
    public static Demo good(PrintWriter out) {
        return of(Expectation.answeredBy(DemoRouting.AGENT), out);
    }

    /** Expects that nobody answers, and somebody does. */
    public static Demo wrong(PrintWriter out) {
        return of(Expectation.refused(), out);
    }

    private static Demo of(Expectation expected, PrintWriter out) {
        PhoneCall call =
                PhoneCall.between("+15551230001", DemoRouting.FRONT_DESK_NUMBER).hangingUpAfter(Duration.ofSeconds(2));
        Scenario scenario = new Scenario("nothing", Duration.ZERO, call, List.of(), expected);
        return new Demo(new Programme(List.of(scenario), List.of()), out, 0);
    }
}
