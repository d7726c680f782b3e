package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
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
        int racers = 8;
        AtomicInteger won = new AtomicInteger();
        CyclicBarrier round = new CyclicBarrier(racers);

        Race.run(racers, racer -> {
            for (int i = 0; i < rounds; i++) {
                // One clock for all: who clears is not to be ahead of those who claim.
                round.await(30, TimeUnit.SECONDS);
                // Each round's place is free a second after the one before it, and cleared away meanwhile.
                if (racer == 0) {
                    ledger.purge(NOW.plusSeconds(i), 100);
                } else if (ledger.claim(racer + "-" + i, List.of(line("k", i + 1)), NOW.plusSeconds(i))
                        .fits()) {
                    won.incrementAndGet();
                }
            }
        });

        assertThat(won.get()).isEqualTo(rounds);
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
