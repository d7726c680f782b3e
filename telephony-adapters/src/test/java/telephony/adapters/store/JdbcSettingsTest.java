package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JdbcSettingsTest {

    @Test
    void settingsShouldRefuseWhatCannotWorkAndNotShowWhatIsSecret() {
        assertThatThrownBy(() -> JdbcSettings.postgres("jdbc:mysql://x", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql:");
        assertThatThrownBy(() -> JdbcSettings.postgres("postgres://me:se%cret@[db/x", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgres://user@host:port/database")
                .hasMessageNotContaining("cret");
        assertThatThrownBy(() -> JdbcSettings.h2(Path.of("a;b"))).isInstanceOf(IllegalArgumentException.class);
        JdbcSettings settings = JdbcSettings.h2(Path.of("calls"));
        assertThatThrownBy(() -> settings.withConnections(0)).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> settings.waiting(Duration.ofMillis(249), Duration.ofSeconds(1)))
                .hasMessageContaining("250 ms");
        assertThat(JdbcSettings.postgres("jdbc:postgresql://u:pw@db/calls?password=pw2", "me", "pw3"))
                .hasToString("jdbc:postgresql://***@db/calls");
    }

    @Test
    void anAddressInTheFormOfAUriShouldBeUnderstood() {
        assertThat(JdbcSettings.postgres("postgres://me%40x:p%2Fw+1@db.example:6543/calls?sslmode=require", null, null))
                .extracting(JdbcSettings::url, JdbcSettings::user, JdbcSettings::password)
                .containsExactly("jdbc:postgresql://db.example:6543/calls?sslmode=require", "me@x", "p/w+1");
        assertThat(JdbcSettings.postgres("postgresql://db/calls", "you", "other"))
                .extracting(JdbcSettings::url, JdbcSettings::user, JdbcSettings::password)
                .containsExactly("jdbc:postgresql://db/calls", "you", "other");
    }
}
