package telephony.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import telephony.call.CallId;

class HeartbeatWatchTest {

    private static final Instant START = Instant.parse("2026-01-01T09:00:00Z");
    private static final CallId CALL = CallId.parse("0197a000-0000-7000-8000-000000000001");
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final HeartbeatWatch watch = new HeartbeatWatch();

    @Test
    void silenceShouldBeCountedFromTheHeartbeatAndNotFromTheLookBeforeIt() {
        watch.silentFor(DEADLINE, START);
        watch.heard(CALL, "agent", at(900));

        lookEachQuarterOfASecond(1_000, 5_750);
        assertThat(watch.isSilent(CALL, "agent", DEADLINE)).isFalse();

        assertThat(watch.silentFor(DEADLINE, at(5_900))).containsExactly(CALL);
    }

    @Test
    void aPauseShouldCountNoLongerThanTheLongestStep() {
        watch.heard(CALL, "agent", START);
        watch.silentFor(DEADLINE, START);

        assertThat(watch.silentFor(DEADLINE, at(60_000))).isEmpty();

        lookEachQuarterOfASecond(60_250, 63_750);
        assertThat(watch.silentFor(DEADLINE, at(64_000))).containsExactly(CALL);
    }

    @Test
    void aClockThatIsPutBackShouldMakeNobodySilent() {
        watch.heard(CALL, "agent", START);
        lookEachQuarterOfASecond(0, 4_000);

        assertThat(watch.silentFor(DEADLINE, at(-60_000))).isEmpty();
    }

    private void lookEachQuarterOfASecond(long from, long to) {
        LongStream.iterate(from, millis -> millis <= to, millis -> millis + 250)
                .forEach(millis ->
                        assertThat(watch.silentFor(DEADLINE, at(millis))).isEmpty());
    }

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }
}
