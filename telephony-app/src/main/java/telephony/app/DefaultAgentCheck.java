package telephony.app;

import java.util.Optional;
import telephony.directory.Agent;
import telephony.directory.DirectorySnapshot;

/** Whether the directory's agent of the last resort can answer. */
final class DefaultAgentCheck {

    private DefaultAgentCheck() {}

    /** What to tell the operator; empty = none is set, or it can answer. */
    static Optional<String> warning(AppConfig.Agents agents, DirectorySnapshot directory) {
        String id = agents.unlisted().defaultAgentId();
        if (id == null || directory.agent(id).filter(Agent::isActive).isPresent()) {
            return Optional.empty();
        }
        String fault = directory.agent(id).isPresent() ? " is not active" : " is not in the directory";
        String instead = agents.routingFile() == null
                ? Names.UNKNOWN_NUMBERS + " decides"
                : "unknownNumbers of the routing file decides";
        return Optional.of(Names.DEFAULT_AGENT_ID + ": agent " + id + fault + "; until it is, " + instead
                + ", by default for " + agents.defaultAgent());
    }
}
