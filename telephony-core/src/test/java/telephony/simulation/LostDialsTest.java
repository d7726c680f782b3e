package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import telephony.call.CallId;
import telephony.call.DialState;
import telephony.call.DispatchState;
import telephony.call.Outcome;

/** Dials of which LiveKit does not say in time what came of them. */
class LostDialsTest extends PlacedCalls {

    @Test
    void aDialWhoseAnswerIsLostShouldBeFollowedAndNotRepeated() {
        liveKit.worker("sales");
        liveKit.dials()
                .next(CalleeBehaviour.answering().after(Duration.ofSeconds(8)).talkingFor(Duration.ofSeconds(60)));
        liveKit.api().failNext(ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lostAnswer());

        CallId callId = place(order());
        pass(5);
        assertThat(call(callId).dial().state()).isEqualTo(DialState.DIALLED);
        assertThat(call(callId).callee()).isPresent();
        pass(8);
        assertThat(call(callId).dial().state()).isEqualTo(DialState.ANSWERED);
        pass(70);

        assertThat(call(callId).outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(call(callId).outcome().certainty()).isEqualTo(Outcome.Certainty.DERIVED);
        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void aDialOfWhichNothingIsFoundAfterQuiescenceShouldStayUnknown() {
        liveKit.worker("sales");
        liveKit.api().failNext(ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lostRequest());

        CallId callId = place(order());
        pass(50);
        assertThat(call(callId).isEnded()).isFalse();
        pass(20);

        Outcome outcome = call(callId).outcome();
        assertThat(outcome.result()).isEqualTo(Outcome.Result.UNKNOWN);
        assertThat(outcome.finality()).isEqualTo(Outcome.Finality.FINAL);
        assertThat(call(callId).endReason()).isEqualTo("DIAL_UNKNOWN");
        pass(120);
        assertThat(dials()).isEqualTo(1);
        assertThat(call(callId).dispatch().state()).isEqualTo(DispatchState.DONE);
    }

    @Test
    void aDialThatTakesEffectLateShouldBeFound() {
        liveKit.worker("sales");
        liveKit.dials().next(CalleeBehaviour.answering().talkingFor(Duration.ofSeconds(30)));
        liveKit.api().failNext(ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lateEffect(Duration.ofSeconds(12)));

        CallId callId = place(order());
        pass(20);

        assertThat(call(callId).dial().state()).isEqualTo(DialState.ANSWERED);
        pass(60);
        assertThat(call(callId).outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
    }

    @Test
    void aCallThatIsDeclaredOverShouldStopRingingAlsoWhenTheDialTakesEffectOnlyThen() {
        liveKit.worker("sales");
        liveKit.dials().next(CalleeBehaviour.absent());
        liveKit.api().failNext(ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lateEffect(Duration.ofSeconds(10)));

        CallId callId = place(order());
        pass(3);
        telephony.sessions().markEnded(callId, "operator");
        pass(12);

        SimulatedCall rang = liveKit.dials().calls().get(0);
        assertThat(rang.isOver()).isTrue();
        assertThat(rang.endReason()).contains("PARTICIPANT_REMOVED");
        pass(120);
        assertThat(call(callId).outcome().endedBy()).isEqualTo(Outcome.EndedBy.US);
        assertThat(call(callId).dispatch().state()).isEqualTo(DispatchState.DONE);
    }

    @Test
    void aLateDialShouldBeEndedAlsoWhenItsWebhooksAreLost() {
        liveKit.worker("sales");
        liveKit.dials().next(CalleeBehaviour.absent());
        liveKit.api().failNext(ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lateEffect(Duration.ofSeconds(30)));

        CallId callId = place(order().ringingFor(Duration.ofSeconds(60)));
        pass(3);
        connection.close();
        telephony.sessions().markEnded(callId, "operator");
        for (int i = 0; i < 400; i++) {
            liveKit.advance(Duration.ofMillis(250));
            telephony.tick();
        }

        assertThat(liveKit.dials().calls().get(0).endReason()).contains("PARTICIPANT_REMOVED");
    }
}
