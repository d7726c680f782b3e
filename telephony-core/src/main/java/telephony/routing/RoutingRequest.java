package telephony.routing;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call when somebody must decide who answers it.
 *
 * @param from the caller's number: E.164 where it could be read as such, else as the carrier sent it; null = withheld
 * @param to the number that was dialled, in the same form
 * @param trunkId LiveKit's id of the SIP trunk; null when a rule without a trunk took the call
 * @param ruleId LiveKit's id of the SIP dispatch rule
 * @param roomName the LiveKit room that the caller was put into; empty when a decision is only to be explained
 * @param roomMetadata what that room's metadata says; nothing where the call is not in its room yet
 * @param attributes the SIP participant's attributes, as LiveKit sent them
 * @param at the instant of the decision, by the store's clock
 */
public record RoutingRequest(
        @Nullable String from,
        @Nullable String to,
        @Nullable String trunkId,
        @Nullable String ruleId,
        String roomName,
        RoomMetadata roomMetadata,
        Map<String, String> attributes,
        Instant at) {

    public RoutingRequest {
        attributes = Map.copyOf(attributes);
    }

    /** Of a call whose room says nothing. */
    public RoutingRequest(
            @Nullable String from,
            @Nullable String to,
            @Nullable String trunkId,
            @Nullable String ruleId,
            String roomName,
            Map<String, String> attributes,
            Instant at) {
        this(from, to, trunkId, ruleId, roomName, RoomMetadata.NONE, attributes, at);
    }
}
