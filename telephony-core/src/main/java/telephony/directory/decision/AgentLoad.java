package telephony.directory.decision;

/**
 * How many calls agents have, so that of several that are alike the one with the fewest is taken.
 *
 * <p><b>Atomic:</b> nothing; a count may be old. <b>Absent:</b> an agent that nobody knows has none. <b>Broken:</b> no
 * exceptions. <b>Threads:</b> safe for any number. <b>Blocking:</b> must not.
 */
@FunctionalInterface
public interface AgentLoad {

    /** Everybody has none, so that the order of the number alone decides. */
    AgentLoad NONE = agentId -> 0;

    /**
     * How many calls this agent has, 0 or more.
     *
     * @param agentId as the directory knows it
     */
    int callsOf(String agentId);
}
