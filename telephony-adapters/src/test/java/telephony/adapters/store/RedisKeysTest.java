package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.call.SlotClaim.Stage;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.InboxEntry;
import telephony.store.InboxQuery;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;
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
        TelephonyCall open =
                Calls.ofTenant("acme", Calls.inbound("RM_1", "SCL_1").withDueAt(Calls.START));
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
    void slotsShouldBeInTheSameOneSlotAndLeaveNothingBehind() {
        RedisTelephonyStore store = stores.open(settings, clock);
        TelephonyCall row = Calls.inbound("RM_1", "SCL_1");
        SlotClaim claim = new SlotClaim(
                List.of(Slot.ofAgent("sales", 1)), 10, Calls.START, Calls.START.plusSeconds(60), Stage.WAITING);
        store.commit(Commit.ofRow(row.withSlots(claim), List.of()));
        String tag = "{" + settings.name() + "}:";

        assertThat(keys())
                .contains(tag + "slots-lines", tag + "slots-line:agent:sales", tag + "slots-until:agent:sales");
        TelephonyCall waits = store.find(row.callId()).orElseThrow();
        store.commit(Commit.ofRow(waits.withSlots(claim.at(Stage.HELD)), List.of()));
        assertThat(keys()).filteredOn(key -> key.contains("slots")).containsExactly(tag + "slots-held");

        // As a version would that knows of more reasons to hold slots.
        RedisStores.tellShared(
                operator -> operator.zadd(tag + "rest", 0, row.callId().toString()));
        store.purge(Calls.START, Calls.START, 10);

        assertThat(keys()).noneMatch(key -> key.contains("slots"));
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
    void aRowThatNobodyCanReadShouldHoldUpNoOther() {
        RedisTelephonyStore store = stores.open(settings, clock);
        List<TelephonyCall> rows = Stream.of("1", "2", "3")
                .map(number -> Calls.inbound("RM_" + number, "SCL_" + number).withDueAt(clock.instant()))
                .toList();
        rows.forEach(row -> store.commit(Commit.ofRow(row, List.of())));
        CallId broken = rows.get(1).callId();
        String key = "{" + settings.name() + "}:call:" + broken;
        RedisStores.tellShared(operator -> operator.hset(key, "row", "{"));

        List<TelephonyCall> claimed = store.claimDue("me", Duration.ofSeconds(20), 10);

        assertThat(claimed)
                .extracting(TelephonyCall::callId)
                .containsExactlyInAnyOrder(rows.get(0).callId(), rows.get(2).callId());
        assertThatThrownBy(() -> store.find(broken))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(broken.toString())
                .hasMessageContaining("restore it, or delete its key");
        clock.advance(Duration.ofSeconds(20));
        RedisStores.tellShared(operator -> operator.hset(key, "row", RowCodec.write(rows.get(1))));
        assertThat(store.claimDue("me", Duration.ofHours(2), 10)).hasSize(2);
        clock.advance(RedisTelephonyStore.PUT_OFF_FOR.minusSeconds(20));
        assertThat(store.claimDue("me", Duration.ofSeconds(20), 10))
                .extracting(TelephonyCall::callId)
                .containsExactly(broken);
    }

    @Test
    void aListShouldLeaveOutARowThatNobodyCanReadAndGoOnBehindIt() {
        RedisTelephonyStore store = stores.open(settings, clock);
        List<CallId> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TelephonyCall row = Calls.inbound("RM_" + i, "SCL_" + i, Calls.START.plusSeconds(i));
            store.commit(Commit.ofRow(row, List.of()));
            newestFirst.add(0, row.callId());
        }
        // The last of the first page: what follows must not hang on being able to read it.
        String key = "{" + settings.name() + "}:call:" + newestFirst.remove(1);
        RedisStores.tellShared(operator -> operator.hset(key, "row", "{"));

        Page<TelephonyCall> first = store.query(CallQuery.all(null, 2, null));
        Page<TelephonyCall> rest = store.query(CallQuery.all(null, 10, first.nextCursor()));

        assertThat(first.items()).extracting(TelephonyCall::callId).containsExactly(newestFirst.get(0));
        assertThat(rest.items()).extracting(TelephonyCall::callId).containsExactlyElementsOf(newestFirst.subList(1, 4));
        assertThat(rest.nextCursor()).isNull();
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
