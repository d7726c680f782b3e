package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings calls of the model before LiveKit into a running server; the file is sent as it is read. */
@Command(
        name = "import-sessions",
        description = "Brings sessions of an older model, known by call_control_id alone, into a running server.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every session is there",
            "1:some were refused, or the server did not answer to the end: run it again, none is there twice",
            "2:wrong usage"
        })
final class ImportSessionsCommand extends ServerTask {

    @Parameters(paramLabel = "FILE", description = "The sessions, one object of JSON a line.")
    private @Nullable Path file;

    @Option(
            names = "--number",
            paramLabel = "NUMBER",
            description = "Only those that went through this number of ours.")
    private @Nullable String number;

    @Option(names = "--from-line", paramLabel = "LINE", description = "Begins with this line of the file (default: 1).")
    private int fromLine = 1;

    @Option(names = "--quiet", description = "Shows refusals and the sum alone.")
    private boolean quiet;

    @Override
    int work(ServerClient server) throws InterruptedException {
        Path sessions = file;
        if (sessions == null || !Files.isReadable(sessions)) {
            throw usage("FILE: cannot be read: " + sessions);
        }
        if (fromLine < 1) {
            throw usage("--from-line: the first line is 1");
        }
        String path = CALLS + "/sessions"
                + (number == null ? "" : "?number=" + URLEncoder.encode(number, StandardCharsets.UTF_8));
        Count count = new Count(fromLine);
        try {
            server.postLines(path, () -> opened(sessions), null, answer -> {
                count.add(answer);
                if (!quiet || answer.has("problem") || !answer.has("line")) {
                    show(answer, words(answer));
                }
            });
        } finally {
            if (!count.ended) {
                err().println("to go on: --from-line " + count.next);
            }
        }
        return count.ended && !count.refused ? 0 : FAILED;
    }

    private InputStream opened(Path sessions) {
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(sessions));
            for (int line = 1; line < fromLine; line++) {
                int next = in.read();
                while (next >= 0 && next != '\n') {
                    next = in.read();
                }
            }
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException("FILE cannot be read", e);
        }
    }

    /** What was answered so far; the last line of a whole answer has no number. */
    private final class Count {
        private int next;
        private boolean refused;
        private boolean ended;

        Count(int next) {
            this.next = next;
        }

        void add(JsonNode answer) {
            refused |= answer.has("problem") || answer.path("stopped").isTextual();
            ended |= answer.has("imported")
                    && !answer.has("line")
                    && !answer.path("stopped").isTextual();
            if (answer.has("line")) {
                next = answer.path("line").asInt() + fromLine;
            }
        }
    }

    private String words(JsonNode answer) {
        if (!answer.has("line")) {
            String stopped = answer.path("stopped").isTextual()
                    ? ", and the rest was not tried: " + answer.path("stopped").asText()
                    : "";
            return answer.path("imported").asText() + " imported, "
                    + answer.path("known").asText() + " known before, "
                    + answer.path("skipped").asText() + " of other numbers, "
                    + answer.path("refused").asText() + " refused" + stopped;
        }
        String line = "line " + (answer.path("line").asInt() + fromLine - 1) + "  "
                + answer.path("status").asText() + "  ";
        JsonNode problem = answer.path("problem");
        if (!problem.isObject()) {
            return line + answer.path("callId").asText();
        }
        StringBuilder words = new StringBuilder(line + problem.path("code").asText());
        problem.path("errors").forEach(error -> words.append("; ")
                .append(error.path("pointer").asText())
                .append(": ")
                .append(error.path("detail").asText()));
        return words.toString();
    }
}
