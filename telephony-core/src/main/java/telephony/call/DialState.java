package telephony.call;

/** How far a call that we place has come on the way to its one dial. */
public enum DialState {
    /**
     * The order is accepted, and its turn on the trunk has not come: it waits for it while the row is not due, and gets it by
     * becoming due. Nothing was sent for it.
     */
    QUEUED,
    /** The order is accepted; its room is still to be made. */
    ORDERED,
    /** The room is there, and its agent is being brought; the phone does not ring yet. */
    WAITING,
    /** The intent to dial is committed, so the request has left or will never leave; nobody dials again. */
    DIALLED,
    /** The callee has answered. */
    ANSWERED,
    /** Given up before the dial; the phone never rang, and never will. */
    WITHHELD,
    /** Written by a newer version; see {@link RowControl#unrecognised()}. */
    UNRECOGNISED
}
