package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.call.SlotClaim.Stage;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.store.TelephonyStorePort;

/** Calls that hold slots and wait for them. */
final class SlotCalls {

    /** The most who hold one of {@link #SALES}. */
    static final int LIMIT = 2;

    /** Nobody gets in beside two calls of this agent's. */
    static final List<Slot> SALES = List.of(Slot.ofAgent("sales", LIMIT));

    /** Of the agent and of a tenant that may have more. */
    static final List<Slot> ACME_SALES = List.of(Slot.ofAgent("sales", LIMIT), ofTenant("acme", 5));

    /** How long calls wait here. */
    static final Duration WAIT = Duration.ofSeconds(60);

    /** How urgent a call is here of which nothing else is said. */
    static final int USUAL = 10;

    private SlotCalls() {}

    static Slot ofTenant(String tenantId, int limit) {
        return new Slot("tenant:" + tenantId, limit);
    }

    static SlotClaim claim(List<Slot> slots, int priority, Instant since, Stage stage) {
        return new SlotClaim(slots, priority, since, since.plus(WAIT), stage);
    }

    /** A call that is not stored yet; {@code second} is when it came. */
    static TelephonyCall call(TelephonyStorePort store, List<Slot> slots, Stage stage, int second) {
        return call(store, slots, stage, second, USUAL);
    }

    static TelephonyCall call(TelephonyStorePort store, List<Slot> slots, Stage stage, int second, int priority) {
        Instant since = store.now().minusSeconds(30).plusSeconds(second);
        String unique = Calls.newCallId().toString();
        return Calls.inbound("RM_" + unique, "SCL_" + unique).withSlots(claim(slots, priority, since, stage));
    }

    static Commit.Result put(TelephonyStorePort store, TelephonyCall row) {
        return store.commit(Commit.ofRow(row, List.of()));
    }

    /** The row as it stands in the store once it is written there. */
    static TelephonyCall stored(TelephonyStorePort store, TelephonyCall row) {
        assertThat(put(store, row)).isEqualTo(Commit.Result.STORED);
        return store.find(row.callId()).orElseThrow();
    }

    static TelephonyCall at(TelephonyCall row, Stage stage) {
        return row.withSlots(claimOf(row).at(stage));
    }

    static SlotClaim claimOf(TelephonyCall row) {
        return Objects.requireNonNull(row.slots());
    }
}
