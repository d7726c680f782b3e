package telephony.dispatch;

/** What is done with a room when its call has ended. */
public enum ReleaseMode {
    /** The call's agents are removed and its dispatches deleted: freed at once, nobody else is touched. */
    AGENTS,
    /**
     * The same, and then the room is deleted, provided that it was made for this call (not long before the caller joined
     * it), that it still is the same incarnation, and that nobody else, no recording and no ingress is in it.
     */
    DELETE,
    /**
     * Nothing: the agent may go on until LiveKit closes the room, 20 s after the last caller (seen). What is left
     * {@link DispatchTiming#KEEP_FOR} after the end is removed all the same.
     */
    KEEP
}
