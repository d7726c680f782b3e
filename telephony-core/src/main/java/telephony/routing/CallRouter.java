package telephony.routing;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Decides who answers a call: what the rules say, else the default agent.
 *
 * <p>It never fails: rules that throw lead to the default agent with the reason {@value #RULES_FAILED}, and the failure
 * goes to the consumer given at construction. Thread-safe when the port is.
 */
public final class CallRouter {

    /** Reason of a decision that no rule made. */
    public static final String DEFAULT = "default";

    /** Reason of a decision made without the rules, because they could not be read. */
    public static final String RULES_FAILED = "rules-failed";

    private final CallRoutingPort rules;
    private final AgentConfig defaultAgent;
    private final Set<String> adoptedAgents;
    private final Consumer<RuntimeException> whenRulesFail;
    private volatile Set<String> lastNames = Set.of();

    /**
     * @param rules who answers which call
     * @param defaultAgent who answers when no rule speaks
     * @param adoptedAgents further LiveKit agent names that count as ours when they are found in a call's room
     * @param whenRulesFail told when the rules threw; must not throw itself
     */
    public CallRouter(
            CallRoutingPort rules,
            AgentConfig defaultAgent,
            Set<String> adoptedAgents,
            Consumer<RuntimeException> whenRulesFail) {
        this.rules = rules;
        this.defaultAgent = defaultAgent;
        this.adoptedAgents = Set.copyOf(adoptedAgents);
        this.whenRulesFail = whenRulesFail;
    }

    /** A router that lets one agent answer every call. */
    public static CallRouter always(AgentConfig agent) {
        return always(agent, Set.of());
    }

    /** A router that lets one agent answer every call, and counts agents of these names as ours as well. */
    public static CallRouter always(AgentConfig agent, Set<String> adoptedAgents) {
        return new CallRouter(NoRules.INSTANCE, agent, adoptedAgents, failure -> {});
    }

    /** Who answers this call, and why. Never throws. */
    public RoutingDecision route(RoutingRequest request) {
        try {
            return rules.route(request).orElseGet(() -> RoutingDecision.Dispatch.of(defaultAgent, DEFAULT));
        } catch (RuntimeException e) {
            whenRulesFail.accept(e);
            return RoutingDecision.Dispatch.of(defaultAgent, RULES_FAILED);
        }
    }

    /** Whether an agent of this LiveKit name counts as one of ours, whoever sent it. */
    public boolean isAdoptable(String agentName) {
        return adoptableAgents().contains(agentName);
    }

    /** The LiveKit agent names that count as ours. */
    public Set<String> adoptableAgents() {
        Set<String> names = new HashSet<>(adoptedAgents);
        names.add(defaultAgent.name());
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
