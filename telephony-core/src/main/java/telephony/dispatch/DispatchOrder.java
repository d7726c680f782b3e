package telephony.dispatch;

import java.time.Instant;
import java.util.Map;
import telephony.call.DispatchMarker;

/**
 * One CreateDispatch, ready to be sent.
 *
 * @param roomName the room
 * @param agentName the LiveKit agent name
 * @param marker the attempt's name; it stands in the metadata as {@code telephony.dispatch}
 * @param metadata the JSON object that the agent receives, marker included
 * @param tokenExpiresAt {@code exp} of the request's token, exactly; it may lie in the past by up to LiveKit's leeway,
 *     which makes a request that is held up somewhere worthless soon
 */
public record DispatchOrder(
        String roomName,
        String agentName,
        DispatchMarker marker,
        Map<String, Object> metadata,
        Instant tokenExpiresAt) {}
