package telephony.app.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import telephony.call.TelephonyCall;
import telephony.queue.QueuePace;
import telephony.testkit.Calls;

/** The same for the turns of calls that wait. */
class TurnCheckerTest {

    private final History history = new History();

    @Test
    void callsThatBeginFasterThanThePaceShouldBeFound() {
        paced(new QueuePace(2L, null));
        turn();
        pass(350);
        turn();

        assertThat(history.violated()).containsExactly(Invariant.TURNS_KEEP_PACE);
    }

    @Test
    void callsThatBeginAtThePaceAndCatchUpWithinItsLeewayShouldNotBeFound() {
        paced(new QueuePace(2L, null));
        turn();
        pass(600);
        turn();
        pass(400);
        turn();
        pass(5_000);
        turn();

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void moreCallsAtOnceThanThePaceLetsGoShouldBeFound() {
        paced(new QueuePace(null, 2L));
        turn();
        turn();
        assertThat(history.violated()).isEmpty();

        turn();

        assertThat(history.violated()).containsExactly(Invariant.TURNS_KEEP_PACE);
    }

    @Test
    void aCallThatIsOverShouldLetTheNextOneGo() {
        paced(new QueuePace(null, 1L));
        TelephonyCall first = turn();
        history.checker.written(
                history.now(),
                0,
                first.ended(history.now(), "over").withControl(first.control().withVersion(9)));
        turn();

        assertThat(history.violated()).doesNotContain(Invariant.TURNS_KEEP_PACE);
    }

    @Test
    void aStoreThatForgotItsTurnsShouldNotBeFound() {
        paced(new QueuePace(1L, 1L));
        turn();
        history.checker.forgot(history.now());
        turn();

        assertThat(history.violated()).isEmpty();
    }

    private void paced(QueuePace pace) {
        history.checker.paced(history.now(), pace);
    }

    private TelephonyCall turn() {
        TelephonyCall call = Calls.outbound();
        history.checker.turned(history.now(), 0, List.of(call));
        return call;
    }

    private void pass(long millis) {
        history.pass(Duration.ofMillis(millis));
    }
}
