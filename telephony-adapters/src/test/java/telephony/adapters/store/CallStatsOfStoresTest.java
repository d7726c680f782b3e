package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import telephony.call.TelephonyCall;
import telephony.stats.CallStats;
import telephony.stats.CallStatsPort;
import telephony.stats.CallStatsQuery;
import telephony.stats.TooManyCallsException;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;
import telephony.testkit.CallStatsContract;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

/** Counting in every store. */
class CallStatsOfStoresTest extends AllStores {

    @Nested
    class InMemory implements CallStatsContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return new InMemoryTelephonyStore(clock);
        }

        @Override
        public CallStatsPort statsOf(TelephonyStorePort store) {
            return ((InMemoryTelephonyStore) store).stats();
        }
    }

    @Nested
    class InCaffeine implements CallStatsContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return new CaffeineTelephonyStore(clock);
        }

        @Override
        public CallStatsPort statsOf(TelephonyStorePort store) {
            return ((CaffeineTelephonyStore) store).stats();
        }
    }

    @Nested
    class InH2 implements CallStatsContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return databases.h2(folder, clock);
        }

        @Override
        public CallStatsPort statsOf(TelephonyStorePort store) {
            return ((JdbcTelephonyStore) store).stats();
        }
    }

    @Nested
    class InPostgres implements CallStatsContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return databases.postgres(clock);
        }

        @Override
        public CallStatsPort statsOf(TelephonyStorePort store) {
            return ((JdbcTelephonyStore) store).stats();
        }
    }

    @Nested
    class InRedis implements CallStatsContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return redis.open(RedisStores.empty(), clock);
        }

        @Override
        public CallStatsPort statsOf(TelephonyStorePort store) {
            return ((RedisTelephonyStore) store).stats();
        }
    }

    @Test
    void aStoreThatCannotCountShouldRefuseAPeriodThatHasMoreCallsThanItMayRead() {
        InMemoryTelephonyStore store = new InMemoryTelephonyStore(new HandClock(Calls.START));
        for (int i = 0; i < 4; i++) {
            store.commit(Commit.ofRow(Calls.inbound("RM_" + i, "SCL_" + i, Calls.START.plusSeconds(i)), List.of()));
        }
        RedisCallStats three = new RedisCallStats(query -> newestFirst(store, query), 3);

        assertThatThrownBy(() -> three.count(CallStatsQuery.total(Calls.START, Calls.START.plusSeconds(60))))
                .isInstanceOf(TooManyCallsException.class)
                .hasMessageContaining("3 calls");
        assertThat(three.count(CallStatsQuery.total(Calls.START.plusSeconds(1), Calls.START.plusSeconds(60)))
                        .groups())
                .extracting(CallStats.Group::calls)
                .containsExactly(3L);
    }

    /** All on one page, whatever the cursor. */
    private static Page<TelephonyCall> newestFirst(InMemoryTelephonyStore store, CallQuery query) {
        return store.query(CallQuery.all(query.roomName(), query.limit(), null));
    }
}
