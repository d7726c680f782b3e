package telephony.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that place calls, end them and show them: each asks a running server. */
final class CallCommands {

    private static final int RETRYABLE = 3;
    private static final int NEVER = 4;
    private static final int UNANSWERED = 5;
    private static final long LOOK_MILLIS = 500;
    private static final int KEY_BYTES = 16;

    private CallCommands() {}

    /** All of them. */
    static List<Object> all() {
        return List.of(
                new Place(),
                new BatchCommand(),
                new End(),
                new Show(),
                new Calls(),
                new StatsCommand(),
                new WatchCommand(),
                new Transfer());
    }

    @Command(
            name = "call",
            description = "Places a call by a running server.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:the call is ordered; with --wait, it was answered",
                "1:the server refused, or did not answer",
                "2:wrong usage",
                "3:with --wait, not answered, and another try may come to something else",
                "4:with --wait, not answered, and not to be tried again",
                "5:with --wait, over without anybody knowing that it was answered"
            })
    static final class Place extends ServerTask {

        @Option(names = "--to", required = true, paramLabel = "NUMBER", description = "Whom to call.")
        private String to = "";

        @Option(names = "--from", paramLabel = "NUMBER", description = "The number that is shown.")
        private @Nullable String from;

        @Option(names = "--agent", paramLabel = "NAME", description = "Who talks.")
        private @Nullable String agent;

        @Option(names = "--metadata", paramLabel = "JSON", description = "What the agent is told, a JSON object.")
        private @Nullable String metadata;

        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = "The order's Idempotency-Key: the same order under it is one call (default: a new one).")
        private @Nullable String key;

        @Option(names = "--wait", description = "Waits until the call is over.")
        private boolean waits;

        @Override
        int work(ServerClient server) throws InterruptedException {
            String used = key == null ? newKey() : key;
            err().println("Idempotency-Key: " + TerminalText.plain(used)
                    + " (without an answer, send it again with --key: nobody is called twice)");
            JsonNode call = server.post(ServerTask.CALLS, order(), used);
            if (!waits) {
                show(call, call.path("callId").asText());
                return 0;
            }
            String path = ServerTask.CALLS + "/" + call.path("callId").asText();
            JsonNode record = server.get(path);
            CountDownLatch never = new CountDownLatch(1);
            while (!record.path("outcome").isObject()) {
                var unused = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                record = server.get(path);
            }
            show(record, line(record));
            return exitCode(record.path("outcome"));
        }

        private ObjectNode order() {
            ObjectNode order = JsonNodeFactory.instance.objectNode().put("to", to);
            if (from != null) {
                order.put("from", from);
            }
            if (agent != null) {
                order.put("agent", agent);
            }
            if (metadata != null) {
                try {
                    order.set("metadata", new ObjectMapper().readTree(metadata));
                } catch (JsonProcessingException e) {
                    throw usage("--metadata: give a JSON object such as '{\"customerName\": \"Ann\"}'");
                }
            }
            return order;
        }

        private static int exitCode(JsonNode outcome) {
            if (outcome.path("result").asText().equals("answered")) {
                return 0;
            }
            return switch (outcome.path("class").asText()) {
                case "retryable" -> RETRYABLE;
                case "never" -> NEVER;
                default -> UNANSWERED;
            };
        }
    }

    private static String newKey() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What is asked of one call. */
    private abstract static class OneCall extends ServerTask {

        @Parameters(paramLabel = "CALL_ID", description = "The call's id, as 'calls' shows it.")
        private String id = "";

        String path() {
            if (!id.matches("[0-9A-Fa-f-]{36}")) {
                throw usage("CALL_ID: give the id of a call, as 'calls' shows it");
            }
            return ServerTask.CALLS + "/" + id;
        }
    }

    @Command(
            name = "transfer",
            description = "Brings the other side of a call to somebody else.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:the transfer is under way; with --wait, it was done",
                "1:the server refused, or did not answer",
                "2:wrong usage",
                "4:with --wait, it was not done, and the call goes on unless its other side hung up",
                "5:with --wait, nobody knows whether it was done"
            })
    static final class Transfer extends OneCall {

        private static final Set<String> UNSURE = Set.of("unknown", "no_notify");

        @Option(
                names = "--to",
                required = true,
                paramLabel = "TARGET",
                description = "A number, or for --mode cold also a sip: address.")
        private String to = "";

        @Option(
                names = "--mode",
                required = true,
                paramLabel = "cold|bridge",
                description = "cold: the far end calls the target itself; bridge: the target is called into the room.")
        private String mode = "";

        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = "The request's Idempotency-Key: the same request under it is one transfer (default: a new"
                        + " one).")
        private @Nullable String key;

        @Option(names = "--wait", description = "Waits until the target talks, or the transfer failed.")
        private boolean waits;

        @Override
        int work(ServerClient server) throws InterruptedException {
            String used = key == null ? newKey() : key;
            err().println("Idempotency-Key: " + TerminalText.plain(used)
                    + " (without an answer, send it again with --key: nobody is called twice)");
            ObjectNode request =
                    JsonNodeFactory.instance.objectNode().put("to", to).put("mode", mode);
            JsonNode transfer = server.post(path() + "/transfer", request, used);
            CountDownLatch never = new CountDownLatch(1);
            int number = transfer.path("number").asInt();
            while (waits && transfer.path("result").asText().equals("pending")) {
                var unused = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                transfer = server.get(path()).path("transfers").path(number - 1);
            }
            String result = transfer.path("result").asText();
            show(transfer, "transfer %d: %s".formatted(number, result));
            if (!waits || result.equals("done")) {
                return 0;
            }
            return UNSURE.contains(result) ? UNANSWERED : NEVER;
        }
    }

    @Command(
            name = "end",
            description = "Ends a call for everybody in it, or one leg of it.",
            mixinStandardHelpOptions = true)
    static final class End extends OneCall {

        @Option(names = "--leg", paramLabel = "IDENTITY", description = "Ends this leg alone, as 'show' names it.")
        private @Nullable String leg;

        @Override
        int work(ServerClient server) throws InterruptedException {
            String query = leg == null ? "" : "?identity=" + URLEncoder.encode(leg, StandardCharsets.UTF_8);
            JsonNode call = server.post(path() + "/end" + query);
            show(call, line(call));
            return 0;
        }
    }

    @Command(name = "show", description = "Shows the record of a call.", mixinStandardHelpOptions = true)
    static final class Show extends OneCall {

        @Override
        int work(ServerClient server) throws InterruptedException {
            JsonNode call = server.get(path());
            show(call, call.toPrettyString());
            return 0;
        }
    }

    @Command(
            name = "calls",
            description = "Lists calls.",
            subcommands = ImportSessionsCommand.class,
            mixinStandardHelpOptions = true)
    static final class Calls extends ServerTask {

        @Option(names = "--limit", defaultValue = "20", description = "How many (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Override
        int work(ServerClient server) throws InterruptedException {
            JsonNode page = server.get(ServerTask.CALLS + "?limit=" + limit);
            StringBuilder lines = new StringBuilder();
            page.path("items").forEach(call -> lines.append(line(call)).append('\n'));
            show(page, lines.isEmpty() ? "There is no call." : lines.toString().stripTrailing());
            return 0;
        }
    }
}
