package telephony.stats;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import telephony.call.Direction;

/**
 * Which calls are counted, and how they are put together. A call belongs to the instant at which it began, however long it
 * goes on.
 *
 * @param from the first instant
 * @param until the end, this instant excluded
 * @param zone whose midnights part the days
 * @param by what is counted together
 * @param tenantId only calls of this tenant; null = all
 * @param campaignId only calls of this campaign; null = all
 * @param direction only calls of this direction; null = both
 */
public record CallStatsQuery(
        Instant from,
        Instant until,
        ZoneId zone,
        By by,
        @Nullable String tenantId,
        @Nullable String campaignId,
        @Nullable Direction direction) {

    /** Longest period: a year that has a day more, and the hour by which a zone's clocks may go back in it. */
    public static final Duration MAX_PERIOD = Duration.ofDays(366).plusHours(1);

    /** What is counted together. */
    public enum By {
        /** All calls. */
        TOTAL,
        /** Those that began on one day, midnight to midnight in the zone. */
        DAY,
        TENANT,
        CAMPAIGN,
        /** Those through one number of ours: the called one, of calls that we place the one that is shown. */
        NUMBER,
        /** Those that one agent had, by LiveKit's name of it. */
        AGENT,
        /** Those that were routed for one reason. */
        REASON,
        /** Those that came to the same. */
        OUTCOME
    }

    /**
     * A part of the period, no longer than a day.
     *
     * @param date the day
     * @param from its first instant that is in the period
     * @param until its end, or the period's, this instant excluded
     */
    public record Day(LocalDate date, Instant from, Instant until) {}

    /** @throws IllegalArgumentException when the period is empty or longer than {@link #MAX_PERIOD} */
    public CallStatsQuery {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("from must be before until");
        }
        if (Duration.between(from, until).compareTo(MAX_PERIOD) > 0) {
            throw new IllegalArgumentException("a period may have 366 days at most");
        }
    }

    /** All calls of this period together. */
    public static CallStatsQuery total(Instant from, Instant until) {
        return new CallStatsQuery(from, until, ZoneId.of("UTC"), By.TOTAL, null, null, null);
    }

    /** The same, put together by this. */
    public CallStatsQuery by(By other) {
        return new CallStatsQuery(from, until, zone, other, tenantId, campaignId, direction);
    }

    /** The same, by days of this zone. */
    public CallStatsQuery byDayIn(ZoneId where) {
        return new CallStatsQuery(from, until, where, By.DAY, tenantId, campaignId, direction);
    }

    /** The same, of one tenant; null = of all. */
    public CallStatsQuery ofTenant(@Nullable String tenant) {
        return new CallStatsQuery(from, until, zone, by, tenant, campaignId, direction);
    }

    /** The days that the period touches, the first and the last as far as they are in it. */
    public List<Day> days() {
        List<Day> days = new ArrayList<>();
        Instant start = from;
        while (start.isBefore(until)) {
            LocalDate date = start.atZone(zone).toLocalDate();
            Instant midnight = date.plusDays(1).atStartOfDay(zone).toInstant();
            Instant end = midnight.isBefore(until) ? midnight : until;
            days.add(new Day(date, start, end));
            start = end;
        }
        return days;
    }

    /** Whether this call is counted. */
    public boolean fits(CallFacts call) {
        return !call.createdAt().isBefore(from)
                && call.createdAt().isBefore(until)
                && (tenantId == null || tenantId.equals(call.tenantId()))
                && (campaignId == null || campaignId.equals(call.campaignId()))
                && (direction == null || direction == call.direction());
    }
}
