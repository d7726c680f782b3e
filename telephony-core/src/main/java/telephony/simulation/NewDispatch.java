package telephony.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchMarker;
import telephony.dispatch.DispatchOrder;

/**
 * What CreateDispatch is asked for.
 *
 * @param room the room's name
 * @param agentName the agent's name; empty = workers without a name
 * @param metadata what the agent receives, as it was sent; the simulation does not read it
 * @param marker our attempt that made it; null = it is somebody else's
 * @param tokenExpiresAt when the request's token expires; LiveKit takes it 60 s longer. Null = never
 * @param pass what the agent finds in the metadata to speak to us with; null = nothing, or the simulation was not told
 */
public record NewDispatch(
        String room,
        String agentName,
        String metadata,
        @Nullable DispatchMarker marker,
        @Nullable Instant tokenExpiresAt,
        @Nullable AgentPass pass) {

    /** One whose agent does not speak to the switchboard. */
    public NewDispatch(
            String room,
            String agentName,
            String metadata,
            @Nullable DispatchMarker marker,
            @Nullable Instant tokenExpiresAt) {
        this(room, agentName, metadata, marker, tokenExpiresAt, null);
    }

    /** As the domain orders it; the metadata is shown in Java's notation, because core writes no JSON. */
    static NewDispatch of(DispatchOrder order) {
        return new NewDispatch(
                order.roomName(),
                order.agentName(),
                order.metadata().toString(),
                order.marker(),
                order.tokenExpiresAt(),
                AgentPass.in(order.metadata()).orElse(null));
    }

    /** Sent by the server itself. */
    static NewDispatch automatic(String room, String agentName) {
        return new NewDispatch(room, agentName, "", null, null);
    }
}
