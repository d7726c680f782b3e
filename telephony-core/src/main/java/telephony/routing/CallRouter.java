package telephony.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Decides who answers a call: what the rules say, else the default agent.
 *
 * <p>It never fails: rules that throw lead to the default agent with the reason {@value #RULES_FAILED}, and the failure
 * goes to the consumer given at construction. Thread-safe when the port is.
 */
public final class CallRouter {

    /** What a step is about that names the rungs of a decision; rules that know who set them tell it themselves. */
    public static final String AGENT_MISSING = "when the agent is missing";

    /** Reason of a decision that no rule made. */
    public static final String DEFAULT = "default";

    /** Reason of a decision made without the rules, because they could not be read. */
    public static final String RULES_FAILED = "rules-failed";

    private final CallRoutingPort rules;
    private final AgentConfig defaultAgent;
    private final List<Rung> defaultRungs;
    private final Set<String> adoptedAgents;
    private final Consumer<RuntimeException> whenRulesFail;
    private volatile Set<String> lastNames = Set.of();

    /**
     * @param rules who answers which call
     * @param defaultAgent who answers when no rule speaks
     * @param defaultRungs what is done when an agent is missing and the decision says nothing of it
     * @param adoptedAgents further LiveKit agent names that count as ours when they are found in a call's room
     * @param whenRulesFail told when the rules threw; must not throw itself
     */
    public CallRouter(
            CallRoutingPort rules,
            AgentConfig defaultAgent,
            List<Rung> defaultRungs,
            Set<String> adoptedAgents,
            Consumer<RuntimeException> whenRulesFail) {
        this.rules = rules;
        this.defaultAgent = defaultAgent;
        this.defaultRungs = List.copyOf(defaultRungs);
        this.adoptedAgents = Set.copyOf(adoptedAgents);
        this.whenRulesFail = whenRulesFail;
    }

    /** A router that lets one agent answer every call. */
    public static CallRouter always(AgentConfig agent) {
        return always(agent, Set.of());
    }

    /** A router that lets one agent answer every call, and counts agents of these names as ours as well. */
    public static CallRouter always(AgentConfig agent, Set<String> adoptedAgents) {
        return always(agent, Rung.DEFAULT, adoptedAgents);
    }

    /** The same, with these rungs for a caller whose agent is missing. */
    public static CallRouter always(AgentConfig agent, List<Rung> onAgentMissing, Set<String> adoptedAgents) {
        return new CallRouter(NoRules.INSTANCE, agent, onAgentMissing, adoptedAgents, failure -> {});
    }

    /** Who answers this call, and why. Never throws. */
    public RoutingDecision route(RoutingRequest request) {
        return decide(request).decision();
    }

    /** Who answers this call, and each step on the way to that. Never throws; of rules that throw their listener is told. */
    public RoutingExplanation decide(RoutingRequest request) {
        return explained(request, whenRulesFail);
    }

    /** The same decision, with the rungs of this router where it says nothing of them. */
    public RoutingDecision completed(RoutingDecision decision) {
        return decision instanceof RoutingDecision.Dispatch dispatch
                        && dispatch.onAgentMissing().isEmpty()
                ? dispatch.withOnAgentMissing(defaultRungs)
                : decision;
    }

    /**
     * The decision that {@link #route} makes for this call, and each step on the way to it. Does nothing and never throws;
     * rules that cannot be read are a step, and nobody else is told.
     */
    public RoutingExplanation explain(RoutingRequest request) {
        return explained(request, failure -> {});
    }

    private RoutingExplanation explained(RoutingRequest request, Consumer<RuntimeException> whenFailed) {
        List<RoutingStep> steps = new ArrayList<>();
        RoutingDecision decision;
        try {
            decision = rules.explain(request, steps::add).orElse(null);
            if (decision == null) {
                steps.add(new RoutingStep(
                        "the default agent", defaultAgent.name() + " answers what no rule speaks for", DEFAULT));
                decision = RoutingDecision.Dispatch.of(defaultAgent, DEFAULT);
            }
        } catch (RuntimeException e) {
            whenFailed.accept(e);
            steps.add(new RoutingStep(
                    "the rules",
                    "cannot be read (" + e.getClass().getSimpleName() + "): " + defaultAgent.name() + " answers",
                    RULES_FAILED));
            decision = RoutingDecision.Dispatch.of(defaultAgent, RULES_FAILED);
        }
        RoutingDecision complete = completed(decision);
        boolean told = steps.stream().anyMatch(step -> step.asked().equals(AGENT_MISSING));
        if (complete instanceof RoutingDecision.Dispatch dispatch && !told) {
            String said = dispatch.onAgentMissing().stream().map(Rung::word).collect(Collectors.joining(", "));
            boolean own = complete.equals(decision);
            steps.add(new RoutingStep(AGENT_MISSING, said + (own ? ", by the route" : ", by default")));
        }
        return new RoutingExplanation(complete, steps);
    }

    /** Whether an agent of this LiveKit name counts as one of ours, whoever sent it. */
    public boolean isAdoptable(String agentName) {
        // There may be a hundred thousand names: they are not gathered for one question.
        return defaultAgent.name().equals(agentName)
                || adoptedAgents.contains(agentName)
                || defaultRungs.stream().flatMap(rung -> rung.agent().stream()).anyMatch(agent -> agent.name()
                        .equals(agentName))
                || namesOfTheRules().contains(agentName);
    }

    /** The LiveKit agent names that count as ours. */
    public Set<String> adoptableAgents() {
        Set<String> names = new HashSet<>(adoptedAgents);
        names.add(defaultAgent.name());
        defaultRungs.stream().flatMap(rung -> rung.agent().stream()).forEach(agent -> names.add(agent.name()));
        names.addAll(namesOfTheRules());
        return names;
    }

    /** What the rules said last, while they cannot be read: an agent of ours must not become a stranger meanwhile. */
    private Set<String> namesOfTheRules() {
        try {
            lastNames = Set.copyOf(rules.agentNames());
        } catch (RuntimeException e) {
            whenRulesFail.accept(e);
        }
        return lastNames;
    }

    private enum NoRules implements CallRoutingPort {
        INSTANCE;

        @Override
        public Optional<RoutingDecision> route(RoutingRequest request) {
            return Optional.empty();
        }

        @Override
        public Set<String> agentNames() {
            return Set.of();
        }
    }
}
