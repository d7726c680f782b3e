package telephony.queue;

import java.util.Optional;
import telephony.call.DialState;
import telephony.call.OutboundDial;
import telephony.call.TelephonyCall;

/**
 * Where a call that we place stands on its trunk. It is read from the row alone, so that a store which keeps rows keeps the
 * queue: nothing can be lost between the two, and no place is ever left behind.
 *
 * @param trunkId LiveKit's outbound trunk
 * @param tenantId whose call it is; empty = nobody's in particular
 * @param stage how far it is
 */
public record QueuePlace(String trunkId, String tenantId, Stage stage) {

    /** How far a call is, as its trunk sees it. */
    public enum Stage {
        /** It waits for its turn: nothing was sent for it. */
        WAITING,
        /** Its turn has come: its room is made, its agent brought, its phone rings. */
        RINGING,
        /** The callee has answered. */
        IN_CALL;

        /** Whether it counts as one of the calls at a time. */
        public boolean isUnderWay() {
            return this != WAITING;
        }
    }

    /** The place of this call; empty = it is over, or not one that we place. */
    public static Optional<QueuePlace> of(TelephonyCall call) {
        OutboundDial dial = call.dial();
        if (dial == null || call.isEnded() || dial.state() == DialState.WITHHELD) {
            return Optional.empty();
        }
        String tenant = call.origin().tenantId();
        return Optional.of(new QueuePlace(dial.order().trunkId(), tenant == null ? "" : tenant, stage(call, dial)));
    }

    private static Stage stage(TelephonyCall call, OutboundDial dial) {
        if (dial.state() == DialState.ANSWERED) {
            return Stage.IN_CALL;
        }
        boolean waits = dial.state() == DialState.QUEUED && call.control().dueAt() == null;
        return waits ? Stage.WAITING : Stage.RINGING;
    }
}
