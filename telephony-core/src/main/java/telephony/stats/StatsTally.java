package telephony.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.call.Outcome;

/** Counts calls one after the other, for stores that cannot count by themselves. Not thread-safe. */
public final class StatsTally {

    private static final long PERCENT = 100;

    private static final Comparator<CallStats.Group> BY_KEY =
            Comparator.comparing(CallStats.Group::key, Comparator.nullsLast(Comparator.naturalOrder()));

    private final CallStatsQuery query;
    private final Map<Optional<String>, Count> groups = new HashMap<>();

    /** Of what is asked here. */
    public StatsTally(CallStatsQuery query) {
        this.query = query;
    }

    /** Counts this call if it is asked for. */
    public void add(CallFacts call) {
        if (query.fits(call)) {
            groups.computeIfAbsent(Optional.ofNullable(key(call)), key -> new Count())
                    .add(call);
        }
    }

    private @Nullable String key(CallFacts call) {
        return switch (query.by()) {
            case TOTAL -> null;
            case DAY -> call.createdAt().atZone(query.zone()).toLocalDate().toString();
            case TENANT -> call.tenantId();
            case CAMPAIGN -> call.campaignId();
            case NUMBER -> call.ownNumber();
            case AGENT -> call.agent();
            case REASON -> call.reason();
            case OUTCOME -> call.outcome() == null ? null : call.outcome().name();
        };
    }

    /** What was counted so far. */
    public CallStats stats() {
        return ordered(
                query.by(),
                groups.entrySet().stream()
                        .map(entry -> entry.getValue().group(entry.getKey().orElse(null)))
                        .toList());
    }

    /** Groups as they are told: in their order, and no more than are told. */
    public static CallStats ordered(CallStatsQuery.By by, List<CallStats.Group> groups) {
        List<CallStats.Group> most = groups.stream()
                .sorted(Comparator.comparingLong(CallStats.Group::calls)
                        .reversed()
                        .thenComparing(BY_KEY))
                .limit(CallStats.MAX_GROUPS)
                .toList();
        boolean inOrderOfDays = by == CallStatsQuery.By.DAY;
        return new CallStats(
                inOrderOfDays ? most.stream().sorted(BY_KEY).toList() : most, groups.size() > CallStats.MAX_GROUPS);
    }

    /** One group while it grows. */
    private static final class Count {
        private final Map<Outcome.Result, Long> outcomes = new EnumMap<>(Outcome.Result.class);
        private final Map<Routed, Long> routed = new EnumMap<>(Routed.class);
        private final List<Long> ring = new ArrayList<>();
        private final List<Long> toAgent = new ArrayList<>();
        private final List<Long> talk = new ArrayList<>();
        private long calls;
        private long ended;

        void add(CallFacts call) {
            calls++;
            ended += call.isEnded() ? 1 : 0;
            if (call.outcome() != null) {
                outcomes.merge(call.outcome(), 1L, Long::sum);
            }
            routed.merge(call.routed(), 1L, Long::sum);
            add(ring, call.ringMillis());
            add(toAgent, call.agentMillis());
            add(talk, call.talkMillis());
        }

        private static void add(List<Long> times, @Nullable Long millis) {
            if (millis != null) {
                times.add(millis);
            }
        }

        CallStats.Group group(@Nullable String key) {
            return new CallStats.Group(
                    key, calls, ended, outcomes, routed, percentiles(ring), percentiles(toAgent), percentiles(talk));
        }

        private static CallStats.Percentiles percentiles(List<Long> times) {
            if (times.isEmpty()) {
                return CallStats.Percentiles.NONE;
            }
            long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
            return new CallStats.Percentiles(
                    sorted.length, percentile(sorted, 50), percentile(sorted, 95), percentile(sorted, 99));
        }

        private static long percentile(long[] sorted, int percent) {
            // In whole numbers, so that a half is a half.
            long place = (long) percent * (sorted.length - 1);
            int below = (int) (place / PERCENT);
            long rest = place % PERCENT;
            long step = rest == 0 ? 0 : sorted[below + 1] - sorted[below];
            return sorted[below] + (rest * step + PERCENT / 2) / PERCENT;
        }
    }
}
