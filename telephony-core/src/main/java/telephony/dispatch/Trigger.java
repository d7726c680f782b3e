package telephony.dispatch;

/** What can make the protocol move. */
public enum Trigger {
    /** A SIP leg is in the room and it is decided who answers. */
    ROUTED,
    /** LiveKit was asked what it has. */
    LOOKED,
    /** A create was answered, or its answer is lost. */
    CREATE_ANSWERED,
    /** Somebody other than its maker found an intent. */
    TAKEN_OVER,
    /** An agent of ours joined. */
    AGENT_SEEN,
    /** An agent of ours published audio. */
    AGENT_HEARD,
    /** The call's agent left. */
    AGENT_LEFT,
    /** The call's agent did not send the heartbeat that was due. */
    HEARTBEAT_MISSED,
    /** A leg left without a word of hanging up, and may come back; or others may be there, of whom nothing told. */
    LEG_LEFT,
    /** LiveKit opened the room again while the call goes on: it was restarted. */
    ROOM_RESTARTED,
    /** LiveKit's lists do not show the call as the row has it. */
    SUSPECTED,
    /** LiveKit said what became of the dial, or its answer is lost. */
    DIAL_TOLD,
    /** Whom we called is in the room although the call is over. */
    CALLEE_SEEN,
    /** Who was brought in by a transfer talks. */
    BRIDGED,
    /** Who was brought in by a transfer is out again, and the call goes on. */
    BRIDGE_OVER,
    /** What a replacement owed is done. */
    SETTLED,
    /** The last leg is out. */
    CALL_ENDED,
    /** LiveKit closed the room. */
    ROOM_GONE
}
