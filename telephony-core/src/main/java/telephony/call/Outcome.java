package telephony.call;

import org.jspecify.annotations.Nullable;

/**
 * What a call came to, and from what that is known. {@code docs/outcomes.md} is the table.
 *
 * @param result in one word
 * @param finality whether it is any use to try again; {@code class} in the API
 * @param endedBy who ended it
 * @param sipStatusCode SIP's answer to a dial; null = not told, as always of an inbound call: no webhook carries it
 * @param livekitReason LiveKit's {@code DisconnectReason} of the leg that decided, as sent; null = not told
 * @param certainty whether it was seen or concluded
 */
public record Outcome(
        Result result,
        Finality finality,
        EndedBy endedBy,
        @Nullable Integer sipStatusCode,
        @Nullable String livekitReason,
        Certainty certainty) {

    /** What a call can come to. */
    public enum Result {
        /** The two sides could talk. */
        ANSWERED,
        /** The callee was talking to somebody else. */
        BUSY,
        /** The callee's phone rang, and nobody took it up. */
        NO_ANSWER,
        /** The callee refused. */
        DECLINED,
        /** A machine answered. */
        VOICEMAIL,
        /** Nobody has this number. */
        INVALID_NUMBER,
        /** The dialling was given up. */
        CANCELED,
        /** A carrier on the way refused. */
        BLOCKED_CARRIER,
        /** A rule of ours refused. */
        BLOCKED_POLICY,
        /** The trunk or its signalling failed. */
        TRUNK_FAILED,
        /** There was no room for one more call. */
        CAPACITY,
        /** No agent was heard before the ringing ended. */
        AGENT_UNAVAILABLE,
        /** The caller hung up before an agent was heard. */
        ABANDONED,
        /** Nobody can tell. */
        UNKNOWN,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** Whether it is any use to try again. */
    public enum Finality {
        /** It is over, and nothing is owed to anybody. */
        FINAL,
        /** Another try may come to something else. */
        RETRYABLE,
        /** Another try comes to the same, or must not be made. */
        NEVER,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** Who ended a call. */
    public enum EndedBy {
        /** Who called in. */
        CALLER,
        /** Who was dialled. */
        CALLEE,
        /** The agent asked for it. */
        AGENT,
        /** This software did, by a rule or because it was told to. */
        US,
        /** The telephone network. */
        CARRIER,
        /** LiveKit: a time limit of its own, or a part of it died. */
        LIVEKIT,
        /** Nobody can tell. */
        UNKNOWN,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** How far to trust it. */
    public enum Certainty {
        /** LiveKit said so, or it was our own decision. */
        OBSERVED,
        /** Concluded from what LiveKit said, with something missing or ambiguous. */
        DERIVED,
        /** There is nothing to conclude from. */
        UNKNOWN,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** Of a call of which nothing tells what it came to. */
    public static Outcome unknown(@Nullable String livekitReason) {
        return new Outcome(Result.UNKNOWN, Finality.FINAL, EndedBy.UNKNOWN, null, livekitReason, Certainty.UNKNOWN);
    }

    /** Whether the two sides could talk. */
    public boolean isAnswered() {
        return result == Result.ANSWERED;
    }

    /** The same, but that nobody has seen it. */
    Outcome doubted() {
        return certainty == Certainty.OBSERVED
                ? new Outcome(result, finality, endedBy, sipStatusCode, livekitReason, Certainty.DERIVED)
                : this;
    }
}
