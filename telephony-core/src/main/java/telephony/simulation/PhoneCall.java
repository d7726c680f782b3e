package telephony.simulation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that somebody makes.
 *
 * @param from who calls, as the carrier writes it
 * @param to who is called
 * @param rule by which it gets its room
 * @param hangsUpAfter how long after it began the far end hangs up, answered or not; null = not by itself
 * @param patience how long the caller lets it ring; null = longer than the trunk does
 * @param ringingTimeout how long the trunk lets it ring
 * @param talk how long after first hearing an agent the caller hangs up; null = not for that
 * @param faults what happens to webhooks of its room on their way
 * @param agents what the first agents in its room do; later ones do what their worker's do
 */
public record PhoneCall(
        String from,
        String to,
        DispatchRule rule,
        @Nullable Duration hangsUpAfter,
        @Nullable Duration patience,
        Duration ringingTimeout,
        @Nullable Duration talk,
        List<WebhookFault> faults,
        List<AgentBehaviour> agents) {

    public PhoneCall {
        faults = List.copyOf(faults);
        agents = List.copyOf(agents);
    }

    /** A call into a room of its own. */
    public static PhoneCall between(String from, String to) {
        return new PhoneCall(
                from,
                to,
                DispatchRule.individual("call"),
                null,
                null,
                Seen.RINGING_TIMEOUT,
                null,
                List.of(),
                List.of());
    }

    /** The same by another rule. */
    public PhoneCall by(DispatchRule next) {
        return new PhoneCall(from, to, next, hangsUpAfter, patience, ringingTimeout, talk, faults, agents);
    }

    /** The same with a caller who hangs up so long after it began. */
    public PhoneCall hangingUpAfter(Duration next) {
        return new PhoneCall(from, to, rule, next, patience, ringingTimeout, talk, faults, agents);
    }

    /** The same with a caller who gives up when it was not answered by then. */
    public PhoneCall givingUpAfter(Duration next) {
        return new PhoneCall(from, to, rule, hangsUpAfter, next, ringingTimeout, talk, faults, agents);
    }

    /** The same over a trunk that lets it ring for so long. */
    public PhoneCall ringingFor(Duration next) {
        return new PhoneCall(from, to, rule, hangsUpAfter, patience, next, talk, faults, agents);
    }

    /** The same with a caller who hangs up so long after first hearing an agent. */
    public PhoneCall talkingFor(Duration next) {
        return new PhoneCall(from, to, rule, hangsUpAfter, patience, ringingTimeout, next, faults, agents);
    }

    /** The same with first agents that behave so, in turn. */
    public PhoneCall meeting(AgentBehaviour... first) {
        return new PhoneCall(from, to, rule, hangsUpAfter, patience, ringingTimeout, talk, faults, List.of(first));
    }

    /** The same with a room whose webhooks meet these faults. */
    public PhoneCall disturbedBy(WebhookFault... next) {
        return new PhoneCall(from, to, rule, hangsUpAfter, patience, ringingTimeout, talk, List.of(next), agents);
    }
}
