package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to whoever uses {@code simulate}, {@code demo} and {@code serve --simulate} wrongly. */
class SimulateCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "simulate --agent sleepy       | --agent: an agent's behaviour is normal, never, mute, slow=8s",
                "simulate --agent mute,sleepy  | not 'sleepy'",
                "simulate --count 0            | --count is a number from 1 to 1000, not 0",
                "simulate --count many         | Invalid value for option '--count'",
                "simulate --rate 0             | --rate is calls per second, more than 0 and at most 50, not 0.0",
                "simulate --rate NaN           | --rate is calls per second",
                "simulate --talk soon          | --talk is a time of at most 10m, such as 500ms, 10s or 2m, not 'soon'",
                "simulate --talk 11m           | --talk is a time of at most 10m",
                "simulate --port 0             | --port is a number from 1 to 65535, not 0",
                "simulate --url ftp://here     | --url is an address such as http://127.0.0.1:7880, not 'ftp://here'",
                "simulate --port 1 --url http://127.0.0.1:1 | --port and --url say the same thing",
                "simulate --expect ghosts      | Invalid value for option '--expect'",
                "serve --livekit-port 7881     | --livekit-port is where the simulated LiveKit listens: give --simulate",
                "simulate --dance              | Unknown option: '--dance'",
                "demo --port 70000             | --port is a number from 0 (any free port) to 65535, not 70000",
            })
    void aWrongOptionShouldBeAnsweredWithWhatToDo(String command, String message) {
        assertThat(run(command.strip().split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void whoCallsIntoNothingShouldBeToldWhatToStart() throws Exception {
        HttpServer gone = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = gone.getAddress().getPort();
        gone.start();
        gone.stop(0);

        assertThat(run("simulate", "--port", String.valueOf(port))).isEqualTo(1);
        assertThat(err.toString())
                .contains("nobody answers at http://127.0.0.1:" + port, "serve --simulate")
                .doesNotContain("\tat ");
    }

    @Test
    void whoCallsIntoSomethingElseShouldBeToldSo() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        try {
            assertThat(run(
                            "simulate",
                            "--url",
                            "http://127.0.0.1:" + other.getAddress().getPort()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("is no simulated LiveKit (status 404)", "--port or --url");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aServerThatDoesNotStartShouldLeaveNoSimulationRunning() {
        assertThat(run("serve", "--simulate", "--livekit-port", "0")).isEqualTo(1);
        assertThat(err.toString()).contains("telephony failed: the port is taken");
    }

    @Test
    void aPortThatIsTakenShouldBeNamedWithTheOptionThatChangesIt() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String port = String.valueOf(other.getAddress().getPort());
        try {
            assertThat(run("serve", "--simulate", "--livekit-port", port)).isEqualTo(1);
            assertThat(err.toString()).contains(port, "is another process using the port?");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aTerminalShouldBeDrawnOnUnlessTheEnvironmentIsAgainstIt() {
        assertThat(Terminal.isLiked(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.isLiked(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Terminal.isLiked(Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Terminal.isLiked(Map.of("CI", "true"))).isFalse();
        assertThat(Terminal.isLiked(Map.of("TERM", "dumb"))).isFalse();
    }

    @Test
    void theWidthOfATerminalShouldBeReadWhereItIsSaid() {
        assertThat(Terminal.width(Map.of("CI", "true", "COLUMNS", "120"))).isZero();
        assertThat(Terminal.columns("120")).contains(120);
        assertThat(Terminal.columns(Terminal.afterRows("24 80\n"))).contains(80);
        for (String unsaid : List.of("", "0", "wide", "99999", Terminal.afterRows("0 0\n"))) {
            assertThat(Terminal.columns(unsaid)).as("'%s'", unsaid).isEmpty();
        }
    }

    private int run(String... args) {
        Main.Starter starter = config -> {
            throw new IllegalStateException("the port is taken");
        };
        return Main.run(args, Map.of(), starter, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
