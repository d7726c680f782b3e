package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreConfigTest {

    private static StoreConfig config(String... settings) {
        return AppConfig.storeOf(environment(settings), Map.of());
    }

    private static List<String> problems(String... settings) {
        return catchThrowableOfType(ConfigException.class, () -> config(settings))
                .problems();
    }

    private static Map<String, String> environment(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return all;
    }

    @Test
    void theFileOfTheDefaultShouldBeShownAsItIsFound() {
        assertThat(config()).isEqualTo(StoreConfig.DEFAULT);
        assertThat(config().lines())
                .containsExactly(
                        "TELEPHONY_STORE=h2",
                        "TELEPHONY_STORE_URL="
                                + Path.of("data/telephony").toAbsolutePath().normalize());
        assertThat(config("TELEPHONY_STORE", "memory").lines()).containsExactly("TELEPHONY_STORE=memory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://me:opensesame@db:5433/calls",
                "postgresql://me:opensesame@db:5433/calls?sslpassword=opensesame",
                "jdbc:postgresql://db:5433/calls?user=me&password=opensesame"
            })
    void noPasswordShouldBeShown(String url) {
        StoreConfig config = config(
                "TELEPHONY_STORE", "postgres", "TELEPHONY_STORE_URL", url, "TELEPHONY_STORE_PASSWORD", "opensesame");

        assertThat(config.lines())
                .contains("TELEPHONY_STORE_URL=jdbc:postgresql://db:5433/calls", "TELEPHONY_STORE_PASSWORD=***");
        assertThat(config + " " + config.database()).doesNotContain("opensesame");
    }

    @Test
    void whatIsWrongShouldBeSaidWithWhatToDoAndWithoutThePassword() {
        assertThat(problems("TELEPHONY_STORE", "oracle"))
                .containsExactly(
                        "TELEPHONY_STORE: 'oracle' is not valid; set one of h2, postgres, redis, memory, caffeine");
        assertThat(problems("TELEPHONY_STORE", "postgres"))
                .singleElement()
                .asString()
                .startsWith("TELEPHONY_STORE_URL: is missing")
                .contains("postgres://user@", "TELEPHONY_STORE_PASSWORD");
        assertThat(problems("TELEPHONY_STORE", "postgres", "TELEPHONY_STORE_URL", "mysql://me:opensesame@db/calls"))
                .singleElement()
                .asString()
                .startsWith("TELEPHONY_STORE_URL: not the address of a PostgreSQL database")
                .doesNotContain("opensesame");
        assertThat(problems("TELEPHONY_STORE_URL", "jdbc:h2:file:./x"))
                .containsExactly("TELEPHONY_STORE_URL: set the path of a file, such as ./data/telephony");
        assertThat(problems("TELEPHONY_STORE_URL", "a;b"))
                .singleElement()
                .asString()
                .contains("semicolon");
    }

    @Test
    void whatHasNoEffectShouldBeWarnedOf() {
        Map<String, String> settings = AppConfigTest.minimal();
        settings.put("TELEPHONY_STORE_USER", "me");
        settings.put("TELEPHONY_STORE_PASSWORD", "opensesame");

        assertThat(AppConfig.of(settings, Map.of()).warnings())
                .containsExactly(
                        "TELEPHONY_STORE_USER: has no effect on the store 'h2'",
                        "TELEPHONY_STORE_PASSWORD: has no effect on the store 'h2'");
    }
}
