package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.guard.DialLedgerPort;
import telephony.guard.LedgerLine;
import telephony.store.StoreUnavailableException;
import telephony.testkit.DialLedgerContract;
import telephony.testkit.Race;

class PostgresDialLedgerTest implements DialLedgerContract {

    private final JdbcStores stores = new JdbcStores();

    @Override
    public DialLedgerPort newLedger() {
        return stores.postgresLedger(InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() {
        stores.close();
    }

    private static LedgerLine line(String key, int seconds) {
        return new LedgerLine(key, "slot", 1, 1, NOW.plusSeconds(seconds));
    }

    @Test
    void claimsAmongClearingShouldNeverShareAPlace() throws InterruptedException {
        DialLedgerPort ledger = newLedger();
        int rounds = 20;
        AtomicInteger won = new AtomicInteger();

        Race.run(8, racer -> {
            for (int i = 0; i < rounds; i++) {
                // Each round's place is free a second after the one before it, and cleared away meanwhile.
                if (racer == 0) {
                    ledger.purge(NOW.plusSeconds(i), 100);
                } else if (ledger.claim(racer + "-" + i, List.of(line("k", i + 1)), NOW.plusSeconds(i))
                        .fits()) {
                    won.incrementAndGet();
                }
            }
        });

        assertThat(won.get()).isBetween(1, rounds);
        // The total of a key that was cleared away and made again is that of its lines.
        assertThat(ledger.claim("end", List.of(line("k", rounds + 1)), NOW.plusSeconds(rounds))
                        .states()
                        .get(0)
                        .others())
                .isZero();
    }

    @Test
    void aDatabaseThatIsGoneShouldBeAStoreThatIsUnavailable() {
        DialLedgerPort ledger = newLedger();
        stores.close();

        assertThatThrownBy(() -> ledger.claim("a", List.of(line("k", 1)), NOW))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> ledger.look("a", List.of(line("k", 1)), NOW))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> ledger.settle("a", "slot", 0)).isInstanceOf(StoreUnavailableException.class);
    }
}
