package telephony.call;

/**
 * An effect on LiveKit that the row owes and that is repeated until LiveKit says that it is done or that there is
 * nothing left to do. Stored with the row, so that a crash forgets none.
 *
 * @param kind what to do
 * @param target whom to do it to: a participant identity, a dispatch id, or a room SID
 */
public record OwedEffect(Kind kind, String target) {

    /** What is owed. */
    public enum Kind {
        /** RemoveParticipant of an identity. */
        REMOVE_PARTICIPANT,
        /** DeleteDispatch of a dispatch id. */
        DELETE_DISPATCH,
        /** DeleteRoom of the call's room, while it has this SID and nobody else is in it; sent once. */
        DELETE_ROOM,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** Remove this participant. */
    public static OwedEffect remove(String identity) {
        return new OwedEffect(Kind.REMOVE_PARTICIPANT, identity);
    }

    /** Delete the call's room of this SID. */
    public static OwedEffect deleteRoom(String roomSid) {
        return new OwedEffect(Kind.DELETE_ROOM, roomSid);
    }

    /** Delete this dispatch. */
    public static OwedEffect delete(String dispatchId) {
        return new OwedEffect(Kind.DELETE_DISPATCH, dispatchId);
    }
}
