package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The JDK's client replays even a POST when the JVM is told so; a create must not be replayed even then. */
final class ReplayTest {

    private static final String FLAG = "-Djdk.httpclient.enableAllMethodRetry=true";

    @Test
    void aPlainPostIsReplayed() throws Exception {
        try (RawServer server = new RawServer((connection, request) -> false)) {
            probe("plain", server.url());

            assertThat(server.requests())
                    .as("without this the other test proves nothing")
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void aCreateShouldLeaveOnceAndBeAmbiguous() throws Exception {
        try (RawServer server = new RawServer((connection, request) -> false)) {
            String kind = probe("create", server.url());

            assertThat(kind).isEqualTo("AMBIGUOUS");
            assertThat(server.requests()).hasSize(1);
            server.connections();
            assertThat(server.heads()).isEqualTo(1);
        }
    }

    private static String probe(String what, String url) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        FLAG,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplayProbe.class.getName(),
                        what,
                        url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(jvm.waitFor()).as(said).isZero();
        return said;
    }
}
