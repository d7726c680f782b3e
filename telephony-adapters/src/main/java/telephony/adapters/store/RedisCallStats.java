package telephony.adapters.store;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import telephony.call.TelephonyCall;
import telephony.stats.CallFacts;
import telephony.stats.CallStats;
import telephony.stats.CallStatsPort;
import telephony.stats.CallStatsQuery;
import telephony.stats.StatsTally;
import telephony.stats.TooManyCallsException;
import telephony.store.CallQuery;
import telephony.store.Page;

/**
 * Counts calls in a store that cannot count: reads those of the period, newest first, a page at a time. A call that begins or
 * is forgotten meanwhile may be counted or not.
 */
final class RedisCallStats implements CallStatsPort {

    /** Calls that one answer may read; a period that has more is refused. */
    static final int MAX_READ = 50_000;

    private final Function<CallQuery, Page<TelephonyCall>> list;
    private final int maxRead;

    /**
     * @param list lists calls by tenant and cursor, which is a {@link CallPlace}
     * @param maxRead how many one answer may read
     */
    RedisCallStats(Function<CallQuery, Page<TelephonyCall>> list, int maxRead) {
        this.list = list;
        this.maxRead = maxRead;
    }

    @Override
    public CallStats count(CallStatsQuery query) {
        StatsTally tally = new StatsTally(query);
        @Nullable String cursor = CallSearch.before(query.until());
        int read = 0;
        while (cursor != null) {
            Page<TelephonyCall> page =
                    list.apply(CallQuery.ofTenant(query.tenantId(), null, CallQuery.MAX_LIMIT, cursor));
            for (TelephonyCall row : page.items()) {
                if (row.times().createdAt().isBefore(query.from())) {
                    return tally.stats();
                }
                if (++read > maxRead) {
                    throw new TooManyCallsException(maxRead);
                }
                tally.add(CallFacts.of(row));
            }
            cursor = page.nextCursor();
        }
        return tally.stats();
    }
}
