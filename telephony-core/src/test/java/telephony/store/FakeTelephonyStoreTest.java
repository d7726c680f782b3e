package telephony.store;

import java.time.InstantSource;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.TelephonyStoreContract;

class FakeTelephonyStoreTest implements TelephonyStoreContract {
    @Override
    public TelephonyStorePort newStore(InstantSource clock) {
        return new FakeTelephonyStore(clock);
    }
}
