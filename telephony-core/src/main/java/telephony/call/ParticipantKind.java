package telephony.call;

/** What a participant of a LiveKit room is (LiveKit's {@code ParticipantInfo.Kind}). */
public enum ParticipantKind {
    /** A browser, a phone app: a person in a meeting. */
    STANDARD,
    /** A phone call. */
    SIP,
    /** An AI agent. */
    AGENT,
    /** A recorder. */
    EGRESS,
    /** A stream fed into the room. */
    INGRESS,
    /** Anything that this version does not know. */
    OTHER
}
