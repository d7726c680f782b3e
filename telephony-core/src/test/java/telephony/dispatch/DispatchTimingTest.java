package telephony.dispatch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DispatchTimingTest {

    @Test
    void timesThatBreakThreeInequalitiesShouldNameAllThree() {
        assertThatThrownBy(() -> new DispatchTiming(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(29),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quiescence (PT20S)")
                .hasMessageContaining("lease (PT10S)")
                .hasMessageContaining("give-up (PT29S)");
    }
}
