package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.call.CallId;
import telephony.call.CallStatus;
import telephony.call.DialState;
import telephony.call.DispatchState;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.outbound.Dial;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.routing.CallRouter;
import telephony.store.StoreUnavailableException;

/** Calls that we place, from the order to the outcome, on a simulated LiveKit. */
class OutboundCallsTest extends PlacedCalls {

    @Test
    void theAgentShouldBeThereBeforeThePhoneRingsAndTheCallShouldBeAnswered() {
        liveKit.worker("sales");
        liveKit.dials().next(CalleeBehaviour.answering().talkingFor(Duration.ofSeconds(20)));

        CallId callId = place(order());
        assertThat(dials()).isZero();
        pass(1);

        assertThat(dials()).isEqualTo(1);
        assertThat(call(callId).times().agentJoinedAt()).isNotNull();
        assertThat(call(callId).dial().state()).isEqualTo(DialState.DIALLED);
        pass(2);
        assertThat(call(callId).dial().state()).isEqualTo(DialState.ANSWERED);
        assertThat(call(callId).times().answeredAt()).isNotNull();
        assertThat(liveKit.dials().calls().get(0).heardAt()).isPresent();
        pass(30);
        TelephonyCall ended = call(callId);
        assertThat(ended.outcome())
                .isEqualTo(new Outcome(
                        Outcome.Result.ANSWERED,
                        Outcome.Finality.FINAL,
                        Outcome.EndedBy.CALLEE,
                        null,
                        "CLIENT_INITIATED",
                        Outcome.Certainty.OBSERVED));
        assertThat(ended.status()).isEqualTo(CallStatus.ENDED);
        pass(60);
        assertThat(call(callId).dispatch().state()).isEqualTo(DispatchState.DONE);
        assertThat(liveKit.room(ended.origin().roomName())).isEmpty();
        assertThat(dials()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "486, BUSY, RETRYABLE",
        "480, NO_ANSWER, RETRYABLE",
        "603, DECLINED, NEVER",
        "404, INVALID_NUMBER, NEVER",
        "487, CANCELED, RETRYABLE",
        "608, BLOCKED_CARRIER, NEVER",
        "503, TRUNK_FAILED, RETRYABLE"
    })
    void aFailedDialShouldEndWithWhatItsSipCodeMeans(int code, Outcome.Result result, Outcome.Finality finality) {
        liveKit.worker("sales");
        liveKit.dials().next(CalleeBehaviour.failing(code));

        CallId callId = place(order());
        pass(5);

        Outcome outcome = call(callId).outcome();
        assertThat(outcome.result()).isEqualTo(result);
        assertThat(outcome.finality()).isEqualTo(finality);
        assertThat(outcome.sipStatusCode()).isEqualTo(code);
        assertThat(outcome.certainty()).isEqualTo(Outcome.Certainty.OBSERVED);
        assertThat(call(callId).status()).isEqualTo(CallStatus.FAILED);
        pass(120);
        assertThat(dials()).isEqualTo(1);
        assertThat(call(callId).dispatch().state()).isEqualTo(DispatchState.DONE);
        assertThat(call(callId).outcome()).isEqualTo(outcome);
    }

    @Test
    void aPhoneThatNobodyTakesUpShouldRingForItsTimeAndNoLonger() {
        liveKit.worker("sales");
        liveKit.dials().next(CalleeBehaviour.absent());

        CallId callId = place(order().ringingFor(Duration.ofSeconds(20)));
        pass(15);
        assertThat(call(callId).isEnded()).isFalse();
        pass(7);

        assertThat(call(callId).outcome().result()).isEqualTo(Outcome.Result.NO_ANSWER);
        assertThat(call(callId).outcome().certainty()).isEqualTo(Outcome.Certainty.OBSERVED);
        assertThat(liveKit.dials().calls().get(0).isOver()).isTrue();
    }

    @Test
    void nobodyShouldBeDialledWhenNoAgentComes() {
        CallId callId = place(order());
        pass(120);

        assertThat(dials()).isZero();
        TelephonyCall ended = call(callId);
        assertThat(ended.outcome().result()).isEqualTo(Outcome.Result.AGENT_UNAVAILABLE);
        assertThat(ended.outcome().finality()).isEqualTo(Outcome.Finality.RETRYABLE);
        assertThat(ended.dial().state()).isEqualTo(DialState.WITHHELD);
        pass(120);
        assertThat(call(callId).dispatch().state()).isEqualTo(DispatchState.DONE);
    }

    private CallId placeGuardedBy(DialGuard guard) {
        liveKit.worker("sales");
        telephony = liveKit.telephony(store)
                .router(CallRouter.always(AGENT))
                .dialGuard(guard)
                .build();
        connection = liveKit.connect(telephony);
        return place(order());
    }

    @Test
    void aGuardShouldHaveTheLastWordBeforeThePhoneRings() {
        GuardReason closed = GuardReason.of("G5", "outside-hours", 403, "it is night there");
        CallId callId = placeGuardedBy((dial, now) ->
                dial.phase() == Dial.Phase.COMMIT ? GuardVerdict.refused(closed) : GuardVerdict.PERMITTED);
        pass(60);

        assertThat(dials()).isZero();
        TelephonyCall ended = call(callId);
        assertThat(ended.outcome().result()).isEqualTo(Outcome.Result.BLOCKED_POLICY);
        assertThat(ended.dial().refusal()).isEqualTo("outside-hours");
        assertThat(ended.dispatch().state()).isEqualTo(DispatchState.DONE);
    }

