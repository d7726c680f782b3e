package telephony.app;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import telephony.testkit.FakeSipDirectory;

/** A run of the command line at a fixed time, and what it wrote. */
final class CommandLineRun {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    final Map<String, String> environment = new HashMap<>();
    byte[] in = new byte[0];

    /** The LiveKit that commands on trunks and rules reach. */
    final FakeSipDirectory sip = new FakeSipDirectory();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** The exit code. */
    int run(String... args) {
        Main.Surroundings surroundings = new Main.Surroundings(
                environment,
                config -> {
                    throw new IllegalStateException("nothing is started here");
                },
                new ByteArrayInputStream(in),
                InstantSource.fixed(NOW),
                livekit -> new SipLink(sip, () -> {}));
        return Main.run(args, surroundings, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
