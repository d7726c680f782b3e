package telephony.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that is asked of a running server. */
abstract class ServerTask extends CommandTask {

    static final String CALLS = "/telephony/calls";

    static final int FAILED = 1;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the server is (default: TELEPHONY_URL, else http://127.0.0.1:8080).")
    private @Nullable String url;

    @Option(names = "--json", description = "Prints what the server answers as it is, each answer on one line.")
    private boolean json;

    /** Does it; the exit code. */
    abstract int work(ServerClient server) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        ServerClient server;
        try {
            server = client(url == null ? main().environment(Names.URL) : url, main().environment(Names.API_KEY));
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        try {
            return work(server);
        } catch (ServerClient.RefusedException e) {
            String.valueOf(e.getMessage()).lines().map(TerminalText::plain).forEach(err()::println);
            return FAILED;
        }
    }

    /**
     * The way to a server.
     *
     * @param url where it is; null or blank = on this machine
     * @param key the API key; null or blank = none
     * @throws IllegalArgumentException when the address is none; the message says what to give
     */
    static ServerClient client(@Nullable String url, @Nullable String key) {
        URI address;
        try {
            address = URI.create(url == null || url.isBlank() ? "http://127.0.0.1:8080" : url.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--url: give an address such as http://127.0.0.1:8080", e);
        }
        return new ServerClient(address, key == null || key.isBlank() ? null : key.strip());
    }

    /** Whether it is for programs. */
    boolean isJson() {
        return json;
    }

    /** As JSON when that is wanted, else in words. */
    void show(JsonNode tree, String words) {
        (json ? tree.toString() : words).lines().map(TerminalText::plain).forEach(out()::println);
    }

    /** A call on one line. */
    static String line(JsonNode call) {
        return "%s  %-8s  %-24s  %-16s  %-16s  %s"
                .formatted(
                        call.path("callId").asText(),
                        call.path("direction").asText(),
                        call.path("status").asText(),
                        call.path("from").asText("-"),
                        call.at("/dial/to").asText(call.path("to").asText("-")),
                        call.at("/outcome/result").asText("-"));
    }
}
