package telephony.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import telephony.call.TelephonyCall;
import telephony.testkit.Calls;

/** Whether a look may follow a create that the store has forgotten. */
class LookMemoryTest {

    private static final Duration QUIESCENCE = Duration.ofSeconds(22);
    private static final Instant BORN = Calls.START;

    private static boolean mayFollow(List<ListedRoom> listed, Instant callerJoined, Instant lookedAt) {
        TelephonyCall call = Calls.inbound("RM_1", "SCL_1", callerJoined);
        Look look = new Look(
                lookedAt,
                BORN,
                LiveKitAnswer.done(listed),
                LiveKitAnswer.done(List.of()),
                LiveKitAnswer.done(List.of()));
        return look.mayFollowAForgottenCreate(call, QUIESCENCE);
    }

    private static List<ListedRoom> madeAt(Instant at) {
        return List.of(new ListedRoom("RM_1", "room-RM_1", at, false));
    }

    @Test
    void aRoomOlderThanTheStoreShouldWaitUntilQuiescence() {
        List<ListedRoom> old = madeAt(BORN.minusSeconds(60));

        assertThat(mayFollow(old, BORN.plusSeconds(5), BORN.plusSeconds(6))).isTrue();
        assertThat(mayFollow(old, BORN.plusSeconds(5), BORN.plus(QUIESCENCE).minusMillis(1)))
                .isTrue();
        assertThat(mayFollow(old, BORN.plusSeconds(5), BORN.plus(QUIESCENCE))).isFalse();
    }

    @Test
    void aRoomMadeAClocksErrorAfterTheStoreShouldNotWait() {
        assertThat(mayFollow(madeAt(BORN.plusMillis(999)), BORN.plusSeconds(2), BORN.plusSeconds(2)))
                .isTrue();
        assertThat(mayFollow(madeAt(BORN.plusSeconds(1)), BORN.plusSeconds(2), BORN.plusSeconds(2)))
                .isFalse();
    }

    @Test
    void aRoomOfWhichNobodyTellsWhenItWasMadeShouldWait() {
        assertThat(mayFollow(madeAt(null), BORN.plusSeconds(2), BORN.plusSeconds(2)))
                .isTrue();
    }

    @Test
    void aRoomThatIsNotListedYetShouldBeAsOldAsItsFirstCaller() {
        assertThat(mayFollow(List.of(), BORN.plusSeconds(2), BORN.plusSeconds(2)))
                .isFalse();
        assertThat(mayFollow(List.of(), BORN.minusSeconds(2), BORN.plusSeconds(2)))
                .isTrue();
    }
}
