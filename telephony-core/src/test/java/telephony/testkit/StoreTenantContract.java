package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.InvalidCursorException;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;

/** How every store keeps tenants apart in its lists (S26); a part of {@link TelephonyStoreContract}. */
public interface StoreTenantContract {

    /** An empty store whose clock is this one, as far as it can be told one. */
    TelephonyStorePort newStore(InstantSource clock);

    private static TelephonyCall insert(TelephonyStorePort store, TelephonyCall row) {
        assertThat(store.commit(Commit.ofRow(row, List.of()))).isEqualTo(Commit.Result.STORED);
        return store.find(row.callId()).orElseThrow();
    }

    private static List<CallId> list(TelephonyStorePort store, CallQuery query) {
        return store.query(query).items().stream().map(TelephonyCall::callId).toList();
    }

    /** A store may take a cursor that is not this tenant's for a place in time, or refuse it. */
    private static List<CallId> behind(TelephonyStorePort store, String tenant, String foreignCursor) {
        try {
            return list(store, CallQuery.ofTenant(tenant, null, 200, foreignCursor));
        } catch (InvalidCursorException refused) {
            return List.of();
        }
    }

    @Test
    default void queryForATenantShouldPageThroughItsCallsAlone() {
        TelephonyStorePort store = newStore(new HandClock(Calls.START));
        List<CallId> own = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Instant at = Calls.START.plusSeconds(i);
            TelephonyCall mine = insert(store, Calls.ofTenant("acme", Calls.inbound("RM_a" + i, "SCL_a" + i, at)));
            own.add(0, mine.callId());
            insert(store, Calls.ofTenant("acme2", Calls.inbound("RM_b" + i, "SCL_b" + i, at)));
            insert(store, Calls.inbound("RM_c" + i, "SCL_c" + i, at));
        }

        List<CallId> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<TelephonyCall> page = store.query(CallQuery.ofTenant("acme", null, 2, cursor));
            page.items().forEach(row -> seen.add(row.callId()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen).containsExactlyElementsOf(own);
        assertThat(list(store, CallQuery.ofTenant("a", null, 10, null))).isEmpty();
        assertThat(list(store, CallQuery.ofTenant(null, null, 200, null))).hasSize(15);
    }

    @Test
    default void queryForATenantsRoomShouldNotTellOfAnothersRoom() {
        TelephonyStorePort store = newStore(new HandClock(Calls.START));
        TelephonyCall mine = insert(store, Calls.ofTenant("acme", Calls.inbound("RM_a", "SCL_a")));
        insert(store, Calls.ofTenant("globex", Calls.inbound("RM_b", "SCL_b")));

        assertThat(list(store, CallQuery.ofTenant("acme", "room-RM_a", 10, null)))
                .containsExactly(mine.callId());
        assertThat(list(store, CallQuery.ofTenant("acme", "room-RM_b", 10, null)))
                .isEmpty();
    }

    @Test
    default void aCursorOfAnotherTenantShouldShowNothingOfIt() {
        TelephonyStorePort store = newStore(new HandClock(Calls.START));
        List<CallId> own = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Instant at = Calls.START.plusSeconds(i);
            own.add(insert(store, Calls.ofTenant("acme", Calls.inbound("RM_a" + i, "SCL_a" + i, at)))
                    .callId());
            insert(store, Calls.ofTenant("globex", Calls.inbound("RM_b" + i, "SCL_b" + i, at)));
        }
        String foreign =
                store.query(CallQuery.ofTenant("globex", null, 1, null)).nextCursor();

        assertThat(foreign).isNotNull();
        assertThat(own).containsAll(behind(store, "acme", foreign));
    }

    @Test
    default void aCallThatGetsItsTenantLaterShouldBeListedThereAlone() {
        TelephonyStorePort store = newStore(new HandClock(Calls.START));
        TelephonyCall row = insert(store, Calls.inbound("RM_1", "SCL_1"));
        store.commit(Commit.ofRow(Calls.ofTenant("acme", row), List.of()));
        assertThat(list(store, CallQuery.ofTenant("acme", null, 10, null))).containsExactly(row.callId());

        TelephonyCall stored = store.find(row.callId()).orElseThrow();
        store.commit(Commit.ofRow(Calls.ofTenant("globex", stored), List.of()));

        assertThat(list(store, CallQuery.ofTenant("acme", null, 10, null))).isEmpty();
        assertThat(list(store, CallQuery.ofTenant("acme", "room-RM_1", 10, null)))
                .isEmpty();
        assertThat(list(store, CallQuery.ofTenant("globex", "room-RM_1", 10, null)))
                .containsExactly(row.callId());
    }
}
