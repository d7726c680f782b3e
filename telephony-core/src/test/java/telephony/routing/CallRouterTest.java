package telephony.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import telephony.testkit.CallRoutingPortContract;
import telephony.testkit.FakeRouting;

class CallRouterTest {

    private static final AgentConfig DEFAULT = AgentConfig.named("phone-agent");
    private static final AgentConfig SALES = AgentConfig.named("sales");
    private static final RoutingRequest REQUEST =
            new RoutingRequest("+15551231", "+15559990000", "ST_1", "SDR_1", "room", Map.of());

    @Test
    void routeShouldFollowTheRulesAndElseSendTheDefaultAgent() {
        RoutingDecision toSales = RoutingDecision.Dispatch.of(SALES, "number");
        CallRouter ruled = new CallRouter(FakeRouting.always(toSales), DEFAULT, Set.of(), failure -> {});

        assertThat(ruled.route(REQUEST)).isEqualTo(toSales);
        assertThat(CallRouter.always(DEFAULT).route(REQUEST))
                .isEqualTo(RoutingDecision.Dispatch.of(DEFAULT, CallRouter.DEFAULT));
    }

    @Test
    void routeShouldSendTheDefaultAgentAndTellWhenTheRulesCannotBeRead() {
        List<RuntimeException> told = new ArrayList<>();
        CallRouter router = new CallRouter(FakeRouting.broken(), DEFAULT, Set.of(), told::add);

        assertThat(router.route(REQUEST).reason()).isEqualTo(CallRouter.RULES_FAILED);
        assertThat(router.route(REQUEST).agent()).contains(DEFAULT);
        assertThat(told).hasSize(2);
    }

    @Test
    void adoptableShouldBeTheDefaultTheRulesAndTheListedOnes() {
        CallRouter router = new CallRouter(
                FakeRouting.always(RoutingDecision.Dispatch.of(SALES, "x")), DEFAULT, Set.of("legacy"), failure -> {});

        assertThat(router.adoptableAgents()).containsExactlyInAnyOrder("phone-agent", "sales", "legacy");
        assertThat(router.isAdoptable("recorder")).isFalse();
    }

    @Test
    void anAgentWithoutANameShouldBeRefused() {
        assertThatThrownBy(() -> AgentConfig.named(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    @Nested
    class FakeRoutingKeepsTheContract implements CallRoutingPortContract {
        @Override
        public CallRoutingPort rules() {
            return FakeRouting.always(RoutingDecision.Dispatch.of(SALES, "fake"));
        }

        @Override
        public String speaksFor() {
            return "+15559990000";
        }
    }

    @Nested
    class ALambdaLikeRuleKeepsTheContract implements CallRoutingPortContract {
        @Override
        public CallRoutingPort rules() {
            return new CallRoutingPort() {
                @Override
                public Optional<RoutingDecision> route(RoutingRequest request) {
                    return "+15559990000".equals(request.to())
                            ? Optional.of(RoutingDecision.Dispatch.of(SALES, "number"))
                            : Optional.empty();
                }

                @Override
                public Set<String> agentNames() {
                    return Set.of("sales");
                }
            };
        }

        @Override
        public String speaksFor() {
            return "+15559990000";
        }
    }
}
