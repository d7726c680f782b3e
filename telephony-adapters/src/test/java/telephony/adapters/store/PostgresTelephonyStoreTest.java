package telephony.adapters.store;

import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import telephony.store.TelephonyStorePort;
import telephony.testkit.TelephonyStoreContract;

class PostgresTelephonyStoreTest implements TelephonyStoreContract {

    private final JdbcStores stores = new JdbcStores();

    @Override
    public TelephonyStorePort newStore(InstantSource clock) {
        return stores.postgres(clock);
    }

    @AfterEach
    void close() {
        stores.close();
    }
}
