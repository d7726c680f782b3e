package telephony.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tells whether recorded webhooks are LiveKit's, and why not. */
@Command(
        name = "verify-webhook",
        description = {
            "Tells whether a recorded webhook is authentic or exactly why not, and what it would be to us.",
            "Needs the webhook keys only (LIVEKIT_API_KEY and LIVEKIT_API_SECRET, or LIVEKIT_WEBHOOK_KEYS).",
            "FILE holds JSON lines with headers and body, or an HTTP request as it was sent, or, with --authorization,"
                    + " a body alone. Nothing is stored or sent."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all are authentic", "1:at least one is not", "2:wrong usage or configuration"},
        mixinStandardHelpOptions = true)
final class VerifyWebhook implements Callable<Integer> {

    /** Size of a recording at most, in bytes. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final String STANDARD_INPUT = "-";
    private static final int REFUSED = 1;

    @ParentCommand
    private @Nullable Main main;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The recording; - for standard input.")
    private String file = STANDARD_INPUT;

    @Option(
            names = "--authorization",
            paramLabel = "HEADER",
            description = "The Authorization header; FILE is then the body, byte for byte.")
    private @Nullable String authorization;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "When it is judged, as 2026-11-21T10:00:00Z; without it, now. LiveKit's tokens live 5 minutes.")
    private @Nullable String at;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "File of KEY=VALUE lines; environment variables win over it.")
    private @Nullable Path settings;

    @Override
    public Integer call() {
        if (main == null || spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        Instant now = main.instant(spec, at);
        AppConfig.Webhooks config = main.webhooks(settings);
        List<RecordedRequest> requests;
        try {
            requests = RecordedRequest.read(content(main.in()), authorization);
        } catch (RecordedRequest.NotReadable e) {
            throw wrong(e.problem());
        }
        PrintWriter out = spec.commandLine().getOut();
        WebhookJudgement judgement = new WebhookJudgement(
                config,
                now,
                StoredDirectory.readOrTell(
                        main.store(settings), main.clock(), spec.commandLine().getErr()));
        boolean all = true;
        for (int i = 0; i < requests.size(); i++) {
            if (requests.size() > 1) {
                out.println((i == 0 ? "" : System.lineSeparator()) + "request " + (i + 1) + " of " + requests.size());
            }
            all &= judgement.print(requests.get(i), out);
        }
        return all ? 0 : REFUSED;
    }

    private byte[] content(InputStream standardInput) {
        byte[] content;
        try {
            if (file.equals(STANDARD_INPUT)) {
                content = standardInput.readNBytes(MAX_BYTES + 1);
            } else {
                try (InputStream in = Files.newInputStream(Path.of(file))) {
                    content = in.readNBytes(MAX_BYTES + 1);
                }
            }
        } catch (IOException e) {
            throw wrong("cannot read it (" + e.getClass().getSimpleName() + "); check path and rights");
        }
        if (content.length > MAX_BYTES) {
            throw wrong("it has more than " + MAX_BYTES + " bytes");
        }
        return content;
    }

    private CommandLine.ParameterException wrong(String problem) {
        if (spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        return new CommandLine.ParameterException(spec.commandLine(), "FILE " + file + ": " + problem);
    }
}
