package telephony.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import telephony.adapters.http.SipJson;
import telephony.adapters.yaml.YamlDocument;
import telephony.adapters.yaml.YamlFileException;
import telephony.dispatch.LiveKitAnswer;
import telephony.sip.InvalidSipException;
import telephony.sip.RoutedAgents;
import telephony.sip.SipApplied;
import telephony.sip.SipDirectory;
import telephony.sip.SipDocument;
import telephony.sip.SipDocumentReader;
import telephony.sip.SipEntry;
import telephony.sip.SipFlaw;
import telephony.sip.SipPlan;

/**
 * Keeps LiveKit's trunks and dispatch rules. It speaks to LiveKit itself, so no server of ours needs to run. Wrong usage
 * is 1 here, because 2 says that a plan has changes.
 */
@Command(
        name = "sip",
        description = "Keeps LiveKit's SIP trunks and dispatch rules as a file says; see docs/sip.md.",
        subcommands = {SipCommand.Plan.class, SipCommand.Apply.class, SipCommand.Show.class},
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = SipCommand.FAILED,
        mixinStandardHelpOptions = true)
final class SipCommand extends CommandGroup {

    static final int FAILED = 1;
    private static final int CHANGES = 2;

    /** It was not done, for reasons that are told, a line each. */
    private static final class NotDone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<String> lines;

