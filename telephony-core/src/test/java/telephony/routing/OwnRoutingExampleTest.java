package telephony.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.Participant;
import telephony.dispatch.DispatchOrder;
import telephony.testkit.Calls;
import telephony.testkit.Switchboard;

/** How to test a routing of one's own: core, its tests jar, no LiveKit, no waiting. */
class OwnRoutingExampleTest {

    /** The routing to be tested: calls to this number are the sales agent's; of all others it knows nothing. */
    private record SalesNumber(String number) implements CallRoutingPort {
        @Override
        public Optional<RoutingDecision> route(RoutingRequest request) {
            return number.equals(request.to())
                    ? Optional.of(RoutingDecision.Dispatch.of(AgentConfig.named("sales"), "number"))
                    : Optional.empty();
        }

        @Override
        public Set<String> agentNames() {
            return Set.of("sales");
        }
    }

    @Test
    void aCallToTheSalesNumberShouldGetTheSalesAgent() {
        Switchboard switchboard = switchboard("+15559990000");

        phoneRings(switchboard);

        assertThat(switchboard.liveKit.orders())
                .extracting(DispatchOrder::agentName)
                .containsExactly("sales");
        assertThat(switchboard.call("RM_1").route().reason()).isEqualTo("number");
    }

    @Test
    void aCallToAnotherNumberShouldGetTheFrontDesk() {
        Switchboard switchboard = switchboard("+15550000000");

        phoneRings(switchboard);

        assertThat(switchboard.liveKit.orders())
                .extracting(DispatchOrder::agentName)
                .containsExactly("front-desk");
    }

    private static Switchboard switchboard(String salesNumber) {
        CallRouter router = new CallRouter(
                new SalesNumber(salesNumber), AgentConfig.named("front-desk"), Rung.DEFAULT, Set.of(), failure -> {});
        return new Switchboard(router, Runnable::run);
    }

    private static void phoneRings(Switchboard switchboard) {
        Participant caller = Calls.caller("PA_1", "SCL_1", "ringing", Calls.START);
        switchboard.liveKit.openRoom("room-RM_1", "RM_1");
        switchboard.liveKit.put("room-RM_1", caller);
        switchboard.send(Calls.joined("RM_1", caller, Calls.START));
    }
}
