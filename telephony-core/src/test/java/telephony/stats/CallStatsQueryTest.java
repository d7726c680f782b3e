package telephony.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Periods and their days. */
class CallStatsQueryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static CallStatsQuery period(Duration length) {
        return CallStatsQuery.total(START, START.plus(length));
    }

    @Test
    void aPeriodShouldNotBeEmptyNorLongerThanAYear() {
        assertThat(period(CallStatsQuery.MAX_PERIOD).days()).hasSize(367);
        assertThatThrownBy(() -> period(Duration.ZERO)).hasMessage("from must be before until");
        assertThatThrownBy(() -> period(CallStatsQuery.MAX_PERIOD.plusMillis(1)))
                .hasMessage("a period may have 366 days at most");
    }

    @Test
    void daysShouldFollowEachOtherWithoutAGapWhenClocksChange() {
        CallStatsQuery year = period(Duration.ofDays(365)).byDayIn(ZoneId.of("Europe/Berlin"));

        Instant end = year.from();
        for (CallStatsQuery.Day day : year.days()) {
            assertThat(day.from()).isEqualTo(end);
            end = day.until();
        }

        assertThat(end).isEqualTo(year.until());
        assertThat(year.days())
                .filteredOn(day -> day.date().toString().equals("2026-03-29"))
                .singleElement()
                .satisfies(day ->
                        assertThat(Duration.between(day.from(), day.until())).isEqualTo(Duration.ofHours(23)));
    }

    @Test
    void aDayWithoutAMidnightShouldBeginWithItsFirstInstant() {
        // Beirut's clocks went from 0:00 to 1:00 on this day.
        ZoneId beirut = ZoneId.of("Asia/Beirut");
        Instant from = Instant.parse("2021-03-27T12:00:00Z");

        assertThat(CallStatsQuery.total(from, from.plus(Duration.ofDays(1)))
                        .byDayIn(beirut)
                        .days()
                        .get(1)
                        .from())
                .isEqualTo("2021-03-27T22:00:00Z");
    }
}
