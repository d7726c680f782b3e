package telephony.guard;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How fast calls may begin on a new trunk, so that carriers, who watch new numbers, do not take it for a flood. Days are by
 * UTC. After the last one the trunk is as fast as every other.
 *
 * @param callsPerSecond on the first day, the second and so on, at most {@value #MAX_DAYS}
 * @param trunks each new trunk's first day; before it the first day's limit holds
 */
public record RampUp(List<Long> callsPerSecond, Map<String, LocalDate> trunks) {

    /** Days at most. */
    public static final int MAX_DAYS = 90;

    /** No trunk is new. */
    public static final RampUp NONE = new RampUp(List.of(), Map.of());

    public RampUp {
        callsPerSecond = List.copyOf(callsPerSecond);
        trunks = Map.copyOf(trunks);
        if (callsPerSecond.size() > MAX_DAYS || callsPerSecond.stream().anyMatch(limit -> limit < 0)) {
            throw new IllegalArgumentException("at most " + MAX_DAYS + " days, and no limit is below 0");
        }
    }

    /** The limit of this trunk at this time; empty = it is not new, or not any more. */
    public OptionalLong of(@Nullable String trunkId, Instant now) {
        LocalDate first = trunkId == null ? null : trunks.get(trunkId);
        if (first == null) {
            return OptionalLong.empty();
        }
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        long day = Math.max(0, ChronoUnit.DAYS.between(first, today));
        return day < callsPerSecond.size() ? OptionalLong.of(callsPerSecond.get((int) day)) : OptionalLong.empty();
    }
}
