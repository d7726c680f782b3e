package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.dispatch.ReleaseMode;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.Switchboard;

/** What becomes of the room when its call has ended. */
class ReleaseTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);

    private static Switchboard withACall(ReleaseMode release) {
        return withACall(release, Duration.ZERO);
    }

    private static Switchboard withACall(ReleaseMode release, Duration roomBeforeCaller) {
        Switchboard board = Switchboard.releasing(release);
        board.liveKit.openRoom(ROOM, SID);
        board.clock.advance(roomBeforeCaller);
        Participant caller = Calls.caller("PA_c", "SCL_1", "ringing", board.clock.instant());
        board.liveKit.put(ROOM, caller);
        board.send(Calls.joined(SID, caller, board.clock.instant()));
        Participant agent = Calls.agent("PA_a", "agent-AJ_1", true, board.clock.instant());
        board.liveKit.put(ROOM, agent);
        board.send(Calls.joined(SID, agent, board.clock.instant()));
        return board;
    }

    private static void callerHangsUp(Switchboard board) {
        board.liveKit.take(ROOM, CALLER.identity());
        Participant gone = Calls.caller("PA_c", "SCL_1", "hangup", Calls.START);
        board.send(Calls.left(SID, gone, "CLIENT_INITIATED", board.clock.instant()));
    }

    private static long deletions(Switchboard board) {
        return board.liveKit.count(Method.DELETE_ROOM);
    }

    @Test
    void deleteShouldDeleteTheRoomOfTheCallOnce() {
        Switchboard board = withACall(ReleaseMode.DELETE);

        callerHangsUp(board);
        board.pass(Duration.ofSeconds(40));

        assertThat(deletions(board)).isEqualTo(1);
        assertThat(board.liveKit.requests())
                .extracting(r -> r.method())
                .containsSubsequence(Method.REMOVE_PARTICIPANT, Method.DELETE_DISPATCH, Method.DELETE_ROOM);
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
    }

    @Test
    void deleteShouldNotRepeatADeletionWhoseAnswerIsLost() {
        Switchboard board = withACall(ReleaseMode.DELETE);
        board.liveKit.answerNext(Method.DELETE_ROOM, Kind.AMBIGUOUS, false);

        callerHangsUp(board);
        board.pass(Duration.ofSeconds(40));

        assertThat(deletions(board)).isEqualTo(1);
    }

    @Test
    void deleteShouldLeaveARoomThatSomebodyElseIsIn() {
        Switchboard board = withACall(ReleaseMode.DELETE);
        board.liveKit.put(ROOM, Calls.person("bob"));

        callerHangsUp(board);
        board.pass(Duration.ofSeconds(40));

        assertThat(deletions(board)).isZero();
        assertThat(board.liveKit.participants(ROOM)).containsExactly(Calls.person("bob"));
    }

    @Test
    void deleteShouldLeaveARoomThatWasThereBeforeTheCaller() {
        Switchboard board = withACall(ReleaseMode.DELETE, Duration.ofSeconds(10));

        callerHangsUp(board);
        board.pass(Duration.ofSeconds(40));

        assertThat(deletions(board)).isZero();
    }

    @Test
    void deleteShouldLeaveTheNextRoomOfTheSameName() {
        Switchboard board = withACall(ReleaseMode.DELETE);
        board.liveKit.answerNext(Method.REMOVE_PARTICIPANT, Kind.AMBIGUOUS, false);

        callerHangsUp(board);
        board.liveKit.openRoom(ROOM, "RM_2");
        board.pass(Duration.ofSeconds(40));

        assertThat(deletions(board)).isZero();
    }

    @Test
    void deleteShouldWaitForACallerWhoIsStillListed() {
        Switchboard board = withACall(ReleaseMode.DELETE);
        callerHangsUp(board);
        assertThat(deletions(board)).isEqualTo(1);

        Switchboard lagging = withACall(ReleaseMode.DELETE);
        Participant gone = Calls.caller("PA_c", "SCL_1", "hangup", Calls.START);
        lagging.send(Calls.left(SID, gone, "CLIENT_INITIATED", lagging.clock.instant()));
        lagging.pass(Duration.ofSeconds(3));
        assertThat(deletions(lagging)).isZero();
        lagging.liveKit.take(ROOM, CALLER.identity());
        lagging.pass(Duration.ofSeconds(2));

        assertThat(deletions(lagging)).isEqualTo(1);
    }

    @Test
    void keepShouldLeaveTheAgentToLiveKitAndRemoveWhatIsLeftLongAfter() {
        Switchboard board = withACall(ReleaseMode.KEEP);

        callerHangsUp(board);
        board.pass(Duration.ofSeconds(25));
        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .containsExactly("agent-AJ_1");
        assertThat(board.liveKit.count(Method.REMOVE_PARTICIPANT)).isZero();

        board.pass(Duration.ofSeconds(10));
        assertThat(board.liveKit.participants(ROOM)).isEmpty();
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
    }

    @Test
    void agentsShouldLeaveTheRoomItself() {
        Switchboard board = withACall(ReleaseMode.AGENTS);

        callerHangsUp(board);
        board.pass(Duration.ofSeconds(40));

        assertThat(deletions(board)).isZero();
        assertThat(board.liveKit.participants(ROOM)).isEmpty();
    }
}
