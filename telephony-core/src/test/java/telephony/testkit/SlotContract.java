package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

/** What every store must keep of the slots that its rows hold and wait for. */
public interface SlotContract {

    /** The most who hold one of {@link #SALES}. */
    int LIMIT = 2;

    /** Nobody gets in beside two calls of this agent's. */
    List<Slot> SALES = List.of(Slot.ofAgent("sales", LIMIT));

    /** Of the agent and of a tenant that may have more. */
    List<Slot> ACME_SALES = List.of(Slot.ofAgent("sales", LIMIT), Slot.ofTenant("acme", 5));

    /** How long calls wait here. */
    Duration WAIT = Duration.ofSeconds(60);

    /** An empty store whose clock is this one, as far as it can be told one. */
    TelephonyStorePort newStore(InstantSource clock);

    /** The slots of this store. */
    SlotPort slotsOf(TelephonyStorePort store);

    private TelephonyStorePort store() {
        return newStore(new HandClock(Calls.START));
    }

    private static SlotClaim claim(List<Slot> slots, int priority, Instant since, Stage stage) {
        return new SlotClaim(slots, priority, since, since.plus(WAIT), stage);
    }

    /** A call that is not stored yet; {@code second} is when it came. */
    private static TelephonyCall call(TelephonyStorePort store, List<Slot> slots, Stage stage, int second) {
        Instant since = store.now().minusSeconds(30).plusSeconds(second);
        String unique = Calls.newCallId().toString();
        return Calls.inbound("RM_" + unique, "SCL_" + unique).withSlots(claim(slots, 10, since, stage));
    }

    private static Commit.Result put(TelephonyStorePort store, TelephonyCall row) {
        return store.commit(Commit.ofRow(row, List.of()));
    }

    private static TelephonyCall stored(TelephonyStorePort store, TelephonyCall row) {
        assertThat(put(store, row)).isEqualTo(Commit.Result.STORED);
        return store.find(row.callId()).orElseThrow();
    }

    private static TelephonyCall at(TelephonyCall row, Stage stage) {
        return row.withSlots(row.slots().at(stage));
    }

    @Test
    default void asManyCallsAsTheLimitSaysShouldHoldASlot() {
        TelephonyStorePort store = store();

        for (int i = 0; i < LIMIT; i++) {
            stored(store, call(store, SALES, Stage.HELD, i));
        }
        TelephonyCall third = call(store, SALES, Stage.HELD, LIMIT);

        assertThat(put(store, third)).isEqualTo(Commit.Result.FULL);
        assertThat(store.find(third.callId())).isEmpty();
        assertThat(slotsOf(store).board()).isEqualTo(new SlotBoard(List.of(), Map.of("agent:sales", 2L)));
    }

    @Test
    default void everySlotOfACallShouldBeFreeOrItGetsNone() {
        TelephonyStorePort store = store();
        stored(store, call(store, SALES, Stage.HELD, 0));
        stored(store, call(store, SALES, Stage.HELD, 1));

        assertThat(put(store, call(store, ACME_SALES, Stage.HELD, 2))).isEqualTo(Commit.Result.FULL);

        assertThat(slotsOf(store).board().heldOf("tenant:acme")).isZero();
    }

    @Test
    default void aCallThatHoldsItsSlotsShouldBeWrittenAgainHoweverManyHoldThem() {
        TelephonyStorePort store = store();
        stored(store, call(store, SALES, Stage.HELD, 0));
        TelephonyCall row = stored(store, call(store, SALES, Stage.HELD, 1));

        TelephonyCall again = row.withSlots(row.slots().with(List.of(Slot.ofAgent("sales", 0))))
                .withDueAt(store.now());

        assertThat(put(store, again)).isEqualTo(Commit.Result.STORED);
        assertThat(slotsOf(store).board().heldOf("agent:sales")).isEqualTo(LIMIT);
    }

    @Test
    default void theWriteThatEndsACallShouldGiveItsSlotsBack() {
        TelephonyStorePort store = store();
        TelephonyCall row = stored(store, call(store, ACME_SALES, Stage.HELD, 0));

        TelephonyCall over = stored(store, row.ended(store.now(), "CLIENT_INITIATED"));
        stored(store, over.withDueAt(store.now()));

        assertThat(slotsOf(store).board()).isEqualTo(SlotBoard.EMPTY);
    }

    @Test
    default void aCallThatWasGivenUpOnShouldHaveNoPlace() {
        TelephonyStorePort store = store();
        TelephonyCall row = stored(store, call(store, SALES, Stage.WAITING, 0));

        stored(store, at(row, Stage.GIVEN_UP));

        assertThat(slotsOf(store).board()).isEqualTo(SlotBoard.EMPTY);
    }

    @Test
    default void callsThatWaitShouldHoldNothing() {
        TelephonyStorePort store = store();

        for (int i = 0; i < LIMIT + 1; i++) {
            stored(store, call(store, SALES, Stage.WAITING, i));
        }

        assertThat(slotsOf(store).board().held()).isEmpty();
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
                                other.slots().since(),
                                1),
                        new SlotBoard.Line(
                                "agent:sales", first.callId(), 10, first.slots().since(), 2));
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
                stored(store, late.withSlots(claim(SALES, 1, late.slots().since(), Stage.WAITING)));

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

        TelephonyCall urgent = late.withSlots(claim(SALES, 1, late.slots().since(), Stage.HELD));

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
    default void aLimitOfNoneShouldLetNobodyIn() {
        TelephonyStorePort store = store();

        assertThat(put(store, call(store, List.of(Slot.ofTenant("acme", 0)), Stage.HELD, 0)))
                .isEqualTo(Commit.Result.FULL);
    }

    @Test
    default void slotsWithoutALimitShouldBeCounted() {
        TelephonyStorePort store = store();
        List<Slot> counted = List.of(Slot.ofAgent("sales", Slot.UNLIMITED));

        for (int i = 0; i < 5; i++) {
            stored(store, call(store, counted, Stage.HELD, i));
        }

        assertThat(slotsOf(store).board().heldOf("agent:sales")).isEqualTo(5);
    }

    @Test
    default void aRowThatIsNotWrittenShouldTakeNoSlot() {
        TelephonyStorePort store = store();
        TelephonyCall row = stored(store, call(store, SALES, Stage.WAITING, 0));
        stored(store, row.withDueAt(store.now()));

        assertThat(put(store, at(row, Stage.HELD))).isEqualTo(Commit.Result.CONFLICT);

        assertThat(slotsOf(store).board().held()).isEmpty();
    }

    @Test
    default void ofManyWhoComeAtOnceNoMoreThanTheLimitShouldGetIn() throws Exception {
        TelephonyStorePort store = store();
        int many = 16;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Commit.Result>> tries = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                TelephonyCall row = call(store, i % 2 == 0 ? SALES : ACME_SALES, Stage.HELD, 0);
                tries.add(() -> put(store, row));
            }
            List<Commit.Result> results = new ArrayList<>();
            for (Future<Commit.Result> result : threads.invokeAll(tries)) {
                results.add(result.get());
            }

            assertThat(results).filteredOn(Commit.Result.STORED::equals).hasSize(LIMIT);
            assertThat(results).filteredOn(Commit.Result.FULL::equals).hasSize(many - LIMIT);
            assertThat(slotsOf(store).board().heldOf("agent:sales")).isEqualTo(LIMIT);
        } finally {
            threads.shutdownNow();
        }
    }
}
