package telephony.adapters.store;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import telephony.guard.DialLedgerPort;
import telephony.testkit.DialLedgerContract;

class H2DialLedgerTest implements DialLedgerContract {

    private final JdbcStores stores = new JdbcStores();

    @TempDir
    Path folder;

    @Override
    public DialLedgerPort newLedger() {
        return stores.h2Ledger(folder, InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() {
        stores.close();
    }
}
