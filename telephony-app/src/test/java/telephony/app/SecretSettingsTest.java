package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.app.AppConfigTest.OTHER;
import static telephony.app.AppConfigTest.STRONG;
import static telephony.app.AppConfigTest.minimal;
import static telephony.app.AppConfigTest.problemsOf;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which secrets the settings may have, where they may stand, and that they are shown nowhere: S57, S59. */
class SecretSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "devkey, secret, sample",
        "APIkey, short, 32 bytes",
        "APIkey, changeme, sample",
        "0123456789abcdef0123456789ABCDEF, 0123456789abcdef0123456789ABCDEF, the key itself"
    })
    void s59RefusesWeakSecrets(String key, String secret, String why) {
        Map<String, String> weak = minimal();
        weak.put("LIVEKIT_API_KEY", key);
        weak.put("LIVEKIT_API_SECRET", secret);

        assertThat(problemsOf(weak)).singleElement().asString().contains(why);

        weak.put("LIVEKIT_URL", "ws://localhost:7880");
        assertThat(AppConfig.of(weak, Map.of()).warnings())
                .singleElement()
                .asString()
                .contains(why);
    }

    @Test
    void s59LooksAtTheSecretsOfWebhooksToo() {
        Map<String, String> weak = minimal();
        weak.put("LIVEKIT_WEBHOOK_KEYS", "APIother:hunter2");

        assertThat(problemsOf(weak))
                .singleElement()
                .asString()
                .contains("APIother")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://localhost.evil.com", "ws://127.0.0.1.evil.com", "ws://10.0.0.1:7880"})
    void onlyThisMachineMayHaveWeakSecrets(String url) {
        Map<String, String> weak = minimal();
        weak.put("LIVEKIT_URL", url);
        weak.put("LIVEKIT_API_SECRET", "short");

        assertThat(problemsOf(weak)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lk.example.com", "ftp://x", "wss://", "wss://user:pw@x", "wss://x?a=b", "wss://a b"})
    void refusesWhatIsNoAddress(String url) {
        Map<String, String> wrong = minimal();
        wrong.put("LIVEKIT_URL", url);

        assertThat(problemsOf(wrong))
                .singleElement()
                .asString()
                .startsWith("LIVEKIT_URL")
                .doesNotContain("pw");
    }

    @Test
    void s57NeverShowsASecret() {
        Map<String, String> all = minimal();
        all.put("LIVEKIT_WEBHOOK_KEYS", "APIold:" + OTHER);
        all.put("LIVEKIT_WEBHOOK_SECRET", "w".repeat(32));

        AppConfig config = AppConfig.of(all, Map.of());
        String shown = String.join("\n", config.lines()) + config;

        assertThat(shown).contains("***").doesNotContain(STRONG, OTHER, "wwww");
    }

    @Test
    void aBrokenPairIsNotShown() {
        Map<String, String> wrong = minimal();
        wrong.put("LIVEKIT_WEBHOOK_KEYS", "a:" + OTHER + ",oopsnocolon,:x,y:");

        assertThat(problemsOf(wrong)).hasSize(3).allSatisfy(line -> assertThat(line)
                .startsWith("LIVEKIT_WEBHOOK_KEYS: entry")
                .doesNotContain("oops"));
    }
}
