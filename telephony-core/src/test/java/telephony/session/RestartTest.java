package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.dispatch.DispatchOrder;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

/** LiveKit restarts while a call goes on: the room of the same SID starts again, and everybody may come back. */
class RestartTest extends CallScenario {

    @BeforeEach
    void aCallIsGoingOn() {
        callerJoins();
        agentComes();
        board.pass(Duration.ofSeconds(20));
    }

    private void liveKitRestarts() {
        board.liveKit.take(ROOM, AGENT.identity());
        everythingStartsAgain();
    }

    /** As seen: everybody who was there when LiveKit was killed stays listed as he was, until he comes back. */
    private void liveKitRestartsAndRemembersTheAgent() {
        everythingStartsAgain();
    }

    private void everythingStartsAgain() {
        board.send(new CallEvent.RoomStarted(Calls.header("EV_again", SID, board.clock.instant())));
        Participant back = Calls.caller("PA_c2", "SCL_1", "ringing", board.clock.instant());
        board.liveKit.put(ROOM, back);
        board.send(Calls.joined(SID, back, board.clock.instant()));
    }

    private void agentJoinsAgain(String identity) {
        Participant agent = Calls.agent("PA_" + identity, identity, true, board.clock.instant());
        board.liveKit.put(ROOM, agent);
        board.send(Calls.joined(SID, agent, board.clock.instant()));
    }

    private long creates() {
        return board.liveKit.count(Method.CREATE_DISPATCH);
    }

    @Test
    void anAgentThatComesBackShouldStayTheCallsAndNobodyElseBeSent() {
        liveKitRestarts();
        board.pass(Duration.ofSeconds(4));
        agentJoinsAgain(AGENT.identity());

        board.pass(Duration.ofSeconds(30));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(board.call(SID).control().dueAt()).isNull();
    }

    @Test
    void anAgentThatDoesNotComeBackShouldBeReplacedAfterTheRejoinDeadline() {
        liveKitRestarts();
        board.pass(Duration.ofMillis(9_500));
        assertThat(creates()).isEqualTo(1);

        board.pass(Duration.ofSeconds(3));

        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void anAgentWhoseComingBackWasNotToldShouldBeSeenAndNotReplaced() {
        liveKitRestarts();
        board.liveKit.put(ROOM, Calls.agent("PA_back", AGENT.identity(), true, board.clock.instant()));

        board.pass(Duration.ofSeconds(15));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
    }

    @Test
    void theFirstRoomStartedToldLateShouldNotCountAsARestart() {
        Instant first = Calls.START.minusSeconds(1);
        board.send(new CallEvent.RoomStarted(Calls.header("EV_first", SID, first)));

        board.liveKit.take(ROOM, AGENT.identity());
        board.pass(Duration.ofSeconds(15));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.call(SID).dispatch().restartedAt()).isNull();
    }

