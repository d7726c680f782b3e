package telephony.dispatch;

/** How an agent stands that has asked or told us something. */
public enum AgentStanding {
    /** It is the call's own. */
    CHOSEN,
    /** Another agent is the call's: this one is to keep silent and leave. */
    ANOTHER_CHOSEN,
    /** It, or the attempt that sent it, was given up on: it is to keep silent and leave. */
    REPLACED,
    /** The call is over: it is to leave. */
    CALL_ENDED,
    /** The token is none of this call's; nothing was changed. */
    WRONG_TOKEN,
    /** There is no such call; nothing was changed. */
    UNKNOWN_CALL;

    /** Whether it may be heard by the caller. */
    public boolean maySpeak() {
        return this == CHOSEN;
    }

    /** Whether it was known to be an agent of the call. */
    public boolean isAuthentic() {
        return this != WRONG_TOKEN && this != UNKNOWN_CALL;
    }
}
