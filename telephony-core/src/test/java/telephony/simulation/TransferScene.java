package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import telephony.Telephony;
import telephony.call.CallId;
import telephony.call.DispatchState;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;
import telephony.call.Transfer.Mode;
import telephony.outbound.TransferReply;
import telephony.outbound.TransferRequest;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.FakeTelephonyStore;

/** A call that is to be transferred, on a simulated LiveKit. */
abstract class TransferScene {

    static final String CALLER = "+14155550123";
    static final String OURS = "+14155550100";
    static final String TARGET = "+14155552671";

    final SimulatedLiveKit liveKit = new SimulatedLiveKit().worker("sales");
    final FakeTelephonyStore store = new FakeTelephonyStore(liveKit.clock());
    Telephony telephony = liveKit.telephony(store)
            .router(CallRouter.always(AgentConfig.named("sales")))
            .build();
    SimulatedLiveKit.Connection connection = liveKit.connect(telephony);

    CallId callId;

    /** Somebody calls in and talks with the agent. */
    SimulatedCall talking() {
        SimulatedCall caller = liveKit.call(CALLER, OURS);
        pass(3);
        assertThat(caller.heardAt()).isPresent();
        return knowing(caller);
    }

    SimulatedCall knowing(SimulatedCall caller) {
        callId = store.findBySipCallId(caller.sipCallId()).orElseThrow().callId();
        return caller;
    }

    void restartProcess() {
        connection.close();
        telephony = liveKit.telephony(store)
                .router(CallRouter.always(AgentConfig.named("sales")))
                .build();
        connection = liveKit.connect(telephony);
    }

    TelephonyCall call() {
        return store.find(callId).orElseThrow();
    }

    Transfer transfer() {
        List<Transfer> all = call().steering().transfers();
        return all.get(all.size() - 1);
    }

    TransferReply ask(Mode mode) {
        return ask(mode, "K-1");
    }

    TransferReply ask(Mode mode, String key) {
        return telephony.transfer(call().callId(), TransferRequest.of(TARGET, mode), key);
    }

    void pass(int seconds) {
        liveKit.advance(Duration.ofSeconds(seconds));
    }

    long refers() {
        return liveKit.api().count(ApiMethod.TRANSFER_SIP_PARTICIPANT);
    }

    long dials() {
        return liveKit.api().count(ApiMethod.CREATE_SIP_PARTICIPANT);
    }

    SimulatedCall target() {
        List<SimulatedCall> calls = liveKit.dials().calls();
        return calls.get(calls.size() - 1);
    }

    void expectCleanEnd() {
        pass(120);
        assertThat(call().isEnded()).isTrue();
        assertThat(call().dispatch().state()).isEqualTo(DispatchState.DONE);
        assertThat(liveKit.room(call().origin().roomName())).isEmpty();
        assertThat(liveKit.dials().calls()).allMatch(SimulatedCall::isOver);
    }
}
