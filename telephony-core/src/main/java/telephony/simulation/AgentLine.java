package telephony.simulation;

import java.util.Optional;
import telephony.dispatch.AgentStanding;

/** The way from simulated agents to a switchboard. Called without a lock held, on the thread that turns time. */
@FunctionalInterface
public interface AgentLine {

    /** Nobody is there. */
    AgentLine DEAD = (pass, identity) -> Optional.empty();

    /** Brings a heartbeat; empty = it was not answered, or turned away, and the agent goes on as it did. */
    Optional<AgentStanding> heartbeat(AgentPass pass, String identity);
}
