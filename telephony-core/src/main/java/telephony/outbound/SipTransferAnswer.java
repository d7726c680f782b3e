package telephony.outbound;

import org.jspecify.annotations.Nullable;

/**
 * What became of a transfer.
 *
 * @param kind what it came to
 * @param sipStatusCode the far end's SIP code; null = not told
 * @param detail LiveKit's words, for the operator
 */
public record SipTransferAnswer(Kind kind, @Nullable Integer sipStatusCode, String detail) {

    /** What a transfer came to. */
    public enum Kind {
        /** The far end calls somebody else; its leg leaves. */
        DONE,
        /** The far end or the target refused with the SIP code beside this; the call goes on. */
        FAILED,
        /** The far end took the request and did not say in time what came of it (408); it may still succeed later (seen). */
        NO_NOTIFY,
        /** Whose call was to be handed over is not there (404). */
        GONE,
        /** LiveKit refused the request; certainly nothing was asked of the far end. */
        REFUSED,
        /** The request never reached LiveKit. */
        NOT_SENT,
        /** The answer is lost: it may have been done, or may yet. */
        LOST
    }
}
