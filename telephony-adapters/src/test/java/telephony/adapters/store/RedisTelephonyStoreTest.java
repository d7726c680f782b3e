package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.store.TelephonyStorePort;
import telephony.testkit.TelephonyStoreContract;

class RedisTelephonyStoreTest implements TelephonyStoreContract {

    private final RedisStores stores = new RedisStores();

    @Override
    public TelephonyStorePort newStore(InstantSource clock) {
        return stores.open(RedisStores.empty(), clock);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void theClockShouldBeTheServers() {
        RedisTelephonyStore store = stores.open(RedisStores.empty());

        assertThat(store.rememberingSince()).isBeforeOrEqualTo(store.now());
        assertThat(store.now())
                .isBetween(
                        InstantSource.system().instant().minusSeconds(10),
                        InstantSource.system().instant().plusSeconds(10));
    }
}
