package telephony.outbound;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;

/**
 * Somebody's phone that is about to ring because of us: all that a guard may judge by. The same dial is judged twice, when
 * it is ordered and again in the step that commits to it; only {@link #phase} differs.
 *
 * @param callId the call that it belongs to; the owner of whatever a guard reserves for it
 * @param number which dial of this call, from 1; together with {@code callId} it names the dial for ever
 * @param kind why the phone would ring
 * @param phase whether this is the order or the last word before the dial
 * @param to whom: E.164, or a {@code sip:} or {@code tel:} URI where {@code kind} is not {@link Kind#CALL}
 * @param from the number that is shown, E.164; null = the trunk's own choice
 * @param trunkId LiveKit's outbound trunk; null = the configured one
 * @param tenantId whose call it is; null = nobody's in particular
 * @param campaignId what it belongs to; null = nothing
 * @param ringingTimeout how long it may ring
 * @param maxDuration how long the call may last after it was answered
 * @param metadata what was ordered with the call, as it was given; for consent, purpose and the callee's time zone
 */
public record Dial(
        CallId callId,
        int number,
        Kind kind,
        Phase phase,
        String to,
        @Nullable String from,
        @Nullable String trunkId,
        @Nullable String tenantId,
        @Nullable String campaignId,
        Duration ringingTimeout,
        Duration maxDuration,
        Map<String, Object> metadata) {

    /** Why a phone would ring. */
    public enum Kind {
        /** An outbound call. */
        CALL,
        /** A second party for a call that goes on. */
        BRIDGE,
        /** The target of a transfer by REFER. */
        TRANSFER,
        /** A number that is brought in because no agent comes. */
        RUNG
    }

    /** When a guard is asked. */
    public enum Phase {
        /** The order came in; refusing it is the answer to the order. Also asked by a dry run, which dials nothing. */
        ORDER,
        /** The next step is the dial itself; what was permitted at the order may not be any more. */
        COMMIT
    }

    /** The same, asked at the other time. */
    public Dial at(Phase next) {
        return new Dial(
                callId,
                number,
                kind,
                next,
                to,
                from,
                trunkId,
                tenantId,
                campaignId,
                ringingTimeout,
                maxDuration,
                metadata);
    }
}
