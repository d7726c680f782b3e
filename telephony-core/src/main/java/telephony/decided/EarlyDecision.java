package telephony.decided;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import telephony.routing.RoutingDecision;

/**
 * What a front end is answered.
 *
 * @param decision who answers, and why
 * @param agentId by which the directory, or else the operator's settings, know the agent; its name in LiveKit where neither
 *     does. Of a call that is refused or left alone it is the fallback agent's
 * @param keptAs the id under which it is kept; null = it is not kept, and the call is routed anew when it comes
 * @param roomName where the caller is to be put; null = nobody asked for a room
 * @param fallback whether the fallback agent stands in, because the rules failed or took too long
 * @param lookup what asking the rules took
 * @param total what the whole decision took, keeping it included
 */
public record EarlyDecision(
        RoutingDecision decision,
        String agentId,
        @Nullable String keptAs,
        @Nullable String roomName,
        boolean fallback,
        Duration lookup,
        Duration total) {}
