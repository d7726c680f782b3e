package telephony.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.call.Direction;
import telephony.call.DispatchMarker;
import telephony.call.PhoneNumber;
import telephony.call.TelephonyCall;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;

/**
 * The JSON object that the agent finds as its job's metadata: the user's own members at the top level, keys in
 * snake_case at every depth, and ours under the one reserved key {@value #RESERVED_KEY}.
 */
public final class AgentMetadata {

    /** The one key of the top level that is ours. */
    public static final String RESERVED_KEY = "telephony";

    /** Version of what stands under it. */
    public static final int VERSION = 1;

    /** Size of the whole object at most, in bytes of JSON in UTF-8; more is never sent. */
    public static final int MAX_BYTES = 16 * 1024;

    /** What is left of it for numbers, ids and marker of a call, when the object of a route is measured without one. */
    public static final int CALL_BYTES = 1024;

    private AgentMetadata() {}

    /** What this agent of this call is told. */
    static Map<String, Object> of(
            TelephonyCall call, RoutingDecision.Dispatch route, DispatchMarker marker, AgentToken token) {
        AgentConfig sent = route.agentAfter(call.dispatch().replacement().rungs());
        Map<String, Object> ours = new LinkedHashMap<>();
        ours.put("version", VERSION);
        ours.put("call_id", call.callId().toString());
        ours.put("direction", call.origin().direction().name().toLowerCase(Locale.ROOT));
        ours.put("from", best(call.from()));
        ours.put("to", best(call.to()));
        ours.put("tenant_id", call.origin().tenantId());
        ours.put("campaign_id", call.origin().campaignId());
        ours.put("reason", route.reason());
        ours.put("agent", agent(sent));
        ours.put("dispatch", marker.toString());
        ours.put("token", token.text());
        return around(ours, sent, route.metadata());
    }

    /**
     * What the agent of an inbound call would be told by this route: the same object, but for {@code call_id},
     * {@code dispatch} and {@code token}, which only a call has.
     *
     * @param from the caller's number; null = withheld
     * @param to the dialled number; null = not known
     */
    public static Map<String, Object> preview(
            RoutingDecision.Dispatch route, @Nullable String from, @Nullable String to) {
        Map<String, Object> ours = new LinkedHashMap<>();
        ours.put("version", VERSION);
        ours.put("direction", Direction.INBOUND.name().toLowerCase(Locale.ROOT));
        ours.put("from", from);
        ours.put("to", to);
        ours.put("tenant_id", route.tenantId());
        ours.put("campaign_id", route.campaignId());
        ours.put("reason", route.reason());
        ours.put("agent", agent(route.config()));
        return around(ours, route.config(), route.metadata());
    }

    /** The top level: for a flat agent what is configured for it, over it the user's own, over all our one key. */
    private static Map<String, Object> around(Map<String, Object> ours, AgentConfig config, Map<String, Object> own) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (config.metadataStyle() == AgentConfig.MetadataStyle.FLAT) {
            metadata.putAll(agent(config));
        }
        metadata.putAll(snakeCase(own));
        metadata.put(RESERVED_KEY, ours);
        return metadata;
    }

    private static Map<String, Object> agent(AgentConfig config) {
        Map<String, Object> agent = new LinkedHashMap<>();
        agent.put("name", config.name());
        agent.put("prompt", config.prompt());
        agent.put("greeting", config.greeting());
        agent.put("voice", config.voice());
        agent.put("model", config.model());
        agent.put("tools", config.tools());
        agent.put("noise_cancellation_type", config.noiseCancellationType());
        return agent;
    }

    private static @Nullable String best(@Nullable PhoneNumber number) {
        return number == null ? null : number.best();
    }

    /** The same object with every key, at every depth and inside arrays, in snake_case. */
    static Map<String, Object> snakeCase(Map<?, ?> object) {
        Map<String, Object> result = new LinkedHashMap<>();
        object.forEach((key, value) -> result.put(snakeCase(String.valueOf(key)), snakeCaseValue(value)));
        return result;
    }

    private static @Nullable Object snakeCaseValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return snakeCase(object);
        }
        if (value instanceof List<?> array) {
            List<Object> items = new ArrayList<>();
            array.forEach(item -> items.add(snakeCaseValue(item)));
            return items;
        }
        return value;
    }

    /** {@code customerName}, {@code CustomerName}, {@code customer-name} and {@code customer name} alike. */
    public static String snakeCase(String key) {
        return key.trim()
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .replaceAll("[\\s-]+", "_")
                .toLowerCase(Locale.ROOT);
    }
}
