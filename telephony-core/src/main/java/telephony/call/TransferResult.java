package telephony.call;

import org.jspecify.annotations.Nullable;

/**
 * What a transfer came to.
 *
 * @param kind what
 * @param sipStatusCode the SIP code of the far end or of the target; null = not told
 * @param detail LiveKit's words, or ours, for the operator
 * @param certainty how far to trust it
 */
public record TransferResult(Kind kind, @Nullable Integer sipStatusCode, String detail, Outcome.Certainty certainty) {

    /** What a transfer came to. */
    public enum Kind {
        /** Nothing is known yet. */
        PENDING,
        /** The far end calls the target itself, or the target talks in the room. */
        DONE,
        /** The target talks to somebody else. */
        BUSY,
        /** The target rang, and nobody took it up. */
        NO_ANSWER,
        /** The far end does not hand the call over, or the target does not want it. */
        REFUSED,
        /** It could not be done; the SIP code, where there is one, says why. */
        FAILED,
        /** The far end took the request and never said what came of it; it may still succeed later. */
        NO_NOTIFY,
        /** Whose call was to be handed over was not there any more. */
        LEG_GONE,
        /** The call was over before the target answered. */
        CALLER_HUNG_UP,
        /** A guard refused in the step that would have dialled. */
        GUARD_REFUSED,
        /** The request certainly never reached LiveKit. */
        NOT_SENT,
        /** The answer is lost, and nothing that can be seen tells what it was. It is never sent again. */
        UNKNOWN,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** Nothing is known yet. */
    public static final TransferResult PENDING = new TransferResult(Kind.PENDING, null, "", Outcome.Certainty.UNKNOWN);

    /** LiveKit said so, or it was our own decision. */
    public static TransferResult observed(Kind kind, @Nullable Integer sipStatusCode, String detail) {
        return new TransferResult(kind, sipStatusCode, detail, Outcome.Certainty.OBSERVED);
    }

    /** Concluded from what was seen. */
    public static TransferResult derived(Kind kind, String detail) {
        return new TransferResult(kind, null, detail, Outcome.Certainty.DERIVED);
    }

    /** Nothing tells. */
    public static TransferResult unknown(String detail) {
        return new TransferResult(Kind.UNKNOWN, null, detail, Outcome.Certainty.UNKNOWN);
    }
}
