package telephony.routing;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The rules and the directory from which {@link CallRouter} decides who answers.
 *
 * <p><b>Atomic:</b> one call of {@link #route} sees one consistent state of the rules; a change takes effect for the
 * next call. <b>Absent:</b> an empty answer means "no rule speaks for this call", and the router's default agent
 * answers. <b>Broken:</b> any {@link RuntimeException} means the rules cannot be read just now; the router logs it to
 * its listener and lets the default agent answer, because a caller who waits is worse than a caller with the wrong
 * agent. <b>Threads:</b> called by many threads at once. <b>Blocking:</b> must not: it stands on the path of LiveKit's
 * webhook, so the answer comes from memory (well under a millisecond).
 */
public interface CallRoutingPort {

    /** Who answers this call; empty = no rule speaks for it. */
    Optional<RoutingDecision> route(RoutingRequest request);

    /**
     * The answer that {@link #route} gives for this request, and the steps on the way to it, from one state of the rules.
     * Nothing is done. Rules that keep their steps to themselves are one step.
     *
     * @param told gets each step in order, at least one
     */
    default Optional<RoutingDecision> explain(RoutingRequest request, Consumer<RoutingStep> told) {
        Optional<RoutingDecision> decision = route(request);
        told.accept(new RoutingStep(
                "the rules",
                decision.map(made -> "decide, with the reason " + made.reason()).orElse("say nothing of this call"),
                decision.map(RoutingDecision::reason).orElse(null)));
        return decision;
    }

    /**
     * Every LiveKit agent name that these rules can send, fallback agents included. An agent of such a name found in a
     * call's room counts as the call's agent even when somebody else sent it; agents of other names are never touched.
     * An agent that a call's own route names counts for that call without being named here. Asked often: it does not gather
     * them anew each time.
     */
    Set<String> agentNames();
}
