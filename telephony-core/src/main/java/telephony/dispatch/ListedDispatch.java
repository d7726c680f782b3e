package telephony.dispatch;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchMarker;

/**
 * A dispatch as ListDispatch shows it.
 *
 * @param id LiveKit's {@code AD_…}
 * @param agentName the LiveKit agent name; empty = LiveKit's automatic dispatch, which proves nothing
 * @param createdAt when LiveKit made it
 * @param marker our attempt that made it; null = somebody else did
 * @param agentIdentities identities of the agents that LiveKit started for it; up to 5 s late (seen)
 */
public record ListedDispatch(
        String id, String agentName, Instant createdAt, @Nullable DispatchMarker marker, Set<String> agentIdentities) {

    public ListedDispatch {
        agentIdentities = Set.copyOf(agentIdentities);
    }

    /** Our attempt that made it; empty = somebody else did. */
    public Optional<DispatchMarker> attempt() {
        return Optional.ofNullable(marker);
    }
}
