package telephony.call;

/** How far a call has come, in the five words of the record; finer facts stand beside it. */
public enum CallStatus {
    /** Known, nobody in the room yet. */
    CREATED,
    /** A SIP participant is, or was, in the room; no agent is confirmed. */
    SIP_PARTICIPANT_JOINED,
    /** An agent was sent and LiveKit confirmed it, or one was found. */
    AGENT_DISPATCHED,
    /** Over; its outcome is that it was answered, or no agent was wanted. */
    ENDED,
    /** Over with another outcome, although an agent was wanted. */
    FAILED
}
