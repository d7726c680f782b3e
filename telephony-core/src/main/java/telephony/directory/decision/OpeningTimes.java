package telephony.directory.decision;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import telephony.directory.OpeningHours;
import telephony.guard.HolidayDates;
import telephony.guard.HolidayPort;

/**
 * Whether it is open. What counts is what the clock of the hours' zone shows at an instant, so that nothing is skipped or
 * comes twice in an unclear way when clocks change: an hour that the clock shows twice is open both times. A calendar of which
 * no holidays are known closes nothing. Safe for any number of threads.
 */
public final class OpeningTimes {

    /** Days of calendars that are remembered; beyond it all are asked anew. */
    static final int MAX_DAYS = 10_000;

    private enum Holiday {
        YES,
        NO,
        NOT_KNOWN
    }

    private record Day(String calendar, LocalDate date) {}

    private final HolidayPort holidays;

    /** Calendars take their time to tell, and calls ask for the same few days. */
    private final Map<Day, Holiday> asked = new ConcurrentHashMap<>();

    /** With the public holidays of these calendars. */
    public OpeningTimes(HolidayPort holidays) {
        this.holidays = holidays;
    }

    /**
     * How it stands at one instant.
     *
     * @param open whether it is open
     * @param said why, for people: {@code open, monday 09:30 in Europe/Paris}
     */
    public record State(boolean open, String said) {}

    /** How it stands by these hours at this instant. */
    public State at(OpeningHours hours, Instant at) {
        ZonedDateTime there = at.atZone(hours.zone());
        LocalTime time = there.toLocalTime();
        StringBuilder notKnown = new StringBuilder();
        for (String calendar : hours.holidayCalendars()) {
            Holiday holiday = holiday(calendar, there.toLocalDate());
            if (holiday == Holiday.YES) {
                return new State(
                        false, "closed, " + there.toLocalDate() + " is a public holiday of " + calendar + zone(hours));
            }
            if (holiday == Holiday.NOT_KNOWN) {
                notKnown.append("; holidays of ").append(calendar).append(" are not known");
            }
        }
        boolean open = hours.days().containsKey(there.getDayOfWeek())
                && hours.days().get(there.getDayOfWeek()).stream().anyMatch(span -> span.contains(time));
        String day = there.getDayOfWeek().name().toLowerCase(Locale.ROOT);
        return new State(
                open,
                (open ? "open, " : "closed, ") + day + " " + time.truncatedTo(ChronoUnit.MINUTES) + zone(hours)
                        + notKnown);
    }

    private static String zone(OpeningHours hours) {
        return " in " + hours.zone();
    }

    private Holiday holiday(String calendar, LocalDate date) {
        Day day = new Day(calendar, date);
        Holiday known = asked.get(day);
        if (known != null) {
            return known;
        }
        Optional<HolidayDates> dates = holidays.between(calendar, date, date);
        Holiday told = dates.map(of -> of.dates().contains(date) ? Holiday.YES : Holiday.NO)
                .orElse(Holiday.NOT_KNOWN);
        if (asked.size() >= MAX_DAYS) {
            asked.clear();
        }
        asked.put(day, told);
        return told;
    }
}
