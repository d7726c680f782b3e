package telephony.queue;

import org.jspecify.annotations.Nullable;

/**
 * How many calls one tenant has on a trunk just now.
 *
 * @param trunkId LiveKit's outbound trunk
 * @param tenantId whose calls; null = nobody's in particular
 * @param waiting calls that wait for their turn
 * @param ringing calls whose turn has come and that nobody has answered yet
 * @param inCall calls that were answered
 */
public record QueueCount(String trunkId, @Nullable String tenantId, long waiting, long ringing, long inCall) {

    /**
     * None yet.
     *
     * @param tenant empty = nobody's in particular
     */
    public static QueueCount none(String trunk, String tenant) {
        return new QueueCount(trunk, tenant.isEmpty() ? null : tenant, 0, 0, 0);
    }

    /** So many more, or less, at this stage. */
    public QueueCount plus(QueuePlace.Stage stage, long calls) {
        return switch (stage) {
            case WAITING -> new QueueCount(trunkId, tenantId, waiting + calls, ringing, inCall);
            case RINGING -> new QueueCount(trunkId, tenantId, waiting, ringing + calls, inCall);
            case IN_CALL -> new QueueCount(trunkId, tenantId, waiting, ringing, inCall + calls);
        };
    }

    /** Whether nobody waits, rings or talks. */
    public boolean isEmpty() {
        return waiting == 0 && ringing == 0 && inCall == 0;
    }
}
