package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import telephony.call.CallStatus;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.RowControl;
import telephony.call.TimelineEntry;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.Commit;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.Switchboard;

/** What happens when LiveKit does not answer, answers no, or already has somebody there. */
class AmbiguousAnswersTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);
    private static final Participant AGENT = Calls.agent("PA_a", "agent-AJ_1", false, Calls.START.plusMillis(300));

    private final Switchboard board = new Switchboard();

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

    @Test
    void aLostAnswerShouldBeFoundByItsMarkerAndNotSentAgain() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, true);

        callerJoins();
        assertThat(board.state(SID)).isEqualTo(DispatchState.VERIFY);
        board.pass(Duration.ofSeconds(2));
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        board.liveKit.put(ROOM, Calls.agent("PA_a", "agent-AJ_1", true, board.clock.instant()));
        board.send(Calls.joined(SID, AGENT, board.clock.instant()));
        board.pass(Duration.ofMinutes(2));

        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aLostRequestShouldBeSentAgainOnlyAfterQuiescence() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, false);

        callerJoins();
        board.pass(Duration.ofMillis(21_500));
        assertThat(board.state(SID)).isEqualTo(DispatchState.VERIFY);
        assertThat(creates()).isEqualTo(1);
        board.pass(Duration.ofSeconds(2));

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.liveKit.orders()).extracting(o -> o.marker().attempt()).containsExactly(1, 2);
    }

    @Test
    void anAgentThatJoinsAfterALostAnswerShouldBeTheCalls() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, true);
        callerJoins();

        board.liveKit.put(ROOM, Calls.agent("PA_a", "agent-AJ_1", true, board.clock.instant()));
        board.send(Calls.joined(SID, AGENT, board.clock.instant()));
        assertThat(board.state(SID)).isEqualTo(DispatchState.JOINED);
        board.pass(Duration.ofSeconds(30));

        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aFailedLookShouldForbidCreating() {
        for (int i = 0; i < 3; i++) {
            board.liveKit.answerNext(Method.LIST_DISPATCH, Kind.UNAVAILABLE, false);
        }

        callerJoins();
        assertThat(creates()).isZero();
        assertThat(board.state(SID)).isEqualTo(DispatchState.WANT);
        assertThat(board.call(SID).dispatch().note()).contains("ListDispatch");
        board.pass(Duration.ofSeconds(4));

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(creates()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "UNAUTHENTICATED", "ABSENT"})
    void aDefiniteNoShouldBeTriedAgainWithBackOffUntilGiveUp(Kind no) {
        for (int i = 0; i < 50; i++) {
            board.liveKit.answerNext(Method.CREATE_DISPATCH, no, false);
        }

        callerJoins();
        board.pass(Duration.ofSeconds(70));

        // 1 + 2 + 4 s, then every 8 s until 60 s have passed.
        assertThat(creates()).isBetween(9L, 11L);
        assertThat(board.state(SID)).isEqualTo(DispatchState.FAILED);
        assertThat(board.timeline(SID, TimelineEntry.Kind.ALARM)).containsExactly("FAILED");
        assertThat(board.liveKit.orders())
                .extracting(o -> o.marker().attempt())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void anAlarmingNoShouldNotBeRepeated() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.ALARM, false);

        callerJoins();
        board.pass(Duration.ofSeconds(70));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.state(SID)).isEqualTo(DispatchState.FAILED);
        board.send(Calls.left(
                SID, Calls.caller("PA_c", "SCL_1", "hangup", Calls.START), "CLIENT_INITIATED", board.clock.instant()));
        assertThat(board.call(SID).status()).isEqualTo(CallStatus.FAILED);
    }

    @Test
    void aRefusedTokenShouldBeFollowedByOneThatAnyClockAcceptsAndALongerQuiescence() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.UNAUTHENTICATED, false);

        callerJoins();
        board.pass(Duration.ofSeconds(2));

        var orders = board.liveKit.orders();
        assertThat(orders).hasSize(2);
        Instant secondIntent =
                board.call(SID).dispatch().lastAttempt().orElseThrow().intentAt();
        assertThat(orders.get(0).tokenExpiresAt()).isEqualTo(Calls.START.plusSeconds(5 - 60));
        assertThat(orders.get(1).tokenExpiresAt()).isEqualTo(secondIntent.plusSeconds(5));
        assertThat(board.call(SID).dispatch().quiesceAt()).contains(secondIntent.plusSeconds(22 + 60));
    }

    @Test
    void anIntentWhoseMakerDiedShouldBeVerifiedAndSentAgainOnlyAfterQuiescence() {
        // The maker's answers never come back: as if its process had been killed after the intent.
        board.liveKit.hold(Method.CREATE_DISPATCH);
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, false);
        callerJoins();
        assertThat(board.state(SID)).isEqualTo(DispatchState.INTENT);

        board.pass(Duration.ofMillis(19_500));
        assertThat(board.state(SID)).isEqualTo(DispatchState.INTENT);
        board.pass(Duration.ofSeconds(1));
        assertThat(board.state(SID)).isEqualTo(DispatchState.VERIFY);
        board.pass(Duration.ofSeconds(1));
        assertThat(creates()).isEqualTo(1);
        board.pass(Duration.ofSeconds(3));
        assertThat(creates()).isEqualTo(2);
        assertThat(board.state(SID)).isEqualTo(DispatchState.INTENT);
    }

    @Test
    void aDispatchOfSomebodyElseShouldBeAdoptedAndReleased() {
        board.liveKit.putDispatch(ROOM, new ListedDispatch("AD_rule", Calls.AGENT, Calls.START, null, Set.of()));
        board.liveKit.putDispatch(ROOM, new ListedDispatch("AD_auto", "", Calls.START, null, Set.of()));
        board.liveKit.putDispatch(ROOM, new ListedDispatch("AD_foreign", "recorder", Calls.START, null, Set.of()));

        callerJoins();

        assertThat(creates()).isZero();
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.call(SID).isAgentDispatched()).isTrue();
        assertThat(board.call(SID).dispatch().isExternal()).isTrue();

        board.send(Calls.left(
                SID, Calls.caller("PA_c", "SCL_1", "hangup", Calls.START), "CLIENT_INITIATED", board.clock.instant()));
        board.pass(Duration.ofSeconds(5));

        assertThat(board.liveKit.dispatches(ROOM))
                .extracting(ListedDispatch::id)
                .containsExactly("AD_auto", "AD_foreign");
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
    }

    @Test
    void anAgentAlreadyInTheRoomShouldBeAdopted() {
        board.liveKit.put(ROOM, Calls.agent("PA_a", "agent-AJ_1", true, Calls.START));

        callerJoins();

        assertThat(creates()).isZero();
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(board.call(SID).times().answeredAt()).isNotNull();
    }

    @Test
    void aMeetingShouldGetNoAgentAndLoseNobody() {
        board.liveKit.put(ROOM, Calls.person("bob"));

        callerJoins();
        board.send(Calls.joined(SID, AGENT, board.clock.instant()));
        board.send(Calls.finished(SID, board.clock.instant()));
        board.pass(Duration.ofSeconds(30));

        assertThat(creates()).isZero();
        assertThat(board.liveKit.count(Method.REMOVE_PARTICIPANT)).isZero();
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        assertThat(board.call(SID).status()).isEqualTo(CallStatus.ENDED);
    }

    @Test
    void aStaleJoinWhoseCallerIsGoneShouldNotReviveTheRoom() {
        board.liveKit.closeRoom(ROOM);
        board.clock.advance(Duration.ofSeconds(30));

        callerJoins();
        board.pass(Duration.ofSeconds(70));

        assertThat(creates()).isZero();
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        assertThat(board.call(SID).endReason()).isEqualTo("ABSENT");
    }

    @Test
    void aRoomOfTheSameNameShouldNotBeMistakenForTheCalls() {
        board.liveKit.openRoom(ROOM, "RM_other");

        callerJoins();
        board.pass(Duration.ofSeconds(10));

        assertThat(creates()).isZero();
    }

    @Test
    void aCallerWhoGivesUpDuringTheCreateShouldLeaveNoGhost() {
        board.liveKit.hold(Method.CREATE_DISPATCH);
        callerJoins();

        board.liveKit.take(ROOM, CALLER.identity());
        board.send(Calls.left(
                SID, Calls.caller("PA_c", "SCL_1", "hangup", Calls.START), "CLIENT_INITIATED", board.clock.instant()));
        board.liveKit.release(Method.CREATE_DISPATCH);

        assertThat(board.liveKit.dispatches(ROOM)).isEmpty();
        assertThat(board.state(SID)).isEqualTo(DispatchState.CLEAN);

        // The agent had been started all the same, and its webhook is lost: the pass at quiescence finds the dispatch.
        var marker = board.liveKit.orders().get(0).marker();
        board.liveKit.put(ROOM, AGENT);
        board.liveKit.putDispatch(
                ROOM, new ListedDispatch("AD_late", Calls.AGENT, Calls.START, marker, Set.of(AGENT.identity())));
        board.pass(Duration.ofSeconds(30));

        assertThat(board.liveKit.participants(ROOM)).isEmpty();
        assertThat(board.liveKit.dispatches(ROOM)).isEmpty();
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
    }

    @Test
    void aRemovalThatIsNotAnsweredShouldBeRepeated() {
        callerJoins();
        board.liveKit.put(ROOM, AGENT);
        board.send(Calls.joined(SID, AGENT, board.clock.instant()));
        board.liveKit.answerNext(Method.REMOVE_PARTICIPANT, Kind.AMBIGUOUS, false);
        board.liveKit.answerNext(Method.REMOVE_PARTICIPANT, Kind.AMBIGUOUS, false);

        board.send(Calls.left(
                SID, Calls.caller("PA_c", "SCL_1", "hangup", Calls.START), "CLIENT_INITIATED", board.clock.instant()));
        assertThat(board.liveKit.participants(ROOM)).contains(AGENT);
        board.pass(Duration.ofSeconds(3));

        assertThat(board.liveKit.participants(ROOM)).doesNotContain(AGENT);
    }

    @Test
    void aCleanUpThatLiveKitNeverConfirmsShouldCloseAfterItsCap() {
        callerJoins();
        for (int i = 0; i < 500; i++) {
            board.liveKit.answerNext(Method.LIST_DISPATCH, Kind.AMBIGUOUS, false);
        }
        board.send(Calls.left(
                SID, Calls.caller("PA_c", "SCL_1", "hangup", Calls.START), "CLIENT_INITIATED", board.clock.instant()));
        board.pass(Duration.ofSeconds(80));
        assertThat(board.state(SID)).isEqualTo(DispatchState.CLEAN);
        board.pass(Duration.ofSeconds(10));

        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        assertThat(board.call(SID).dispatch().note()).contains("ListDispatch");
    }

    @Test
    void workThatWasRefusedShouldBeFoundByTheNextTick() {
        Queue<Runnable> refused = new ArrayDeque<>();
        Switchboard busy = new Switchboard(CallRouter.always(AgentConfig.named(Calls.AGENT)), work -> {
            if (refused.isEmpty()) {
                refused.add(work);
                throw new RejectedExecutionException("full");
            }
            work.run();
        });
        busy.liveKit.openRoom(ROOM, SID);
        busy.liveKit.put(ROOM, CALLER);

        busy.send(Calls.joined(SID, CALLER, Calls.START));
        assertThat(busy.state(SID)).isEqualTo(DispatchState.WANT);
        busy.pass(Duration.ofSeconds(1));

        assertThat(busy.state(SID)).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void aStoreThatIsDownShouldRefuseTheEventAndTakeItLater() {
        FakeTelephonyStore store = (FakeTelephonyStore) board.store;
        var event = Calls.joined(SID, CALLER, Calls.START);
        store.setDown(true);
        assertThatThrownBy(() -> board.send(event)).isInstanceOf(StoreUnavailableException.class);
        store.setDown(false);

        assertThat(board.send(event)).isEqualTo(TelephonySessionService.Handled.TAKEN);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aRowOfANewerVersionShouldBeLeftToIt() {
        callerJoins();
        var row = board.call(SID);
        var control = row.control();
        board.store.commit(Commit.ofRow(
                row.withControl(new RowControl(
                        2, control.version(), null, Calls.START, 5, Map.of("dispatch.state", "ESCALATED"))),
                List.of()));
        long before = board.liveKit.requests().size();

        board.send(Calls.joined(SID, AGENT, board.clock.instant()));
        board.send(Calls.finished(SID, board.clock.instant()));
        board.pass(Duration.ofSeconds(2));

        assertThat(board.call(SID).isEnded()).isFalse();
        assertThat(board.call(SID).control().unrecognised()).containsEntry("dispatch.state", "ESCALATED");
        assertThat(board.liveKit.requests()).hasSize((int) before);
        assertThat(board.timeline(SID, TimelineEntry.Kind.EVENT)).contains("room_finished");
    }
}
