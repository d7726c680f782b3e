package telephony.simulation;

/** The requests of LiveKit's API that the simulation serves. */
public enum ApiMethod {
    /** AgentDispatchService. */
    CREATE_DISPATCH,
    /** AgentDispatchService. */
    LIST_DISPATCH,
    /** AgentDispatchService. */
    DELETE_DISPATCH,
    /** RoomService. */
    LIST_ROOMS,
    /** RoomService. */
    LIST_PARTICIPANTS,
    /** RoomService. */
    GET_PARTICIPANT,
    /** RoomService. */
    REMOVE_PARTICIPANT,
    /** RoomService. */
    CREATE_ROOM,
    /** RoomService. */
    DELETE_ROOM,
    /** SIP. */
    CREATE_SIP_PARTICIPANT,
    /** SIP. */
    TRANSFER_SIP_PARTICIPANT
}
