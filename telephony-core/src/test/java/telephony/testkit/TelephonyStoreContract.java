package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.Gaps;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.InvalidCursorException;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;

/** What every store must keep; implement it in the store's test. */
public interface TelephonyStoreContract
        extends StoreInboxContract, StoreOrderContract, StoreRaceContract, StoreSearchContract, StoreTenantContract {

    /** An empty store whose clock is this one, as far as it can be told one. */
    @Override
    TelephonyStorePort newStore(InstantSource clock);

    private TelephonyStorePort store() {
        return newStore(new HandClock(Calls.START));
    }

    private static TimelineEntry line(CallId callId, String name) {
        return new TimelineEntry(callId, Calls.START, TimelineEntry.Kind.EVENT, name, Map.of("b", "2", "a", "1"));
    }

    private static TelephonyCall insert(TelephonyStorePort store, TelephonyCall row) {
        assertThat(store.commit(Commit.ofRow(row, List.of()))).isEqualTo(Commit.Result.STORED);
        return store.find(row.callId()).orElseThrow();
    }

    @Test
    default void commitShouldStoreRowInboxAndTimelineTogether() {
        TelephonyStorePort store = store();
        TelephonyCall row = Calls.inbound("RM_1", "SCL_1");

        Commit.Result result =
                store.commit(new Commit(Calls.inboxEntry("EV_1"), row, 0, List.of(line(row.callId(), "one"))));

        assertThat(result).isEqualTo(Commit.Result.STORED);
        TelephonyCall stored = store.find(row.callId()).orElseThrow();
        assertThat(stored.control().version()).isEqualTo(1);
        assertThat(stored.withControl(row.control())).isEqualTo(row);
        assertThat(store.findInboxEntry("EV_1")).contains(Calls.inboxEntry("EV_1"));
        assertThat(store.timeline(row.callId(), 0, 10)).containsExactly(line(row.callId(), "one"));
    }

    @Test
    default void commitShouldStoreNothingOfAnEventItHasTakenInBefore() {
        TelephonyStorePort store = store();
        TelephonyCall row = Calls.inbound("RM_1", "SCL_1");
        store.commit(new Commit(Calls.inboxEntry("EV_1"), row, 0, List.of()));

        Commit.Result again = store.commit(new Commit(
                Calls.inboxEntry("EV_1"), row.withDueAt(Calls.START), 1, List.of(line(row.callId(), "again"))));

        assertThat(again).isEqualTo(Commit.Result.DUPLICATE);
        assertThat(store.find(row.callId()).orElseThrow().control().version()).isEqualTo(1);
        assertThat(store.timeline(row.callId(), 0, 10)).isEmpty();
    }

    @Test
    default void commitShouldStoreNothingWhenTheRowHasAnotherVersion() {
        TelephonyStorePort store = store();
        TelephonyCall row = insert(store, Calls.inbound("RM_1", "SCL_1"));
        store.commit(Commit.ofRow(row.withDueAt(Calls.START), List.of()));

        Commit.Result late = store.commit(
                new Commit(Calls.inboxEntry("EV_2"), row.withDueAt(null), 1, List.of(line(row.callId(), "late"))));

        assertThat(late).isEqualTo(Commit.Result.CONFLICT);
        assertThat(store.find(row.callId()).orElseThrow().control().dueAt()).isEqualTo(Calls.START);
        assertThat(store.findInboxEntry("EV_2")).isEmpty();
        assertThat(store.timeline(row.callId(), 0, 10)).isEmpty();
    }

    @Test
    default void commitShouldRefuseToInsertARowThatExistsAndToChangeOneThatDoesNot() {
        TelephonyStorePort store = store();
        TelephonyCall row = Calls.inbound("RM_1", "SCL_1");
        insert(store, row);

        assertThat(store.commit(Commit.ofRow(row, List.of()))).isEqualTo(Commit.Result.CONFLICT);
        TelephonyCall unknown = Calls.inbound("RM_2", "SCL_2");
        assertThat(store.commit(new Commit(null, unknown, 3, List.of()))).isEqualTo(Commit.Result.CONFLICT);
    }

    @Test
    default void commitShouldGiveOneEpisodeOfARoomToOneCall() {
        TelephonyStorePort store = store();
        TelephonyCall first = insert(store, Calls.inbound("RM_1", "SCL_1"));

        assertThat(store.commit(Commit.ofRow(Calls.inbound("RM_1", "SCL_2"), List.of())))
                .isEqualTo(Commit.Result.CONFLICT);

        TelephonyCall second = secondEpisode("RM_1", "SCL_2");
        insert(store, second);
        assertThat(store.findNewestByRoomSid("RM_1").map(TelephonyCall::callId)).contains(second.callId());
        assertThat(store.find(first.callId())).isPresent();
    }

    private static TelephonyCall secondEpisode(String roomSid, String sipCallId) {
        TelephonyCall row = Calls.inbound(roomSid, sipCallId);
        CallOrigin o = row.origin();
        CallOrigin second = new CallOrigin(o.direction(), o.roomName(), roomSid, 2, null, null);
        return new TelephonyCall(
                row.callId(),
                row.control(),
                second,
                row.legs(),
                row.route(),
                row.dispatch(),
                row.times(),
                null,
                null,
                Gaps.NONE);
    }

    @Test
    default void whatIsRememberedShouldBeginWithTheStoreAndNeverLater() {
        HandClock clock = new HandClock(Calls.START);
        TelephonyStorePort store = newStore(clock);
        Instant since = store.rememberingSince();
        assertThat(since).isBeforeOrEqualTo(Calls.START);

        insert(store, Calls.inbound("RM_1", "SCL_1"));
        clock.advance(Duration.ofHours(1));

        assertThat(store.rememberingSince()).isEqualTo(since);
    }

    @Test
    default void commitShouldTakeAnEventThatChangesNoRow() {
        TelephonyStorePort store = store();
        TelephonyCall row = insert(store, Calls.inbound("RM_1", "SCL_1"));

        store.commit(Commit.ofEvent(Calls.inboxEntry("EV_1"), List.of(line(row.callId(), "seen"))));

        assertThat(store.find(row.callId()).orElseThrow().control().version()).isEqualTo(1);
        assertThat(store.timeline(row.callId(), 0, 10)).hasSize(1);
    }

    @Test
    default void findShouldAnswerEmptyForWhatIsNotThere() {
        TelephonyStorePort store = store();

        assertThat(store.find(Calls.newCallId())).isEmpty();
        assertThat(store.findNewestByRoomSid("RM_none")).isEmpty();
        assertThat(store.findBySipCallId("SCL_none")).isEmpty();
        assertThat(store.findInboxEntry("EV_none")).isEmpty();
        assertThat(store.timeline(Calls.newCallId(), 0, 10)).isEmpty();
    }

    @Test
    default void findBySipCallIdShouldFindALegThatCameLater() {
        TelephonyStorePort store = store();
        TelephonyCall row = insert(store, Calls.inbound("RM_1", "SCL_1"));
        TelephonyCall other = Calls.inbound("RM_x", "SCL_later");

        store.commit(Commit.ofRow(row.withLeg(other.legs().get(0)), List.of()));

        assertThat(store.findBySipCallId("SCL_later").map(TelephonyCall::callId))
                .contains(row.callId());
    }

    @Test
    default void queryShouldPageNewestFirstWithoutGapsOrRepeats() {
        TelephonyStorePort store = store();
        List<CallId> newestFirst = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            // Three of one instant each, so that the order of equal instants is tested as well.
            Instant at = Calls.START.plusSeconds(i / 3);
            newestFirst.add(
                    0, insert(store, Calls.inbound("RM_" + i, "SCL_" + i, at)).callId());
        }

        List<CallId> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<TelephonyCall> page = store.query(CallQuery.all(null, 4, cursor));
            page.items().forEach(row -> seen.add(row.callId()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(newestFirst);
        List<Instant> times = seen.stream()
                .map(id -> store.find(id).orElseThrow().times().createdAt())
                .toList();
        assertThat(times).isSortedAccordingTo(Collections.reverseOrder());
    }

    @Test
    default void queryShouldFilterByRoomNameAndRefuseAForeignCursor() {
        TelephonyStorePort store = store();
        insert(store, Calls.inbound("RM_1", "SCL_1"));
        TelephonyCall wanted = insert(store, Calls.inbound("RM_2", "SCL_2"));

        assertThat(store.query(CallQuery.all("room-RM_2", 10, null)).items()).containsExactly(wanted);
        assertThat(store.query(CallQuery.all("no such room", 10, null)).items()).isEmpty();
        assertThatThrownBy(() -> store.query(CallQuery.all(null, 10, "' or 1=1")))
                .isInstanceOf(InvalidCursorException.class);
    }

    @Test
    default void queryShouldListOpenCallsOnlyWhenAsked() {
        TelephonyStorePort store = store();
        TelephonyCall open = insert(store, Calls.inbound("RM_1", "SCL_1"));
        insert(store, Calls.inbound("RM_2", "SCL_2").ended(Calls.START, "x"));
        TelephonyCall closing = insert(store, Calls.inbound("RM_3", "SCL_3"));
        store.commit(Commit.ofRow(closing.ended(Calls.START, "x"), List.of()));

        assertThat(store.query(new CallQuery(null, true, 10, null)).items())
                .extracting(TelephonyCall::callId)
                .containsExactly(open.callId());
    }

    @Test
    default void timelineShouldKeepTheOrderAndPage() {
        TelephonyStorePort store = store();
        TelephonyCall row = insert(store, Calls.inbound("RM_1", "SCL_1"));
        for (int i = 0; i < 5; i++) {
            store.commit(Commit.ofEvent(Calls.inboxEntry("EV_" + i), List.of(line(row.callId(), "line" + i))));
        }

        assertThat(store.timeline(row.callId(), 2, 2))
                .extracting(TimelineEntry::name)
                .containsExactly("line2", "line3");
    }

    @Test
    default void claimDueShouldLeaseWhatIsDueAndFreeLongestDueFirst() {
        HandClock clock = new HandClock(Calls.START);
        TelephonyStorePort store = newStore(clock);
        TelephonyCall late = insert(store, Calls.inbound("RM_1", "SCL_1").withDueAt(Calls.START.minusSeconds(1)));
        TelephonyCall later = insert(store, Calls.inbound("RM_2", "SCL_2").withDueAt(Calls.START.minusSeconds(2)));
        insert(store, Calls.inbound("RM_3", "SCL_3").withDueAt(Calls.START.plusMillis(1)));
        insert(store, Calls.inbound("RM_4", "SCL_4"));

        List<TelephonyCall> claimed = store.claimDue("me", Duration.ofSeconds(20), 10);

        assertThat(claimed).extracting(TelephonyCall::callId).containsExactly(later.callId(), late.callId());
        assertThat(claimed.get(0).control().version()).isEqualTo(later.control().version() + 1);
        assertThat(store.find(later.callId())).contains(claimed.get(0));
        assertThat(store.claimDue("you", Duration.ofSeconds(20), 10)).isEmpty();
        clock.advance(Duration.ofSeconds(20));
        assertThat(store.claimDue("you", Duration.ofSeconds(20), 1)).hasSize(1);
    }

    @Test
    default void purgeShouldForgetOnlyWhatIsEndedOldAndNotDue() {
        TelephonyStorePort store = store();
        TelephonyCall open = insert(store, Calls.inbound("RM_1", "SCL_1"));
        TelephonyCall owing = insert(
                store, Calls.inbound("RM_2", "SCL_2").ended(Calls.START, "x").withDueAt(Calls.START.plusSeconds(99)));
        TelephonyCall done = insert(store, Calls.inbound("RM_3", "SCL_3").ended(Calls.START, "x"));
        store.commit(Commit.ofEvent(Calls.inboxEntry("EV_1"), List.of(line(done.callId(), "x"))));

        Instant later = Calls.START.plusSeconds(1);
        assertThat(store.purge(Calls.START, Calls.START, 10)).isZero();
        assertThat(store.purge(Calls.START, later, 10)).isEqualTo(1);
        assertThat(store.findInboxEntry("EV_1")).isEmpty();
        assertThat(store.find(done.callId())).isPresent();
        assertThat(store.purge(later, Calls.START, 10)).isEqualTo(1);

        assertThat(store.find(done.callId())).isEmpty();
        assertThat(store.findNewestByRoomSid("RM_3")).isEmpty();
        assertThat(store.findBySipCallId("SCL_3")).isEmpty();
        assertThat(store.timeline(done.callId(), 0, 10)).isEmpty();
        assertThat(store.find(open.callId())).isPresent();
        assertThat(store.find(owing.callId())).isPresent();
    }

    @Test
    default void instantsShouldNotDependOnTheTimeZone() {
        TimeZone before = TimeZone.getDefault();
        try {
            // A zone with an hour that does not exist: 2026-03-29T02:30 local.
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            Instant gap = Instant.parse("2026-03-29T01:30:00.123Z");
            TelephonyStorePort store = newStore(new HandClock(gap));
            TelephonyCall row =
                    insert(store, Calls.inbound("RM_1", "SCL_1", gap).withDueAt(gap));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));

            TelephonyCall read = store.find(row.callId()).orElseThrow();

            assertThat(read.times().createdAt()).isEqualTo(gap);
            assertThat(read.control().dueAt()).isEqualTo(gap);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    default void hostileNamesShouldNotMeet() {
        TelephonyStorePort store = store();
        String hostile = "a:b{c}\n*'\u0000;--";
        TelephonyCall one = insert(store, Calls.inbound(hostile, "SCL:1"));
        TelephonyCall two = insert(store, Calls.inbound(hostile + ":", ":SCL:1"));

        assertThat(store.findNewestByRoomSid(hostile).map(TelephonyCall::callId))
                .contains(one.callId());
        assertThat(store.findBySipCallId(":SCL:1").map(TelephonyCall::callId)).contains(two.callId());
        assertThat(store.query(CallQuery.all("room-" + hostile, 5, null)).items())
                .extracting(TelephonyCall::callId)
                .containsExactly(one.callId());
    }

    @Test
    default void nowShouldHaveMillisecondsAndNoMore() {
        TelephonyStorePort store = newStore(new HandClock(Instant.parse("2026-11-21T10:00:00.123456789Z")));

        Instant now = store.now();
        assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MILLIS));
        assertThat(store.durability()).isNotNull();
    }
}
