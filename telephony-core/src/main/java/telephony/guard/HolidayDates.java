package telephony.guard;

import java.time.LocalDate;
import java.util.Set;

/**
 * The public holidays of one calendar in a span of days.
 *
 * @param version which data they are from
 * @param from first day that was asked about
 * @param to last day that was asked about
 * @param dates the holidays among them
 */
public record HolidayDates(String version, LocalDate from, LocalDate to, Set<LocalDate> dates) {

    public HolidayDates {
        dates = Set.copyOf(dates);
    }

    /** Whether this day is known to be none; a day that was not asked about is not known. */
    public boolean isOrdinary(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to) && !dates.contains(day);
    }
}
