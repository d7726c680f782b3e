package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.testkit.SlotCalls.ACME_SALES;
import static telephony.testkit.SlotCalls.SALES;
import static telephony.testkit.SlotCalls.USUAL;
import static telephony.testkit.SlotCalls.WAIT;
import static telephony.testkit.SlotCalls.at;
import static telephony.testkit.SlotCalls.call;
import static telephony.testkit.SlotCalls.claim;
import static telephony.testkit.SlotCalls.claimOf;
import static telephony.testkit.SlotCalls.put;
import static telephony.testkit.SlotCalls.stored;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.call.SlotClaim.Stage;
import telephony.call.TelephonyCall;
import telephony.slot.SlotBoard;
import telephony.slot.SlotPlace;
import telephony.slot.SlotPort;
import telephony.store.Commit;
import telephony.store.TelephonyStorePort;

/** What every store must keep of the lines in which calls wait for slots; a part of {@link SlotContract}. */
public interface SlotLineContract {

    /** An empty store whose clock is this one, as far as it can be told one. */
    TelephonyStorePort newStore(InstantSource clock);

    /** The slots of this store. */
    SlotPort slotsOf(TelephonyStorePort store);

    private TelephonyStorePort store() {
        return newStore(new HandClock(Calls.START));
    }

    @Test
    default void theBoardShouldTellEachLineWithWhoIsFirst() {
        TelephonyStorePort store = store();
        TelephonyCall second = stored(store, call(store, SALES, Stage.WAITING, 2));
        TelephonyCall first = stored(store, call(store, SALES, Stage.WAITING, 1));
        TelephonyCall other = stored(store, call(store, ACME_SALES, Stage.WAITING, 0));

        SlotBoard board = slotsOf(store).board();

        assertThat(board.lines())
                .containsExactly(
                        new SlotBoard.Line(
                                "agent:sales\ntenant:acme",
                                other.callId(),
                                10,
                                claimOf(other).since(),
                                1),
                        new SlotBoard.Line(
                                "agent:sales",
                                first.callId(),
                                10,
                                claimOf(first).since(),
                                2));
        assertThat(board.lines().get(0).keys()).containsExactly("agent:sales", "tenant:acme");
        assertThat(slotsOf(store).before(first)).isZero();
        assertThat(slotsOf(store).before(second)).isEqualTo(1);
        assertThat(slotsOf(store).before(other)).isZero();
    }

    @Test
    default void theLowestPriorityShouldComeFirst() {
        TelephonyStorePort store = store();
        TelephonyCall early = stored(store, call(store, SALES, Stage.WAITING, 1));
        TelephonyCall late = call(store, SALES, Stage.WAITING, 2);
        TelephonyCall urgent =
                stored(store, late.withSlots(claim(SALES, 1, claimOf(late).since(), Stage.WAITING)));

        assertThat(slotsOf(store).board().lines().get(0).first()).isEqualTo(urgent.callId());
        assertThat(slotsOf(store).board().lines().get(0).priority()).isEqualTo(1);
        assertThat(slotsOf(store).before(early)).isEqualTo(1);
    }

    @Test
    default void nobodyShouldPassWhoWaitsForTheSame() {
        TelephonyStorePort store = store();
        TelephonyCall first = stored(store, call(store, SALES, Stage.WAITING, 0));

        assertThat(put(store, call(store, SALES, Stage.HELD, 1))).isEqualTo(Commit.Result.FULL);
        assertThat(put(store, at(first, Stage.HELD))).isEqualTo(Commit.Result.STORED);
        assertThat(put(store, call(store, SALES, Stage.HELD, 1))).isEqualTo(Commit.Result.STORED);
    }

    @Test
    default void whoComesFirstByPriorityShouldPassWhoWaits() {
        TelephonyStorePort store = store();
        stored(store, call(store, SALES, Stage.WAITING, 0));
        TelephonyCall late = call(store, SALES, Stage.HELD, 1);

        TelephonyCall urgent = late.withSlots(claim(SALES, 1, claimOf(late).since(), Stage.HELD));

        assertThat(put(store, urgent)).isEqualTo(Commit.Result.STORED);
    }

    @Test
    default void whoWaitsForLessShouldPassWhoWaitsForMore() {
        TelephonyStorePort store = store();
        stored(store, call(store, ACME_SALES, Stage.WAITING, 0));

        assertThat(put(store, call(store, SALES, Stage.HELD, 1))).isEqualTo(Commit.Result.STORED);
    }

    @Test
    default void whomNobodyLooksAfterShouldHoldUpNobodyForLong() {
        TelephonyStorePort store = store();
        Instant since = store.now().minus(WAIT).minus(SlotPlace.LONGEST).minusSeconds(1);
        TelephonyCall left = call(store, SALES, Stage.WAITING, 0);
        stored(store, left.withSlots(claim(SALES, 10, since, Stage.WAITING)));

        assertThat(slotsOf(store).board().lines()).isEmpty();
        assertThat(put(store, call(store, SALES, Stage.HELD, 1))).isEqualTo(Commit.Result.STORED);
    }

