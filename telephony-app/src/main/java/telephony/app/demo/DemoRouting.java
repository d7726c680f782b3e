package telephony.app.demo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;

/** The rules of the demonstration: what is dialled decides who answers. */
final class DemoRouting implements CallRoutingPort {

    /** Answers every number without a rule. */
    static final String AGENT = "phone-agent";

    /** Comes when {@link #SALES} cannot be had. */
    static final String RECEPTION = "reception";

    /** Has no worker. */
    static final String SALES = "sales";

    /** Has no worker, and nobody to stand in. */
    static final String NIGHT_DESK = "night-desk";

    static final String FRONT_DESK_NUMBER = "+15559990000";
    static final String SALES_NUMBER = "+15559990100";
    static final String NIGHT_NUMBER = "+15559990200";
    static final String CLOSED_NUMBER = "+15559990300";

    private static final String REASON = "number";

    /** The router with these rules. */
    static CallRouter router() {
        return new CallRouter(new DemoRouting(), AgentConfig.named(AGENT), Rung.DEFAULT, Set.of(), cannotHappen -> {});
    }

    @Override
    public Optional<RoutingDecision> route(RoutingRequest call) {
        String dialled = call.to() == null ? "" : call.to();
        return switch (dialled) {
            case SALES_NUMBER -> Optional.of(dispatch(SALES, new Rung.FallbackAgent(AgentConfig.named(RECEPTION))));
            case NIGHT_NUMBER -> Optional.of(dispatch(NIGHT_DESK, new Rung.Redispatch(), new Rung.HangUp()));
            case CLOSED_NUMBER -> Optional.of(new RoutingDecision.Reject("closed"));
            default -> Optional.empty();
        };
    }

    private static RoutingDecision dispatch(String agent, Rung... rungs) {
        return RoutingDecision.Dispatch.of(AgentConfig.named(agent), REASON).withOnAgentMissing(List.of(rungs));
    }

    @Override
    public Set<String> agentNames() {
        return Set.of(SALES, RECEPTION, NIGHT_DESK);
    }
}
