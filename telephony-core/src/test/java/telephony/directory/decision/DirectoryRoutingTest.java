package telephony.directory.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.directory.decision.RoutingDesk.ACME;
import static telephony.directory.decision.RoutingDesk.LAST;
import static telephony.directory.decision.RoutingDesk.NUMBER;
import static telephony.directory.decision.RoutingDesk.agent;
import static telephony.directory.decision.RoutingDesk.number;
import static telephony.directory.decision.RoutingDesk.off;
import static telephony.directory.decision.RoutingDesk.tenant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import telephony.directory.Agent;
import telephony.directory.decision.DirectoryPolicy.UnknownNumbers;
import telephony.routing.AgentConfig;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;
import telephony.testkit.CallRoutingPortContract;

class DirectoryRoutingTest {

    private final RoutingDesk desk = new RoutingDesk();

    private static DirectoryPolicy policy(String defaultAgent, String defaultTenant, UnknownNumbers unknown) {
        return new DirectoryPolicy(null, null, null, defaultAgent, defaultTenant, LAST, unknown);
    }

    /** Other rules that list one number. */
    private static OtherRules file(Function<String, RoutingDecision> made) {
        return new OtherRules(
                rules(request -> NUMBER.equals(request.to()) ? Optional.of(made.apply("listed")) : Optional.empty()),
                rules(request -> Optional.of(made.apply("unlisted"))));
    }

    private static CallRoutingPort rules(Function<RoutingRequest, Optional<RoutingDecision>> rules) {
        return new CallRoutingPort() {
            @Override
            public Optional<RoutingDecision> route(RoutingRequest request) {
                return rules.apply(request);
            }

            @Override
            public Set<String> agentNames() {
                return Set.of("of-the-file");
            }
        };
    }

    private static RoutingDecision.Dispatch ofTheFile(String reason, String tenant) {
        return new RoutingDecision.Dispatch(
                AgentConfig.named("of-the-file"), reason, tenant, null, Map.of(), List.of());
    }

    @Test
    void theActiveAgentWithTheLowestPriorityShouldAnswerItsNumber() {
        desk.with(
                tenant(ACME, null),
                agent("late", ACME, 20),
                agent("first", ACME, 5),
                off(agent("off", ACME, 1)),
                number(ACME, "off", "late", "first"));

        assertThat(desk.decide(NUMBER))
                .isEqualTo(new RoutingDecision.Dispatch(
                        AgentConfig.named("lk-first"), "first", "number", ACME, null, Map.of(), List.of()));
    }

    @Test
    void theNumbersOwnOrderShouldDecideAmongEqualPriorities() {
        desk.with(agent("b", null), agent("a", null), number(null, "b", "a"));

        assertThat(desk.decided()).isEqualTo("number b");
    }

    @Test
    void theLeastBusyOfTheFirstPriorityShouldAnswerWhenLoadsAreKnown() {
        desk.with(
                agent("busy", null),
                agent("idle", null),
                agent("idle-too", null),
                agent("reserve", null, 50),
                number(null, "busy", "idle", "idle-too", "reserve"));
        desk.load.put("busy", 3);
        desk.load.put("idle", 1);
        desk.load.put("idle-too", 1);

        assertThat(desk.decided()).as("the reserve has another priority").isEqualTo("number idle");
    }

    @Test
    void theTenantsDefaultAgentShouldAnswerWhenNobodyOfTheNumberIsActive() {
        desk.with(tenant(ACME, "desk"), agent("desk", ACME), off(agent("sales", ACME)), number(ACME, "sales"));

        assertThat(desk.decided()).isEqualTo("tenant-default desk");
        assertThat(desk.decide(NUMBER).tenantId()).isEqualTo(ACME);
    }

    @Test
    void theSystemsDefaultAgentShouldAnswerForATenantAndTheCallStayThatTenants() {
        desk.with(
                tenant(ACME, "desk"),
                off(agent("desk", ACME)),
                tenant("ours", null),
                agent("night", "ours"),
                number(ACME));
        desk.policy = policy("night", "ours", UnknownNumbers.REJECT);

        assertThat(desk.decided()).isEqualTo("system-default night");
        assertThat(desk.decide(NUMBER).tenantId()).isEqualTo(ACME);
        assertThat(desk.decide("+15550000000").tenantId())
                .as("of no tenant's number")
                .isEqualTo("ours");
    }

    @Test
    void aDefaultAgentThatCannotAnswerShouldLeaveItToTheRulesBehind() {
        desk.with(off(agent("night", null)));

        for (String id : new String[] {"night", "ghost"}) {
            desk.policy = policy(id, null, UnknownNumbers.DEFAULT);
            assertThat(desk.decided()).isEqualTo("default phone-agent");
        }
        assertThat(desk.steps())
                .contains(new RoutingStep("default agent of the system", "agent ghost is not in the directory"));
    }

