package telephony.outbound;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** We did not make the phone ring, by a rule of ours or for want of an agent. */
public final class CallInitiationException extends OutboundException {
    private static final long serialVersionUID = 1L;

    /** The code of another order under a key that was used. */
    public static final String KEY_REUSED = "idempotency-key-reused";

    /** The code of an order under a key that is not valid any more. */
    public static final String KEY_EXPIRED = "idempotency-key-expired";

    /** The code of a call for which no agent came. */
    public static final String AGENT_UNAVAILABLE = "agent-unavailable";

    /** The code of an order for which there is no place in the queue of its trunk. */
    public static final String QUEUE_FULL = "queue-full";

    private final transient @Nullable GuardVerdict verdict;

    /** Without a verdict of guards. */
    public CallInitiationException(String code, String message) {
        super(code, message);
        this.verdict = null;
    }

    /** Refused by guards; the code is that of the first reason. */
    CallInitiationException(GuardVerdict verdict) {
        super(verdict.reasons().get(0).code(), verdict.reasons().get(0).detail());
        this.verdict = verdict;
    }

    /** Every reason of the guards; empty when it was not they who refused, and after serialisation. */
    public Optional<GuardVerdict> verdict() {
        return Optional.ofNullable(verdict);
    }
}
