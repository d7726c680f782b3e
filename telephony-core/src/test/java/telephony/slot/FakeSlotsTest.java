package telephony.slot;

import java.time.InstantSource;
import telephony.store.TelephonyStorePort;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.SlotContract;

/** The fake keeps what every store must keep. */
class FakeSlotsTest implements SlotContract {

    @Override
    public TelephonyStorePort newStore(InstantSource clock) {
        return new FakeTelephonyStore(clock);
    }

    @Override
    public SlotPort slotsOf(TelephonyStorePort store) {
        return ((FakeTelephonyStore) store).slots();
    }
}
