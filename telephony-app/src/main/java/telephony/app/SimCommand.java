package telephony.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import telephony.app.proof.Search;

/** Looks for a bad day on which the protocol does not hold. */
@Command(
        name = "sim",
        description =
                "Plays bad days that chance thought of: up to three processes of this switchboard on one store and a"
                        + " simulated LiveKit, with crashes, pauses, partitions, lost answers and restarts. The first day on which"
                        + " an invariant does not hold is made as short as can be and printed step by step; exit code 1 then.",
        mixinStandardHelpOptions = true)
final class SimCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1000", description = "How many days (default: 1000).")
    private long seeds;

    @Option(names = "--from", paramLabel = "SEED", defaultValue = "1", description = "The first day (default: 1).")
    private long from;

    @Option(names = "--seed", paramLabel = "SEED", description = "This day alone.")
    private @Nullable Long seed;

    @Option(names = "--trace", description = "With --seed: prints the day step by step, as it is.")
    private boolean trace;

    @Option(names = "--orders", description = "Days on which a program orders calls as well.")
    private boolean orders;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        if (seeds < 1 || seeds > Search.MOST_SEEDS) {
            throw wrong("--seeds is a number from 1 to " + Search.MOST_SEEDS + ", not " + seeds);
        }
        if (trace && seed == null) {
            throw wrong("--trace needs --seed: it prints one day");
        }
        PrintWriter out = spec.commandLine().getOut();
        Search search = new Search(orders ? Search.Plan.CALLING : Search.Plan.CALLED, System::nanoTime, out::println);
        return isGood(search) ? 0 : FAILED;
    }

    private boolean isGood(Search search) {
        if (seed == null) {
            return search.play(from, seeds);
        }
        return trace ? search.trace(seed) : search.play(seed, 1);
    }

    private CommandLine.ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
