package telephony.testkit;

import telephony.call.TelephonyCall;
import telephony.stats.CallFacts;
import telephony.stats.CallStats;
import telephony.stats.CallStatsPort;
import telephony.stats.CallStatsQuery;
import telephony.stats.StatsTally;
import telephony.store.CallQuery;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;

/** Counts by listing. */
public final class FakeCallStats implements CallStatsPort {

    private final TelephonyStorePort store;

    /** Of the calls of this store. */
    public FakeCallStats(TelephonyStorePort store) {
        this.store = store;
    }

    @Override
    public CallStats count(CallStatsQuery query) {
        StatsTally tally = new StatsTally(query);
        String cursor = null;
        do {
            Page<TelephonyCall> page = store.query(CallQuery.all(null, CallQuery.MAX_LIMIT, cursor));
            page.items().forEach(row -> tally.add(CallFacts.of(row)));
            cursor = page.nextCursor();
        } while (cursor != null);
        return tally.stats();
    }
}
