package telephony.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The agent workers that are registered with the server, and what the agents that they send will do. */
final class Workers {

    private final Map<String, Deque<AgentBehaviour>> next = new HashMap<>();
    private final Map<String, Deque<AgentBehaviour>> nextInRoom = new HashMap<>();
    private final Map<String, AgentBehaviour> usual = new HashMap<>();
    private boolean connected = true;

    void register(String agentName, AgentBehaviour always) {
        usual.put(agentName, always);
    }

    void unregister(String agentName) {
        usual.remove(agentName);
    }

    Set<String> names() {
        return Set.copyOf(usual.keySet());
    }

    /** What the next agents of this name do, in turn. */
    void plan(String agentName, List<AgentBehaviour> behaviours) {
        next.computeIfAbsent(agentName, name -> new ArrayDeque<>()).addAll(behaviours);
    }

    /** What the next agents in this room do, in turn. */
    void planInRoom(String room, List<AgentBehaviour> behaviours) {
        if (!behaviours.isEmpty()) {
            nextInRoom.put(room, new ArrayDeque<>(behaviours));
        }
    }

    void forgetRoom(String room) {
        nextInRoom.remove(room);
    }

    void connected(boolean now) {
        connected = now;
    }

    /** Takes a job; empty when nobody of this name is there: LiveKit drops it silently. */
    Optional<AgentBehaviour> take(String room, String agentName) {
        AgentBehaviour always = usual.get(agentName);
        if (always == null || !connected) {
            return Optional.empty();
        }
        AgentBehaviour here = poll(nextInRoom.get(room));
        AgentBehaviour planned = here == null ? poll(next.get(agentName)) : here;
        return Optional.of(planned == null ? always : planned);
    }

    private static @Nullable AgentBehaviour poll(@Nullable Deque<AgentBehaviour> planned) {
        return planned == null ? null : planned.poll();
    }
}
