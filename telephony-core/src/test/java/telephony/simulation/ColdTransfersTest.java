package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.call.Outcome;
import telephony.call.TimelineEntry;
import telephony.call.Transfer;
import telephony.call.Transfer.Mode;
import telephony.call.TransferResult.Kind;
import telephony.outbound.SipTransfer;
import telephony.outbound.SipTransferAnswer;
import telephony.outbound.TransferReply;
import telephony.store.StoreUnavailableException;

/** Transfers by REFER, from the request to what they come to. */
class ColdTransfersTest extends TransferScene {

    @Test
    void aColdTransferThatWorksShouldEndTheCallAsAnsweredAndTransferred() {
        SimulatedCall caller = talking();

        TransferReply reply = ask(Mode.COLD);
        assertThat(reply).isInstanceOf(TransferReply.Accepted.class);
        pass(5);

        assertThat(caller.isOver()).isTrue();
        assertThat(transfer().result().kind()).isEqualTo(Kind.DONE);
        assertThat(transfer().result().certainty()).isEqualTo(Outcome.Certainty.OBSERVED);
        assertThat(call().steering().lastDone()).isPresent();
        assertThat(call().outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(call().outcome().endedBy()).isEqualTo(Outcome.EndedBy.US);
        assertThat(refers()).isEqualTo(1);
        expectCleanEnd();
        assertThat(store.timeline(call().callId(), 0, 500))
                .extracting(TimelineEntry::name)
                .containsSubsequence("TRANSFER", "TransferSIPParticipant", "TRANSFER_OVER");
    }

    @ParameterizedTest
    @CsvSource({"486, BUSY", "600, BUSY", "603, REFUSED", "403, REFUSED", "480, NO_ANSWER", "404, FAILED", "503, FAILED"
    })
    void aColdTransferThatFailsShouldSayWhyAndLeaveTheCallAsItIs(int code, Kind kind) {
        SimulatedCall caller = talking();
        liveKit.transfers().next(TransferBehaviour.failing(code));

        ask(Mode.COLD);
        pass(5);

        assertThat(transfer().result().kind()).isEqualTo(kind);
        assertThat(transfer().result().sipStatusCode()).isEqualTo(code);
        assertThat(transfer().state()).isEqualTo(Transfer.State.OVER);
        pass(60);
        assertThat(caller.isOver()).isFalse();
        assertThat(caller.agentsNow()).isEqualTo(1);
        assertThat(refers()).isEqualTo(1);
        caller.hangUp();
        expectCleanEnd();
        assertThat(call().outcome().endedBy()).isEqualTo(Outcome.EndedBy.CALLER);
    }

    /** As LiveKit does it (livekit-facts 5.5), so that a store that forgot a transfer asks nobody twice. */
    @Test
    void ofALegOneRequestShouldBeUnderWayAtATime() {
        talking();
        liveKit.transfers().next(new TransferBehaviour(486, Duration.ofSeconds(5)));

        var first = referred(TARGET);
        pass(3);
        var same = referred(TARGET);
        var other = referred(CALLER);
        pass(1);
        assertThat(other).isCompletedWithValueMatching(answer -> answer.kind() == SipTransferAnswer.Kind.REFUSED);
        assertThat(same).isNotDone();
        pass(2);

        assertThat(same).isCompletedWithValueMatching(answer -> Objects.equals(answer.sipStatusCode(), 486));
        assertThat(same.join()).isEqualTo(first.join());
        liveKit.transfers().next(TransferBehaviour.failing(603));
        var next = referred(TARGET);
        pass(5);
        assertThat(next).isCompletedWithValueMatching(answer -> Objects.equals(answer.sipStatusCode(), 603));
    }

    private CompletableFuture<SipTransferAnswer> referred(String to) {
        Duration ringing = Duration.ofSeconds(15);
        return liveKit.transfers()
                .transfer(new SipTransfer(
                        call().origin().roomName(),
                        call().legs().get(0).identity(),
                        "tel:" + to,
                        Map.of(),
                        ringing,
                        ringing.plusSeconds(5),
                        liveKit.clock().instant().plus(ringing)))
                .toCompletableFuture();
    }

    @Test
    void aFarEndThatNeverSaysWhatCameOfItShouldBeToldSoAndNotBeAskedAgain() {
        SimulatedCall caller = talking();
        liveKit.transfers().next(TransferBehaviour.silent());

        ask(Mode.COLD);
        pass(32);

        assertThat(transfer().result().kind()).isEqualTo(Kind.NO_NOTIFY);
        pass(60);
        assertThat(refers()).isEqualTo(1);
        assertThat(caller.agentsNow()).isEqualTo(1);
    }

    @Test
    void aColdTransferWhoseAnswerIsLostShouldBeSettledByTheLegThatLeaves() {
        talking();
        liveKit.api().failNext(ApiMethod.TRANSFER_SIP_PARTICIPANT, ApiFault.lostAnswer());

        ask(Mode.COLD);
        pass(10);

        assertThat(transfer().result().kind()).isEqualTo(Kind.DONE);
        assertThat(transfer().result().certainty()).isEqualTo(Outcome.Certainty.DERIVED);
        expectCleanEnd();
        assertThat(call().outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(refers()).isEqualTo(1);
    }

    @Test
    void aColdTransferThatIsLostOnItsWayShouldBeUnknownAndTheCallGoOn() {
        SimulatedCall caller = talking();
        liveKit.api().failNext(ApiMethod.TRANSFER_SIP_PARTICIPANT, ApiFault.lostRequest());

        ask(Mode.COLD);
        pass(90);

        assertThat(transfer().result().kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(transfer().state()).isEqualTo(Transfer.State.OVER);
        assertThat(caller.agentsNow()).isEqualTo(1);
        assertThat(refers()).isEqualTo(1);
    }

    @Test
    void anAnswerThatComesAfterTheTransferWasJudgedShouldBeBelieved() {
        SimulatedCall caller = talking();
        liveKit.transfers().next(TransferBehaviour.failing(486));
        liveKit.api().failNext(ApiMethod.TRANSFER_SIP_PARTICIPANT, ApiFault.slow(Duration.ofSeconds(100)));

        ask(Mode.COLD);
        pass(80);
        assertThat(transfer().result().kind()).isEqualTo(Kind.UNKNOWN);
        pass(40);

        assertThat(transfer().result().kind()).isEqualTo(Kind.BUSY);
        assertThat(transfer().result().certainty()).isEqualTo(Outcome.Certainty.OBSERVED);
        assertThat(caller.agentsNow()).isEqualTo(1);
    }

    @Test
    void aCallerWhoHangsUpWhileTheRefusalIsUnderWayShouldNotHaveBeenTransferredInTheEnd() {
        SimulatedCall caller = talking();
        liveKit.transfers().next(TransferBehaviour.failing(486));
        liveKit.api().failNext(ApiMethod.TRANSFER_SIP_PARTICIPANT, ApiFault.slow(Duration.ofSeconds(100)));

        ask(Mode.COLD);
        pass(2);
        caller.hangUp();
        pass(80);
        assertThat(transfer().result().kind()).isEqualTo(Kind.DONE);
        assertThat(transfer().result().certainty()).isEqualTo(Outcome.Certainty.DERIVED);
        pass(40);

        assertThat(transfer().result().kind()).isEqualTo(Kind.BUSY);
        assertThat(call().steering().lastDone()).isEmpty();
        assertThat(call().outcome().endedBy()).isEqualTo(Outcome.EndedBy.CALLER);
    }

    @Test
    void aProcessThatDiesAfterItsIntentShouldLeaveAnUnknownTransferThatNobodySends() {
        SimulatedCall caller = talking();
        store.fallSilentAfterWriting(1);

        try {
            ask(Mode.COLD);
        } catch (RuntimeException died) {
            assertThat(died).isInstanceOf(StoreUnavailableException.class);
        }
        restartProcess();
        assertThat(call().steering().open()).isPresent();
        pass(120);

        assertThat(refers()).isZero();
        assertThat(transfer().result().kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(caller.agentsNow()).isEqualTo(1);
    }

    @Test
    void aProcessThatDiesBeforeItCanRecordTheAnswerShouldReadItFromTheLeg() {
        SimulatedCall caller = talking();
        liveKit.api().failNext(ApiMethod.TRANSFER_SIP_PARTICIPANT, ApiFault.lostAnswer());
        ask(Mode.COLD);
        restartProcess();
        pass(120);

        assertThat(caller.isOver()).isTrue();
        assertThat(transfer().result().kind()).isEqualTo(Kind.DONE);
        assertThat(refers()).isEqualTo(1);
        expectCleanEnd();
    }

    @Test
    void aCallThatNobodyHasAnsweredShouldNotBeHandedOver() {
        liveKit.nextAgents("sales", AgentBehaviour.neverComing());
        SimulatedCall caller = liveKit.call(CALLER, OURS);
        pass(1);
        knowing(caller);

        ask(Mode.COLD);
        pass(2);

        assertThat(transfer().result().kind()).isEqualTo(Kind.FAILED);
        assertThat(caller.isOver()).isFalse();
    }
}
