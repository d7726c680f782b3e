package telephony.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import telephony.adapters.numbers.PhoneNumbers;
import telephony.call.PhoneNumber;
import telephony.directory.DirectorySnapshot;
import telephony.dispatch.AgentMetadata;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingExplanation;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;
import telephony.routing.Rung;

/** Tells who would answer a call and why; needs no LiveKit and does nothing. */
@Command(
        name = "explain",
        description =
                "Tells which agent would answer a call, step by step, and what the agent would be told. Does nothing.",
        mixinStandardHelpOptions = true)
final class Explain implements Callable<Integer> {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final Pattern SCHEME = Pattern.compile("^(sips?|tel):");
    private static final Pattern NO_DIGIT = Pattern.compile("\\D");

    @ParentCommand
    private @Nullable Main main;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--from", paramLabel = "NUMBER", description = "The caller's number; without it, withheld.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "NUMBER", description = "The number that is dialled.")
    private @Nullable String to;

    @Option(
            names = "--call",
            paramLabel = "CALL_ID",
            description =
                    "Tells in place of that how it was decided for a call that has been, as a running server keeps it.")
    private @Nullable String call;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "With --call, where the server is (default: TELEPHONY_URL, else http://127.0.0.1:8080).")
    private @Nullable String url;

    @Option(names = "--at", paramLabel = "TIME", description = "When, as 2026-11-21T10:00:00Z; without it, now.")
    private @Nullable String at;

    @Option(names = "--trunk", paramLabel = "ID", description = "LiveKit's id of the SIP trunk, such as ST_abc.")
    private @Nullable String trunk;

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
        if (call != null) {
            return past(call, main, spec);
        }
        AppConfig.Agents agents = main.agents(file);
        if (to == null || to.isBlank()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--to: give the number that is dialled, such as +15559990000, or with --call a call that has been");
        }
        PhoneNumbers numbers = new PhoneNumbers(agents.defaultRegion());
        PhoneNumber dialled = numbers.apply(to);
        // Read as it is read from a webhook, so that what is explained is what happens.
        RoutingRequest request = new RoutingRequest(
                from == null ? null : numbers.apply(from).best(),
                dialled.best(),
                trunk,
                null,
                "",
                Map.of(),
                main.instant(spec, at));
        DirectorySnapshot directory = StoredDirectory.readOrTell(
                main.store(file), main.clock(), spec.commandLine().getErr());
        CallRouting routing = CallRouting.of(agents, () -> directory, InstantSource.fixed(request.at()), failure -> {});
        List<String> lines = new ArrayList<>();
        lines.add(call(request));
        hint(dialled, routing).ifPresent(lines::add);
        lines.addAll(
                told(request, routing.router().explain(request), agents.timing().giveUp()));
        PrintWriter out = spec.commandLine().getOut();
        // What was typed, or stands in the file, may hold what a terminal takes for a command.
        lines.forEach(line -> out.println(TerminalText.plain(line)));
        return 0;
    }

    private int past(String callId, Main settings, CommandSpec command) throws InterruptedException {
        if (!callId.matches("[0-9A-Fa-f-]{36}")) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--call: give the id of a call, as 'calls' shows it");
        }
        String set = url == null ? settings.environment(Names.URL) : url;
        try {
            ServerClient server = ServerTask.client(set, settings.environment(Names.API_KEY));
            PastDecision.of(callId, server)
                    .forEach(line -> command.commandLine().getOut().println(TerminalText.plain(line)));
            return 0;
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(command.commandLine(), e.getMessage(), e);
        } catch (ServerClient.RefusedException e) {
            String.valueOf(e.getMessage())
                    .lines()
                    .map(TerminalText::plain)
                    .forEach(command.commandLine().getErr()::println);
            return ServerTask.FAILED;
        }
    }

    private static String call(RoutingRequest request) {
        return "call: from " + (request.from() == null ? "a withheld number" : request.from()) + " to "
                + request.to() + (request.trunkId() == null ? "" : " on trunk " + request.trunkId()) + " at "
                + request.at();
    }

    /** What to try when the number is none in E.164, since only such ones can be listed. */
    private static Optional<String> hint(PhoneNumber dialled, CallRouting routing) {
        if (dialled.e164() != null || routing.lists(dialled.raw())) {
            return Optional.empty();
        }
        String user = SCHEME.matcher(dialled.raw()).replaceFirst("").split("@", 2)[0];
        String withPlus = "+" + NO_DIGIT.matcher(user).replaceAll("");
        String next = routing.lists(withPlus)
                ? "; " + withPlus + " is listed, so try --to " + withPlus
                : "; write +, country code and number, or set " + Names.DEFAULT_REGION + " for national numbers";
        return Optional.of("hint: the dialled number is not in E.164, and only such numbers can be listed" + next);
    }

    private static List<String> told(RoutingRequest request, RoutingExplanation explained, Duration giveUp) {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (RoutingStep step : explained.steps()) {
            number++;
            lines.add("  " + number + ". " + step.asked() + ": " + step.said());
        }
        lines.add("decision: " + summary(explained.decision()));
        if (explained.decision() instanceof RoutingDecision.Dispatch dispatch) {
            lines.add("when the agent is missing: " + rungs(dispatch.onAgentMissing(), giveUp));
            lines.add("the agent is told (call_id and dispatch are added for a call):");
            json(AgentMetadata.preview(dispatch, request.from(), request.to()))
                    .lines()
                    .forEach(lines::add);
        }
        return lines;
    }

    private static String rungs(List<Rung> rungs, Duration giveUp) {
        String words = rungs.stream().map(Rung::word).collect(Collectors.joining(", "));
        String end = Durations.text(giveUp) + " after an agent was first wanted";
        return rungs.contains(new Rung.HangUp())
                ? words + " (hang-up comes at once, in any case " + end + ")"
                : words + " (the last is repeated until " + end + "; then the caller is hung up)";
    }

    /** One line for a decision. */
    static String summary(RoutingDecision decision) {
        String what = decision instanceof RoutingDecision.Reject
                ? "reject: the caller is hung up on"
                : "ignore: recorded, left alone";
        return decision.agent()
                        .map(agent -> "agent " + agent.name() + " answers")
                        .orElse(what) + " (reason: " + decision.reason() + ")";
    }

    private static String json(Map<String, Object> metadata) {
        try {
            return JSON.writeValueAsString(metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what an agent is told always has a form in JSON", e);
        }
    }
}
