package telephony.stats;

import telephony.call.TelephonyCall;
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

    static Routed of(TelephonyCall call) {
        if (!(call.route() instanceof RoutingDecision.Dispatch dispatch)) {
            return NONE;
        }
        boolean named = !dispatch.reason().equals(CallRouter.DEFAULT)
                && !dispatch.reason().equals(CallRouter.RULES_FAILED)
                && dispatch.agentAfter(call.dispatch().replacement().rungs()).equals(dispatch.config());
        return named ? ACTIVE : FALLBACK;
    }
}
