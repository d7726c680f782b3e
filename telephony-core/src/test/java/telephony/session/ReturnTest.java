package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;

/** A caller who is there after his call was over: the same phone call, in a session that nobody knew. */
class ReturnTest extends CallScenario {

    @BeforeEach
    void aCallThatLooksEnded() {
        callerJoins();
        agentComes();
        board.liveKit.take(ROOM, CALLER.identity());
        board.clock.advance(Duration.ofSeconds(10));
        board.reconciler.sweep();
        board.pass(Duration.ofSeconds(40));
        assertThat(board.call(SID).isEnded()).isTrue();
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
    }

    private Participant back(String sid) {
        Instant now = board.clock.instant();
        return Calls.caller(sid, "SCL_1", "ringing", now);
    }

    @Test
    void aKnownCallInANewSessionThatIsShownShouldBeTheNextEpisode() {
        board.liveKit.put(ROOM, back("PA_2"));

        board.reconciler.sweep();
        board.reconciler.sweep();

        assertThat(board.call(SID).origin().episode()).isEqualTo(2);
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(2);
    }

    @Test
    void aLateOrReplayedEventAloneShouldNot() {
        board.send(Calls.joined(SID, back("PA_2"), board.clock.instant()));
        board.reconciler.sweep();
        board.pass(Duration.ofSeconds(30));

        assertThat(board.call(SID).origin().episode()).isEqualTo(1);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void anEventAndAListThatShowsItShould() {
        Participant back = back("PA_2");
        board.liveKit.put(ROOM, back);
        board.send(Calls.joined(SID, back, board.clock.instant()));

        board.reconciler.sweep();

        assertThat(board.call(SID).origin().episode()).isEqualTo(2);
        assertThat(board.call(SID).isEnded()).isFalse();
    }

    @Test
    void aSessionThatTheCallHadShouldBeTakenForAListThatLags() {
        board.liveKit.put(ROOM, CALLER);

        board.reconciler.sweep();
        board.pass(Duration.ofSeconds(30));

        assertThat(board.call(SID).origin().episode()).isEqualTo(1);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void aSessionWhoseLeavingWasToldShouldBeTakenForAListThatLags() {
        Participant back = back("PA_2");
        board.send(hangup(SID, "PA_2", "SCL_1"));
        board.liveKit.put(ROOM, back);

        board.reconciler.sweep();

        assertThat(board.call(SID).origin().episode()).isEqualTo(1);
    }

    @Test
    void aSessionFromBeforeTheCallerHungUpShouldBeTakenForAListThatLags() {
        Instant before = board.call(SID).times().endedAt().minusSeconds(2);
        board.send(hangup(SID, "PA_c", "SCL_1"));
        board.liveKit.put(ROOM, Calls.caller("PA_2", "SCL_1", "ringing", before));

        board.reconciler.sweep();
        board.reconciler.sweep();

        assertThat(board.call(SID).origin().episode()).isEqualTo(1);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void aSessionFromBeforeTheEndOfOneWhoDidNotHangUpShouldBeTheNextEpisode() {
        Instant before = board.call(SID).times().endedAt().minusSeconds(2);
        board.liveKit.put(ROOM, Calls.caller("PA_2", "SCL_1", "ringing", before));

        board.reconciler.sweep();
        board.reconciler.sweep();

        assertThat(board.call(SID).origin().episode()).isEqualTo(2);
    }

    @Test
    void aCallOfAnEarlierEpisodeThatIsShownShouldJoinTheOpenOne() {
        Participant next = Calls.caller("PA_n", "SCL_2", "ringing", board.clock.instant());
        board.liveKit.put(ROOM, next);
        board.send(Calls.joined(SID, next, board.clock.instant()));
        board.liveKit.put(
                ROOM,
                new Participant(
                        "PA_2",
                        "sip_+1777",
                        next.kind(),
                        board.clock.instant(),
                        false,
                        null,
                        Calls.sip("SCL_1", "active")));

        board.reconciler.sweep();

        assertThat(board.call(SID).origin().episode()).isEqualTo(2);
        assertThat(board.call(SID).leg("SCL_1")).isPresent();
    }

    @Test
    void theEndOfTheReturnShouldEndTheNextEpisode() {
        board.liveKit.put(ROOM, back("PA_2"));
        board.reconciler.sweep();
        board.liveKit.take(ROOM, CALLER.identity());

        board.send(hangup(SID, "PA_2", "SCL_1"));
        board.pass(Duration.ofSeconds(40));

        assertThat(board.call(SID).origin().episode()).isEqualTo(2);
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
    }
}
