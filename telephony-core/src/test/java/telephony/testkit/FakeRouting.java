package telephony.testkit;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import telephony.routing.AgentConfig;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;

/** Rules that decide every call alike, or that cannot be read. */
public final class FakeRouting implements CallRoutingPort {

    private final RoutingDecision decision;

    private FakeRouting(RoutingDecision decision) {
        this.decision = decision;
    }

    /** Decides this for every call. */
    public static FakeRouting always(RoutingDecision decision) {
        return new FakeRouting(decision);
    }

    /** Cannot be read. */
    public static CallRoutingPort broken() {
        return new CallRoutingPort() {
            @Override
            public Optional<RoutingDecision> route(RoutingRequest request) {
                throw new IllegalStateException("the rules are broken");
            }

            @Override
            public Set<String> agentNames() {
                return Set.of();
            }
        };
    }

    @Override
    public Optional<RoutingDecision> route(RoutingRequest request) {
        return Optional.of(decision);
    }

    @Override
    public Set<String> agentNames() {
        return Stream.of(decision)
                .flatMap(d -> d.agent().stream())
                .map(AgentConfig::name)
                .collect(Collectors.toSet());
    }
}