    @Test
    void anotherAgentThatIsThereInsteadShouldBecomeTheCalls() {
        liveKitRestarts();
        agentJoinsAgain("agent-AJ_relaunched");

        board.pass(Duration.ofSeconds(12));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.call(SID).dispatch().keeper()).isEqualTo("agent-AJ_relaunched");
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        agentJoinsAgain(AGENT.identity());
        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .containsExactlyInAnyOrder(CALLER.identity(), "agent-AJ_relaunched");
    }

    @Test
    void aRelaunchedTwinShouldBeRemovedWhenTheFirstAgentComesBack() {
        liveKitRestarts();
        agentJoinsAgain("agent-AJ_relaunched");
        board.pass(Duration.ofSeconds(2));

        agentJoinsAgain(AGENT.identity());
        board.pass(Duration.ofSeconds(3));

        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .containsExactlyInAnyOrder(CALLER.identity(), AGENT.identity());
    }

    @Test
    void anAgentThatLiveKitOnlyRemembersShouldBeReplaced() {
        liveKitRestartsAndRemembersTheAgent();

        board.pass(Duration.ofSeconds(13));

        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void theRemovalOfAnAgentThatIsNowhereShouldNotBeWaitedFor() {
        liveKitRestartsAndRemembersTheAgent();

        board.pass(Duration.ofSeconds(13));

        assertThat(board.liveKit.requests()).noneMatch(request -> request.method() == Method.REMOVE_PARTICIPANT);
    }

    @Test
    void aReplacedAgentThatComesBackAfterAllShouldBeRemoved() {
        liveKitRestartsAndRemembersTheAgent();
        board.pass(Duration.ofSeconds(13));
        agentJoinsAgain("agent-AJ_second");

        agentJoinsAgain(AGENT.identity());
        board.pass(Duration.ofSeconds(2));

        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .containsExactlyInAnyOrder(CALLER.identity(), "agent-AJ_second");
    }

    @Test
    void whomLiveKitRemembersFromBeforeItsRestartShouldNotBeTheNextCallsAgent() {
        String lobby = "RM_2";
        board.liveKit.openRoom("room-" + lobby, lobby);
        board.liveKit.put("room-" + lobby, Calls.agent("PA_ghost", "agent-AJ_ghost", true, Calls.START));
        Instant again = board.clock.instant();
        board.send(new CallEvent.RoomStarted(Calls.header("EV_lobby", lobby, again), Calls.START));

        Participant next = Calls.caller("PA_next", "SCL_next", "ringing", again);
        board.liveKit.put("room-" + lobby, next);
        board.send(Calls.joined(lobby, next, again));
        board.pass(Duration.ofSeconds(1));

        assertThat(board.call(lobby).dispatch().agents()).isEmpty();
        assertThat(board.call(lobby).dispatch().restartedAt()).isEqualTo(again);
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void anAgentThatWasThereBeforeTheFirstCallerShouldBeHisWhereLiveKitWasNotRestarted() {
        String lobby = "RM_2";
        Instant opened = board.clock.instant();
        board.send(new CallEvent.RoomStarted(Calls.header("EV_lobby", lobby, opened), opened));
        board.liveKit.openRoom("room-" + lobby, lobby);
        board.liveKit.put("room-" + lobby, Calls.agent("PA_early", "agent-AJ_early", true, opened));
        board.pass(Duration.ofSeconds(20));

        Participant next = Calls.caller("PA_next", "SCL_next", "ringing", board.clock.instant());
        board.liveKit.put("room-" + lobby, next);
        board.send(Calls.joined(lobby, next, board.clock.instant()));

        assertThat(board.call(lobby).dispatch().keeper()).isEqualTo("agent-AJ_early");
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void theNextCallOfARoomShouldKnowOfTheRestartBeforeIt() {
        callerHangsUp();
        Instant again = board.clock.instant().plusSeconds(10);
        board.clock.set(again);
        board.send(new CallEvent.RoomStarted(Calls.header("EV_again", SID, again)));
        board.liveKit.put(ROOM, Calls.agent("PA_ghost", "agent-AJ_ghost", true, Calls.START.plusSeconds(5)));

        Participant next = Calls.caller("PA_next", "SCL_next", "ringing", again);
        board.liveKit.put(ROOM, next);
        board.send(Calls.joined(SID, next, again));
        board.pass(Duration.ofSeconds(1));

        assertThat(board.call(SID).origin().episode()).isEqualTo(2);
        assertThat(board.call(SID).dispatch().keeper()).isNull();
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void theRemovalOfAnAgentOfWhichOnlyHeartbeatsWereKnownShouldNotBeWaitedFor() {
        String sid = "RM_3";
        Instant began = board.clock.instant();
        board.liveKit.openRoom("room-" + sid, sid);
        Participant caller = Calls.caller("PA_3", "SCL_3", "ringing", began);
        board.liveKit.put("room-" + sid, caller);
        board.send(Calls.joined(sid, caller, began));
        DispatchOrder order = board.liveKit.orders().get(1);
        String token = (String) ((Map<?, ?>) order.metadata().get("telephony")).get("token");
        board.agents.admission(board.call(sid).callId(), "agent-AJ_3", token);
        board.pass(Duration.ofSeconds(3));
        board.send(new CallEvent.RoomStarted(Calls.header("EV_3", sid, board.clock.instant())));
        Participant back = Calls.caller("PA_3b", "SCL_3", "ringing", board.clock.instant());
        board.liveKit.put("room-" + sid, back);
        board.send(Calls.joined(sid, back, board.clock.instant()));

        board.pass(Duration.ofSeconds(12));

        assertThat(board.liveKit.requests()).noneMatch(request -> request.method() == Method.REMOVE_PARTICIPANT);
        assertThat(creates()).isEqualTo(3);
    }

    @Test
    void aRelaunchedAgentShouldNotBeRemovedForOneThatLiveKitOnlyRemembers() {
        liveKitRestartsAndRemembersTheAgent();
        agentJoinsAgain("agent-AJ_relaunched");

        board.pass(Duration.ofSeconds(13));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.call(SID).dispatch().keeper()).isEqualTo("agent-AJ_relaunched");
        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .contains("agent-AJ_relaunched");
    }

    @Test
    void aCallerThatLiveKitOnlyRemembersShouldNotKeepTheCallOpen() {
        board.send(new CallEvent.RoomStarted(Calls.header("EV_again", SID, board.clock.instant())));
        agentJoinsAgain(AGENT.identity());

        board.pass(Duration.ofSeconds(14));
        assertThat(board.call(SID).isEnded()).isFalse();
        board.pass(Duration.ofSeconds(8));

        assertThat(board.call(SID).isEnded()).isTrue();
    }

    /** The event bears whole seconds and arrives later still. */
    @Test
    void whoOpenedTheRoomAgainShouldCountAsBackAlthoughItWasToldLater() {
        Participant agent = Calls.agent("PA_back", AGENT.identity(), true, board.clock.instant());
        board.liveKit.put(ROOM, agent);
        Instant told = board.clock.instant().plusMillis(900);
        board.send(new CallEvent.RoomStarted(Calls.header("EV_again", SID, told)));
        board.send(Calls.joined(SID, agent, told));
        Participant caller = Calls.caller("PA_c2", "SCL_1", "ringing", told);
        board.liveKit.put(ROOM, caller);
        board.send(Calls.joined(SID, caller, told));

        board.pass(Duration.ofSeconds(30));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(board.call(SID).control().dueAt()).isNull();
    }
}
