package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpsAndEndsWell() {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(run(Map.of(), "serve", "--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "demo",
                        "serve",
                        "simulate",
                        "sim",
                        "check-config",
                        "migrate",
                        "explain",
                        "verify-webhook",
                        "sip")
                .contains("--config", "Exit codes:", "LIVEKIT_URL");
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(run(Map.of(), "dance")).isEqualTo(2);
        assertThat(run(Map.of(), "serve", "--fast")).isEqualTo(2);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void checkConfigShowsWhatTakesEffect() {
        assertThat(run(AppConfigTest.minimal(), "check-config")).isZero();
        assertThat(out.toString().lines())
                .contains("LIVEKIT_URL=wss://lk.example.com", "LIVEKIT_API_SECRET=***", "TELEPHONY_QUIESCENCE=22s");
    }

    @Test
    void checkConfigShowsAllProblems() {
        Map<String, String> wrong = AppConfigTest.minimal();
        wrong.put("TELEPHONY_PORT", "x");
        wrong.put("TELEPHONY_PORTT", "1");

        assertThat(run(wrong, "check-config")).isEqualTo(2);
        assertThat(err.toString()).contains("  TELEPHONY_PORT: ", "  TELEPHONY_PORTT: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void serveWithoutLiveKitRefusesAndSaysHowToGoOn() {
        assertThat(run(Map.of(), "serve")).isEqualTo(2);
        assertThat(err.toString())
                .contains("LIVEKIT_URL: is missing", "for example: LIVEKIT_URL=wss://", "'serve --simulate' or 'demo'");
    }

    @Test
    void aFailureToStartIsOne() {
        assertThat(run(AppConfigTest.minimal(), "serve")).isEqualTo(1);
        assertThat(err.toString())
                .contains("telephony failed: the port is taken")
                .doesNotContain("\tat ");
    }

    private int run(Map<String, String> environment, String... args) {
        Main.Starter starter = config -> {
            throw new IllegalStateException("the port is taken");
        };
        return Main.run(args, environment, starter, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
