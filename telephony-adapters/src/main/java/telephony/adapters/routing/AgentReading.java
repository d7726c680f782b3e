package telephony.adapters.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import telephony.adapters.yaml.Findings;
import telephony.adapters.yaml.JsonValues;
import telephony.adapters.yaml.YamlObject;
import telephony.dispatch.AgentMetadata;
import telephony.routing.AgentConfig;
import telephony.routing.AgentConfig.MetadataStyle;

/** Reads agents, and what a route sets otherwise for its agent. */
final class AgentReading {

    /** What can be set for an agent, and by a route for its own calls. */
    static final Set<String> SETTINGS =
            Set.of("prompt", "greeting", "voice", "model", "tools", "noiseCancellation", "metadataStyle");

    private static final String AGENT_NAME = "agentName";
    static final Set<String> ENTRY = RulesReading.with(SETTINGS, AGENT_NAME);

    private final JsonValues values;

    AgentReading(Findings findings) {
        this.values = new JsonValues(findings);
    }

    /** An entry of the file's agents. Its LiveKit name is the entry's own, unless it says another. */
    AgentConfig entry(String name, YamlObject entry) {
        String agentName = entry.knowing(ENTRY).text(AGENT_NAME).orElse(name);
        if (!AgentConfig.isFitName(agentName)) {
            entry.wrong("the agent's name " + AgentConfig.NAME_RULE);
        }
        return settings(entry, AgentConfig.named(agentName));
    }

    /** The agent with what is set here. */
    AgentConfig settings(YamlObject object, AgentConfig agent) {
        @Nullable
        List<Node> tools =
                object.list("tools", "write [first, second], or [] for none").orElse(null);
        Map<String, MetadataStyle> styles =
                new TreeMap<>(Map.of("nested", MetadataStyle.NESTED, "flat", MetadataStyle.FLAT));
        return new AgentConfig(
                agent.name(),
                object.textOrNone("prompt", agent.prompt()),
                object.textOrNone("greeting", agent.greeting()),
                object.textOrNone("voice", agent.voice()),
                object.textOrNone("model", agent.model()),
                tools == null ? agent.tools() : values.list(object.path("tools"), tools),
                object.text("noiseCancellation").orElse(agent.noiseCancellationType()),
                object.choice("metadataStyle", styles, agent.metadataStyle()));
    }

    /** The user's own metadata. */
    Map<String, Object> metadata(YamlObject object) {
        Map<String, String> sent = new HashMap<>();
        for (String name : object.names()) {
            String key = AgentMetadata.snakeCase(name);
            String before = sent.putIfAbsent(key, name);
            if (key.equals(AgentMetadata.RESERVED_KEY)) {
                object.wrongKey(name, "is the one key that is ours; choose another");
            } else if (before != null) {
                object.wrongKey(name, "reaches the agent as " + key + ", as " + before + " does; leave one");
            }
        }
        return values.object(object);
    }
}
