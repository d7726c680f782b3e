package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Places many calls by a running server; the file is sent as it is read. */
@Command(
        name = "batch",
        description = "Places many calls by a running server: one order a line, or a JSON array of orders.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every order is accepted",
            "1:some were refused, or the server did not answer to the end: run it again, nobody is called twice",
            "2:wrong usage"
        })
final class BatchCommand extends ServerTask {

    @Parameters(paramLabel = "FILE", description = "The orders, as POST /telephony/calls takes them.")
    private @Nullable Path file;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The Idempotency-Key of the whole (default: the SHA-256 of the file, so that the same file again"
                            + " calls nobody twice).")
    private @Nullable String key;

    @Override
    int work(ServerClient server) throws InterruptedException {
        Path orders = file;
        if (orders == null || !Files.isReadable(orders)) {
            throw usage("FILE: cannot be read: " + orders);
        }
        String used = key == null ? sha256(orders) : key;
        Count count = new Count();
        server.postLines(CALLS + "/batch", orders, used, answer -> {
            count.add(answer);
            show(answer, words(answer));
        });
        return count.isWhole() ? 0 : FAILED;
    }

    /** What was answered so far; the last line of a whole answer has no number. */
    private static final class Count {
        private boolean refused;
        private boolean ended;

        void add(JsonNode answer) {
            refused |= answer.has("problem") || answer.path("stopped").isTextual();
            ended |= answer.has("accepted");
        }

        boolean isWhole() {
            return ended && !refused;
        }
    }

    private static String words(JsonNode answer) {
        if (answer.has("accepted")) {
            String stopped = answer.path("stopped").isTextual()
                    ? ", and the rest was not tried: " + answer.path("stopped").asText()
                    : "";
            return answer.path("accepted").asText() + " accepted, "
                    + answer.path("refused").asText() + " refused" + stopped;
        }
        JsonNode problem = answer.path("problem");
        String line = "line " + answer.path("line").asText() + "  "
                + answer.path("status").asText() + "  ";
        return problem.isObject()
                ? line + problem.path("code").asText() + ": "
                        + problem.path("detail").asText()
                : line
                        + answer.path("callId")
                                .asText("permitted: " + answer.path("permitted").asText());
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException("FILE cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
