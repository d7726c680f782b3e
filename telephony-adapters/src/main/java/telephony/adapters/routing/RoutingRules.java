package telephony.adapters.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;
import telephony.routing.Rung;

/**
 * What one version of the file says; never changes.
 *
 * @param numbers what is decided for a dialled number, by its E.164 text
 * @param unknownNumbers what is decided for every other one
 * @param agentNames LiveKit names of all agents in the file, and of those that stand in for what it does not say
 */
record RoutingRules(Map<String, Rule> numbers, Rule unknownNumbers, Set<String> agentNames) {

    /**
     * A decision, and the words in which it is told.
     *
     * @param decision what is decided
     * @param said how the file says it
     * @param ownRungs whether what is done for a missing agent was said of this number, and not by default
     */
    record Rule(RoutingDecision decision, String said, boolean ownRungs) {

        Rule(RoutingDecision decision, String said) {
            this(decision, said, false);
        }

        private void tellRungs(Consumer<RoutingStep> told) {
            if (decision instanceof RoutingDecision.Dispatch dispatch) {
                String rungs =
                        dispatch.onAgentMissing().stream().map(Rung::word).collect(Collectors.joining(", "));
                String by = ownRungs ? ", by the route" : ", by default";
                told.accept(new RoutingStep(CallRouter.AGENT_MISSING, rungs + by));
            }
        }
    }

    RoutingRules {
        numbers = Map.copyOf(new HashMap<>(numbers));
        agentNames = Set.copyOf(agentNames);
    }

    RoutingDecision decide(RoutingRequest request, Consumer<RoutingStep> told) {
        return listed(request, told).orElseGet(() -> unlisted(told));
    }

    /** What is said of the dialled number; empty = nothing. */
    Optional<RoutingDecision> listed(RoutingRequest request, Consumer<RoutingStep> told) {
        String to = request.to();
        Rule listed = to == null ? null : numbers.get(to);
        if (listed != null) {
            told.accept(new RoutingStep(
                    "number " + to, listed.said(), listed.decision().reason()));
            listed.tellRungs(told);
            return Optional.of(listed.decision());
        }
        told.accept(new RoutingStep(
                "numbers", to == null ? "the dialled number is not known" : RoutingStep.shown(to) + " is not listed"));
        return Optional.empty();
    }

    /** What is said of all numbers that are not listed. */
    RoutingDecision unlisted(Consumer<RoutingStep> told) {
        told.accept(new RoutingStep(
                "unknownNumbers",
                unknownNumbers.said(),
                unknownNumbers.decision().reason()));
        unknownNumbers.tellRungs(told);
        return unknownNumbers.decision();
    }
}
