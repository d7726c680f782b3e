package telephony.app.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call that is over, by the clock of the simulation.
 *
 * @param heard the agents that were heard, in turn
 * @param mostAtOnce how many of them at once
 * @param heardAfter how long the caller waited for the first; null = heard nobody
 * @param endedByUs whether the switchboard ended it
 * @param agentAskedFor whether LiveKit was asked for an agent
 */
record CallResult(
        List<String> heard, int mostAtOnce, @Nullable Duration heardAfter, boolean endedByUs, boolean agentAskedFor) {

    private static final Set<String> ENDED_BY_US = Set.of("PARTICIPANT_REMOVED", "ROOM_DELETED");

    CallResult {
        heard = List.copyOf(heard);
    }

    /** Reads what the simulation tells of a call. */
    static CallResult of(JsonNode call) {
        List<String> heard = new ArrayList<>();
        call.path("heard").forEach(agent -> heard.add(agent.asText()));
        return new CallResult(
                heard,
                call.path("mostAgentsAtOnce").asInt(),
                call.hasNonNull("heardAt")
                        ? Duration.between(instant(call, "beganAt"), instant(call, "heardAt"))
                        : null,
                ENDED_BY_US.contains(call.path("endReason").asText()),
                call.path("agentAskedFor").asBoolean());
    }

    private static Instant instant(JsonNode call, String member) {
        return Instant.parse(call.path(member).asText());
    }

    /** Whether the switchboard wanted no agent in it. */
    boolean isRefused() {
        return mostAtOnce == 0 && endedByUs && !agentAskedFor;
    }

    /** In words. */
    String told() {
        if (isRefused()) {
            return "refused by the switchboard";
        }
        String who = heardAfter == null
                ? "heard nobody"
                : String.format(
                        Locale.ROOT,
                        "heard %s after %.1f s, at most %d at once",
                        String.join(", then ", heard),
                        heardAfter.toMillis() / 1000.0,
                        mostAtOnce);
        return who + (endedByUs ? "; hung up by the switchboard" : "; the caller hung up");
    }
}
