package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.call.CallOrigin;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.InboxEntry;
import telephony.store.InboxQuery;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

/** What stands in Redis, and that its indexes never tell of what is not there. */
class RedisKeysTest {

    private final RedisStores stores = new RedisStores();
    private final HandClock clock = new HandClock(Calls.START);
    private final RedisSettings settings = RedisStores.empty();

    @AfterEach
    void close() {
        stores.close();
    }

    private List<String> keys() {
        return RedisStores.tellShared(operator -> operator.keys("*" + settings.name() + "*"));
    }

    private static TelephonyCall inRoom(TelephonyCall row, String name, String sid) {
        CallOrigin old = row.origin();
        CallOrigin origin = new CallOrigin(old.direction(), name, sid, old.episode(), null, null);
        return new TelephonyCall(
                row.callId(),
                row.control(),
                origin,
                row.legs(),
                row.route(),
                row.dispatch(),
                row.times(),
                row.endReason(),
                row.outcome(),
                row.gaps());
    }

    @Test
    void everyKeyShouldBeInOneSlotAndNothingBeLeftOfWhatIsForgotten() {
        RedisTelephonyStore store = stores.open(settings, clock);
        TelephonyCall open = Calls.inbound("RM_1", "SCL_1").withDueAt(Calls.START);
        TimelineEntry line = new TimelineEntry(open.callId(), Calls.START, TimelineEntry.Kind.EVENT, "x", Map.of());
        store.commit(new Commit(Calls.inboxEntry("EV_1"), open, 0, List.of(line)));
        InboxEntry unusable =
                new InboxEntry("EV_2", Calls.START, InboxEntry.Verdict.QUARANTINED, null, "of no use", null);
        store.commit(Commit.ofEvent(unusable, List.of()));
        store.lease("sweep", "me", Duration.ofSeconds(1));
        TelephonyCall leased = store.claimDue("me", Duration.ofSeconds(1), 1).get(0);

        assertThat(keys()).hasSizeGreaterThan(10).allMatch(key -> key.startsWith("{" + settings.name() + "}:"));

        store.commit(Commit.ofRow(leased.ended(Calls.START, "x").withDueAt(null), List.of()));
        assertThat(store.purge(Calls.START.plusSeconds(1), Calls.START.plusSeconds(1), 10))
                .isEqualTo(3);

        String tag = "{" + settings.name() + "}:";
        assertThat(keys()).containsExactlyInAnyOrder(tag + "store", tag + "counts", tag + "lease:sweep");
    }

    @Test
    void twoStoresInOneRedisShouldNotMeet() {
        RedisTelephonyStore one = stores.open(settings, clock);
        RedisTelephonyStore two = stores.open(RedisStores.empty(), clock);

        one.commit(Commit.ofEvent(Calls.inboxEntry("EV_1"), List.of()));

        assertThat(two.findInboxEntry("EV_1")).isEmpty();
        assertThat(stores.open(settings, clock).findInboxEntry("EV_1")).isPresent();
    }

    @Test
    void aCallThatGetsItsRoomLaterShouldBeFoundThereAndNowhereElse() {
        RedisTelephonyStore store = stores.open(settings, clock);
        TelephonyCall row = Calls.inbound("RM_unused", "SCL_1");
        store.commit(Commit.ofRow(inRoom(row, "planned", null), List.of()));
        TelephonyCall stored = store.find(row.callId()).orElseThrow();

        store.commit(Commit.ofRow(inRoom(stored, "real", "RM_1"), List.of()));

        assertThat(store.findNewestByRoomSid("RM_1").map(TelephonyCall::callId)).contains(row.callId());
        assertThat(store.query(CallQuery.all("planned", 10, null)).items()).isEmpty();
        assertThat(store.query(CallQuery.all("real", 10, null)).items()).hasSize(1);
        assertThat(store.query(CallQuery.all(null, 10, null)).items()).hasSize(1);
        assertThat(store.query(new CallQuery("real", true, 10, null)).items()).hasSize(1);
    }

    @Test
    void claimDueShouldTakeALeaseThatRanOutBeforeWhatIsDueLater() {
        RedisTelephonyStore store = stores.open(settings, clock);
        TelephonyCall first = Calls.inbound("RM_1", "SCL_1").withDueAt(Calls.START.minusSeconds(9));
        TelephonyCall second = Calls.inbound("RM_2", "SCL_2").withDueAt(Calls.START.minusSeconds(1));
        store.commit(Commit.ofRow(first, List.of()));
        store.claimDue("crashed", Duration.ofSeconds(5), 10);
        store.commit(Commit.ofRow(second, List.of()));

        clock.advance(Duration.ofSeconds(5));

        assertThat(store.claimDue("me", Duration.ofSeconds(5), 10))
                .extracting(TelephonyCall::callId)
                .containsExactly(first.callId(), second.callId());
    }

    @Test
    void aCallThatWasTakenOutByHandShouldNotStopTheOthers() {
        RedisTelephonyStore store = stores.open(settings, clock);
        TelephonyCall gone = Calls.inbound("RM_1", "SCL_1").withDueAt(Calls.START.minusSeconds(2));
        TelephonyCall over = Calls.inbound("RM_2", "SCL_2").ended(Calls.START, "x");
        TelephonyCall here = Calls.inbound("RM_3", "SCL_3").withDueAt(Calls.START.minusSeconds(1));
        List.of(gone, over, here).forEach(row -> store.commit(Commit.ofRow(row, List.of())));
        store.commit(Commit.ofEvent(Calls.inboxEntry("EV_1"), List.of()));
        String tag = "{" + settings.name() + "}:";
        RedisStores.tellShared(operator ->
                operator.del(tag + "call:" + gone.callId(), tag + "call:" + over.callId(), tag + "event:EV_1"));

        assertThat(store.claimDue("me", Duration.ofSeconds(5), 10))
                .extracting(TelephonyCall::callId)
                .containsExactly(here.callId());
        assertThat(store.findNewestByRoomSid("RM_1")).isEmpty();
        assertThat(store.query(CallQuery.all(null, 10, null)).items()).hasSize(1);
        assertThat(store.inbox(new InboxQuery(null, 10, null)).items()).isEmpty();
        assertThat(store.purge(Calls.START.plusSeconds(1), Calls.START.plusSeconds(1), 10))
                .isEqualTo(2);
    }
}
