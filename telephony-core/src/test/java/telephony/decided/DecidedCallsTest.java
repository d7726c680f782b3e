package telephony.decided;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.observe.TelephonyListener;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.testkit.Calls;
import telephony.testkit.FakeDecidedCalls;

class DecidedCallsTest {

    private final FakeDecidedCalls kept = new FakeDecidedCalls();
    private final List<String> troubles = new ArrayList<>();
    private final DecidedCalls calls = new DecidedCalls(kept, new TelephonyListener() {
        @Override
        public void onTrouble(String what, Throwable cause) {
            troubles.add(what);
        }
    });

    private DecidedCall decided(String callId, @Nullable String roomName, @Nullable String sipCallId) {
        DecidedCall call = new DecidedCall(
                callId,
                roomName,
                null,
                null,
                null,
                sipCallId,
                new RoutingDecision.Reject("no-agent", null, null),
                Calls.START,
                Duration.ZERO,
                Duration.ZERO);
        kept.put(call);
        return call;
    }

    private Optional<DecidedCall> find(String roomName, Map<String, String> attributes) {
        return find(roomName, attributes, Calls.START);
    }

    private Optional<DecidedCall> find(String roomName, Map<String, String> attributes, Instant at) {
        return calls.find(new RoutingRequest(null, null, null, null, roomName, attributes, at), "SCL_1");
    }

    @Test
    void aCallShouldBeKnownByItsRoom() {
        DecidedCall call = decided("SIP-1", "call-acme", null);

        assertThat(find("call-acme", Map.of())).contains(call);
        assertThat(find("call-other", Map.of())).isEmpty();
    }

    @Test
    void aCallShouldBeKnownByTheFrontEndsOwnIdInItsAttribute() {
        DecidedCall call = decided("SIP-1", "call-acme", null);

        assertThat(find("elsewhere", Map.of("telephony.call_id", "SIP-1"))).contains(call);
        assertThat(find("elsewhere", Map.of("telephony.call_id", "SIP-2"))).isEmpty();
        assertThat(find("elsewhere", Map.of("call_id", "SIP-1"))).isEmpty();
    }

    @Test
    void aCallShouldBeKnownByItsIdsInSip() {
        DecidedCall named = decided("SIP-1", null, "7f3c@203.0.113.5");

        assertThat(find("room", Map.of("sip.callIDFull", "7f3c@203.0.113.5"))).contains(named);
        DecidedCall own = decided("SCL_1", null, null);
        assertThat(find("room", Map.of("sip.callIDFull", "7f3c@203.0.113.5"))).contains(own);
    }

    @Test
    void theRoomShouldCountMoreThanAnId() {
        DecidedCall ofRoom = decided("SIP-1", "room", null);
        decided("SIP-2", null, null);

        assertThat(find("room", Map.of("telephony.call_id", "SIP-2"))).contains(ofRoom);
    }

    @Test
    void anOldDecisionShouldNotCount() {
        DecidedCall call = decided("SIP-1", "room", null);

        assertThat(find("room", Map.of(), Calls.START.plus(DecidedCall.KEPT).minusMillis(1)))
                .contains(call);
        assertThat(find("room", Map.of(), Calls.START.plus(DecidedCall.KEPT))).isEmpty();
    }

    @Test
    void whatIsNoIdShouldNotBeAskedFor() {
        decided("SIP-1", null, null);

        assertThat(find("x".repeat(10_000), Map.of("telephony.call_id", "", "sip.callIDFull", "y".repeat(300))))
                .isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void aStoreThatIsDownShouldBeToldAndLeaveTheCallToBeRouted() {
        decided("SIP-1", "room", null);
        kept.setDown(true);

        assertThat(find("room", Map.of())).isEmpty();
        assertThat(troubles).singleElement().asString().contains("routed anew");
    }

    @Test
    void forgetShouldTakeWhatNoCallCanHaveAnyMore() {
        decided("SIP-1", "room", null);

        assertThat(calls.forget(Calls.START.plus(DecidedCall.KEPT), 10)).isZero();
        assertThat(calls.forget(Calls.START.plus(DecidedCall.KEPT).plusMillis(1), 10))
                .isOne();
        assertThat(DecidedCalls.NONE.forget(Calls.START, 10)).isZero();
    }
}
