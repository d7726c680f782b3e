package telephony.app;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import telephony.app.demo.Demo;

/** Shows what this is: some twenty calls on a simulated LiveKit, judged by what their callers heard. */
@Command(
        name = "demo",
        description = "Plays some twenty phone calls on a simulated LiveKit in about a minute: no account, no phone,"
                + " no configuration. Exit code 0 when every caller heard one agent at a time, or the record says"
                + " truly why not.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int MAX_PORT = 65_535;

    /** What slf4j-simple reads when the first line is logged. */
    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where the switchboard listens on this machine; 0 = any free port (default).")
    private int port;

    @Option(names = "--stay", description = "Stays when the calls are over, and prints what to try on it.")
    private boolean stay;

    @Option(names = "--plain", description = "Prints lines, as without a terminal.")
    private boolean plain;

    DemoCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--port is a number from 0 (any free port) to " + MAX_PORT + ", not " + port);
        }
        // What is logged for operators would run through the picture; who wants it sets the property.
        System.setProperty(LOG_LEVEL, System.getProperty(LOG_LEVEL, "error"));
        PrintWriter out = spec.commandLine().getOut();
        return play(new Demo(out, plain ? 0 : Terminal.width(environment)), out);
    }

    /** Nothing of the environment counts: the demonstration is the same everywhere. */
    private int play(Demo demo, PrintWriter out) throws InterruptedException {
        InstantSource clock = InstantSource.system();
        try (TemporaryFolder folder = new TemporaryFolder("telephony-demo");
                SimulatedSwitchboard all =
                        SimulatedSwitchboard.start(0, settings(folder), Map.of(), config -> new Wiring(
                                        config, clock, demo.router(), List.of(demo.listener()))
                                .start())) {
            Demo.Played played = demo.play(all.livekit(), all.url(), clock);
            if (stay) {
                whatToTry(all, played.callId()).forEach(out::println);
                Main.untilStopped(all::close);
            }
            return played.good() ? 0 : FAILED;
        }
    }

    /** The store is that of a real server, but nothing of it stays behind. */
    private Map<String, String> settings(TemporaryFolder folder) {
        return Map.of(
                Names.HOST,
                "127.0.0.1",
                Names.PORT,
                String.valueOf(port),
                Names.DEFAULT_REGION,
                "US",
                Names.STORE,
                StoreKind.H2.word(),
                Names.STORE_URL,
                folder.path().resolve("telephony").toString());
    }

    /** Lines that work as they stand. */
    static List<String> whatToTry(SimulatedSwitchboard all, String callId) {
        return List.of(
                "",
                "It stays until you press Ctrl-C. Try, in another window:",
                "  curl '" + all.url() + "/telephony/calls?limit=3'",
                "  curl " + all.url() + "/telephony/calls/" + callId + "/timeline",
                "  curl -H 'Content-Type: application/json' -d '{\"agent\":\"leave@5s\",\"hangUpAfter\":\"30s\"}' "
                        + all.livekitUrl() + "/simulation/calls");
    }
}
