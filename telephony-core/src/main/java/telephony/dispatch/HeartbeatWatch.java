package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;

/**
 * Counts how long agents have been silent that this process listens to. Silence counts only while the process could have
 * heard a heartbeat: it is counted in steps from one look at the clock to the next, no step counts more than
 * {@link #LONGEST_STEP}, and it begins anew when a heartbeat had to be turned away. So neither a pause of the process nor a
 * clock that is put forward nor a store that is away makes a healthy agent seem silent. Thread-safe.
 */
final class HeartbeatWatch {

    /** The most that passes as silence between two looks at the clock, which are meant to come four times a second. */
    static final Duration LONGEST_STEP = Duration.ofSeconds(1);

    /** Agents that are listened to at once; of more, LiveKit's word alone tells. */
    static final int MAX_AGENTS = 10_000;

    /** One agent of one call; of a call's agents only its own is listened to. */
    private static final class Listening {
        private final String identity;
        private Duration silence;

        Listening(String identity, Duration silence) {
            this.identity = identity;
            this.silence = silence;
        }
    }

    private final Map<CallId, Listening> agents = new HashMap<>();
    private @Nullable Instant lastLook;

    /** This agent, which is the call's, is heard now. */
    synchronized void heard(CallId callId, String identity, Instant now) {
        if (agents.size() < MAX_AGENTS || agents.containsKey(callId)) {
            // The next look counts all the time since the last one, of which this much was before the heartbeat.
            agents.put(callId, new Listening(identity, sinceLook(now).negated()));
        }
    }

    /** Nobody is to be heard for this call any more, or another process listens. */
    synchronized void forget(CallId callId) {
        agents.remove(callId);
    }

    /** Somebody may have tried to be heard and could not: all silence so far proves nothing. */
    synchronized void turnedAway() {
        agents.values().forEach(agent -> agent.silence = Duration.ZERO);
    }

    /** Lets the time since the last look count, and tells whose silence lasts this long or longer now. */
    synchronized List<CallId> silentFor(Duration deadline, Instant now) {
        Duration step = sinceLook(now);
        lastLook = now;
        List<CallId> silent = new ArrayList<>();
        agents.forEach((callId, agent) -> {
            agent.silence = agent.silence.plus(step);
            if (agent.silence.compareTo(deadline) >= 0) {
                silent.add(callId);
            }
        });
        return silent;
    }

    private Duration sinceLook(Instant now) {
        Duration step = lastLook == null ? Duration.ZERO : Duration.between(lastLook, now);
        Duration counted = step.isNegative() ? Duration.ZERO : step;
        return counted.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : counted;
    }

    /** Nobody is listened to for this call any more, unless its agent was heard meanwhile. */
    synchronized void forgetSilent(CallId callId, Duration deadline) {
        agents.computeIfPresent(callId, (id, agent) -> agent.silence.compareTo(deadline) >= 0 ? null : agent);
    }

    /** Whether this agent has been silent for so long, and still is. */
    synchronized boolean isSilent(CallId callId, String identity, Duration deadline) {
        Listening agent = agents.get(callId);
        return agent != null && agent.identity.equals(identity) && agent.silence.compareTo(deadline) >= 0;
    }
}
