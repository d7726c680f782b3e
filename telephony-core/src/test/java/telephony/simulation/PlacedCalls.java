package telephony.simulation;

import java.time.Duration;
import telephony.Telephony;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.outbound.OutboundOrder;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.FakeTelephonyStore;

/** Places calls over a simulated LiveKit, and lets time pass. */
abstract class PlacedCalls {

    static final String NUMBER = "+14155552671";
    static final AgentConfig AGENT = AgentConfig.named("sales");

    final SimulatedLiveKit liveKit = new SimulatedLiveKit();
    final FakeTelephonyStore store = new FakeTelephonyStore(liveKit.clock());
    Telephony telephony;
    SimulatedLiveKit.Connection connection;

    void begin() {
        telephony = liveKit.telephony(store).router(CallRouter.always(AGENT)).build();
        connection = liveKit.connect(telephony);
    }

    CallId place(OutboundOrder order) {
        if (telephony == null) {
            begin();
        }
        return telephony.placeCall(order, "K-1").orThrow().callId();
    }

    static OutboundOrder order() {
        return OutboundOrder.to(NUMBER, AGENT);
    }

    TelephonyCall call(CallId callId) {
        return store.find(callId).orElseThrow();
    }

    void pass(int seconds) {
        liveKit.advance(Duration.ofSeconds(seconds));
    }

    long dials() {
        return liveKit.api().count(ApiMethod.CREATE_SIP_PARTICIPANT);
    }
}
