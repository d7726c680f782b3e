package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import telephony.call.DialState;
import telephony.call.TelephonyCall;
import telephony.queue.CallQueuePort;
import telephony.queue.QueuePace;
import telephony.store.Commit;
import telephony.store.TelephonyStorePort;
import telephony.testkit.CallQueueContract;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

/** The queue in every store. */
class CallQueuesOfStoresTest extends AllStores {

    @Nested
    class InMemory implements CallQueueContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return new InMemoryTelephonyStore(clock);
        }

        @Override
        public CallQueuePort queueOf(TelephonyStorePort store) {
            return ((InMemoryTelephonyStore) store).queue();
        }
    }

    @Nested
    class InCaffeine implements CallQueueContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return new CaffeineTelephonyStore(clock);
        }

        @Override
        public CallQueuePort queueOf(TelephonyStorePort store) {
            return ((CaffeineTelephonyStore) store).queue();
        }
    }

    @Nested
    class InH2 implements CallQueueContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return databases.h2(folder, clock);
        }

        @Override
        public CallQueuePort queueOf(TelephonyStorePort store) {
            return ((JdbcTelephonyStore) store).queue();
        }
    }

    @Nested
    class InPostgres implements CallQueueContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return databases.postgres(clock);
        }

        @Override
        public CallQueuePort queueOf(TelephonyStorePort store) {
            return ((JdbcTelephonyStore) store).queue();
        }
    }

    @Nested
    class InRedis implements CallQueueContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return redis.open(RedisStores.empty(), clock);
        }

        @Override
        public CallQueuePort queueOf(TelephonyStorePort store) {
            return ((RedisTelephonyStore) store).queue();
        }
    }

    @Test
    void aRowThatNobodyCanReadShouldHoldUpNoOther() {
        JdbcSettings settings = JdbcSettings.h2(folder.resolve("spoilt"));
        JdbcTelephonyStore store = databases.migrated(settings, new HandClock(Calls.START));
        TelephonyCall spoilt = waiting();
        TelephonyCall good = waiting();
        store.commit(Commit.ofRow(spoilt, List.of()));
        store.commit(Commit.ofRow(good, List.of()));
        databases.database(settings).run("spoiling", connection -> {
            try (var update =
                    connection.prepareStatement("UPDATE telephony_call SET call_row = '{' WHERE call_id = ?")) {
                update.setObject(1, spoilt.callId().value());
                return update.executeUpdate();
            }
        });

        List<TelephonyCall> turns =
                store.queue().turns("ST_out", QueuePace.UNLIMITED, "me", Duration.ofSeconds(20), 10);

        assertThat(turns).extracting(TelephonyCall::callId).containsExactly(good.callId());
        assertThat(store.queue().turns("ST_out", QueuePace.UNLIMITED, "me", Duration.ofSeconds(20), 10))
                .isEmpty();
    }

    private static TelephonyCall waiting() {
        TelephonyCall row = Calls.outbound();
        return row.withDial(row.dial().withState(DialState.QUEUED)).withDueAt(null);
    }
}
