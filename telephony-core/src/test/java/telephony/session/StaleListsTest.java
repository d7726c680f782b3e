package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

/** LiveKit's lists are up to five seconds behind its events (seen); each of these was found by a random schedule. */
class StaleListsTest extends CallScenario {

    @BeforeEach
    void aCallIsGoingOn() {
        callerJoins();
        agentComes();
        board.pass(Duration.ofSeconds(20));
    }

    @Test
    void anAgentThatLeftShouldBeReplacedAlthoughTheListStillShowsIt() {
        board.send(Calls.left(SID, AGENT, "CLIENT_INITIATED", board.clock.instant()));
        board.pass(Duration.ofSeconds(4));
        board.liveKit.take(ROOM, AGENT.identity());
        board.pass(Duration.ofSeconds(2));

        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(2);
    }

    @Test
    void aTwinOfWhichAnEventToldShouldBeRemovedAlthoughNoListShowsItYet() {
        Participant twin = Calls.agent("PA_t", "agent-AJ_twin", false, board.clock.instant());

        board.send(Calls.joined(SID, twin, board.clock.instant()));

        assertThat(board.liveKit.requests())
                .anyMatch(request -> request.method() == Method.REMOVE_PARTICIPANT
                        && request.target().equals(twin.identity()));
    }

    @Test
    void ofSeveralAgentsThatTakeTheKeepersPlaceOneShouldStay() {
        Participant one = Calls.agent("PA_1", "agent-AJ_one", true, board.clock.instant());
        Participant other = Calls.agent("PA_2", "agent-AJ_other", true, board.clock.instant());
        board.liveKit.put(ROOM, one);
        board.liveKit.put(ROOM, other);
        board.liveKit.take(ROOM, AGENT.identity());

        board.send(Calls.left(SID, AGENT, "CONNECTION_TIMEOUT", board.clock.instant()));
        board.pass(Duration.ofSeconds(2));

        assertThat(board.call(SID).dispatch().keeper()).isEqualTo(one.identity());
        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .containsExactlyInAnyOrder(CALLER.identity(), one.identity());
    }

    @Test
    void whoJoinsACallThatWasGivenUpShouldBeHungUpOnAsWell() {
        for (int i = 0; i < 50; i++) {
            board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.REFUSED, false);
        }
        board.liveKit.take(ROOM, AGENT.identity());
        board.send(Calls.left(SID, AGENT, "CONNECTION_TIMEOUT", board.clock.instant()));
        board.pass(Duration.ofSeconds(70));
        assertThat(board.state(SID)).isEqualTo(DispatchState.FAILED);

        Participant late = Calls.caller("PA_late", "SCL_late", "ringing", board.clock.instant());
        board.liveKit.put(ROOM, late);
        board.send(Calls.joined(SID, late, board.clock.instant()));

        assertThat(board.liveKit.participants(ROOM)).isEmpty();
    }
}
