package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.Telephony;
import telephony.call.CallId;
import telephony.call.DialState;
import telephony.call.OutboundDial;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.outbound.OutboundOrder;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.CallQuery;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeTelephonyStore;

/** Calls that are ended because somebody asks for it. */
class EndedCallsTest {

    private static final AgentConfig AGENT = AgentConfig.named("sales");
    private static final String NUMBER = "+14155550142";

    private final SimulatedLiveKit liveKit = new SimulatedLiveKit();
    private final FakeTelephonyStore store = new FakeTelephonyStore(liveKit.clock());
    private Telephony telephony;

    @BeforeEach
    void begin() {
        liveKit.worker("sales");
        telephony = liveKit.telephony(store).router(CallRouter.always(AGENT)).build();
        liveKit.connect(telephony);
    }

    private void pass(int seconds) {
        liveKit.advance(Duration.ofSeconds(seconds));
    }

    private TelephonyCall only() {
        return store.query(CallQuery.ofTenant(null, null, 2, null)).items().get(0);
    }

    private CallId order() {
        return telephony
                .placeCall(OutboundOrder.to(NUMBER, AGENT), "K-1")
                .orThrow()
                .callId();
    }

    @Test
    void aCallerShouldBeHungUpOnAndHisAgentBeFree() {
        SimulatedCall caller = liveKit.call("+15551230001", "+15559990000");
        pass(10);

        telephony.endCall(only().callId());
        pass(5);

        assertThat(caller.isOver()).isTrue();
        assertThat(caller.endReason()).contains("PARTICIPANT_REMOVED");
        assertThat(only().outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(only().outcome().endedBy()).isEqualTo(Outcome.EndedBy.US);
        assertThat(caller.mostAgentsAtOnce()).isEqualTo(1);
        pass(60);
        assertThat(liveKit.room(only().origin().roomName())).isEmpty();
        assertThat(store.query(CallQuery.ofTenant(null, null, 5, null)).items())
                .as("no second episode")
                .hasSize(1);
    }

    @Test
    void aRemovalThatFailsShouldBeRepeatedUntilTheCallerIsGone() {
        SimulatedCall caller = liveKit.call("+15551230001", "+15559990000");
        pass(10);
        liveKit.api().failNext(ApiMethod.REMOVE_PARTICIPANT, ApiFault.refused());
        liveKit.api().failNext(ApiMethod.REMOVE_PARTICIPANT, ApiFault.refused());

        telephony.endCall(only().callId());
        telephony.endCall(only().callId());
        pass(15);

        assertThat(liveKit.api().count(ApiMethod.REMOVE_PARTICIPANT)).isGreaterThanOrEqualTo(3);
        assertThat(caller.isOver()).isTrue();
        assertThat(only().outcome().endedBy()).isEqualTo(Outcome.EndedBy.US);
    }

    @Test
    void aCallerWhoseAgentIsStillOnItsWayShouldBeHungUpOnAsWell() {
        SimulatedCall caller = liveKit.call("+15551230001", "+15559990000");
        liveKit.advance(Duration.ofMillis(100));

        telephony.endCall(only().callId());
        pass(30);

        assertThat(caller.isOver()).isTrue();
        assertThat(only().isEnded()).isTrue();
        pass(60);
        assertThat(liveKit.room(only().origin().roomName())).isEmpty();
    }

    @Test
    void aPhoneThatRingsShouldStop() {
        liveKit.dials().next(CalleeBehaviour.absent());
        CallId callId = order();
        pass(5);

        assertThat(telephony.endCall(callId).orElseThrow().isEnded()).isTrue();
        pass(5);

        assertThat(liveKit.dials().calls().get(0).endReason()).contains("PARTICIPANT_REMOVED");
        assertThat(only().outcome().endedBy()).isEqualTo(Outcome.EndedBy.US);
    }

    @Test
    void aPhoneThatHasNotRungShouldNeverRing() {
        CallId callId = order();

        TelephonyCall ended = telephony.endCall(callId).orElseThrow();
        pass(60);

        assertThat(ended.dial().state()).isEqualTo(DialState.WITHHELD);
        assertThat(ended.dial().withheld()).isEqualTo(OutboundDial.Withheld.ENDED);
        assertThat(liveKit.dials().calls()).isEmpty();
    }

    @Test
    void whoWasCalledAndAnsweredShouldBeHungUpOn() {
        CallId callId = order();
        pass(10);
        assertThat(only().dial().state()).isEqualTo(DialState.ANSWERED);

        telephony.endCall(callId);
        pass(5);

        assertThat(liveKit.dials().calls().get(0).endReason()).contains("PARTICIPANT_REMOVED");
        assertThat(only().outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
        assertThat(only().outcome().endedBy()).isEqualTo(Outcome.EndedBy.US);
    }

    @Test
    void aCallThatIsOverShouldStayAsItEnded() {
        SimulatedCall caller = liveKit.call("+15551230001", "+15559990000");
        pass(10);
        caller.hangUp();
        pass(5);
        TelephonyCall before = only();

        assertThat(telephony.endCall(before.callId()).orElseThrow().outcome()).isEqualTo(before.outcome());
        assertThat(telephony.endCall(Calls.newCallId())).isEmpty();
    }

    @Test
    void aClosedSwitchboardShouldEndNothing() {
        CallId callId = order();
        telephony.close();

        assertThatThrownBy(() -> telephony.endCall(callId)).isInstanceOf(StoreUnavailableException.class);
    }
}
