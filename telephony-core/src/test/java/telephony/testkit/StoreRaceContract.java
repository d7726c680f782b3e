package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.store.TelephonyStorePort;

/** What every store must keep when many want the same; a part of {@link TelephonyStoreContract}. */
public interface StoreRaceContract {

    /** How many threads race. */
    int THREADS = 8;

    /** An empty store whose clock is this one, as far as it can be told one. */
    TelephonyStorePort newStore(InstantSource clock);

    private TelephonyStorePort store() {
        return newStore(new HandClock(Calls.START));
    }

    private static TelephonyCall insert(TelephonyStorePort store, TelephonyCall row) {
        assertThat(store.commit(Commit.ofRow(row, List.of()))).isEqualTo(Commit.Result.STORED);
        return store.find(row.callId()).orElseThrow();
    }

    @Test
    default void leaseShouldBelongToOneOwnerUntilItRunsOut() {
        HandClock clock = new HandClock(Calls.START);
        TelephonyStorePort store = newStore(clock);
        Duration time = Duration.ofSeconds(6);

        assertThat(store.lease("sweep", "me", time)).isTrue();
        assertThat(store.lease("sweep", "you", time)).isFalse();
        assertThat(store.lease("other", "you", time)).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertThat(store.lease("sweep", "me", time)).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertThat(store.lease("sweep", "you", time)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.lease("sweep", "you", time)).isTrue();
        assertThat(store.lease("sweep", "me", time)).isFalse();
    }

    @Test
    default void leaseShouldHaveOneHolderAmongManyRacers() throws InterruptedException {
        TelephonyStorePort store = store();
        AtomicInteger holders = new AtomicInteger();

        Race.run(THREADS, racer -> {
            if (store.lease("sweep", "racer-" + racer, Duration.ofSeconds(20))) {
                holders.incrementAndGet();
            }
        });

        assertThat(holders.get()).isEqualTo(1);
    }

    @Test
    default void commitShouldLetOneOfManyRacersWinEachVersion() throws InterruptedException {
        TelephonyStorePort store = store();
        TelephonyCall row = insert(store, Calls.inbound("RM_1", "SCL_1"));
        int rounds = 200;
        AtomicInteger won = new AtomicInteger();

        Race.run(THREADS, racer -> {
            for (int i = 0; i < rounds; i++) {
                TelephonyCall now = store.find(row.callId()).orElseThrow();
                TelephonyCall next = now.withControl(now.control().withNextEvent());
                if (store.commit(Commit.ofRow(next, List.of())) == Commit.Result.STORED) {
                    won.incrementAndGet();
                }
            }
        });

        TelephonyCall end = store.find(row.callId()).orElseThrow();
        assertThat(end.control().eventSequence()).isEqualTo(won.get());
        assertThat(end.control().version()).isEqualTo(1L + won.get());
        assertThat(won.get()).isPositive();
    }

    @Test
    default void commitShouldTakeInOneOfManyEqualEvents() throws InterruptedException {
        TelephonyStorePort store = store();
        AtomicInteger stored = new AtomicInteger();

        Race.run(THREADS, racer -> {
            TelephonyCall row = Calls.inbound("RM_1", "SCL_1");
            if (store.commit(new Commit(Calls.inboxEntry("EV_1"), row, 0, List.of())) == Commit.Result.STORED) {
                stored.incrementAndGet();
            }
        });

        assertThat(stored.get()).isEqualTo(1);
    }

    @Test
    default void claimDueShouldGiveEachRowToOneOfManyRacers() throws InterruptedException {
        TelephonyStorePort store = store();
        int calls = 50;
        for (int i = 0; i < calls; i++) {
            insert(store, Calls.inbound("RM_" + i, "SCL_" + i).withDueAt(Calls.START));
        }
        List<CallId> claimed = Collections.synchronizedList(new ArrayList<>());

        Race.run(THREADS, racer -> {
            for (int i = 0; i < calls; i++) {
                store.claimDue("racer-" + racer, Duration.ofSeconds(20), 3).forEach(row -> claimed.add(row.callId()));
            }
        });

        Set<CallId> distinct = new HashSet<>(claimed);
        assertThat(claimed).hasSize(calls);
        assertThat(distinct).hasSize(calls);
    }
}
