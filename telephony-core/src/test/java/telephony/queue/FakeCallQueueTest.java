package telephony.queue;

import java.time.InstantSource;
import telephony.store.TelephonyStorePort;
import telephony.testkit.CallQueueContract;
import telephony.testkit.FakeTelephonyStore;

/** The fake keeps what every queue must keep. */
class FakeCallQueueTest implements CallQueueContract {

    @Override
    public TelephonyStorePort newStore(InstantSource clock) {
        return new FakeTelephonyStore(clock);
    }

    @Override
    public CallQueuePort queueOf(TelephonyStorePort store) {
        return ((FakeTelephonyStore) store).queue();
    }
}
