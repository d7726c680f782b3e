package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.Participant;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

/** Two agents of whom events told while the list of participants still shows neither; found by the process chaos. */
class TwinsAndStaleListsTest extends CallScenario {

    private Participant twin;

    @BeforeEach
    void twoAgentsComeAndTheListIsBehind() {
        callerJoins();
        twin = Calls.agent("PA_t", "agent-AJ_twin", true, board.clock.instant().plusMillis(500));
        board.send(Calls.joined(SID, AGENT, board.clock.instant()));
        board.send(Calls.audio(SID, AGENT, board.clock.instant()));
        board.send(Calls.joined(SID, twin, board.clock.instant()));
        board.send(Calls.audio(SID, twin, board.clock.instant()));
    }

    @Test
    void aTwinShouldBeRemovedAsSoonAsTheListHasCaughtUp() {
        board.pass(Duration.ofSeconds(3));
        assertThat(board.liveKit.count(Method.REMOVE_PARTICIPANT)).isZero();

        board.liveKit.put(ROOM, AGENT);
        board.liveKit.put(ROOM, twin);
        board.pass(Duration.ofSeconds(2));

        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .containsExactlyInAnyOrder(CALLER.identity(), AGENT.identity());
    }

    @Test
    void lookingForATwinShouldEndWithItsRemoval() {
        board.liveKit.put(ROOM, AGENT);
        board.liveKit.put(ROOM, twin);
        board.pass(Duration.ofSeconds(2));
        long looks = board.liveKit.count(Method.LIST_DISPATCH);

        board.pass(Duration.ofSeconds(20));

        assertThat(board.liveKit.count(Method.LIST_DISPATCH)).isEqualTo(looks);
    }
}
