package telephony.dispatch;

import java.time.Instant;
import java.util.Map;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchMarker;
import telephony.call.TelephonyCall;
import telephony.routing.RoutingDecision;

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
        Instant tokenExpiresAt) {

    /** That of this attempt on this row. */
    static DispatchOrder of(
            TelephonyCall row, RoutingDecision.Dispatch route, DispatchAttempt attempt, AgentToken token) {
        return new DispatchOrder(
                row.origin().roomName(),
                route.agentAfter(row.dispatch().replacement().rungs()).name(),
                attempt.marker(),
                AgentMetadata.of(row, route, attempt.marker(), token),
                attempt.tokenExpiresAt());
    }
}
