package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchMarker;
import telephony.call.DispatchState;
import telephony.call.Gap;
import telephony.call.Outcome;
import telephony.call.Participant;
import telephony.call.TimelineEntry;
import telephony.dispatch.DispatchTiming;
import telephony.dispatch.ListedDispatch;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.Switchboard;

/** A store that begins while calls go on: what was sent before is forgotten, but not without effect. */
class ForgetfulStartTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "active", Calls.START);

    private final Switchboard before = new Switchboard();

    /** Another store on the same LiveKit, made so long after the caller came. */
    private Switchboard restartedAfter(Duration time) {
        before.liveKit.openRoom(ROOM, SID);
        before.liveKit.put(ROOM, CALLER);
        before.clock.advance(time);
        return before.restarted(new FakeTelephonyStore(before.clock, before.clock.instant()));
    }

    @Test
    void noCreateShouldFollowAForgottenOneBeforeQuiescence() {
        Switchboard board = restartedAfter(Duration.ofSeconds(3));
        board.reconciler.sweep();
        board.pass(DispatchTiming.DEFAULT.quiescence().minusSeconds(1));
        assertThat(board.state(SID)).isEqualTo(DispatchState.WANT);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isZero();
        assertThat(board.store.timeline(board.call(SID).callId(), 0, 100))
                .filteredOn(line -> line.kind() == TimelineEntry.Kind.DECISION)
                .anySatisfy(line -> assertThat(line.details().get("note")).contains("remembers only since"));

        board.pass(Duration.ofSeconds(3));

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void whatAForgottenCreateBroughtShouldBeAdoptedAtOnce() {
        Switchboard board = restartedAfter(Duration.ofSeconds(3));
        board.reconciler.sweep();
        board.liveKit.putDispatch(
                ROOM,
                new ListedDispatch(
                        "AD_old",
                        Calls.AGENT,
                        board.clock.instant(),
                        new DispatchMarker(SID, 1, 1, "forgotten", "r"),
                        Set.of()));

        board.pass(Duration.ofSeconds(2));

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isZero();
    }

    @Test
    void aRoomMadeAfterTheStoreShouldNotWait() {
        Switchboard board = before.restarted(new FakeTelephonyStore(before.clock, before.clock.instant()));
        board.clock.advance(Duration.ofSeconds(1));
        Participant caller = Calls.caller("PA_c", "SCL_1", "ringing", board.clock.instant());
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, caller);

        board.send(Calls.joined(SID, caller, board.clock.instant()));

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void aRoomMadeWithinAClocksErrorAfterTheStoreShouldWait() {
        Switchboard board = before.restarted(new FakeTelephonyStore(before.clock, before.clock.instant()));
        board.clock.advance(Duration.ofMillis(999));
        Participant caller = Calls.caller("PA_c", "SCL_1", "ringing", board.clock.instant());
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, caller);

        board.send(Calls.joined(SID, caller, board.clock.instant()));

        assertThat(board.state(SID)).isEqualTo(DispatchState.WANT);
    }

    @Test
    void aStoreThatIsOldEnoughShouldNotMakeAnybodyWait() {
        Switchboard board = restartedAfter(Duration.ofSeconds(3));
        board.clock.advance(DispatchTiming.DEFAULT.quiescence());

        board.reconciler.sweep();

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void aCallOlderThanTheStoreShouldSaySo() {
        Switchboard board = restartedAfter(Duration.ofSeconds(30));

        board.reconciler.sweep();

        assertThat(board.call(SID).gaps().all())
                .containsExactly(Gap.of(Gap.Kind.FORGOTTEN, Calls.START, Calls.START.plusSeconds(30)));
    }

    @Test
    void whoLeavesSoonAfterTheStoreForgotMayHaveBeenHandedOver() {
        assertThat(hangsUpAfter(Duration.ofSeconds(60)).certainty()).isEqualTo(Outcome.Certainty.DERIVED);
    }

    @Test
    void whoLeavesWhenNoForgottenTransferCanGoOnShouldHaveHungUp() {
        assertThat(hangsUpAfter(Duration.ofMinutes(3)).certainty()).isEqualTo(Outcome.Certainty.OBSERVED);
    }

    private Outcome hangsUpAfter(Duration time) {
        Switchboard board = restartedAfter(Duration.ofSeconds(30));
        board.reconciler.sweep();
        board.clock.advance(Duration.ofSeconds(30));
        board.tick();
        Participant agent = Calls.agent("PA_a", "agent-AJ_1", false, board.clock.instant());
        board.liveKit.put(ROOM, agent);
        board.send(Calls.joined(SID, agent, board.clock.instant()));
        board.send(Calls.audio(SID, agent, board.clock.instant()));
        board.clock.advance(time);
        board.liveKit.take(ROOM, CALLER.identity());
        Participant gone = Calls.caller("PA_c", "SCL_1", "hangup", Calls.START);
        board.send(Calls.left(SID, gone, "CLIENT_INITIATED", board.clock.instant()));

        Outcome outcome = board.call(SID).outcome();
        assertThat(outcome.result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(outcome.endedBy()).isEqualTo(Outcome.EndedBy.CALLER);
        return outcome;
    }
}
