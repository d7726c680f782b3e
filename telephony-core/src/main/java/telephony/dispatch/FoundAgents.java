package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import telephony.call.Participant;

/**
 * Agents that were found in the room of a call for which nothing was sent, as far as we know: whether they are the call's, and
 * which one. One may be there in LiveKit's memory alone: after it was killed LiveKit lists whoever was there before, and
 * answers nothing else about him (seen).
 */
final class FoundAgents {

    private static final Comparator<Participant> NEWEST_LAST = Comparator.comparing(
                    Participant::joinedAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
            .thenComparing(Participant::identity);

    private FoundAgents() {}

    /**
     * Whether a person was there before anything was sent: then nobody asked us for an agent. Where an agent of ours is
     * shown whom a store that forgot may have sent, it is the call's.
     */
    static boolean areOfAMeeting(Situation s) {
        Duration quiescence = s.policy().timing().quiescence();
        return s.row().dial() == null
                && s.isMeeting()
                && s.row().dispatch().attempts().isEmpty()
                && (s.agentsSeen().isEmpty() || !s.look().mayShowAForgottenCall(s.row(), quiescence));
    }

    /**
     * The agent that is surely there, or the likeliest to be. LiveKit keeps dispatches in memory: whom a listed one has
     * started came after LiveKit's last start. Where none has started any of them, the newest: whoever lives on after a
     * restart has joined anew, so that whom LiveKit merely remembers came before him.
     *
     * @param agents at least one, the first choice first
     * @param look which shows them
     */
    static Participant surest(List<Participant> agents, Look look) {
        return agents.stream()
                .filter(agent -> look.seenDispatches().stream()
                        .anyMatch(dispatch -> dispatch.agentIdentities().contains(agent.identity())))
                .findFirst()
                .orElseGet(() -> agents.stream().max(NEWEST_LAST).orElseThrow());
    }
}
