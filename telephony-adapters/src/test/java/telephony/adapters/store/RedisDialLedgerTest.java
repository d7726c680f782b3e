package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.guard.DialLedgerPort;
import telephony.guard.LedgerLine;
import telephony.store.StoreUnavailableException;
import telephony.testkit.DialLedgerContract;

class RedisDialLedgerTest implements DialLedgerContract {

    private final RedisStores stores = new RedisStores();

    @Override
    public DialLedgerPort newLedger() {
        return stores.open(RedisStores.empty(), InstantSource.fixed(NOW)).dialLedger();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void whatEndsShouldLeaveByItselfAndWhatDoesNotShouldStay() {
        RedisSettings settings = RedisStores.empty();
        DialLedgerPort ledger = stores.open(settings, InstantSource.fixed(NOW)).dialLedger();
        ledger.claim("call", List.of(new LedgerLine("ends", "slot", 1, 9, NOW.plusSeconds(60))), NOW);
        ledger.claim("mark", List.of(new LedgerLine("stays", "mark", 1, 9, null)), NOW);

        for (String key : List.of("ledger:ends", "ledger-end:ends", "ledger-of:call")) {
            assertThat(timeToLive(settings, key)).as(key).isBetween(1L, 3_660_000L);
        }
        for (String key : List.of("ledger:stays", "ledger-end:stays", "ledger-of:mark")) {
            assertThat(timeToLive(settings, key)).as(key).isEqualTo(-1);
        }
    }

    private static long timeToLive(RedisSettings settings, String key) {
        return RedisStores.tellShared(redis -> redis.pttl("{" + settings.name() + "}:" + key));
    }

    @Test
    void aServerThatIsGoneShouldBeAStoreThatIsUnavailable() {
        DialLedgerPort ledger = newLedger();
        stores.close();

        assertThatThrownBy(() -> ledger.settle("a", "slot", 0)).isInstanceOf(StoreUnavailableException.class);
    }
}
