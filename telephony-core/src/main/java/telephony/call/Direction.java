package telephony.call;

/** Who rang whom, seen from us. */
public enum Direction {
    /** Somebody called a number of ours; LiveKit's dispatch rule put the caller into a room. */
    INBOUND,
    /** Somebody was dialled from the room. */
    OUTBOUND,
    /** Written by a newer version of this software; see {@link RowControl#unrecognised()}. */
    UNRECOGNISED
}
