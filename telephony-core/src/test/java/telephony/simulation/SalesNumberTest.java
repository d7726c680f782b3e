package telephony.simulation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.*;
import org.junit.jupiter.api.Test;
import telephony.routing.*;
import telephony.testkit.FakeTelephonyStore;

class SalesNumberTest {

    /** The routing under test: calls to this number are the sales agent's. */
    record SalesNumber(String number) implements CallRoutingPort {
        @Override public Optional<RoutingDecision> route(RoutingRequest call) {
            if (!number.equals(call.to())) return Optional.empty();
            return Optional.of(RoutingDecision.Dispatch.of(AgentConfig.named("sales"), "number"));
        }
        @Override public Set<String> agentNames() { return Set.of("sales"); }
    }

    @Test
    void whoCallsTheSalesNumberShouldHearTheSalesAgentAgainAfterACrash() {
        var livekit = new SimulatedLiveKit().worker("sales").nextAgents("sales", AgentBehaviour.crashing(ofSeconds(30)));
        var frontDesk = AgentConfig.named("front-desk");
        var router = new CallRouter(new SalesNumber("+15559990000"), frontDesk, Rung.DEFAULT, Set.of(), trouble -> {});
        livekit.connect(livekit.telephony(new FakeTelephonyStore(livekit.clock())).router(router).build());

        var call = livekit.call("+15551230001", "+15559990000");
        livekit.advance(ofSeconds(90));

        assertThat(call.heard()).containsExactly("sales", "sales");
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
    }
}
