package telephony.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 = all went well, 1 = it failed, 2 = wrong usage or configuration. */
@Command(
        name = "telephony",
        description = "The phone switchboard for LiveKit voice agents.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all went well", "1:it failed", "2:wrong usage or configuration"},
        footer = {
            "",
            "Settings come from environment variables; the most important are LIVEKIT_URL, LIVEKIT_API_KEY and"
                    + " LIVEKIT_API_SECRET. 'check-config' shows all."
        })
public final class Main implements Runnable {

    private static final int FAILED = 1;
    private static final long IDLE_CONNECTION_SECONDS = 20;
    private static final int WRONG_CONFIG = 2;

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> environment;
    private final Starter starter;

    /** Starts all parts. */
    interface Starter {
        /** Returns when everything runs; when something does not start, it throws and leaves nothing running. */
        RunningApp start(AppConfig config);
    }

    private Main(Map<String, String> environment, Starter starter) {
        this.environment = environment;
        this.starter = starter;
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(args, System.getenv(), Main::start, out, err));
    }

    static int run(
            String[] args, Map<String, String> environment, Starter starter, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main(environment, starter))
                .addSubcommand(new Serve())
                .addSubcommand(new CheckConfig())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, err));
        return line.execute(args);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: serve or check-config");
        }
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof ConfigException config) {
            err.println("The configuration cannot be used:");
            config.problems().forEach(problem -> err.println("  " + problem));
            return WRONG_CONFIG;
        }
        err.println("telephony failed: " + e.getMessage());
        return FAILED;
    }

    private static RunningApp start(AppConfig config) {
        // A connection that a NAT forgot costs a create its deadline, so idle ones are not kept for long; the JDK's HTTP
        // client reads this once, when it is first used.
        System.setProperty("jdk.httpclient.keepalive.timeout", Long.toString(IDLE_CONNECTION_SECONDS));
        return new Wiring(config, InstantSource.system()).start();
    }

    private AppConfig config(@Nullable Path file) {
        return AppConfig.of(environment, file == null ? Map.of() : ConfigFile.read(file));
    }

    @Command(
            name = "serve",
            description = "Takes in LiveKit's webhooks and brings an agent into every phone call, until stopped.",
            mixinStandardHelpOptions = true)
    private static final class Serve implements Callable<Integer> {

        @ParentCommand
        private @Nullable Main main;

        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "File of KEY=VALUE lines; environment variables win over it.")
        private @Nullable Path file;

        @Override
        public Integer call() throws InterruptedException {
            if (main == null || spec == null) {
                throw new IllegalStateException("not called by the command line");
            }
            PrintWriter err = spec.commandLine().getErr();
            AppConfig config = main.config(file);
            config.warnings().forEach(warning -> err.println("warning: " + warning));
            RunningApp app = main.starter.start(config);
            err.println("Listening on " + config.http().host() + ":" + app.port()
                    + ". No API keys: every route but the signed webhook and health answers this machine only.");
            untilStopped(app);
            return 0;
        }

        /** SIGTERM and SIGINT run the hook; the process ends when it returns. */
        private static void untilStopped(RunningApp app) throws InterruptedException {
            Thread stop = new Thread(app::close, "telephony-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            new CountDownLatch(1).await();
        }
    }

    @Command(
            name = "check-config",
            description = "Shows the configuration as it takes effect, secrets hidden, or all that is wrong with it.",
            mixinStandardHelpOptions = true)
    private static final class CheckConfig implements Callable<Integer> {

        @ParentCommand
        private @Nullable Main main;

        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "File of KEY=VALUE lines; environment variables win over it.")
        private @Nullable Path file;

        @Override
        public Integer call() {
            if (main == null || spec == null) {
                throw new IllegalStateException("not called by the command line");
            }
            AppConfig config = main.config(file);
            config.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
            config.lines().forEach(line -> spec.commandLine().getOut().println(line));
            return 0;
        }
    }

    /** Where the version stands: in the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        Version() {}

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"telephony " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