    @Test
    void aGuardThatCannotBeAskedShouldCostTheCallAndNotHoldItsAgentForEver() {
        CallId callId = placeGuardedBy((dial, now) -> {
            if (dial.phase() == Dial.Phase.COMMIT) {
                throw new StoreUnavailableException("no ledger");
            }
            return GuardVerdict.PERMITTED;
        });
        pass(30);
        assertThat(call(callId).isEnded()).isFalse();
        pass(150);

        assertThat(dials()).isZero();
        assertThat(call(callId).outcome().result()).isEqualTo(Outcome.Result.CAPACITY);
        assertThat(call(callId).dispatch().state()).isEqualTo(DispatchState.DONE);
    }

    @Test
    void thePhoneShouldRingWithoutAnAgentWhereTheOrderSaysSo() {
        CallId callId = place(order().withoutWaitingForAgent());
        pass(3);

        assertThat(dials()).isEqualTo(1);
        assertThat(call(callId).dial().state()).isEqualTo(DialState.ANSWERED);
    }

    @Test
    void anAgentThatLeavesBeforeTheDialShouldBeReplacedFirst() {
        liveKit.worker("sales");
        liveKit.api().failNext(ApiMethod.LIST_PARTICIPANTS, ApiFault.lostRequest());
        liveKit.nextAgents("sales", AgentBehaviour.neverComing());

        CallId callId = place(order());
        pass(9);
        assertThat(dials()).isZero();
        pass(20);

        assertThat(dials()).isEqualTo(1);
        assertThat(call(callId).dial().state()).isEqualTo(DialState.ANSWERED);
        assertThat(call(callId).dispatch().attempts()).hasSizeGreaterThan(1);
    }

    @Test
    void aPhoneShouldNotRingWhenTheLookBeforeTheDialShowsNoAgentAlthoughNoWebhookTold() {
        liveKit.worker("sales");
        liveKit.nextAgents("sales", AgentBehaviour.leaving(Duration.ofSeconds(2)));
        CallId callId = place(order());
        while (call(callId).dispatch().state() != DispatchState.CONFIRMED) {
            liveKit.advance(Duration.ofMillis(10));
        }
        liveKit.api().beUnreachableFor(Duration.ofSeconds(4));
        pass(1);
        assertThat(call(callId).dispatch().state()).isEqualTo(DispatchState.AUDIBLE);
        connection.close();
        for (int i = 0; i < 40; i++) {
            liveKit.advance(Duration.ofMillis(250));
            telephony.tick();
        }

        assertThat(liveKit.dials().calls())
                .allSatisfy(ringing -> assertThat(call(callId).dispatch().attempts())
                        .as("another agent came before the phone rang")
                        .hasSizeGreaterThan(1));
    }

    @Test
    void aCallShouldNotLastLongerThanItMayAlthoughLiveKitLetsIt() {
        liveKit.worker("sales");
        liveKit.dials().next(CalleeBehaviour.answering().after(Duration.ofSeconds(4)));
        CallId callId = place(order().lastingFor(Duration.ofSeconds(60)));
        pass(2);
        SimulatedCall callee = liveKit.dials().calls().get(0);
        callee.endAfterAnswer(Duration.ofHours(1));
        pass(80);
        assertThat(call(callId).isEnded()).isFalse();
        pass(20);

        assertThat(call(callId).outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(call(callId).outcome().endedBy()).isEqualTo(Outcome.EndedBy.US);
        assertThat(callee.isOver()).isTrue();
    }

    @Test
    void anAnswerThatWasSeenShouldNotBecomeAFailedDialBecauseARestartResetsItsStatus() {
        liveKit.worker("sales");
        CallId callId = place(order());
        pass(4);
        assertThat(call(callId).dial().state()).isEqualTo(DialState.ANSWERED);

        liveKit.restart(Duration.ofSeconds(3));
        pass(40);
        assertThat(call(callId).isEnded()).isFalse();
        assertThat(call(callId).callee().orElseThrow().lastStatus()).isEqualTo("dialing");
        liveKit.dials().calls().get(0).loseSip();
        pass(60);

        assertThat(call(callId).outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void aRestartOfLiveKitWhileItRingsShouldNotDialAgain() {
        liveKit.worker("sales");
        liveKit.dials()
                .next(CalleeBehaviour.answering().after(Duration.ofSeconds(20)).talkingFor(Duration.ofSeconds(40)));
        CallId callId = place(order());
        pass(3);

        liveKit.restart(Duration.ofSeconds(3));
        pass(120);

        assertThat(dials()).isEqualTo(1);
        assertThat(call(callId).isEnded()).isTrue();
        assertThat(call(callId).outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
    }

    @Test
    void anAgentThatDiesWhileItRingsShouldBeReplacedLikeAnyOther() {
        liveKit.worker("sales");
        liveKit.nextAgents("sales", AgentBehaviour.normal());
        liveKit.dials()
                .next(CalleeBehaviour.answering().after(Duration.ofSeconds(25)).talkingFor(Duration.ofSeconds(40)));
        CallId callId = place(order().ringingFor(Duration.ofSeconds(60)));
        pass(3);

        liveKit.killAgents();
        pass(40);

        assertThat(dials()).isEqualTo(1);
        assertThat(call(callId).dispatch().attempts()).hasSizeGreaterThan(1);
        assertThat(liveKit.dials().calls().get(0).agentsNow()).isEqualTo(1);
    }

    @Test
    void theSameOrderUnderTheSameKeyShouldBeTheSameCall() {
        liveKit.worker("sales");
        begin();

        List<CallId> calls = Stream.of(1, 2, 3)
                .map(i -> telephony.placeCall(order(), "K-1").orThrow().callId())
                .toList();
        pass(5);

        assertThat(calls).containsOnly(calls.get(0));
        assertThat(dials()).isEqualTo(1);
    }
}
