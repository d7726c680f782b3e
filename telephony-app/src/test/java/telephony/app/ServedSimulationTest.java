package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code serve --simulate} in a process of its own: what holds there depends on what a process does first. */
@Timeout(60)
class ServedSimulationTest {

    private static final Pattern WHERE = Pattern.compile("LiveKit is simulated, at (http://\\S+?)\\. ");
    private static final int REQUESTS = 20;

    /** A client that puts off its acknowledgement does so for 40 ms. */
    private static final Duration PUT_OFF = Duration.ofMillis(30);

    @Test
    void anAnswerShouldNotWaitForTheClientToAcknowledgeItsHead() throws Exception {
        Process server = start();
        try (BufferedReader said = server.errorReader(StandardCharsets.UTF_8)) {
            URI call = URI.create(where(said) + "/simulation/calls/none");
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            List<Duration> took = new ArrayList<>();
            for (int i = 0; i < 2 * REQUESTS; i++) {
                long before = System.nanoTime();
                client.send(HttpRequest.newBuilder(call).build(), HttpResponse.BodyHandlers.ofString());
                took.add(Duration.ofNanos(System.nanoTime() - before));
            }

            // The quickest, as a busy machine makes others slow; the first ones are acknowledged at once by any client.
            assertThat(Collections.min(took.subList(REQUESTS, took.size()))).isLessThan(PUT_OFF);
        } finally {
            server.destroy();
        }
    }

    private static Process start() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--simulate",
                "--livekit-port",
                "0");
        builder.environment().put(Names.HOST, "127.0.0.1");
        builder.environment().put(Names.PORT, "0");
        builder.environment().put(Names.STORE, StoreKind.MEMORY.word());
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String where(BufferedReader said) throws Exception {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher where = WHERE.matcher(line);
            if (where.find()) {
                return where.group(1);
            }
        }
        throw new AssertionError("the server ended without saying where LiveKit is");
    }
}
