package telephony.app.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * A call to be placed.
 *
 * @param from who calls
 * @param to who is called
 * @param agents what the first agents in its room do, in turn
 * @param drop the kinds of webhook of which the first one is lost
 * @param duplicate whether the first webhook of each kind is delivered twice
 * @param reorder whether the first webhook of each kind is overtaken by the next
 * @param talk how long after first hearing an agent the caller hangs up
 */
public record CallOrder(
        String from,
        String to,
        List<String> agents,
        List<String> drop,
        boolean duplicate,
        boolean reorder,
        Duration talk) {

    /** A caller who hears nobody hangs up after this; the switchboard itself gives up after a minute. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(90);

    private static final List<String> EVENTS =
            List.of("room_started", "participant_joined", "track_published", "participant_left", "room_finished");

    public CallOrder {
        agents = List.copyOf(agents);
        drop = List.copyOf(drop);
    }

    /** As the simulated LiveKit reads it. The call ends by itself: whoever placed it may be gone by then. */
    JsonNode json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("from", from).put("to", to);
        json.put("talk", millis(talk));
        json.put("giveUpAfter", millis(LONGEST_WAIT));
        json.put("hangUpAfter", millis(LONGEST_WAIT.plus(talk)));
        put(json, "agent", agents);
        put(json, "drop", drop);
        put(json, "duplicate", duplicate ? EVENTS : List.of());
        put(json, "reorder", reorder ? EVENTS : List.of());
        return json;
    }

    private static String millis(Duration time) {
        return time.toMillis() + "ms";
    }

    private static void put(ObjectNode json, String member, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = json.putArray(member);
            values.forEach(array::add);
        }
    }
}
