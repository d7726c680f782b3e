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
import telephony.testkit.Calls;
import telephony.testkit.FakeRouting;

class CallRouterTest {

    private static final AgentConfig DEFAULT = AgentConfig.named("phone-agent");
    private static final AgentConfig SALES = AgentConfig.named("sales");
    private static final RoutingRequest REQUEST =
            new RoutingRequest("+15551231", "+15559990000", "ST_1", "SDR_1", "room", Map.of(), Calls.START);

    @Test
    void routeShouldFollowTheRulesAndElseSendTheDefaultAgent() {
        RoutingDecision toSales =
                RoutingDecision.Dispatch.of(SALES, "number").withOnAgentMissing(List.of(new Rung.HangUp()));
        CallRouter ruled = new CallRouter(FakeRouting.always(toSales), DEFAULT, Rung.DEFAULT, Set.of(), failure -> {});

        assertThat(ruled.route(REQUEST)).isEqualTo(toSales);
        assertThat(CallRouter.always(DEFAULT).route(REQUEST))
                .isEqualTo(
                        RoutingDecision.Dispatch.of(DEFAULT, CallRouter.DEFAULT).withOnAgentMissing(Rung.DEFAULT));
    }

    @Test
    void routeShouldSendTheDefaultAgentAndTellWhenTheRulesCannotBeRead() {
        List<RuntimeException> told = new ArrayList<>();
        CallRouter router = new CallRouter(FakeRouting.broken(), DEFAULT, Rung.DEFAULT, Set.of(), told::add);

        assertThat(router.route(REQUEST).reason()).isEqualTo(CallRouter.RULES_FAILED);
        assertThat(router.route(REQUEST).agent()).contains(DEFAULT);
        assertThat(told).hasSize(2);
    }

    @Test
    void adoptableShouldBeTheDefaultTheRulesAndTheListedOnes() {
        CallRouter router = new CallRouter(
                FakeRouting.always(RoutingDecision.Dispatch.of(SALES, "x")),
                DEFAULT,
                Rung.DEFAULT,
                Set.of("legacy"),
                failure -> {});

        assertThat(router.adoptableAgents()).containsExactlyInAnyOrder("phone-agent", "sales", "legacy");
        assertThat(router.isAdoptable("recorder")).isFalse();
    }

    @Test
    void explainShouldTellEachStepAndDecideAsRouteDoes() {
        RoutingDecision toSales = RoutingDecision.Dispatch.of(SALES, "number");
        CallRouter ruled = new CallRouter(
                FakeRouting.always(toSales), DEFAULT, List.of(new Rung.HangUp()), Set.of(), failure -> {});

        assertThat(ruled.explain(REQUEST))
                .isEqualTo(new RoutingExplanation(
                        ruled.route(REQUEST),
                        List.of(
                                new RoutingStep("the rules", "decide, with the reason number", "number"),
                                new RoutingStep("when the agent is missing", "hang-up, by default"))));
        assertThat(CallRouter.always(DEFAULT).explain(REQUEST).steps())
                .extracting(RoutingStep::said)
                .containsExactly(
                        "say nothing of this call",
                        "phone-agent answers what no rule speaks for",
                        "redispatch, by default");
    }

    @Test
    void explainShouldNameRulesThatCannotBeReadAndTellNobodyElse() {
        List<RuntimeException> told = new ArrayList<>();
        CallRouter router = new CallRouter(FakeRouting.broken(), DEFAULT, Rung.DEFAULT, Set.of(), told::add);

        RoutingExplanation explained = router.explain(REQUEST);

        assertThat(explained.decision().reason()).isEqualTo(CallRouter.RULES_FAILED);
        assertThat(explained.steps())
                .first()
                .isEqualTo(new RoutingStep(
                        "the rules", "cannot be read (IllegalStateException): phone-agent answers", "rules-failed"));
        assertThat(told).isEmpty();
    }

    @Test
    void aDecisionShouldSendItsAgentAndThoseOfItsRungs() {
        RoutingDecision decision = RoutingDecision.Dispatch.of(SALES, "number")
                .withOnAgentMissing(List.of(new Rung.Redispatch(), new Rung.FallbackAgent(DEFAULT)));

        assertThat(decision.sends("sales")).isTrue();
        assertThat(decision.sends("phone-agent")).isTrue();
        assertThat(decision.sends("recorder")).isFalse();
        assertThat(new RoutingDecision.Reject("number").sends("sales")).isFalse();
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
