package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.TimelineEntry;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.Switchboard;

/** A store that fails for an instant while a call is worked on: the call loses that instant, not the rest of the lease. */
class FailingStoreTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);

    /** What the executor was lent for and has not done yet, when a test wants to hold it. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private boolean holding;
    private boolean full;

    private final Switchboard board = new Switchboard(CallRouter.always(AgentConfig.named(Calls.AGENT)), work -> {
        if (full) {
            throw new RejectedExecutionException("full");
        } else if (holding) {
            waiting.add(work);
        } else {
            work.run();
        }
    });
    private final FakeTelephonyStore store = (FakeTelephonyStore) board.store;

    @BeforeEach
    void aRoomWithACaller() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
    }

    private void callerJoins() {
        board.send(Calls.joined(SID, CALLER, Calls.START));
    }

    private long creates() {
        return board.liveKit.count(Method.CREATE_DISPATCH);
    }

    private List<String> createAnswers() {
        return board.timeline(SID, TimelineEntry.Kind.ANSWER).stream()
                .filter("CreateDispatch"::equals)
                .toList();
    }

    @Test
    void aLookThatCouldNotBeWrittenDownShouldCountAtTheNextTick() {
        board.liveKit.hold(Method.LIST_DISPATCH);
        callerJoins();
        store.setDown(true);
        board.liveKit.release(Method.LIST_DISPATCH);
        assertThat(creates()).isZero();
        store.setDown(false);

        board.tick();

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(creates()).isEqualTo(1);
        assertThat(board.trouble).hasOnlyElementsOfType(StoreUnavailableException.class);
    }

    @Test
    void anAnswerToACreateThatCouldNotBeWrittenDownShouldBeKnownAtTheNextTick() {
        board.liveKit.hold(Method.CREATE_DISPATCH);
        callerJoins();
        store.setDown(true);
        board.liveKit.release(Method.CREATE_DISPATCH);
        store.setDown(false);
        assertThat(board.state(SID)).isEqualTo(DispatchState.INTENT);

        board.tick();

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(creates()).isEqualTo(1);
        assertThat(createAnswers()).hasSize(1);
    }

    @Test
    void anIntentThatTheStoreTookWithoutSayingSoShouldBeSentOnceAtTheNextTick() {
        board.liveKit.hold(Method.LIST_DISPATCH);
        callerJoins();
        store.fallSilentAfterWriting(1);
        board.liveKit.release(Method.LIST_DISPATCH);
        assertThat(board.state(SID)).isEqualTo(DispatchState.INTENT);
        assertThat(creates()).isZero();

        board.tick();

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void anAnswerThatTheStoreTookWithoutSayingSoShouldStandOnTheTimelineOnce() {
        board.liveKit.hold(Method.CREATE_DISPATCH);
        callerJoins();
        store.fallSilentAfterWriting(1);
        board.liveKit.release(Method.CREATE_DISPATCH);
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);

        board.tick();

        assertThat(createAnswers()).hasSize(1);
        assertThat(board.told.stream().filter(line -> "CreateDispatch".equals(line.name())))
                .hasSize(1);
        assertThat(board.call(SID).control().lease()).isNull();
    }

    @Test
    void anAnswerTakenInSilenceShouldStandOnTheTimelineOnceAlsoWhenTheRowHasChangedSince() {
        board.liveKit.hold(Method.CREATE_DISPATCH);
        callerJoins();
        store.fallSilentAfterWriting(1);
        board.liveKit.release(Method.CREATE_DISPATCH);
        Participant agent = Calls.agent("PA_a", "agent-AJ_1", false, Calls.START.plusMillis(300));
        board.liveKit.put(ROOM, agent);
        board.send(Calls.joined(SID, agent, Calls.START.plusMillis(300)));

        board.tick();

        assertThat(createAnswers()).hasSize(1);
        assertThat(board.state(SID)).isEqualTo(DispatchState.JOINED);
        assertThat(board.call(SID).control().lease()).isNull();
    }

    @Test
    void aLookThatLayThereForTooLongShouldNotBeActedOn() {
        board.liveKit.hold(Method.LIST_DISPATCH);
        callerJoins();
        store.setDown(true);
        board.liveKit.release(Method.LIST_DISPATCH);
        board.clock.advance(Duration.ofSeconds(8));
        board.liveKit.take(ROOM, CALLER.identity());
        store.setDown(false);

        board.tick();

        // It is looked again, and nobody is there to be served.
        assertThat(board.liveKit.count(Method.LIST_DISPATCH)).isEqualTo(2);
        assertThat(creates()).isZero();
    }

    @Test
    void aLookOfAProcessThatWasStoppedShouldNotBeActedOn() {
        board.liveKit.hold(Method.LIST_DISPATCH);
        callerJoins();
        board.clock.advance(Duration.ofSeconds(8));
        board.liveKit.take(ROOM, CALLER.identity());

        board.liveKit.release(Method.LIST_DISPATCH);

        assertThat(creates()).isZero();
    }

    @Test
    void workThatBeginsAfterItsLeaseShouldBeLeftToWhoeverClaimedTheCallSince() {
        holding = true;
        callerJoins();
        board.driver.tick();
        board.clock.advance(Duration.ofSeconds(20));

        // What the join woke claims the call anew; then comes what the tick had claimed.
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }

        assertThat(creates()).isEqualTo(1);
        assertThat(board.trouble).isEmpty();
        // Before the create, and for the agent after it.
        assertThat(board.liveKit.count(Method.LIST_DISPATCH)).isEqualTo(2);
    }

    @Test
    void aDeletionThatCouldNotBeWrittenDownShouldBeKnownAtTheNextTick() {
        callerJoins();
        board.liveKit.hold(Method.DELETE_DISPATCH);
        board.send(Calls.left(
                SID, Calls.caller("PA_c", "SCL_1", "hangup", Calls.START), "CLIENT_INITIATED", board.clock.instant()));
        store.setDown(true);
        board.liveKit.release(Method.DELETE_DISPATCH);
        store.setDown(false);
        assertThat(board.call(SID).dispatch().owed()).hasSize(1);

        board.tick();

        assertThat(board.call(SID).dispatch().owed()).isEmpty();
        assertThat(board.liveKit.count(Method.DELETE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void anExecutorThatIsFullShouldNotLoseWhatTheStoreDidNotTake() {
        board.liveKit.hold(Method.CREATE_DISPATCH);
        callerJoins();
        store.setDown(true);
        board.liveKit.release(Method.CREATE_DISPATCH);
        store.setDown(false);
        full = true;
        board.tick();
        assertThat(board.state(SID)).isEqualTo(DispatchState.INTENT);
        full = false;

        board.tick();

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void anEndThatComesWhileTheStoreIsDownShouldTryOnceMoreAndTellWhatIsLost() {
        board.liveKit.hold(Method.LIST_DISPATCH);
        callerJoins();
        store.setDown(true);
        board.liveKit.release(Method.LIST_DISPATCH);
        int troubleBefore = board.trouble.size();

        board.driver.stop();

        assertThat(board.trouble).hasSize(troubleBefore + 1);
        assertThat(board.driver.drained().toCompletableFuture()).isCompleted();
        store.setDown(false);
        board.tick();
        assertThat(creates()).isZero();
    }

    @Test
    void anAnswerThatWaitsForTheStoreAtTheEndShouldStillBeWrittenDown() {
        board.liveKit.hold(Method.CREATE_DISPATCH);
        callerJoins();
        store.setDown(true);
        board.liveKit.release(Method.CREATE_DISPATCH);
        store.setDown(false);

        board.driver.stop();

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.driver.drained().toCompletableFuture()).isCompleted();
    }
}
