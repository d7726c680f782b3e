package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.CallStatus;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.TimelineEntry;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.Switchboard;

/** Agents that never come, stay mute, leave, or come twice; callers that vanish. */
class WatchdogTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);

    private final Switchboard board = new Switchboard();

    @BeforeEach
    void aCallerIsWaiting() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        board.send(Calls.joined(SID, CALLER, Calls.START));
    }

    private Participant agent(int number, boolean audio) {
        return Calls.agent("PA_a" + number, "agent-AJ_" + number, audio, board.clock.instant());
    }

    private Participant agentJoins(int number) {
        Participant agent = agent(number, false);
        board.liveKit.put(ROOM, agent);
        board.send(Calls.joined(SID, agent, board.clock.instant()));
        return agent;
    }

    private Participant agentSpeaks(int number) {
        Participant agent = agentJoins(number);
        board.liveKit.put(ROOM, agent(number, true));
        board.send(Calls.audio(SID, agent, board.clock.instant()));
        return agent;
    }

    private void agentVanishes(Participant agent, String reason) {
        board.liveKit.take(ROOM, agent.identity());
        board.send(Calls.left(SID, agent, reason, board.clock.instant()));
    }

    private long creates() {
        return board.liveKit.count(Method.CREATE_DISPATCH);
    }

    @Test
    void anAgentThatNeverComesShouldBeReplacedAfterItsDeadline() {
        board.pass(Duration.ofMillis(9_500));
        assertThat(creates()).isEqualTo(1);

        board.pass(Duration.ofSeconds(3));

        assertThat(creates()).isEqualTo(2);
        assertThat(board.liveKit.dispatches(ROOM))
                .extracting(d -> d.attempt().orElseThrow().attempt())
                .containsExactly(2);
        agentSpeaks(2);
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        board.pass(Duration.ofSeconds(60));
        assertThat(creates()).isEqualTo(2);
        assertThat(board.trouble).isEmpty();
    }

    @Test
    void aCallerForWhomNobodyComesShouldBeHungUpInTheEnd() {
        board.pass(Duration.ofSeconds(75));

        assertThat(board.state(SID)).isEqualTo(DispatchState.FAILED);
        assertThat(board.liveKit.participants(ROOM)).isEmpty();
        assertThat(creates()).isBetween(4L, 6L);
        assertThat(board.timeline(SID, TimelineEntry.Kind.ALARM)).contains("RECOVER", "FAILED");

        board.send(Calls.left(SID, CALLER, "PARTICIPANT_REMOVED", board.clock.instant()));
        board.pass(Duration.ofSeconds(40));

        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        assertThat(board.call(SID).status()).isEqualTo(CallStatus.FAILED);
        assertThat(board.liveKit.dispatches(ROOM)).isEmpty();
    }

    @Test
    void aMuteAgentShouldBeRemovedBeforeAnotherOneIsSent() {
        agentJoins(1);
        board.pass(Duration.ofMillis(4_500));
        assertThat(board.state(SID)).isEqualTo(DispatchState.JOINED);

        board.pass(Duration.ofSeconds(3));

        assertThat(board.liveKit.participants(ROOM)).containsExactly(CALLER);
        assertThat(creates()).isEqualTo(2);
        var requests = board.liveKit.requests().stream().map(r -> r.method()).toList();
        assertThat(requests.indexOf(Method.REMOVE_PARTICIPANT)).isLessThan(requests.indexOf(Method.DELETE_DISPATCH));
        assertThat(requests.indexOf(Method.DELETE_DISPATCH)).isLessThan(requests.lastIndexOf(Method.CREATE_DISPATCH));
    }

    @Test
    void aReplacedAgentThatComesBackShouldBeRemovedAgainAndNeverWin() {
        Participant mute = agentJoins(1);
        board.pass(Duration.ofSeconds(8));
        assertThat(creates()).isEqualTo(2);

        board.liveKit.put(ROOM, agent(1, true));
        board.send(Calls.joined(
                SID, Calls.agent("PA_again", mute.identity(), false, board.clock.instant()), board.clock.instant()));

        assertThat(board.liveKit.participants(ROOM)).containsExactly(CALLER);
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        agentSpeaks(2);
        assertThat(board.call(SID).dispatch().keeper()).isEqualTo("agent-AJ_2");
    }

    @Test
    void anAgentWhoseEventsWereLostShouldBeSeenAndNotReplaced() {
        board.liveKit.put(ROOM, agent(1, true));

        board.pass(Duration.ofSeconds(11));

        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(creates()).isEqualTo(1);
        assertThat(board.liveKit.count(Method.REMOVE_PARTICIPANT)).isZero();
    }

    @Test
    void anAgentWhoseTrackEventWasLostShouldBeHeardAndNotReplaced() {
        agentJoins(1);
        board.liveKit.put(ROOM, agent(1, true));

        board.pass(Duration.ofSeconds(7));

        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(board.call(SID).times().answeredAt()).isNotNull();
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void noDeadlineShouldReplaceAnAgentWithoutACompleteLook() {
        for (int i = 0; i < 8; i++) {
            board.liveKit.answerNext(Method.LIST_DISPATCH, Kind.AMBIGUOUS, false);
        }

        board.pass(Duration.ofSeconds(15));
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        board.pass(Duration.ofSeconds(6));

        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void anAgentThatCrashedShouldBeReplacedTwiceAndThenTheCallerHungUp() {
        for (int number = 1; number <= 2; number++) {
            agentVanishes(agentSpeaks(number), "CONNECTION_TIMEOUT");
            board.pass(Duration.ofSeconds(20));
            assertThat(board.liveKit.orders())
                    .extracting(o -> o.marker().attempt())
                    .contains(number + 1);
        }
        Participant last = agentSpeaks(9);
        long before = creates();

        agentVanishes(last, "CONNECTION_TIMEOUT");
        board.pass(Duration.ofSeconds(5));

        assertThat(creates()).isEqualTo(before);
        assertThat(board.state(SID)).isEqualTo(DispatchState.FAILED);
        assertThat(board.liveKit.participants(ROOM)).isEmpty();
    }

    @Test
    void anAgentThatHandedOverToAPersonDidItsJob() {
        Participant agent = agentSpeaks(1);
        board.liveKit.put(ROOM, Calls.person("bob"));

        agentVanishes(agent, "CLIENT_INITIATED");
        board.pass(Duration.ofSeconds(10));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
    }

    @Test
    void aSecondAgentShouldBeRemovedWhileTheFirstIsThere() {
        agentSpeaks(1);

        agentJoins(2);

        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .containsExactly(CALLER.identity(), "agent-AJ_1");
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(board.call(SID).dispatch().keeper()).isEqualTo("agent-AJ_1");
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aSecondAgentOfAnotherKindShouldBeLeftAlone() {
        agentSpeaks(1);
        Participant recorder =
                new Participant("PA_r", "agent-AJ_r", ParticipantKind.AGENT, Calls.START, true, "recorder", null);
        board.liveKit.put(ROOM, recorder);

        board.send(Calls.joined(SID, recorder, board.clock.instant()));
        board.pass(Duration.ofSeconds(10));

        assertThat(board.liveKit.participants(ROOM)).contains(recorder);
    }

    @Test
    void anAdoptedDispatchWhoseAgentNeverComesShouldBeSpent() {
        Switchboard other = new Switchboard();
        other.liveKit.openRoom(ROOM, SID);
        other.liveKit.put(ROOM, CALLER);
        other.liveKit.putDispatch(ROOM, new ListedDispatch("AD_rule", Calls.AGENT, Calls.START, null, Set.of()));
        // DeleteDispatch is lost for a while, so the list goes on showing it.
        for (int i = 0; i < 3; i++) {
            other.liveKit.answerNext(Method.DELETE_DISPATCH, Kind.AMBIGUOUS, false);
        }
        other.send(Calls.joined(SID, CALLER, Calls.START));
        assertThat(other.state(SID)).isEqualTo(DispatchState.CONFIRMED);

        other.pass(Duration.ofSeconds(18));

        assertThat(other.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
        assertThat(other.call(SID).dispatch().replacement().spentDispatches()).containsExactly("AD_rule");
    }

    @Test
    void aCallerWhoVanishedShouldEndTheCallAfterTwoLooks() {
        agentSpeaks(1);
        board.pass(Duration.ofSeconds(10));
        board.liveKit.take(ROOM, CALLER.identity());
        board.send(Calls.left(SID, CALLER, "CONNECTION_TIMEOUT", board.clock.instant()));

        Instant left = board.clock.instant();

        board.pass(Duration.ofSeconds(10));
        assertThat(board.call(SID).isEnded()).isFalse();
        board.pass(Duration.ofSeconds(3));

        assertThat(board.call(SID).isEnded()).isTrue();
        assertThat(board.call(SID).times().endedAt()).isEqualTo(left);
        assertThat(board.call(SID).endReason()).isEqualTo("CONNECTION_TIMEOUT");
        assertThat(board.liveKit.participants(ROOM)).isEmpty();
        board.pass(Duration.ofSeconds(20));
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
    }

    @Test
    void aCallerWhoVanishedSoonAfterJoiningShouldEndTheCallToo() {
        Participant agent = agentSpeaks(1);
        board.liveKit.take(ROOM, CALLER.identity());
        board.liveKit.take(ROOM, agent.identity());
        board.send(Calls.left(SID, CALLER, "ROOM_DELETED", board.clock.instant()));
        // This one makes the call be looked at before the caller's grace is over.
        board.send(Calls.left(SID, agent, "ROOM_DELETED", board.clock.instant()));

        board.pass(Duration.ofSeconds(20));

        assertThat(board.call(SID).isEnded()).isTrue();
    }

    @Test
    void aCallerWhoComesBackBetweenTheLooksShouldGoOn() {
        agentSpeaks(1);
        board.pass(Duration.ofSeconds(10));
        board.liveKit.take(ROOM, CALLER.identity());
        board.send(Calls.left(SID, CALLER, "CONNECTION_TIMEOUT", board.clock.instant()));
        board.pass(Duration.ofSeconds(7));

        Participant back = Calls.caller("PA_back", "SCL_1", "ringing", board.clock.instant());
        board.liveKit.put(ROOM, back);
        board.send(Calls.joined(SID, back, board.clock.instant()));
        board.pass(Duration.ofSeconds(30));

        assertThat(board.call(SID).isEnded()).isFalse();
        assertThat(board.call(SID).control().dueAt()).isNull();
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aLookThatFailedShouldEndNoCall() {
        agentSpeaks(1);
        board.pass(Duration.ofSeconds(10));
        for (int i = 0; i < 40; i++) {
            board.liveKit.answerNext(Method.LIST_PARTICIPANTS, Kind.AMBIGUOUS, false);
        }
        board.send(Calls.left(SID, CALLER, "CONNECTION_TIMEOUT", board.clock.instant()));

        board.pass(Duration.ofSeconds(25));

        assertThat(board.call(SID).isEnded()).isFalse();
    }
}