    @Test
    void unknownNumbersShouldBeAnsweredIgnoredOrRejectedAsIsSaid() {
        desk.policy = policy(null, null, UnknownNumbers.DEFAULT);
        assertThat(desk.decided()).isEqualTo("default phone-agent");
        desk.policy = policy(null, null, UnknownNumbers.IGNORE);
        assertThat(desk.decided()).isEqualTo("unknown-number ignored");
        desk.policy = policy(null, "ours", UnknownNumbers.REJECT);
        assertThat(desk.decided()).isEqualTo("unknown-number rejected");
        assertThat(desk.decide(NUMBER).tenantId()).isEqualTo("ours");

        desk.with(tenant(ACME, null), number(ACME));
        assertThat(desk.decide(NUMBER))
                .as("known, but nobody is there")
                .isEqualTo(new RoutingDecision.Reject("no-agent", ACME, null));
    }

    @Test
    void otherRulesShouldSpeakBehindTheDirectoryAndListedNumbersBeforeTheSystemsDefault() {
        desk.others = file(word -> ofTheFile(word, null));
        desk.policy = policy("night", null, UnknownNumbers.REJECT);
        assertThat(desk.decided()).as("nothing in the directory").isEqualTo("listed of-the-file");

        desk.with(agent("night", null));
        assertThat(desk.decided()).isEqualTo("listed of-the-file");
        assertThat(RoutingDesk.word(desk.decide("+15550000000"))).isEqualTo("system-default night");

        desk.with(off(agent("night", null)));
        assertThat(RoutingDesk.word(desk.decide("+15550000000"))).isEqualTo("unlisted of-the-file");

        desk.with(agent("sales", null), number(null, "sales"));
        assertThat(desk.decided()).isEqualTo("number sales");
        assertThat(desk.routing().agentNames()).contains("of-the-file", "lk-sales", "lk-night", "phone-agent");
    }

    @Test
    void s26ACallToATenantsNumberShouldStayThatTenantsWhateverOtherRulesSay() {
        desk.others = file(word -> ofTheFile(word, "beta"));
        assertThat(desk.decide(NUMBER).tenantId()).isEqualTo("beta");

        desk.with(tenant(ACME, null), number(ACME));
        assertThat(desk.decide(NUMBER).tenantId()).isEqualTo(ACME);

        desk.others = file(RoutingDecision.Reject::new);
        assertThat(desk.decide(NUMBER)).isEqualTo(new RoutingDecision.Reject("listed", ACME, null));
        desk.others = file(RoutingDecision.Ignore::new);
        assertThat(desk.decide(NUMBER)).isEqualTo(new RoutingDecision.Ignore("listed", ACME, null));
    }

    @Test
    void agentNamesShouldHoldInactiveAgentsAndFollowTheDirectory() {
        desk.with(off(agent("one", null)));
        DirectoryRouting routing = desk.routing();
        assertThat(routing.agentNames()).containsExactlyInAnyOrder("lk-one", "phone-agent");

        Set<String> before = routing.agentNames();
        desk.with(number(null, "one"));
        assertThat(routing.agentNames()).as("not gathered anew").isSameAs(before);

        desk.with(agent("two", null));
        assertThat(routing.agentNames()).containsExactlyInAnyOrder("lk-one", "lk-two", "phone-agent");
    }

    @Test
    void explainShouldTellEachStepAndNameTheOneThatDecided() {
        desk.with(tenant(ACME, "desk"), agent("desk", ACME), off(agent("sales", ACME)), number(ACME, "sales"));

        assertThat(desk.steps())
                .containsExactly(
                        new RoutingStep("directory", "as of revision 4"),
                        new RoutingStep("number " + NUMBER, "is in the directory, agents: 1, campaigns: 0"),
                        new RoutingStep("tenant", "acme, by the number"),
                        new RoutingStep("agents of the number", "none is active of 1"),
                        new RoutingStep("default agent of tenant acme", "agent desk answers", "tenant-default"));
    }

    @Test
    void s58WhatACarrierSendsShouldStandInAStepShortAndWithoutControlCharacters() {
        List<RoutingStep> steps = new ArrayList<>();
        desk.routing().explain(desk.call("\u001b[31m" + "9".repeat(10_000)), steps::add);

        assertThat(steps).allSatisfy(step -> {
            assertThat(step.asked()).hasSizeLessThan(100).doesNotContain("\u001b");
            assertThat(step.said()).hasSizeLessThan(100).doesNotContain("\u001b");
        });
    }

    @Nested
    class TheDirectoryKeepsTheContract implements CallRoutingPortContract {
        @Override
        public CallRoutingPort rules() {
            Agent sales = agent("sales", ACME);
            return new RoutingDesk()
                    .with(tenant(ACME, null), sales, number(ACME, "sales"))
                    .routing();
        }

        @Override
        public String speaksFor() {
            return NUMBER;
        }
    }
}
