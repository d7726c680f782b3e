package telephony.sip;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An agent that LiveKit itself sends into each room that a dispatch rule opens ({@code room_config.agents}).
 *
 * @param agentName the name under which its workers are registered
 * @param metadata the text that its job gets; empty = none
 * @param deployment which deployment of the agent; empty = any
 * @param attributes of the agent's participant
 * @param restartPolicy {@code on_failure} or {@code never}; heeded by LiveKit Cloud only
 */
public record RuleAgent(
        String agentName, String metadata, String deployment, Map<String, String> attributes, String restartPolicy) {

    /** LiveKit's own choice. */
    public static final String ON_FAILURE = "on_failure";

    /** The other choice. */
    public static final String NEVER = "never";

    public RuleAgent {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** With nothing but its name. */
    public static RuleAgent named(String agentName) {
        return new RuleAgent(agentName, "", "", Map.of(), ON_FAILURE);
    }
}
