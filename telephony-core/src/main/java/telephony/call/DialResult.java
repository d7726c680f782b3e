package telephony.call;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the one request that makes the phone ring.
 *
 * @param kind what it came to
 * @param sipStatusCode the far end's final SIP answer; null = not told
 * @param detail LiveKit's words, for the operator
 */
public record DialResult(Kind kind, @Nullable Integer sipStatusCode, String detail) {

    /** What a dial came to. */
    public enum Kind {
        /** Nothing is known yet. */
        PENDING,
        /** LiveKit said that the callee answered. */
        ANSWERED,
        /** The far end answered with the SIP code beside this. */
        FAILED,
        /** It rang until its time was up. */
        RANG_OUT,
        /** LiveKit refused the request, or gave the dial up without a SIP code. */
        REFUSED,
        /** The request never reached LiveKit: no connection, or it was not sent. */
        NOT_SENT,
        /** The answer is lost: the phone may have rung, may ring, or may yet. */
        LOST,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** Of a dial that was not answered yet. */
    public static final DialResult PENDING = new DialResult(Kind.PENDING, null, "");

    /** Without a SIP code. */
    public static DialResult of(Kind kind, String detail) {
        return new DialResult(kind, null, detail);
    }

    /** Whether nothing that the request does can still come: LiveKit has said what it came to, or never had it. */
    public boolean isCertain() {
        return kind != Kind.PENDING && kind != Kind.LOST && kind != Kind.UNRECOGNISED;
    }

    /** Whether it is certain that nobody answered. */
    public boolean isFailure() {
        return isCertain() && kind != Kind.ANSWERED;
    }
}
