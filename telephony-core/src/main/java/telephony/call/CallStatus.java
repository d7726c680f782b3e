package telephony.call;

/** How far a call has come, in the five words of the record; finer facts stand beside it. */
public enum CallStatus {
    /** Known, nobody in the room yet. */
    CREATED,
    /** A SIP participant is, or was, in the room; no agent is confirmed. */
    SIP_PARTICIPANT_JOINED,
    /** An agent was sent and LiveKit confirmed it, or one was found. */
    AGENT_DISPATCHED,
    /** Over; an agent was heard, or none was wanted. */
    ENDED,
    /** Over, and no agent was heard although one was wanted. */
    FAILED
}
