package telephony.routing;

import java.util.List;

/**
 * A decision and how it came about; nothing was done.
 *
 * @param decision what would be done for the call, with the rungs that it would have
 * @param steps what was asked on the way, in order, and what it said
 */
public record RoutingExplanation(RoutingDecision decision, List<RoutingStep> steps) {
    public RoutingExplanation {
        steps = List.copyOf(steps);
    }
}
