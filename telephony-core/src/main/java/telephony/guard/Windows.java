package telephony.guard;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * When people may be called.
 *
 * @param rules all of those about a place and a purpose must allow a call
 * @param mobileZones all zones of countries whose mobile numbers do not tell where their holders live, because they name a
 *     town and move with their holders; by country
 */
public record Windows(List<WindowRule> rules, Map<String, Set<ZoneId>> mobileZones) {

    /** How far ahead the next allowed time is looked for, in days. */
    public static final int HORIZON_DAYS = 14;

    public Windows {
        rules = List.copyOf(rules);
        mobileZones = Map.copyOf(mobileZones);
    }

    /** The rules about somebody in this country, and this part of it if it is known. */
    List<WindowRule> rulesOf(String country, @Nullable String part, Purpose purpose) {
        List<WindowRule> own = rules.stream()
                .filter(rule -> rule.purposes().contains(purpose))
                .filter(rule -> rule.places().contains(country)
                        || (part != null && rule.places().contains(part)))
                .toList();
        return own.isEmpty()
                ? rules.stream()
                        .filter(rule -> rule.purposes().contains(purpose))
                        .filter(rule -> rule.places().contains(WindowRule.ANYWHERE))
                        .toList()
                : own;
    }

    /** Every zone in which the holder of this number may be. */
    Set<ZoneId> zonesOf(NumberFacts number) {
        String country = number.country();
        return number.mayBeMobile() && country != null && mobileZones.containsKey(country)
                ? mobileZones.get(country)
                : number.zones();
    }

    /** Whether every rule allows it in every zone. */
    static boolean allow(
            List<WindowRule> rules, Set<ZoneId> zones, Map<String, HolidayDates> holidays, Instant at, Duration ring) {
        return rules.stream().allMatch(rule -> zones.stream().allMatch(zone -> rule.allows(at, ring, zone, holidays)));
    }

    /** The first instant from now on at which every rule allows it in every zone; empty = none within the horizon. */
    static Optional<Instant> nextAllowed(
            List<WindowRule> rules, Set<ZoneId> zones, Map<String, HolidayDates> holidays, Instant now, Duration ring) {
        TreeSet<Instant> beginnings = new TreeSet<>();
        for (ZoneId zone : zones) {
            rules.forEach(rule -> beginnings.addAll(beginnings(rule, zone, now)));
        }
        return beginnings.tailSet(now, true).stream()
                .filter(at -> allow(rules, zones, holidays, at, ring))
                .findFirst();
    }

    /** Every instant at which a window of this rule may begin, those to which a change of clocks leads among them. */
    private static List<Instant> beginnings(WindowRule rule, ZoneId zone, Instant now) {
        List<Instant> found = new ArrayList<>();
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int i = 0; i <= HORIZON_DAYS; i++) {
            LocalDate day = today.plusDays(i);
            DayOfWeek weekday = day.getDayOfWeek();
            for (Span span : rule.days().getOrDefault(weekday, List.of())) {
                ZonedDateTime begin =
                        day.atStartOfDay().plusSeconds(span.from()).atZone(zone);
                found.add(begin.withEarlierOffsetAtOverlap().toInstant());
                found.add(begin.withLaterOffsetAtOverlap().toInstant());
            }
        }
        ZoneOffsetTransition change = zone.getRules().nextTransition(now);
        if (change != null) {
            found.add(change.getInstant());
        }
        return found;
    }
}