    @Test
    default void aLineShouldBeLeftInItsOrder() {
        TelephonyStorePort store = store();
        List<Slot> room = List.of(Slot.ofAgent("sales", 100));
        List<Integer> priorities = List.of(0, Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 10);
        List<TelephonyCall> line = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            // Some come at the same time, and are told apart by their ids.
            int second = (i * 7 % 20) / 2;
            line.add(call(store, room, Stage.WAITING, second, priorities.get(i % priorities.size())));
        }
        line.forEach(call -> stored(store, call));
        line.sort(Comparator.comparing(call -> SlotPlace.of(call).orElseThrow(), SlotPlace.ORDER));
        TelephonyCall last = line.get(line.size() - 1);

        for (int i = 0; i < line.size(); i++) {
            TelephonyCall next = store.find(line.get(i).callId()).orElseThrow();
            SlotBoard.Line told = slotsOf(store).board().lines().get(0);
            assertThat(told.first()).isEqualTo(next.callId());
            assertThat(told.priority()).isEqualTo(claimOf(next).priority());
            assertThat(told.since()).isEqualTo(claimOf(next).since());
            assertThat(told.waiting()).isEqualTo(line.size() - i);
            assertThat(slotsOf(store).before(last)).isEqualTo(line.size() - 1 - i);
            if (i + 1 < line.size()) {
                TelephonyCall second = store.find(line.get(i + 1).callId()).orElseThrow();
                assertThat(put(store, at(second, Stage.HELD))).isEqualTo(Commit.Result.FULL);
            }
            stored(store, at(next, Stage.HELD));
        }
        assertThat(slotsOf(store).board()).isEqualTo(new SlotBoard(List.of(), Map.of("agent:sales", 20L)));
    }

    @Test
    default void nobodyShouldStandInHisOwnWay() {
        TelephonyStorePort store = store();
        TelephonyCall urgent = stored(store, call(store, SALES, Stage.WAITING, 0, 1));

        TelephonyCall patient =
                urgent.withSlots(claim(SALES, USUAL, claimOf(urgent).since(), Stage.HELD));

        assertThat(put(store, patient)).isEqualTo(Commit.Result.STORED);
        assertThat(slotsOf(store).board()).isEqualTo(new SlotBoard(List.of(), Map.of("agent:sales", 1L)));
    }

    @Test
    default void whoComesBeforeEveryoneElseShouldBeThereOnceHeIsMoreUrgent() {
        TelephonyStorePort store = store();
        TelephonyCall first = stored(store, call(store, SALES, Stage.WAITING, 0));
        TelephonyCall second = stored(store, call(store, SALES, Stage.WAITING, 1));

        stored(store, second.withSlots(claim(SALES, -1, claimOf(second).since(), Stage.WAITING)));

        assertThat(slotsOf(store).board().lines())
                .containsExactly(new SlotBoard.Line(
                        "agent:sales", second.callId(), -1, claimOf(second).since(), 2));
        assertThat(slotsOf(store).before(first)).isEqualTo(1);
    }

    @Test
    default void whoHasLostHisPlaceShouldNotBeCountedAndHaveItAgainWithNewTime() {
        HandClock clock = new HandClock(Calls.START);
        TelephonyStorePort store = newStore(clock);
        TelephonyCall lost = stored(store, call(store, SALES, Stage.WAITING, 0));
        TelephonyCall there = stored(store, call(store, SALES, Stage.WAITING, 20));
        TelephonyCall late = stored(store, call(store, SALES, Stage.WAITING, 25, USUAL - 1));

        // The first came 30 s ago, and 20 s before the second.
        clock.advance(WAIT.plus(SlotPlace.LONGEST).minusSeconds(30));

        SlotBoard.Line line = slotsOf(store).board().lines().get(0);
        assertThat(line.first()).isEqualTo(late.callId());
        assertThat(line.waiting()).isEqualTo(2);
        assertThat(slotsOf(store).before(lost)).isZero();
        assertThat(slotsOf(store).before(there)).isEqualTo(1);

        SlotClaim claim = claimOf(lost);
        stored(
                store,
                lost.withSlots(new SlotClaim(
                        SALES, claim.priority(), claim.since(), claim.until().plusSeconds(1), Stage.WAITING)));

        assertThat(slotsOf(store).board().lines().get(0).waiting()).isEqualTo(3);
        assertThat(slotsOf(store).before(there)).isEqualTo(2);
        clock.advance(Duration.ofHours(1));
        assertThat(slotsOf(store).board()).isEqualTo(SlotBoard.EMPTY);
    }

    @Test
    default void ofTooManyLinesThoseShouldBeToldWhoseFirstComesFirst() {
        TelephonyStorePort store = store();
        int over = 3;
        for (int i = 0; i < SlotPort.MAX_LINES + over; i++) {
            // Each line's only one comes before those of the lines before it.
            stored(store, call(store, List.of(Slot.ofAgent("a" + i, 0)), Stage.WAITING, 0, -i));
        }

        List<SlotBoard.Line> told = slotsOf(store).board().lines();

        assertThat(told).hasSize(SlotPort.MAX_LINES);
        assertThat(told.get(0).name()).isEqualTo("agent:a" + (SlotPort.MAX_LINES + over - 1));
        assertThat(told.get(SlotPort.MAX_LINES - 1).name()).isEqualTo("agent:a" + over);
    }
}
