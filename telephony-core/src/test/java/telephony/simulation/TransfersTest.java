package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.Telephony;
import telephony.call.AnsweredBy;
import telephony.call.CallId;
import telephony.call.DispatchState;
import telephony.call.Outcome;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.call.Transfer;
import telephony.call.Transfer.Mode;
import telephony.call.TransferResult.Kind;
import telephony.outbound.Dial;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.outbound.OutboundOrder;
import telephony.outbound.TransferReply;
import telephony.outbound.TransferRequest;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.StoreUnavailableException;
import telephony.testkit.FakeTelephonyStore;

/** Transfers of calls, from the request to what they come to, on a simulated LiveKit. */
class TransfersTest {

    private static final String CALLER = "+14155550123";
    private static final String OURS = "+14155550100";
    private static final String TARGET = "+14155552671";

    private final SimulatedLiveKit liveKit = new SimulatedLiveKit().worker("sales");
    private final FakeTelephonyStore store = new FakeTelephonyStore(liveKit.clock());
    private Telephony telephony = liveKit.telephony(store)
            .router(CallRouter.always(AgentConfig.named("sales")))
            .build();
    private SimulatedLiveKit.Connection connection = liveKit.connect(telephony);

    private CallId callId;

    /** Somebody calls in and talks with the agent. */
    private SimulatedCall talking() {
        SimulatedCall caller = liveKit.call(CALLER, OURS);
        pass(3);
        assertThat(caller.heardAt()).isPresent();
        return knowing(caller);
    }

    private SimulatedCall knowing(SimulatedCall caller) {
        callId = store.findBySipCallId(caller.sipCallId()).orElseThrow().callId();
        return caller;
    }

    private void restartProcess() {
        connection.close();
        telephony = liveKit.telephony(store)
                .router(CallRouter.always(AgentConfig.named("sales")))
                .build();
        connection = liveKit.connect(telephony);
    }

    private TelephonyCall call() {
        return store.find(callId).orElseThrow();
    }

    private Transfer transfer() {
        List<Transfer> all = call().steering().transfers();
        return all.get(all.size() - 1);
    }

    private TransferReply ask(Mode mode) {
        return ask(mode, "K-1");
    }

    private TransferReply ask(Mode mode, String key) {
        return telephony.transfer(call().callId(), TransferRequest.of(TARGET, mode), key);
    }

    private void pass(int seconds) {
        liveKit.advance(Duration.ofSeconds(seconds));
    }

    private long refers() {
        return liveKit.api().count(ApiMethod.TRANSFER_SIP_PARTICIPANT);
    }

    private long dials() {
        return liveKit.api().count(ApiMethod.CREATE_SIP_PARTICIPANT);
    }

    private SimulatedCall target() {
        List<SimulatedCall> calls = liveKit.dials().calls();
        return calls.get(calls.size() - 1);
    }

    private void expectCleanEnd() {
        pass(120);
        assertThat(call().isEnded()).isTrue();
        assertThat(call().dispatch().state()).isEqualTo(DispatchState.DONE);
        assertThat(liveKit.room(call().origin().roomName())).isEmpty();
        assertThat(liveKit.dials().calls()).allMatch(SimulatedCall::isOver);
    }

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

    @Test
    void whomWeCalledShouldBeTransferredLikeACaller() {
        liveKit.dials().next(CalleeBehaviour.answering());
        callId = telephony
                .placeCall(OutboundOrder.to(CALLER, AgentConfig.named("sales")), "O-1")
                .orThrow()
                .callId();
        pass(5);
        SimulatedCall callee = target();

        telephony.transfer(callId, TransferRequest.of(TARGET, Mode.BRIDGE), "K-1");
        pass(10);

        assertThat(callee.agentsNow()).isZero();
        assertThat(target()).isNotEqualTo(callee);
        callee.hangUp();
        expectCleanEnd();
        assertThat(call().outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(call().callee()).isPresent();
    }

    @Test
    void aMachineThatTookUpThePhoneShouldBeTheOutcomeOfACallThatWePlacedAlone() {
        liveKit.dials().next(CalleeBehaviour.answering().talkingFor(Duration.ofSeconds(10)));
        callId = telephony
                .placeCall(OutboundOrder.to(CALLER, AgentConfig.named("sales")), "O-1")
                .orThrow()
                .callId();
        pass(5);
        telephony.answeredBy(callId, AnsweredBy.Who.VOICEMAIL);
        pass(30);

        assertThat(call().outcome().result()).isEqualTo(Outcome.Result.VOICEMAIL);
        assertThat(call().outcome().finality()).isEqualTo(Outcome.Finality.RETRYABLE);
        telephony.answeredBy(callId, AnsweredBy.Who.HUMAN);
        assertThat(call().outcome().result()).as("the last word stands").isEqualTo(Outcome.Result.ANSWERED);

        talking().hangUp();
        telephony.answeredBy(callId, AnsweredBy.Who.VOICEMAIL);
        pass(30);
        assertThat(call().outcome().result()).as("who calls in took up nothing").isEqualTo(Outcome.Result.ANSWERED);
    }

    @Test
    void oneTransferShouldBeUnderWayAtATime() {
        talking();
        liveKit.dials().next(CalleeBehaviour.absent());
        ask(Mode.BRIDGE, "K-1");
        pass(2);

        assertThat(ask(Mode.COLD, "K-2")).isEqualTo(new TransferReply.NotNow(TransferReply.Reason.UNDER_WAY));
        assertThat(ask(Mode.BRIDGE, "K-1"))
                .isInstanceOfSatisfying(TransferReply.Accepted.class, again -> assertThat(again.replayed())
                        .isTrue());
        assertThat(ask(Mode.COLD, "K-1")).isInstanceOf(TransferReply.KeyReused.class);
        pass(40);
        assertThat(dials()).isEqualTo(1);
        assertThat(refers()).isZero();
        assertThat(ask(Mode.BRIDGE, "K-3")).isInstanceOf(TransferReply.Accepted.class);
        pass(5);
        assertThat(dials()).isEqualTo(2);
        assertThat(transfer().order().number()).isEqualTo(2);
    }

    @Test
    void aCallThatIsOverShouldNotBeTransferred() {
        SimulatedCall caller = talking();
        caller.hangUp();
        pass(2);

        assertThat(ask(Mode.BRIDGE)).isEqualTo(new TransferReply.NotNow(TransferReply.Reason.CALL_ENDED));
        assertThat(dials()).isZero();
    }

    @Test
    void guardsShouldJudgeTargetsAndARefusalShouldStoreNothing() {
        List<Dial> asked = new ArrayList<>();
        connection.close();
        telephony = liveKit.telephony(store)
                .dialGuard((dial, now) -> {
                    asked.add(dial);
                    return dial.kind() == Dial.Kind.CALL
                            ? GuardVerdict.PERMITTED
                            : GuardVerdict.refused(GuardReason.of("G2", "destination-blocked", 403, "premium"));
                })
                .router(CallRouter.always(AgentConfig.named("sales")))
                .build();
        connection = liveKit.connect(telephony);
        talking();

        assertThat(ask(Mode.COLD)).isInstanceOf(TransferReply.Refused.class);
        assertThat(ask(Mode.BRIDGE)).isInstanceOf(TransferReply.Refused.class);

        assertThat(asked).extracting(Dial::kind).containsExactly(Dial.Kind.TRANSFER, Dial.Kind.BRIDGE);
        assertThat(asked).extracting(Dial::to).containsOnly(TARGET);
        assertThat(call().steering().transfers()).isEmpty();
        assertThat(refers() + dials()).isZero();
    }
}
