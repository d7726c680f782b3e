package telephony.outbound;

import telephony.call.TelephonyCall;
import telephony.call.Transfer;

/** What became of a request for a transfer. What becomes of the transfer itself stands on the call's record. */
public sealed interface TransferReply {

    /**
     * It is on the call's record, and its request leaves once.
     *
     * @param call as it is now
     * @param transfer as it is now
     * @param replayed whether it had been asked for before, under the same key
     */
    record Accepted(TelephonyCall call, Transfer transfer, boolean replayed) implements TransferReply {}

    /** Guards refused; nothing was stored, and the key may be used again. */
    record Refused(GuardVerdict verdict) implements TransferReply {}

    /**
     * It is not done to this call now; nothing was stored, and the key may be used again.
     *
     * @param why what stands against it
     */
    record NotNow(Reason why) implements TransferReply {}

    /** The key stands for another transfer of this call. */
    record KeyReused(Transfer transfer) implements TransferReply {}

    /** There is no such call. */
    record NoSuchCall() implements TransferReply {}

    /** What stands against a transfer. */
    enum Reason {
        /** The call is over. */
        CALL_ENDED,
        /** Another transfer of the call is not over yet. */
        UNDER_WAY,
        /** Nobody is in the call whom one could bring to somebody else. */
        NOBODY_THERE,
        /** The call had as many transfers as one may have. */
        TOO_MANY,
        /** A newer version of this software looks after the call. */
        NEWER_VERSION
    }
}
