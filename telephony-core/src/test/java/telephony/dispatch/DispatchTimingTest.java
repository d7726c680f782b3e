package telephony.dispatch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DispatchTimingTest {

    @Test
    void timesThatBreakFourInequalitiesShouldNameAllFour() {
        assertThatThrownBy(() -> new DispatchTiming(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(29),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quiescence (PT20S)")
                .hasMessageContaining("lease (PT10S)")
                .hasMessageContaining("heartbeat deadline (PT4S) must be at least")
                .hasMessageContaining("give-up (PT29S)");
    }

    @Test
    void deadlinesOfAnAgentThatBreakAnInequalityShouldBeNamed() {
        assertThatThrownBy(() -> DispatchTiming.DEFAULT.withAgentDeadlines(Duration.ZERO, Duration.ofMillis(500)))
                .hasMessageContaining("join deadline (PT0S) must be at least PT1S")
                .hasMessageContaining("audio deadline (PT0.5S) must be at least PT1S");
        assertThatThrownBy(
                        () -> DispatchTiming.DEFAULT.withAgentDeadlines(Duration.ofSeconds(39), Duration.ofSeconds(61)))
                .hasMessageContaining("+ join deadline (PT39S) = PT1M1S")
                .hasMessageContaining("must be at least the audio deadline (PT1M1S)");
    }
}
