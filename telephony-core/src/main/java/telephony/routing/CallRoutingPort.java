package telephony.routing;

import java.util.Optional;
import java.util.Set;

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
     * Every LiveKit agent name that these rules can send. An agent of such a name found in a call's room counts as the
     * call's agent even when somebody else sent it; agents of other names are never touched.
     */
    Set<String> agentNames();
}
