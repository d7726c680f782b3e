package telephony.adapters.guards;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import telephony.guard.HolidayDates;
import telephony.guard.HolidayPort;

/**
 * Public holidays as Jollyday knows them, of countries ({@code fr}) and their parts ({@code us-fl}).
 *
 * <p>It needs {@code de.focus-shift:jollyday-core} and {@code de.focus-shift:jollyday-jaxb}. Safe for any number of threads;
 * the first question about a country reads its calendar from the class path.
 */
public final class JollydayHolidays implements HolidayPort {

    private final Set<String> calendars;
    private final ConcurrentHashMap<String, HolidayManager> managers = new ConcurrentHashMap<>();

    /**
     * Finds out whether the libraries are there.
     *
     * @throws IllegalStateException when one is missing; the message names it
     */
    public JollydayHolidays() {
        try {
            this.calendars = HolidayManager.getSupportedCalendarCodes().stream()
                    .map(code -> code.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
            HolidayManager unused = manager("de");
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException(
                    "add de.focus-shift:jollyday-core and de.focus-shift:jollyday-jaxb to the class path", e);
        }
    }

    /** Whether there is a calendar of this name. A part of a country is known when its country's calendar has it. */
    public boolean knows(String calendar) {
        String[] parts = calendar.split("-", -1);
        return calendars.contains(parts[0])
                && (parts.length == 1
                        || (parts.length == 2
                                && manager(parts[0])
                                        .getCalendarHierarchy()
                                        .getChildren()
                                        .containsKey(parts[1])));
    }

    @Override
    public Optional<HolidayDates> between(String calendar, LocalDate from, LocalDate to) {
        if (!knows(calendar)) {
            return Optional.empty();
        }
        String[] parts = calendar.split("-", -1);
        Set<LocalDate> dates = manager(parts[0])
                .getHolidays(from, to, HolidayType.PUBLIC_HOLIDAY, Arrays.copyOfRange(parts, 1, parts.length))
                .stream()
                .map(Holiday::getDate)
                .collect(Collectors.toSet());
        return Optional.of(new HolidayDates(version(), from, to, dates));
    }

    private HolidayManager manager(String country) {
        return managers.computeIfAbsent(country, name -> HolidayManager.getInstance(ManagerParameters.create(name)));
    }

    private static String version() {
        String version = HolidayManager.class.getPackage().getImplementationVersion();
        return "jollyday" + (version == null ? "" : "-" + version);
    }
}
