package telephony.app;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import telephony.app.simulate.CallOrder;
import telephony.app.simulate.CallRound;
import telephony.app.simulate.Expected;
import telephony.app.simulate.SimulationClient;
import telephony.simulation.AgentBehaviour;

/** Places calls into a simulated LiveKit that runs in another process. */
@Command(
        name = "simulate",
        description =
                "Places phone calls into a running 'serve --simulate' and tells who was heard in each. Exit code"
                        + " 0 when every caller heard what is expected. Callers hang up by themselves, also when this is stopped.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int MAX_COUNT = 1_000;
    private static final double MAX_RATE = 50;
    private static final int MAX_PORT = 65_535;
    private static final Duration MAX_TALK = Duration.ofMinutes(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--from", paramLabel = "NUMBER", defaultValue = "+15551230001", description = "Who calls.")
    private String from = "";

    @Option(names = "--to", paramLabel = "NUMBER", defaultValue = "+15559990000", description = "Who is called.")
    private String to = "";

    @Option(
            names = "--agent",
            paramLabel = "WHAT",
            split = ",",
            description = "What the first agents of a call do, in turn: normal, never, mute, slow=8s, crash@5s,"
                    + " leave@5s. Later ones are normal.")
    private List<String> agents = List.of();

    @Option(names = "--duplicate", description = "The first webhook of each kind is delivered twice.")
    private boolean duplicate;

    @Option(names = "--reorder", description = "The first webhook of each kind is overtaken by the next.")
    private boolean reorder;

    @Option(
            names = "--drop",
            paramLabel = "EVENT",
            split = ",",
            description = "The first webhook of this kind is lost, such as participant_joined.")
    private List<String> drop = List.of();

    @Option(names = "--count", defaultValue = "1", description = "How many calls (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--rate",
            paramLabel = "PER_SECOND",
            defaultValue = "1",
            description = "How many of them begin each second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--talk",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "How long after first hearing an agent the caller hangs up (default: ${DEFAULT-VALUE}).")
    private String talk = "";

    @Option(
            names = "--expect",
            paramLabel = "WHAT",
            defaultValue = "agent",
            description = "What callers are to hear: agent = agents, one at a time; nobody; refused = nobody, and"
                    + " the switchboard hangs up without asking for an agent (default: ${DEFAULT-VALUE}).")
    private Expected expected = Expected.AGENT;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where the simulated LiveKit listens on this machine (default: "
                    + SimulatedSwitchboard.LIVEKIT_PORT + ").")
    private @Nullable Integer port;

    @Option(names = "--url", description = "The same as an address, such as http://127.0.0.1:7880.")
    private @Nullable URI url;

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        check();
        Duration talking = Durations.parse(talk)
                .filter(time -> time.compareTo(MAX_TALK) <= 0)
                .orElseThrow(
                        () -> wrong("--talk is a time of at most 10m, such as 500ms, 10s or 2m, not '" + talk + "'"));
        PrintWriter out = spec.commandLine().getOut();
        CallOrder order = new CallOrder(from, to, agents, drop, duplicate, reorder, talking);
        CallRound round = new CallRound(new SimulationClient(address()), order, expected, InstantSource.system());
        try {
            return round.play(count, rate, out::println) ? 0 : FAILED;
        } catch (SimulationClient.RefusedException refused) {
            throw wrong("The call cannot be placed: " + refused.getMessage());
        }
    }

    private void check() {
        if (count < 1 || count > MAX_COUNT) {
            throw wrong("--count is a number from 1 to " + MAX_COUNT + ", not " + count);
        }
        if (!(rate > 0 && rate <= MAX_RATE)) {
            throw wrong("--rate is calls per second, more than 0 and at most " + (int) MAX_RATE + ", not " + rate);
        }
        if (port != null && url != null) {
            throw wrong("--port and --url say the same thing; give one of them");
        }
        if (port != null && (port < 1 || port > MAX_PORT)) {
            throw wrong("--port is a number from 1 to " + MAX_PORT + ", not " + port);
        }
        for (String agent : agents) {
            try {
                var unused = AgentBehaviour.parse(agent);
            } catch (IllegalArgumentException e) {
                throw wrong("--agent: " + e.getMessage());
            }
        }
    }

    private URI address() {
        if (url == null) {
            return URI.create(
                    "http://127.0.0.1:" + Optional.ofNullable(port).orElse(SimulatedSwitchboard.LIVEKIT_PORT));
        }
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw wrong("--url is an address such as http://127.0.0.1:7880, not '" + url + "'");
        }
        return url;
    }

    private CommandLine.ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
