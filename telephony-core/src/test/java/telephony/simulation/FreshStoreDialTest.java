package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import telephony.Telephony;
import telephony.call.DialState;
import telephony.call.TelephonyCall;
import telephony.outbound.OutboundOrder;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.FakeTelephonyStore;

/** Calls that we place on a store that began a moment ago, or has lost what was before. */
class FreshStoreDialTest {

    private static final AgentConfig AGENT = AgentConfig.named("sales");

    private final SimulatedLiveKit liveKit = new SimulatedLiveKit().worker("sales");

    private long dials() {
        return liveKit.api().count(ApiMethod.CREATE_SIP_PARTICIPANT);
    }

    /** Places a call now, on a store that remembers since then. */
    private TelephonyCall placed(FakeTelephonyStore store) {
        Telephony telephony =
                liveKit.telephony(store).router(CallRouter.always(AGENT)).build();
        liveKit.connect(telephony);
        return telephony
                .placeCall(OutboundOrder.to("+14155552671", AGENT), "K-1")
                .orThrow();
    }

    private FakeTelephonyStore rememberingSince(Instant since) {
        return new FakeTelephonyStore(liveKit.clock(), since);
    }

    @Test
    void theFirstOrderOfANewStoreShouldNotWaitForWhatItMayHaveForgotten() {
        FakeTelephonyStore store = rememberingSince(liveKit.clock().instant());

        TelephonyCall call = placed(store);
        liveKit.advance(Duration.ofSeconds(1));

        assertThat(dials()).isEqualTo(1);
        assertThat(store.find(call.callId()).orElseThrow().dial().state()).isEqualTo(DialState.DIALLED);
    }

    @Test
    void anOrderOlderThanWhatTheStoreRemembersShouldWaitForWhatWasForgotten() {
        FakeTelephonyStore store = rememberingSince(liveKit.clock().instant().plusMillis(1));

        TelephonyCall call = placed(store);
        liveKit.advance(Duration.ofSeconds(21));
        assertThat(dials()).isZero();
        liveKit.advance(Duration.ofSeconds(4));

        assertThat(dials()).isEqualTo(1);
        assertThat(store.find(call.callId()).orElseThrow().dispatch().attempts())
                .hasSize(1);
    }
}
