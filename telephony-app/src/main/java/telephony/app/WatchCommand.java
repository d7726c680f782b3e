package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows calls as they change. */
@Command(
        name = "watch",
        description =
                "Shows the newest calls of a running server as they change: a board on a terminal, a line for each"
                        + " change elsewhere. Ends with Ctrl-C.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the time of --for is over",
            "1:the server refused, or did not answer the first request",
            "2:wrong usage"
        })
final class WatchCommand extends ServerTask {

    /** How often the server is asked. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** As many as a page has at most. */
    private static final String NEWEST = CALLS + "?limit=200";

    private static final String ESCAPE = "\u001b[";

    @Option(names = "--for", paramLabel = "TIME", description = "Ends after this, such as 30s (default: never).")
    private @Nullable String given;

    private final CallWatch watch = new CallWatch();
    private String trouble = "";
    private int drawn;

    @Override
    int work(ServerClient server) throws InterruptedException {
        Duration time = time();
        Instant end = time == null ? Instant.MAX : main().clock().instant().plus(time);
        int width = isJson() ? 0 : main().terminalWidth();
        CountDownLatch never = new CountDownLatch(1);
        // What goes wrong with the first request is wrong with the command; later the server may be back in a moment.
        JsonNode page = server.get(NEWEST);
        while (true) {
            show(page, width);
            Instant now = main().clock().instant();
            if (!now.isBefore(end)) {
                return 0;
            }
            Duration rest = time == null ? EVERY : Duration.between(now, end);
            long pause = Math.min(EVERY.toMillis(), Math.max(1, rest.toMillis()));
            var unused = never.await(pause, TimeUnit.MILLISECONDS);
            page = asked(server, page, width);
        }
    }

    private @Nullable Duration time() {
        return given == null
                ? null
                : Durations.parse(given)
                        .filter(duration -> !duration.isNegative())
                        .orElseThrow(() -> usage("--for: give a time such as 30s or 5m"));
    }

    private JsonNode asked(ServerClient server, JsonNode before, int width) throws InterruptedException {
        String was = trouble;
        JsonNode page = before;
        try {
            page = server.get(NEWEST);
            trouble = "";
        } catch (ServerClient.RefusedException | IllegalStateException e) {
            trouble = String.valueOf(e.getMessage()).lines().findFirst().orElse("no answer");
        }
        if (width == 0 && !trouble.equals(was)) {
            err().println(TerminalText.plain(trouble.isEmpty() ? "the server answers again" : trouble));
        }
        return page;
    }

    private void show(JsonNode page, int width) {
        PrintWriter out = out();
        if (width == 0) {
            watch.changes(page, isJson()).forEach(out::println);
            return;
        }
        List<String> lines = CallWatch.board(page, main().clock().instant(), width, trouble);
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append(ESCAPE).append(drawn).append('A');
        }
        // To the end of the screen: the board gets shorter when calls are over.
        text.append('\r').append(ESCAPE).append("0J");
        lines.forEach(line -> text.append(line).append(System.lineSeparator()));
        out.print(text);
        out.flush();
        drawn = lines.size();
    }
}
