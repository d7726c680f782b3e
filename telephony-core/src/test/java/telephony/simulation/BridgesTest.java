package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.call.DispatchState;
import telephony.call.Outcome;
import telephony.call.SipParticipant;
import telephony.call.Transfer;
import telephony.call.Transfer.Mode;
import telephony.call.TransferResult.Kind;

/** Transfers by a second dial into the room, from the request to what they come to. */
class BridgesTest extends TransferScene {

    @Test
    void aBridgeShouldKeepTheAgentUntilTheTargetAnswersAndEndWhenTheTargetHangsUp() {
        SimulatedCall caller = talking();
        liveKit.dials().next(CalleeBehaviour.answering().after(Duration.ofSeconds(8)));

        ask(Mode.BRIDGE);
        pass(6);
        assertThat(caller.agentsNow()).isEqualTo(1);
        assertThat(call().legs()).extracting(SipParticipant::role).contains(SipParticipant.Role.TARGET);
        pass(4);

        assertThat(caller.agentsNow()).isZero();
        assertThat(transfer().state()).isEqualTo(Transfer.State.BRIDGED);
        assertThat(call().dispatch().state()).isEqualTo(DispatchState.BRIDGED);
        assertThat(call().dispatch().desiredAgents()).isZero();
        pass(120);
        assertThat(caller.isOver()).isFalse();
        assertThat(caller.agentsNow()).isZero();
        target().hangUp();
        pass(5);
        assertThat(caller.isOver()).isTrue();
        assertThat(call().outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(call().steering().lastDone()).isPresent();
        assertThat(dials()).isEqualTo(1);
        expectCleanEnd();
    }

    @ParameterizedTest
    @CsvSource({"486, BUSY", "603, REFUSED", "480, NO_ANSWER", "404, FAILED"})
    void aBridgeThatFailsShouldSayWhyAndLeaveTheAgentWithTheCaller(int code, Kind kind) {
        SimulatedCall caller = talking();
        liveKit.dials().next(CalleeBehaviour.failing(code));

        ask(Mode.BRIDGE);
        pass(5);

        assertThat(transfer().result().kind()).isEqualTo(kind);
        pass(60);
        assertThat(caller.agentsNow()).isEqualTo(1);
        assertThat(caller.mostAgentsAtOnce()).isEqualTo(1);
        assertThat(dials()).isEqualTo(1);
        caller.hangUp();
        expectCleanEnd();
        assertThat(call().steering().lastDone()).isEmpty();
    }

    @Test
    void aBridgeThatNobodyTakesUpShouldRingForItsTimeAndNoLonger() {
        SimulatedCall caller = talking();
        liveKit.dials().next(CalleeBehaviour.absent());

        ask(Mode.BRIDGE);
        pass(40);

        assertThat(transfer().result().kind()).isEqualTo(Kind.NO_ANSWER);
        assertThat(target().isOver()).isTrue();
        assertThat(caller.agentsNow()).isEqualTo(1);
    }

    @Test
    void aTargetShouldStopRingingWhenTheCallerHangsUpMeanwhile() {
        SimulatedCall caller = talking();
        liveKit.dials().next(CalleeBehaviour.absent());
        ask(Mode.BRIDGE);
        pass(5);

        caller.hangUp();
        pass(2);

        assertThat(target().isOver()).isTrue();
        assertThat(transfer().result().kind()).isEqualTo(Kind.CALLER_HUNG_UP);
        expectCleanEnd();
        assertThat(call().outcome().endedBy()).isEqualTo(Outcome.EndedBy.CALLER);
    }

    @Test
    void aTargetThatTalksShouldBeHungUpOnWhenTheCallerHangsUp() {
        SimulatedCall caller = talking();
        ask(Mode.BRIDGE);
        pass(10);

        caller.hangUp();
        pass(2);

        assertThat(target().isOver()).isTrue();
        expectCleanEnd();
        assertThat(call().steering().lastDone()).isPresent();
    }

    @Test
    void theAgentShouldComeBackWhenTheTargetIsCutOff() {
        SimulatedCall caller = talking();
        ask(Mode.BRIDGE);
        pass(10);
        assertThat(caller.agentsNow()).isZero();

        target().loseSip();
        pass(40);

        assertThat(caller.isOver()).isFalse();
        assertThat(caller.agentsNow()).isEqualTo(1);
        assertThat(call().dispatch().desiredAgents()).isEqualTo(1);
    }

    @Test
    void aBridgeWhoseAnswerIsLostShouldBeFollowedAndNotDialledAgain() {
        SimulatedCall caller = talking();
        liveKit.api().failNext(ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lostAnswer());

        ask(Mode.BRIDGE);
        pass(20);

        assertThat(transfer().state()).isEqualTo(Transfer.State.BRIDGED);
        assertThat(transfer().result().certainty()).isEqualTo(Outcome.Certainty.DERIVED);
        assertThat(caller.agentsNow()).isZero();
        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void aBridgeThatIsLostOnItsWayShouldBeUnknownAfterQuiescence() {
        SimulatedCall caller = talking();
        liveKit.api().failNext(ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lostRequest());

        ask(Mode.BRIDGE);
        pass(90);

        assertThat(transfer().result().kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(caller.agentsNow()).isEqualTo(1);
        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void aTargetThatLiveKitDialsLateShouldBeHungUpOnWhenTheCallIsOver() {
        SimulatedCall caller = talking();
        liveKit.api().failNext(ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lateEffect(Duration.ofSeconds(12)));
        ask(Mode.BRIDGE);
        pass(5);

        caller.hangUp();
        pass(20);

        assertThat(target().isOver()).isTrue();
        assertThat(store.findBySipCallId(target().sipCallId()).orElseThrow().callId())
                .isEqualTo(callId);
        expectCleanEnd();
    }

    @Test
    void aProcessThatDiesWhileTheTargetRingsShouldBeReplacedByOneThatFollowsIt() {
        SimulatedCall caller = talking();
        liveKit.dials().next(CalleeBehaviour.answering().after(Duration.ofSeconds(10)));
        liveKit.api().failNext(ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lostAnswer());
        ask(Mode.BRIDGE);
        restartProcess();
        pass(60);

        assertThat(dials()).isEqualTo(1);
        assertThat(transfer().state()).isEqualTo(Transfer.State.BRIDGED);
        assertThat(caller.agentsNow()).isZero();
        target().hangUp();
        expectCleanEnd();
    }
}
