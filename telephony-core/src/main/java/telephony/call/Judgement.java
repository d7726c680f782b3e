package telephony.call;

import java.time.Duration;
import java.time.Instant;

/** What a call that is over came to, by all that its row tells; what others dialled is not judged. */
final class Judgement {

    /** Longer than LiveKit waits for what becomes of a REFER. */
    private static final Duration TRANSFER_LASTS = Duration.ofMinutes(2);

    private Judgement() {}

    /** Of a call that is over by what was told of it. */
    static Outcome of(TelephonyCall call) {
        return corrected(call, found(call, false));
    }

    /** Of a call that is over because we say so. */
    static Outcome ofDeclared(TelephonyCall call) {
        return corrected(call, found(call, true));
    }

    private static Outcome found(TelephonyCall call, boolean declared) {
        if (call.dial() != null) {
            return declared ? OutboundOutcomes.ofDeclared(call) : OutboundOutcomes.of(call);
        }
        if (call.origin().direction() == Direction.INBOUND) {
            return declared ? InboundOutcomes.ofDeclared(call) : InboundOutcomes.of(call);
        }
        return Outcome.unknown(call.endReason());
    }

    private static Outcome corrected(TelephonyCall call, Outcome found) {
        Outcome known = call.steering().corrected(found, call.dial() != null);
        boolean byAPhone = known.endedBy() == Outcome.EndedBy.CALLER || known.endedBy() == Outcome.EndedBy.CALLEE;
        return byAPhone && mayEndByAForgottenTransfer(call) ? known.doubted() : known;
    }

    /** A caller who was handed over by a request that the store forgot leaves as if he had hung up. */
    private static boolean mayEndByAForgottenTransfer(TelephonyCall call) {
        Instant ended = call.times().endedAt();
        return ended != null
                && call.gaps()
                        .rememberedSince()
                        .filter(since -> ended.isBefore(since.plus(TRANSFER_LASTS)))
                        .isPresent();
    }
}
