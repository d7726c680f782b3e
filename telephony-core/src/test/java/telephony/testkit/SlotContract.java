package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.testkit.SlotCalls.ACME_SALES;
import static telephony.testkit.SlotCalls.LIMIT;
import static telephony.testkit.SlotCalls.SALES;
import static telephony.testkit.SlotCalls.WAIT;
import static telephony.testkit.SlotCalls.at;
import static telephony.testkit.SlotCalls.call;
import static telephony.testkit.SlotCalls.claimOf;
import static telephony.testkit.SlotCalls.ofTenant;
import static telephony.testkit.SlotCalls.put;
import static telephony.testkit.SlotCalls.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import telephony.call.Slot;
import telephony.call.SlotClaim.Stage;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.dispatch.RowWriter;
import telephony.slot.SlotBoard;
import telephony.store.Commit;
import telephony.store.TelephonyStorePort;

/** What every store must keep of the slots that its rows hold and wait for. */
public interface SlotContract extends SlotLineContract {

    private TelephonyStorePort store() {
        return newStore(new HandClock(Calls.START));
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

        TelephonyCall again = row.withSlots(claimOf(row).with(List.of(Slot.ofAgent("sales", 0))))
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
    default void aLimitOfNoneShouldLetNobodyIn() {
        TelephonyStorePort store = store();

        assertThat(put(store, call(store, List.of(ofTenant("acme", 0)), Stage.HELD, 0)))
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
    default void whatIsRefusedForWantOfRoomShouldLeaveNothingBehind() {
        TelephonyStorePort store = store();
        stored(store, call(store, SALES, Stage.HELD, 0));
        stored(store, call(store, SALES, Stage.HELD, 1));
        TelephonyCall row = call(store, SALES, Stage.HELD, 2);
        TimelineEntry line = new TimelineEntry(row.callId(), Calls.START, TimelineEntry.Kind.EVENT, "joined", Map.of());

        Commit.Result refused = store.commit(new Commit(Calls.inboxEntry("EV_1"), row, 0, List.of(line)));
        Commit waits = new Commit(Calls.inboxEntry("EV_1"), at(row, Stage.WAITING), 0, List.of(line));

        assertThat(refused).isEqualTo(Commit.Result.FULL);
        assertThat(store.findInboxEntry("EV_1")).isEmpty();
        assertThat(store.timeline(row.callId(), 0, 10)).isEmpty();
        assertThat(store.commit(waits)).isEqualTo(Commit.Result.STORED);
        assertThat(store.timeline(row.callId(), 0, 10)).hasSize(1);
    }

    @Test
    default void whatIsRefusedForOtherReasonsShouldNotBeCalledFull() {
        TelephonyStorePort store = store();
        List<Slot> none = List.of(ofTenant("acme", 0));
        TelephonyCall row = stored(store, call(store, none, Stage.WAITING, 0));
        store.commit(Commit.ofEvent(Calls.inboxEntry("EV_1"), List.of()));

        assertThat(store.commit(new Commit(Calls.inboxEntry("EV_1"), at(row, Stage.HELD), 1, List.of())))
                .isEqualTo(Commit.Result.DUPLICATE);
        assertThat(store.commit(new Commit(null, at(row, Stage.HELD), 7, List.of())))
                .isEqualTo(Commit.Result.CONFLICT);
        assertThat(put(store, at(row, Stage.HELD))).isEqualTo(Commit.Result.FULL);
    }

    @Test
    default void aCallThatWaitsAgainOrForSomethingElseShouldGiveBackWhatItHad() {
        TelephonyStorePort store = store();
        TelephonyCall row = stored(store, call(store, ACME_SALES, Stage.HELD, 0));

        TelephonyCall again = stored(store, at(row, Stage.WAITING));
        assertThat(slotsOf(store).board().held()).isEmpty();
        assertThat(slotsOf(store).board().lines())
                .extracting(SlotBoard.Line::name)
                .containsExactly("agent:sales\ntenant:acme");

        TelephonyCall less = stored(store, again.withSlots(claimOf(again).with(SALES)));
        assertThat(slotsOf(store).board().lines())
                .extracting(SlotBoard.Line::name)
                .containsExactly("agent:sales");

        TelephonyCall held = stored(store, at(less, Stage.HELD));
        stored(store, held.withSlots(claimOf(held).with(List.of(ofTenant("acme", 5)))));
        assertThat(slotsOf(store).board()).isEqualTo(new SlotBoard(List.of(), Map.of("tenant:acme", 1L)));
    }

    @Test
    default void aLeaseShouldLeaveSlotsAndPlacesAsTheyAre() {
        TelephonyStorePort store = store();
        stored(store, call(store, SALES, Stage.HELD, 0).withDueAt(store.now()));
        TelephonyCall waits = stored(store, call(store, SALES, Stage.WAITING, 1).withDueAt(store.now()));
        SlotBoard before = slotsOf(store).board();

        assertThat(store.claimDue("me", WAIT, 10)).hasSize(2);

        assertThat(slotsOf(store).board()).isEqualTo(before);
        assertThat(before.lines()).extracting(SlotBoard.Line::first).containsExactly(waits.callId());
    }

    @Test
    default void nothingShouldBeLeftOfACallThatWasForgotten() {
        TelephonyStorePort store = store();
        TelephonyCall row = stored(store, call(store, ACME_SALES, Stage.HELD, 0));
        TelephonyCall waits = stored(store, call(store, SALES, Stage.WAITING, 1));
        List.of(row, waits)
                .forEach(call -> stored(store, call.ended(store.now(), "x").withDueAt(null)));

        int gone = store.purge(store.now().plusSeconds(1), Calls.START, 10);

        assertThat(gone).isEqualTo(2);
        assertThat(slotsOf(store).board()).isEqualTo(SlotBoard.EMPTY);
        assertThat(slotsOf(store).before(waits)).isZero();
    }

    @Test
    default void keysShouldBeToldAsTheyWereGiven() {
        TelephonyStorePort store = store();
        List<Slot> odd = List.of(
                ofTenant("a\\005cb\u0000c \uD83D\uDE00 \uD800 d,e;%_", LIMIT),
                Slot.ofAgent("\\".repeat(Slot.MAX_KEY_CHARS - "agent:".length()), LIMIT));
        TelephonyCall held = stored(store, call(store, odd, Stage.HELD, 0));
        TelephonyCall waits = stored(store, call(store, odd, Stage.WAITING, 1));

        SlotBoard board = slotsOf(store).board();

        assertThat(board.held().keySet())
                .containsExactlyInAnyOrderElementsOf(claimOf(held).keys());
        assertThat(board.lines())
                .extracting(SlotBoard.Line::keys)
                .containsExactly(claimOf(waits).keys());
    }

    /** Writes a row as often as others are faster, which says nothing about its slots. */
    private static Commit.Result putUnlessFaster(TelephonyStorePort store, TelephonyCall row) {
        Commit.Result result = Commit.Result.CONFLICT;
        for (int tries = 0; tries < RowWriter.MAX_CONFLICTS && result == Commit.Result.CONFLICT; tries++) {
            result = put(store, row);
        }
        return result;
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
                tries.add(() -> putUnlessFaster(store, row));
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
