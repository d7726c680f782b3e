package telephony.app;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import telephony.adapters.http.DirectoryRehearsal;
import telephony.adapters.store.InMemoryDirectory;
import telephony.directory.Directory;
import telephony.directory.DirectoryPort;
import telephony.directory.DirectoryWatch;

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

    @Spec
    private @Nullable CommandSpec spec;

    private final Surroundings surroundings;

    /** Starts all parts. */
    interface Starter {
        /** Returns when everything runs; when something does not start, it throws and leaves nothing running. */
        RunningApp start(AppConfig config);
    }

    /**
     * What a command finds around it.
     *
     * @param environment the environment variables
     * @param starter starts all parts
     * @param in standard input
     * @param clock the time
     * @param sip the way to LiveKit's trunks and rules
     */
    record Surroundings(
            Map<String, String> environment,
            Starter starter,
            InputStream in,
            InstantSource clock,
            SipLink.Opener sip) {}

    private Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        CommonPool.makeUsable();
        PrintWriter out = terminal(System.out);
        PrintWriter err = terminal(System.err);
        System.exit(run(args, System.getenv(), Main::start, out, err));
    }

    @SuppressWarnings("DefaultCharset") // It is what a terminal is read in, and files of ours are not written here.
    private static PrintWriter terminal(PrintStream stream) {
        return new PrintWriter(stream, true);
    }

    static int run(String[] args, Map<String, String> environment, Starter starter, PrintWriter out, PrintWriter err) {
        Surroundings surroundings =
                new Surroundings(environment, starter, System.in, InstantSource.system(), SipLink::open);
        return run(args, surroundings, out, err);
    }

    static int run(String[] args, Surroundings surroundings, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main(surroundings))
                .addSubcommand(new Serve())
                .addSubcommand(new DemoCommand(surroundings.environment()))
                .addSubcommand(new SimulateCommand())
                .addSubcommand(new SimCommand())
                .addSubcommand(new CheckConfig())
                .addSubcommand(new Migrate())
                .addSubcommand(new Explain())
                .addSubcommand(new VerifyWebhook())
                .addSubcommand(new SipCommand())
                .addSubcommand(new KeysCommand())
                .addSubcommand(new GuardsCommand())
                .addSubcommand(new DirectoryCommand());
        CallCommands.all().forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command, err));
        return line.execute(args);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw CommandGroup.missing(spec);
        }
    }

    private static int failed(Exception e, CommandLine command, PrintWriter err) {
        if (e instanceof ConfigException config) {
            err.println("The configuration cannot be used:");
            config.problems().forEach(problem -> err.println("  " + problem));
            return command.getCommandSpec().exitCodeOnInvalidInput();
        }
        err.println("telephony failed: " + e.getMessage());
        return FAILED;
    }

    private static RunningApp start(AppConfig config) {
        // A connection that a NAT forgot costs a create its deadline, so idle ones are not kept for long; the JDK's
        // HTTP client reads this once, when it is first used.
        System.setProperty("jdk.httpclient.keepalive.timeout", Long.toString(IDLE_CONNECTION_SECONDS));
        return new Wiring(config, InstantSource.system()).start();
    }

    AppConfig config(@Nullable Path file) {
        return AppConfig.of(surroundings.environment(), settings(file));
    }

    AppConfig.Agents agents(@Nullable Path file) {
        return AppConfig.agentsOf(surroundings.environment(), settings(file));
    }

    AppConfig.Webhooks webhooks(@Nullable Path file) {
        return AppConfig.webhooksOf(surroundings.environment(), settings(file));
    }

    AppConfig.Reach reach(@Nullable Path file) {
        return AppConfig.reachOf(surroundings.environment(), settings(file));
    }

    StoreConfig store(@Nullable Path file) {
        return AppConfig.storeOf(surroundings.environment(), settings(file));
    }

    private static Map<String, String> settings(@Nullable Path file) {
        return file == null ? Map.of() : ConfigFile.read(file);
    }

    /** The value of an environment variable; null = it is not set. */
    @Nullable
    String environment(String name) {
        return surroundings.environment().get(name);
    }

    /** How wide the terminal is; 0 = what is printed is not seen on one. */
    int terminalWidth() {
        return Terminal.width(surroundings.environment());
    }

    SipLink sip(AppConfig.LiveKit livekit) {
        return surroundings.sip().open(livekit);
    }

    InstantSource clock() {
        return surroundings.clock();
    }

    InputStream in() {
        return surroundings.in();
    }

    /** The instant that an option gives, else now; milliseconds. */
    Instant instant(CommandSpec command, @Nullable String option) {
        if (option == null) {
            return surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        }
        try {
            return OffsetDateTime.parse(option).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--at: give a time as in RFC 3339, such as 2026-11-21T10:00:00Z");
        }
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

        @Option(
                names = "--simulate",
                description = "Brings a simulated LiveKit with an agent, in this process; 'simulate' places calls into"
                        + " it. Needs no LIVEKIT_URL.")
        private boolean simulated;

        @Option(
                names = "--livekit-port",
                paramLabel = "PORT",
                description = "Where the simulated LiveKit of --simulate listens on this machine (default: "
                        + SimulatedSwitchboard.LIVEKIT_PORT + ").")
        private @Nullable Integer livekitPort;

        @Override
        public Integer call() throws InterruptedException {
            if (main == null || spec == null) {
                throw new IllegalStateException("not called by the command line");
            }
            PrintWriter err = spec.commandLine().getErr();
            if (simulated) {
                serveSimulated(main.surroundings, err);
                return 0;
            }
            if (livekitPort != null) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "--livekit-port is where the simulated LiveKit listens: give --simulate as well, or say with "
                                + Names.LIVEKIT_URL + " where the real one is");
            }
            AppConfig config = main.config(file);
            config.warnings().forEach(warning -> err.println("warning: " + warning));
            RunningApp app = main.surroundings.starter().start(config);
            listening(config, app.port(), app.hasKeys(), err);
            untilStopped(app::close);
            return 0;
        }

        private void serveSimulated(Surroundings surroundings, PrintWriter err) throws InterruptedException {
            SimulatedSwitchboard all = SimulatedSwitchboard.start(
                    Optional.ofNullable(livekitPort).orElse(SimulatedSwitchboard.LIVEKIT_PORT),
                    surroundings.environment(),
                    settings(file),
                    surroundings.starter()::start);
            all.config().warnings().forEach(warning -> err.println("warning: " + warning));
            all.registerConfiguredAgents();
            err.println("LiveKit is simulated, at " + all.livekitUrl() + ". Place a call: java -jar telephony-app.jar"
                    + " simulate" + (all.isAtUsualPort() ? "" : " --url " + all.livekitUrl()));
            err.println(
                    all.config().outbound().isPermissive()
                            ? "Everybody may be called, because all phones are simulated: POST /telephony/calls, or 'call'."
                            : "The guards judge who may be called, as set; the phones are simulated.");
            listening(all.config(), all.port(), all.hasKeys(), err);
            untilStopped(all::close);
        }

        private static void listening(AppConfig config, int port, boolean hasKeys, PrintWriter err) {
            String access = hasKeys
                    ? "Every route but the signed webhook, those of agents and health needs an API key."
                    : "No API keys: every route but the signed webhook and health answers this machine only.";
            err.println("Listening on " + config.http().host() + ":" + port + ". " + access);
        }
    }

    /** SIGTERM and SIGINT run the hook; the process ends when it returns. */
    static void untilStopped(Runnable close) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(close, "telephony-stop"));
        new CountDownLatch(1).await();
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

        @Option(
                names = "--directory",
                paramLabel = "FILE",
                description = "Also checks a file that 'directory import' is to take into an empty directory.")
        private @Nullable Path directory;

        @Override
        public Integer call() {
            if (main == null || spec == null) {
                throw new IllegalStateException("not called by the command line");
            }
            AppConfig config = main.config(file);
            if (directory != null) {
                DirectoryPort memory = new InMemoryDirectory();
                DirectoryRehearsal rehearsal =
                        new DirectoryRehearsal(new Directory(memory, new DirectoryWatch(memory)));
                List<String> problems = DirectoryFile.problems(directory, rehearsal::put);
                if (!problems.isEmpty()) {
                    throw new ConfigException(problems);
                }
            }
            config.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
            config.lines().forEach(line -> spec.commandLine().getOut().println(line));
            checkDefaultAgent(config, main.clock(), spec.commandLine().getErr());
            return 0;
        }
    }

    /** The store is looked into only for what needs it, and where it cannot be that is said. */
    private static void checkDefaultAgent(AppConfig config, InstantSource clock, PrintWriter err) {
        if (config.agents().unlisted().defaultAgentId() == null) {
            return;
        }
        StoredDirectory directory = StoredDirectory.read(config.store(), clock);
        String warning = directory.unread().isEmpty()
                ? DefaultAgentCheck.warning(config.agents(), directory.snapshot())
                        .orElse("")
                : Names.DEFAULT_AGENT_ID + ": not checked, because " + directory.unread();
        if (!warning.isEmpty()) {
            err.println("warning: " + TerminalText.plain(warning));
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
