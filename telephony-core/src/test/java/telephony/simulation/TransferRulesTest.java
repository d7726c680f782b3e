package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import telephony.call.AnsweredBy;
import telephony.call.Outcome;
import telephony.call.Transfer.Mode;
import telephony.outbound.Dial;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.outbound.OutboundOrder;
import telephony.outbound.TransferReply;
import telephony.outbound.TransferRequest;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;

/** Who may be transferred when, and what is told of it. */
class TransferRulesTest extends TransferScene {

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
