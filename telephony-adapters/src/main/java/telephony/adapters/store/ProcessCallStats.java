package telephony.adapters.store;

import java.util.List;
import java.util.function.Supplier;
import telephony.call.TelephonyCall;
import telephony.stats.CallFacts;
import telephony.stats.CallStats;
import telephony.stats.CallStatsPort;
import telephony.stats.CallStatsQuery;
import telephony.stats.StatsTally;

/** Counts calls that are in this process's memory, of which there are no more than the store's limit. */
final class ProcessCallStats implements CallStatsPort {

    private final Supplier<List<TelephonyCall>> rows;

    /** @param rows the calls as they are now */
    ProcessCallStats(Supplier<List<TelephonyCall>> rows) {
        this.rows = rows;
    }

    @Override
    public CallStats count(CallStatsQuery query) {
        StatsTally tally = new StatsTally(query);
        rows.get().forEach(row -> tally.add(CallFacts.of(row)));
        return tally.stats();
    }
}
