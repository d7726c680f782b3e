package telephony.app.proof;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import telephony.dispatch.AgentStanding;
import telephony.simulation.AgentLine;
import telephony.simulation.AgentPass;

/** The way of agents' heartbeats to the processes: to one of them as long as it answers, or to each in turn. */
final class Heartbeats implements AgentLine {

    private final Play play;
    private final Map<String, Integer> next = new HashMap<>();
    private final Map<String, Integer> listeners = new HashMap<>();

    Heartbeats(Play play) {
        this.play = play;
    }

    /**
     * What became of a heartbeat.
     *
     * @param kind what
     * @param standing the answer; empty = there is none that the agent goes by
     */
    record Told(Kind kind, Optional<AgentStanding> standing) {
        enum Kind {
            /** It was heard. */
            TAKEN,
            /** It was turned away, or waits until the process goes on. */
            NOT_YET,
            /** Nobody knows of it. */
            LOST
        }

        static Told of(Kind kind) {
            return new Told(kind, Optional.empty());
        }
    }

    @Override
    public Optional<AgentStanding> heartbeat(AgentPass pass, String identity) {
        List<Replica> replicas = play.replicas();
        int chosen = next.getOrDefault(identity, Math.floorMod(identity.hashCode(), replicas.size()));
        int other = (chosen + 1) % replicas.size();
        // Before the answer, which may come after the next one.
        next.put(identity, play.world().beats() == World.Beats.IN_TURN ? other : chosen);
        play.beating(identity);
        Told told = replicas.get(chosen).hear(pass, identity);
        if (told.standing().isEmpty()) {
            next.put(identity, other);
        }
        boolean listens = chosen == listeners.getOrDefault(identity, chosen);
        if (told.kind() == Told.Kind.TAKEN) {
            listeners.put(identity, chosen);
        }
        play.beaten(identity, told.kind() == Told.Kind.TAKEN || (told.kind() == Told.Kind.NOT_YET && listens));
        return told.standing();
    }
}
