package telephony.stats;

import java.time.InstantSource;
import telephony.store.TelephonyStorePort;
import telephony.testkit.CallStatsContract;
import telephony.testkit.FakeCallStats;
import telephony.testkit.FakeTelephonyStore;

/** The fake keeps what every counting must keep, and {@link StatsTally} with it. */
class FakeCallStatsTest implements CallStatsContract {

    @Override
    public TelephonyStorePort newStore(InstantSource clock) {
        return new FakeTelephonyStore(clock);
    }

    @Override
    public CallStatsPort statsOf(TelephonyStorePort store) {
        return new FakeCallStats(store);
    }
}
