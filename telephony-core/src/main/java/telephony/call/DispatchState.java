package telephony.call;

/** Where the protocol that brings exactly one agent into a call stands; the transitions are the state table's. */
public enum DispatchState {
    /** Known; no agent is wanted (yet). */
    NEW,
    /** An agent is wanted; nothing has been asked of LiveKit. */
    WANT,
    /** A create is about to be sent or on its way; nobody sends another. */
    INTENT,
    /** A create was not answered clearly; LiveKit is read until it is certain whether it took effect. */
    VERIFY,
    /** LiveKit has a dispatch for this call; the agent is not in the room yet. */
    CONFIRMED,
    /** The agent is in the room and has not been heard. */
    JOINED,
    /** The agent has published audio. */
    AUDIBLE,
    /** The agent is missing, mute or gone; it is being replaced. */
    RECOVER,
    /** A person who was brought in talks, and no agent is wanted as long as he does. */
    BRIDGED,
    /** Given up; the reason stands on the row. */
    FAILED,
    /** The call is over; what it may have left in LiveKit is being removed. */
    CLEAN,
    /** Over and clean; nothing leaves this state. */
    DONE,
    /** Written by a newer version; see {@link RowControl#unrecognised()}. */
    UNRECOGNISED;

    /** Whether an agent is known to have been sent, or was found, and the call goes on. */
    public boolean isDispatched() {
        return this == CONFIRMED || this == JOINED || this == AUDIBLE;
    }

    /** Whether the call is over as far as dispatching goes. */
    public boolean isClosed() {
        return this == CLEAN || this == DONE;
    }
}