        NotDone(List<String> lines) {
            super(String.join("; ", lines));
            this.lines = List.copyOf(lines);
        }
    }

    /** What all of them do: reach LiveKit, and tell what became of it. */
    private abstract static class Task extends LocalTask {

        abstract int work(SipDirectory directory);

        @Override
        public Integer call() {
            PrintWriter err = err();
            AppConfig.Reach reach = main().reach(settings());
            reach.warnings().forEach(warning -> err.println("warning: " + warning));
            SipDocumentReader reader = new SipDocumentReader(main()::environment);
            try (SipLink link = main().sip(reach.livekit())) {
                return work(new SipDirectory(link.port(), reader, () -> routed(reach.agents())));
            } catch (NotDone e) {
                tell(err, e.lines);
                return FAILED;
            }
        }

        /** Those of the directory among them, where it can be read; the rest is known in any case. */
        private RoutedAgents routed(AppConfig.Agents agents) {
            StoredDirectory directory = directory();
            CallRouting routing = CallRouting.of(agents, directory::snapshot, InstantSource.system(), failure -> {});
            return new RoutedAgents(
                    routing.router().adoptableAgents(), directory.unread().isEmpty());
        }

        private StoredDirectory directory() {
            try {
                return StoredDirectory.read(main().store(settings()), main().clock());
            } catch (ConfigException e) {
                // Trunks and rules do not need the store.
                return StoredDirectory.unread(String.join("; ", e.problems()));
            }
        }

        static <T> T done(CompletionStage<LiveKitAnswer<T>> asked) {
            LiveKitAnswer<T> answer = asked.toCompletableFuture().join();
            String advice = answer.kind() == LiveKitAnswer.Kind.UNAUTHENTICATED
                    ? "check " + Names.LIVEKIT_API_KEY + ", " + Names.LIVEKIT_API_SECRET + " and the clocks"
                    : "check " + Names.LIVEKIT_URL + " and whether LiveKit runs, with SIP";
            return answer.answered()
                    .orElseThrow(() -> new NotDone(List.of("LiveKit does not tell what it has, so nothing was done ("
                            + answer.detail() + "): " + advice)));
        }
    }

    /** What works on a file. */
    private abstract static class FileTask extends Task {

        @Parameters(paramLabel = "FILE", description = "Trunks and rules as they shall be; YAML or JSON.")
        private Path file = Path.of("");

        @Option(
                names = "--adopt",
                paramLabel = "NAME",
                split = ",",
                description = "A trunk or rule of this name that somebody else made becomes ours.")
        private Set<String> adopt = Set.of();

        Set<String> adopt() {
            return adopt;
        }

        SipDocument document(SipDirectory directory) {
            try {
                return directory.reader().document(YamlDocument.read(file));
            } catch (YamlFileException e) {
                throw notUsable(e.problems());
            } catch (InvalidSipException e) {
                throw notUsable(e.flaws().stream().map(SipFlaw::toString).toList());
            }
        }

        private NotDone notUsable(List<String> problems) {
            List<String> lines = new ArrayList<>(List.of(file + " cannot be used:"));
            problems.forEach(problem -> lines.add("  " + problem));
            return new NotDone(lines);
        }
    }

    @Command(
            name = "plan",
            description = "Shows what 'apply' would do. Does nothing.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:nothing to do", "1:refused, or it failed", "2:there are changes"},
            exitCodeOnInvalidInput = FAILED,
            mixinStandardHelpOptions = true)
    static final class Plan extends FileTask {

        @Override
        int work(SipDirectory directory) {
            SipPlan plan = done(directory.plan(document(directory), adopt()));
            show(SipJson.plan(plan), SipText.plan(plan));
            if (plan.isRefused()) {
                return FAILED;
            }
            return plan.isNothingToDo() ? 0 : CHANGES;
        }
    }

    @Command(
            name = "apply",
            description = "Makes LiveKit's trunks and rules as the file says: shows the plan, asks, and does it.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:all is as the file says", "1:refused, not agreed to, or it failed"},
            exitCodeOnInvalidInput = FAILED,
            mixinStandardHelpOptions = true)
    static final class Apply extends FileTask {

        @Option(names = "--yes", description = "Does it without asking.")
        private boolean agreed;

        @Override
        int work(SipDirectory directory) {
            if (isJson() && !agreed) {
                throw usage("--json asks nobody: give --yes as well, or use 'sip plan'");
            }
            SipDocument document = document(directory);
            SipPlan shown = agreed ? null : done(directory.plan(document, adopt()));
            if (shown != null) {
                tell(out(), SipText.plan(shown));
                if (!shown.isNothingToDo() && !shown.isRefused() && !isAgreedTo()) {
                    throw new NotDone(List.of("Not agreed to; nothing was done."));
                }
            }
            SipApplied applied = done(directory.apply(document, adopt(), shown));
            if (shown == null && !isJson()) {
                tell(out(), SipText.plan(applied.plan()));
            }
            show(SipJson.applied(applied), SipText.steps(applied));
            return told(applied);
        }

        private boolean isAgreedTo() {
            PrintWriter out = out();
            out.print("Type yes to do it: ");
            out.flush();
            try {
                String answer =
                        new BufferedReader(new InputStreamReader(main().in(), StandardCharsets.UTF_8)).readLine();
                return "yes".equals(answer);
            } catch (IOException e) {
                throw new NotDone(
                        List.of("Standard input cannot be read; nothing was done. Give --yes to go without."));
            }
        }

        private static int told(SipApplied applied) {
            String why =
                    switch (applied.verdict()) {
                        case DONE -> "";
                        case REFUSED -> "Something is refused, so nothing was done.";
                        case CHANGED_MEANWHILE ->
                            "LiveKit has changed since the plan was shown, so nothing was done. Look at the plan again.";
                        case FAILED -> "A step failed. What is done stays; apply again goes on from there.";
                    };
            if (why.isEmpty()) {
                return 0;
            }
            throw new NotDone(List.of(why));
        }
    }

    @Command(
            name = "list",
            description = "Shows all trunks and dispatch rules that LiveKit has, and which are ours.",
            exitCodeOnInvalidInput = FAILED,
            mixinStandardHelpOptions = true)
    static final class Show extends Task {

        @Override
        int work(SipDirectory directory) {
            List<SipEntry> entries = done(directory.list());
            show(SipJson.entries(entries), SipText.entries(entries));
            return 0;
        }
    }
}
