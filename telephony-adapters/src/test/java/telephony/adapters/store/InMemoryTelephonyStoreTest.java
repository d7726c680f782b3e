package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;
import telephony.testkit.TelephonyStoreContract;

class InMemoryTelephonyStoreTest implements TelephonyStoreContract {

    @Override
    public TelephonyStorePort newStore(InstantSource clock) {
        return new InMemoryTelephonyStore(clock);
    }

    @Test
    void commitShouldRefuseANewCallWhenFullAndStillTakeChangesOfKnownOnes() {
        TelephonyStorePort store =
                new InMemoryTelephonyStore(new HandClock(Calls.START), new InMemoryTelephonyStore.Limits(1, 10, 10));
        TelephonyCall first = Calls.inbound("RM_1", "SCL_1");
        store.commit(Commit.ofRow(first, List.of()));

        assertThatThrownBy(() -> store.commit(Commit.ofRow(Calls.inbound("RM_2", "SCL_2"), List.of())))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("limit of 1 calls");

        TelephonyCall known = store.find(first.callId()).orElseThrow();
        assertThat(store.commit(Commit.ofRow(known.withDueAt(Calls.START), List.of())))
                .isEqualTo(Commit.Result.STORED);
    }

    @Test
    void commitShouldForgetTheOldestEventIdBeyondTheLimit() {
        TelephonyStorePort store =
                new InMemoryTelephonyStore(new HandClock(Calls.START), new InMemoryTelephonyStore.Limits(10, 2, 10));

        for (String id : List.of("EV_1", "EV_2", "EV_3")) {
            store.commit(Commit.ofEvent(Calls.inboxEntry(id), List.of()));
        }

        assertThat(store.findInboxEntry("EV_1")).isEmpty();
        assertThat(store.findInboxEntry("EV_3")).isPresent();
    }

    @Test
    void whatIsRememberedShouldBeginWithTheProcess() {
        assertThat(newStore(new HandClock(Calls.START)).rememberingSince()).isEqualTo(Calls.START);
    }
}
