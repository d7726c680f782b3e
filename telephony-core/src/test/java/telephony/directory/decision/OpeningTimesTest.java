package telephony.directory.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.directory.OpeningHours;
import telephony.directory.OpeningHours.Outside;
import telephony.guard.HolidayDates;

class OpeningTimesTest {

    private final OpeningTimes times = new OpeningTimes(RoutingDesk.HOLIDAYS);

    @ParameterizedTest
    @CsvSource({
        // A Monday in Paris, two hours ahead in summer and one in winter.
        "2026-07-13T06:59:59Z, false, 'closed, monday 08:59 in Europe/Paris'",
        "2026-07-13T07:00:00Z, true,  'open, monday 09:00 in Europe/Paris'",
        "2026-07-13T14:59:59.999Z, true, 'open, monday 16:59 in Europe/Paris'",
        "2026-07-13T15:00:00Z, false, 'closed, monday 17:00 in Europe/Paris'",
        "2026-12-14T07:59:00Z, false, 'closed, monday 08:59 in Europe/Paris'",
        "2026-12-14T08:00:00Z, true,  'open, monday 09:00 in Europe/Paris'",
        "2026-07-12T10:00:00Z, false, 'closed, sunday 12:00 in Europe/Paris'",
        "2026-07-14T10:00:00Z, false, 'closed, 2026-07-14 is a public holiday of fr in Europe/Paris'",
        // It begins at midnight there, not here.
        "2026-07-13T22:30:00Z, false, 'closed, 2026-07-14 is a public holiday of fr in Europe/Paris'",
        "2026-07-14T22:30:00Z, false, 'closed, wednesday 00:30 in Europe/Paris'"
    })
    void itShouldBeOpenByTheClockOfItsZone(Instant at, boolean open, String said) {
        assertThat(times.at(RoutingDesk.office(Outside.REJECT), at)).isEqualTo(new OpeningTimes.State(open, said));
    }

    @ParameterizedTest
    @CsvSource({
        // New York, 8 March 2026: 01:59 is followed by 03:00, so that the span from two to three does not come.
        "2026-03-08T06:59:59Z, 02:00-03:00, false",
        "2026-03-08T07:00:00Z, 02:00-03:00, false",
        "2026-03-08T07:00:00Z, 02:30-04:00, true",
        "2026-03-08T07:59:59Z, 02:30-04:00, true",
        "2026-03-08T08:00:00Z, 02:30-04:00, false",
        // 1 November 2026: the clock shows 01:30 twice, and it is open both times.
        "2026-11-01T05:30:00Z, 01:00-02:00, true",
        "2026-11-01T06:30:00Z, 01:00-02:00, true",
        "2026-11-01T07:00:00Z, 01:00-02:00, false",
        // All day is all day however long it is.
        "2026-03-08T05:00:00Z, 00:00-24:00, true",
        "2026-11-02T04:59:59Z, 00:00-24:00, true",
        "2026-11-02T05:00:00Z, 00:00-24:00, false"
    })
    void aChangeOfClocksShouldNeitherOpenNorCloseMoreThanTheClockShows(Instant at, String span, boolean open) {
        OpeningHours sundays = new OpeningHours(
                ZoneId.of("America/New_York"),
                Map.of(DayOfWeek.SUNDAY, List.of(RoutingDesk.span(span))),
                List.of(),
                Outside.REJECT);

        assertThat(times.at(sundays, at).open()).isEqualTo(open);
    }

    @Test
    void aDayThatAZoneLeftOutShouldNotMatter() {
        // Apia had no 30 December 2011: a Thursday is followed by a Saturday.
        OpeningHours fridays = new OpeningHours(
                ZoneId.of("Pacific/Apia"),
                Map.of(DayOfWeek.FRIDAY, List.of(RoutingDesk.span("00:00-24:00"))),
                List.of(),
                Outside.REJECT);

        assertThat(times.at(fridays, Instant.parse("2011-12-30T09:59:59Z")).said())
                .startsWith("closed, thursday 23:59");
        assertThat(times.at(fridays, Instant.parse("2011-12-30T10:00:00Z")).said())
                .startsWith("closed, saturday 00:00");
    }

    @Test
    void aCalendarOfWhichNothingIsKnownShouldCloseNothingAndBeTold() {
        OpeningHours hours = RoutingDesk.hours(RoutingDesk.PARIS, "09:00-17:00", List.of("xx", "fr"), Outside.REJECT);

        assertThat(times.at(hours, Instant.parse("2026-07-13T10:00:00Z")))
                .isEqualTo(new OpeningTimes.State(
                        true, "open, monday 12:00 in Europe/Paris; holidays of xx are not known"));
        assertThat(times.at(hours, Instant.parse("2026-07-14T10:00:00Z")).open())
                .as("the other calendar counts")
                .isFalse();
    }

    @Test
    void aCalendarShouldBeAskedOnceForADayAndNoMoreDaysRememberedThanBounded() {
        List<String> asked = new ArrayList<>();
        OpeningTimes counted = new OpeningTimes((calendar, from, to) -> {
            asked.add(calendar + from);
            return Optional.of(new HolidayDates("test", from, to, Set.of()));
        });
        OpeningHours hours = RoutingDesk.office(Outside.REJECT);
        Instant first = Instant.parse("2026-07-13T10:00:00Z");

        counted.at(hours, first);
        counted.at(hours, first.plusSeconds(60));
        assertThat(asked).containsExactly("fr2026-07-13");

        for (int day = 1; day <= OpeningTimes.MAX_DAYS; day++) {
            counted.at(hours, first.plusSeconds(86_400L * day));
        }
        asked.clear();
        counted.at(hours, first);
        assertThat(asked).as("forgotten, and asked anew").hasSize(1);
    }
}
