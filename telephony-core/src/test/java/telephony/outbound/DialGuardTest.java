package telephony.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import telephony.call.CallId;

class DialGuardTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Dial DIAL = new Dial(
            new CallId(new UUID(1, 2)),
            1,
            Dial.Kind.CALL,
            Dial.Phase.ORDER,
            "+15551234567",
            null,
            null,
            null,
            null,
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Map.of());

    private static GuardReason until(String rule, Instant at) {
        return new GuardReason(rule, "outside-window", 409, "try again later", at, "2026-02");
    }

    @Test
    void allGuardsShouldBeAskedAlsoAfterOneRefused() {
        DialGuard first = (dial, now) -> GuardVerdict.refused(GuardReason.of("G3", "country-not-allowed", 403, "no"));
        DialGuard second = (dial, now) -> GuardVerdict.refused(until("G7", NOW.plusSeconds(60)));

        GuardVerdict verdict =
                DialGuard.all(List.of(first, DialGuard.permittingAll(), second)).check(DIAL, NOW);

        assertThat(verdict.isPermitted()).isFalse();
        assertThat(verdict.codes()).isEqualTo("country-not-allowed,outside-window");
    }

    @Test
    void noGuardsShouldPermit() {
        assertThat(DialGuard.all(List.of()).check(DIAL, NOW)).isEqualTo(GuardVerdict.PERMITTED);
    }

    @Test
    void theNextAllowedTimeShouldBeTheLatestOfAllReasons() {
        GuardVerdict verdict = GuardVerdict.refused(until("G7", NOW.plusSeconds(60)), until("G8", NOW.plusSeconds(90)));

        assertThat(verdict.nextAllowedAt()).contains(NOW.plusSeconds(90));
    }

    @Test
    void aReasonThatDoesNotGoAwayShouldLeaveNoNextAllowedTime() {
        GuardVerdict verdict = GuardVerdict.refused(
                until("G7", NOW.plusSeconds(60)), GuardReason.of("G5", "do-not-call", 403, "never"));

        assertThat(verdict.nextAllowedAt()).isEmpty();
        assertThat(GuardVerdict.PERMITTED.nextAllowedAt()).isEmpty();
    }

    @Test
    void aRefusalShouldNeedAReasonAndAReasonAStatusThatRefuses() {
        assertThatThrownBy(GuardVerdict::refused).hasMessageContaining("needs a reason");
        assertThatThrownBy(() -> GuardReason.of("G1", "dialing-disabled", 200, "off"))
                .hasMessageContaining("400 to 599");
    }

    @Test
    void theTwoTimesOfAskingShouldDifferInNothingElse() {
        assertThat(DIAL.at(Dial.Phase.COMMIT).phase()).isEqualTo(Dial.Phase.COMMIT);
        assertThat(DIAL.at(Dial.Phase.COMMIT).at(Dial.Phase.ORDER)).isEqualTo(DIAL);
    }
}
