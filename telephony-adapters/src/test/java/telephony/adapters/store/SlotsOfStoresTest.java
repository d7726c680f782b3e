package telephony.adapters.store;

import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
import telephony.slot.SlotPort;
import telephony.store.TelephonyStorePort;
import telephony.testkit.SlotContract;

/** The slots in every store. */
class SlotsOfStoresTest extends AllStores {

    @Nested
    class InMemory implements SlotContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return new InMemoryTelephonyStore(clock);
        }

        @Override
        public SlotPort slotsOf(TelephonyStorePort store) {
            return ((InMemoryTelephonyStore) store).slots();
        }
    }

    @Nested
    class InCaffeine implements SlotContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return new CaffeineTelephonyStore(clock);
        }

        @Override
        public SlotPort slotsOf(TelephonyStorePort store) {
            return ((CaffeineTelephonyStore) store).slots();
        }
    }

    @Nested
    class InH2 implements SlotContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return databases.h2(folder, clock);
        }

        @Override
        public SlotPort slotsOf(TelephonyStorePort store) {
            return ((JdbcTelephonyStore) store).slots();
        }
    }

    @Nested
    class InPostgres implements SlotContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return databases.postgres(clock);
        }

        @Override
        public SlotPort slotsOf(TelephonyStorePort store) {
            return ((JdbcTelephonyStore) store).slots();
        }
    }

    @Nested
    class InRedis implements SlotContract {
        @Override
        public TelephonyStorePort newStore(InstantSource clock) {
            return redis.open(RedisStores.empty(), clock);
        }

        @Override
        public SlotPort slotsOf(TelephonyStorePort store) {
            return ((RedisTelephonyStore) store).slots();
        }
    }
}
