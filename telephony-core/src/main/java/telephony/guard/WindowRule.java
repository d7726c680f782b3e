package telephony.guard;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When people in some places may be called.
 *
 * @param name by which a refusal names it
 * @param places countries, {@code FR}, or parts of one, {@code US-FL}; {@value #ANYWHERE} = where no other rule is of the place
 * @param purposes the purposes of calls that it is about
 * @param days the spans of each day of the week; a day without any is closed. A span ends at midnight at the latest, and a
 *     phone that would ring across midnight is not allowed
 * @param holidayCalendar whose public holidays are closed; null = they are days like others
 */
public record WindowRule(
        String name,
        Set<String> places,
        Set<Purpose> purposes,
        Map<DayOfWeek, List<Span>> days,
        @Nullable String holidayCalendar) {

    /** The place of a rule for all places that have no other. */
    public static final String ANYWHERE = "*";

    public WindowRule {
        places = Set.copyOf(places);
        purposes = Set.copyOf(purposes);
        days = Map.copyOf(days);
    }

    /** Whether a phone in this zone may ring from this instant on for so long. */
    boolean allows(Instant at, Duration ring, ZoneId zone, Map<String, HolidayDates> holidays) {
        ZonedDateTime begin = at.atZone(zone);
        ZonedDateTime end = at.plus(ring).atZone(zone);
        if (!begin.toLocalDate().equals(end.toLocalDate())) {
            return false;
        }
        if (holidayCalendar != null) {
            HolidayDates dates = holidays.get(holidayCalendar);
            if (dates == null || !dates.isOrdinary(begin.toLocalDate())) {
                return false;
            }
        }
        return days.getOrDefault(begin.getDayOfWeek(), List.of()).stream()
                .anyMatch(span -> span.contains(begin.toLocalTime())
                        && span.contains(end.toLocalTime())
                        && staysInWhenClocksChange(span, at, at.plus(ring), zone));
    }

    /** A clock that is put back shows times that are neither between those at the beginning and at the end. */
    private static boolean staysInWhenClocksChange(Span span, Instant begin, Instant end, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(begin);
        if (change == null || change.getInstant().isAfter(end)) {
            return true;
        }
        LocalTime before = change.getDateTimeBefore().toLocalTime();
        return span.reaches(before.equals(LocalTime.MIDNIGHT) ? LocalTime.MAX : before)
                && span.contains(change.getDateTimeAfter().toLocalTime());
    }
}
