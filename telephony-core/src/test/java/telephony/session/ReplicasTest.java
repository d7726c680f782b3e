package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchState;
import telephony.call.Gap;
import telephony.call.Gaps;
import telephony.call.Participant;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.dispatch.Reconciler;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.Switchboard;

/** Two processes on one store. */
class ReplicasTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);

    private final Switchboard one = new Switchboard();
    private final Switchboard two = one.replica();

    @BeforeEach
    void aRoomWithACaller() {
        one.liveKit.openRoom(ROOM, SID);
        one.liveKit.put(ROOM, CALLER);
    }

    @Test
    void theSameJoinOnBothShouldMakeOneLookAndOneCreate() {
        one.liveKit.hold(Method.LIST_DISPATCH);
        one.send(Calls.joined(SID, CALLER, Calls.START));

        two.send(Calls.joined(SID, CALLER, Calls.START));
        two.driver.tick();
        two.driver.wake(one.call(SID).callId());
        one.driver.wake(one.call(SID).callId());
        assertThat(one.liveKit.count(Method.LIST_DISPATCH)).isEqualTo(1);
        one.liveKit.release(Method.LIST_DISPATCH);

        assertThat(one.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
        assertThat(one.state(SID)).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void aReplicaThatWokeUpTooLateShouldNotSendWhatAnotherHasSent() {
        // One is stopped in the middle of its look, for longer than its lease.
        one.liveKit.hold(Method.LIST_DISPATCH);
        one.send(Calls.joined(SID, CALLER, Calls.START));
        assertThat(one.liveKit.count(Method.CREATE_DISPATCH)).isZero();
        one.clock.advance(Duration.ofSeconds(20));

        // A look of the other's own: its answer is held back as well, so both wait, and both wake up.
        two.driver.tick();
        assertThat(one.liveKit.count(Method.LIST_DISPATCH)).isEqualTo(2);
        one.liveKit.release(Method.LIST_DISPATCH);

        assertThat(one.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
        assertThat(one.trouble).isEmpty();
    }

    @Test
    void aLookThatOutlivedItsLeaseShouldNotEndALaterLeaseOfTheSameProcess() {
        one.liveKit.hold(Method.LIST_DISPATCH);
        one.send(Calls.joined(SID, CALLER, Calls.START));
        one.clock.advance(Duration.ofSeconds(20));

        one.driver.tick();
        one.liveKit.release(Method.LIST_DISPATCH);

        // The look that was late, the one that counts, and the one after the create.
        assertThat(one.liveKit.count(Method.LIST_DISPATCH)).isEqualTo(3);
        assertThat(one.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void aReplicaThatWasStoppedBetweenIntentAndRequestShouldNotSendIt() {
        one.whenTold = entry -> {
            if (entry.name().equals("INTENT")) {
                one.clock.advance(Duration.ofSeconds(14));
            }
        };

        one.send(Calls.joined(SID, CALLER, Calls.START));

        assertThat(one.state(SID)).isEqualTo(DispatchState.INTENT);
        assertThat(one.liveKit.count(Method.CREATE_DISPATCH)).isZero();
        one.whenTold = entry -> {};
        one.pass(Duration.ofSeconds(7));
        assertThat(one.state(SID)).isEqualTo(DispatchState.VERIFY);
        one.pass(Duration.ofSeconds(3));
        assertThat(one.liveKit.orders()).extracting(o -> o.marker().attempt()).containsExactly(2);
    }

    @Test
    void anAnswerThatComesAfterItsIntentWasTakenOverShouldSendNothing() {
        one.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, false);
        one.liveKit.hold(Method.CREATE_DISPATCH);
        one.send(Calls.joined(SID, CALLER, Calls.START));
        one.clock.advance(Duration.ofMillis(20_500));
        two.driver.tick();
        assertThat(one.state(SID)).isEqualTo(DispatchState.VERIFY);

        one.liveKit.release(Method.CREATE_DISPATCH);

        assertThat(one.state(SID)).isEqualTo(DispatchState.VERIFY);
        assertThat(one.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void oneOfManyProcessesShouldSweepUntilItStops() {
        // Both begin by asking for every room once; only one goes on.
        one.reconciler.sweepIfDue();
        two.reconciler.sweepIfDue();
        long begun = one.liveKit.count(Method.LIST_ROOMS);
        for (int i = 0; i < 10; i++) {
            one.clock.advance(Reconciler.EVERY);
            one.reconciler.sweepIfDue();
            two.reconciler.sweepIfDue();
        }
        assertThat(one.liveKit.count(Method.LIST_ROOMS) - begun).isEqualTo(10);

        one.clock.advance(Reconciler.EVERY);
        two.reconciler.sweepIfDue();
        assertThat(one.liveKit.count(Method.LIST_ROOMS) - begun).isEqualTo(10);
        one.clock.advance(Reconciler.EVERY);
        two.reconciler.sweepIfDue();
        assertThat(one.liveKit.count(Method.LIST_ROOMS) - begun).isEqualTo(11);
    }

    @Test
    void whoeverTurnedWebhooksAwayShouldSweepThoughItIsNotItsTurn() {
        one.send(Calls.joined(SID, CALLER, Calls.START));
        one.reconciler.sweepIfDue();
        two.reconciler.sweepIfDue();
        one.clock.advance(Reconciler.EVERY);
        one.reconciler.sweepIfDue();
        two.reconciler.sweepIfDue();
        assertThat(one.call(SID).gaps()).isEqualTo(Gaps.NONE);

        two.reconciler.webhookTurnedAway(one.clock.instant());
        one.clock.advance(Reconciler.EVERY);
        one.reconciler.sweepIfDue();
        two.reconciler.sweepIfDue();

        assertThat(one.call(SID).gaps().all()).extracting(Gap::kind).containsExactly(Gap.Kind.WEBHOOKS_REFUSED);
    }
}
