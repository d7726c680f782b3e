package telephony.adapters.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

/** What a test needs that runs one contract on every store; closed after each test. */
abstract class AllStores {

    final HandClock clock = new HandClock(Calls.START);
    final JdbcStores databases = new JdbcStores();
    final RedisStores redis = new RedisStores();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        databases.close();
        redis.close();
    }
}
