package telephony.adapters.store;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import telephony.store.TelephonyStorePort;
import telephony.testkit.TelephonyStoreContract;

class H2TelephonyStoreTest implements TelephonyStoreContract {

    private final JdbcStores stores = new JdbcStores();

    @TempDir
    Path folder;

    @Override
    public TelephonyStorePort newStore(InstantSource clock) {
        return stores.h2(folder, clock);
    }

    @AfterEach
    void close() {
        stores.close();
    }
}
