package telephony.adapters.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import telephony.call.TelephonyCall;
import telephony.store.CallFilter;
import telephony.store.CallQuery;
import telephony.store.InvalidCursorException;
import telephony.store.Page;

/**
 * Finds calls that fit a filter in a store that has indexes of time, tenant, room and leg only: it reads the list, newest
 * first, and keeps what fits. What one page may read is bounded; where it ended before it was full, the next page goes on.
 */
final class CallSearch {

    /** Calls of one leg that are looked at: an episode for each time that it came back after a call was over. */
    static final int MAX_CALLS_OF_LEG = CallQuery.MAX_LIMIT;

    /** Ids of calls come behind it. */
    private static final UUID FIRST_ID = new UUID(0, 0);

    private static final Comparator<CallPlace> NEWEST_FIRST = Comparator.comparingLong(CallPlace::createdAt)
            .thenComparing(place -> place.callId().toString())
            .reversed();

    private CallSearch() {}

    /**
     * A page of what fits.
     *
     * @param query by what; its cursor, where it has one, is a {@link CallPlace}
     * @param list lists calls by tenant, room and cursor alone
     * @param ofLeg lists the calls that have this leg, by its {@code sip.callID}, at most {@value #MAX_CALLS_OF_LEG}
     * @throws InvalidCursorException when the cursor is not one of ours
     */
    static Page<TelephonyCall> page(
            CallQuery query,
            Function<CallQuery, Page<TelephonyCall>> list,
            Function<String, List<TelephonyCall>> ofLeg) {
        CallFilter filter = query.filter();
        if (filter.equals(CallFilter.NONE)) {
            return list.apply(query);
        }
        return filter.sipCallId() == null ? searched(query, list) : among(ofLeg.apply(filter.sipCallId()), query);
    }

    private static Page<TelephonyCall> searched(CallQuery query, Function<CallQuery, Page<TelephonyCall>> list) {
        CallFilter filter = query.filter();
        List<TelephonyCall> items = new ArrayList<>();
        @Nullable String from = beginning(query);
        for (int lookedAt = 0; lookedAt < CallQuery.LOOKED_AT; lookedAt += CallQuery.MAX_LIMIT) {
            Page<TelephonyCall> part =
                    list.apply(CallQuery.ofTenant(query.tenantId(), query.roomName(), CallQuery.MAX_LIMIT, from));
            for (TelephonyCall row : part.items()) {
                if (filter.isTooEarly(row.times().createdAt())) {
                    return new Page<>(items, null);
                }
                if (filter.fits(row)) {
                    if (items.size() == query.limit()) {
                        return new Page<>(
                                items, place(items.get(items.size() - 1)).cursor());
                    }
                    items.add(row);
                }
            }
            from = part.nextCursor();
            if (from == null) {
                break;
            }
        }
        return new Page<>(items, from);
    }

    /** Behind all that is too late, or where the page before ended. */
    private static @Nullable String beginning(CallQuery query) {
        Instant before = query.filter().createdBefore();
        return query.cursor() == null && before != null ? before(before) : query.cursor();
    }

    /** The cursor behind which the calls come that began before then. */
    static String before(Instant end) {
        return new CallPlace(end.toEpochMilli(), FIRST_ID).cursor();
    }

    private static Page<TelephonyCall> among(List<TelephonyCall> candidates, CallQuery query) {
        CallPlace after = query.cursor() == null ? null : CallPlace.of(query.cursor());
        List<TelephonyCall> fitting = candidates.stream()
                .filter(row -> query.tenantId() == null
                        || query.tenantId().equals(row.origin().tenantId()))
                .filter(row -> query.roomName() == null
                        || query.roomName().equals(row.origin().roomName()))
                .filter(query.filter()::fits)
                .filter(row -> after == null || NEWEST_FIRST.compare(after, place(row)) < 0)
                .sorted(Comparator.comparing(CallSearch::place, NEWEST_FIRST))
                .toList();
        List<TelephonyCall> items = fitting.subList(0, Math.min(fitting.size(), query.limit()));
        boolean more = fitting.size() > items.size();
        return new Page<>(items, more ? place(items.get(items.size() - 1)).cursor() : null);
    }

    private static CallPlace place(TelephonyCall row) {
        return new CallPlace(
                row.times().createdAt().toEpochMilli(), row.callId().value());
    }
}
