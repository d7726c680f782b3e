package telephony.guard;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Public holidays.
 *
 * <p><b>Atomic:</b> an answer is of one version of the data. <b>Absent:</b> empty = there is no such calendar, or its data is
 * not there, so that nothing is dialled by a rule that needs it. <b>Broken:</b> no exceptions. <b>Threads:</b> safe for any
 * number. <b>Blocking:</b> for no longer than data in this process takes to read.
 */
public interface HolidayPort {

    /**
     * The holidays of a calendar.
     *
     * @param calendar a country or a part of one, in small letters: {@code fr}, {@code us-fl}
     * @param from first day
     * @param to last day
     */
    Optional<HolidayDates> between(String calendar, LocalDate from, LocalDate to);
}
