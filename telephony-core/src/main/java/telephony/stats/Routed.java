package telephony.stats;

import java.util.Set;
import telephony.call.TelephonyCall;
import telephony.directory.decision.RouteReason;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;

/** Whether the agent whom the rules named had the call, or somebody in his place. */
public enum Routed {
    /** A rule, or the order of the call, named the agent. */
    ACTIVE,
    /** No rule spoke, or none could be read, or the named agent was replaced by a fallback agent. */
    FALLBACK,
    /** No agent was to answer. */
    NONE;

    /** Reasons of decisions that no rule about the call itself made. */
    private static final Set<String> IN_PLACE_OF_RULES = Set.of(
            CallRouter.DEFAULT,
            CallRouter.RULES_FAILED,
            RouteReason.TENANT_DEFAULT.word(),
            RouteReason.SYSTEM_DEFAULT.word());

    static Routed of(TelephonyCall call) {
        if (!(call.route() instanceof RoutingDecision.Dispatch dispatch)) {
            return NONE;
        }
        boolean named = !IN_PLACE_OF_RULES.contains(dispatch.reason())
                && dispatch.agentAfter(call.dispatch().replacement().rungs()).equals(dispatch.config());
        return named ? ACTIVE : FALLBACK;
    }
}
