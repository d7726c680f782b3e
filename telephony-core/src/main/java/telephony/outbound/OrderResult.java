package telephony.outbound;

import telephony.call.CallId;
import telephony.call.TelephonyCall;

/** What became of an order to place a call. */
public sealed interface OrderResult {

    /**
     * The call, whether it was placed now or before.
     *
     * @throws OutboundException when there is none
     */
    TelephonyCall orThrow();

    /**
     * The order stands for a call, which is as durable as the store is.
     *
     * @param call as it is now
     * @param replayed whether the order had come before, under the same key
     */
    record Accepted(TelephonyCall call, boolean replayed) implements OrderResult {
        @Override
        public TelephonyCall orThrow() {
            return call;
        }
    }

    /** Guards refused; nothing was stored, and the key may be used again. */
    record Refused(GuardVerdict verdict) implements OrderResult {
        @Override
        public TelephonyCall orThrow() {
            throw new CallInitiationException(verdict);
        }
    }

    /** As many calls wait on the trunk as may; nothing was stored, and the key may be used again. */
    record QueueFull() implements OrderResult {
        @Override
        public TelephonyCall orThrow() {
            throw new CallInitiationException(
                    CallInitiationException.QUEUE_FULL,
                    "as many calls wait for their turn on this trunk as may: send it again later");
        }
    }

    /**
     * The key stands for another order.
     *
     * @param callId the call of that one
     */
    record KeyReused(CallId callId) implements OrderResult {
        @Override
        public TelephonyCall orThrow() {
            throw new CallInitiationException(
                    CallInitiationException.KEY_REUSED,
                    "this Idempotency-Key stands for another order, call " + callId + ": choose a new one");
        }
    }

    /** The key is too old, or its call is forgotten: whether this order was carried out cannot be told any more. */
    record KeyExpired() implements OrderResult {
        @Override
        public TelephonyCall orThrow() {
            throw new CallInitiationException(
                    CallInitiationException.KEY_EXPIRED,
                    "this Idempotency-Key is not valid any more: see whether the call was made, then choose a new one");
        }
    }
}
