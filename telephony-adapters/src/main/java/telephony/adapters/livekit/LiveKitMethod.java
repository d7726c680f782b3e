package telephony.adapters.livekit;

import java.time.Duration;
import java.util.function.Function;
import telephony.dispatch.LiveKitAnswer.Kind;

/** The methods that are called, and what an answer means where that differs between them. */
enum LiveKitMethod {
    CREATE_DISPATCH("AgentDispatchService", "CreateDispatch", LiveKitConnection.Deadlines::create),
    LIST_DISPATCH("AgentDispatchService", "ListDispatch", LiveKitConnection.Deadlines::dispatches),
    DELETE_DISPATCH("AgentDispatchService", "DeleteDispatch", LiveKitConnection.Deadlines::dispatches),
    LIST_ROOMS("RoomService", "ListRooms", LiveKitConnection.Deadlines::rooms),
    LIST_PARTICIPANTS("RoomService", "ListParticipants", LiveKitConnection.Deadlines::rooms),
    /** Answers the room that is there, so it may be repeated. */
    CREATE_ROOM("RoomService", "CreateRoom", LiveKitConnection.Deadlines::create),
    REMOVE_PARTICIPANT("RoomService", "RemoveParticipant", LiveKitConnection.Deadlines::remove),
    /** Of a room that nobody serves any more it answers 503 after 3 s (seen), as the dispatch service does. */
    DELETE_ROOM("RoomService", "DeleteRoom", LiveKitConnection.Deadlines::dispatches),
    LIST_INBOUND_TRUNKS("SIP", "ListSIPInboundTrunk", LiveKitConnection.Deadlines::create),
    LIST_OUTBOUND_TRUNKS("SIP", "ListSIPOutboundTrunk", LiveKitConnection.Deadlines::create),
    LIST_RULES("SIP", "ListSIPDispatchRule", LiveKitConnection.Deadlines::create),
    CREATE_INBOUND_TRUNK("SIP", "CreateSIPInboundTrunk", LiveKitConnection.Deadlines::create),
    CREATE_OUTBOUND_TRUNK("SIP", "CreateSIPOutboundTrunk", LiveKitConnection.Deadlines::create),
    CREATE_RULE("SIP", "CreateSIPDispatchRule", LiveKitConnection.Deadlines::create),
    UPDATE_INBOUND_TRUNK("SIP", "UpdateSIPInboundTrunk", LiveKitConnection.Deadlines::create),
    UPDATE_OUTBOUND_TRUNK("SIP", "UpdateSIPOutboundTrunk", LiveKitConnection.Deadlines::create),
    UPDATE_RULE("SIP", "UpdateSIPDispatchRule", LiveKitConnection.Deadlines::create),
    DELETE_TRUNK("SIP", "DeleteSIPTrunk", LiveKitConnection.Deadlines::create),
    DELETE_RULE("SIP", "DeleteSIPDispatchRule", LiveKitConnection.Deadlines::create),
    /** Each dial says itself how long its answer is waited for, because that is as long as the phone rings. */
    CREATE_SIP_PARTICIPANT("SIP", "CreateSIPParticipant", LiveKitConnection.Deadlines::create),
    /** As a dial. */
    TRANSFER_SIP_PARTICIPANT("SIP", "TransferSIPParticipant", LiveKitConnection.Deadlines::create);

    private final String service;
    private final String method;

    @SuppressWarnings("ImmutableEnumChecker") // A function cannot promise it by its type; those above keep no state.
    private final Function<LiveKitConnection.Deadlines, Duration> deadline;

    LiveKitMethod(String service, String method, Function<LiveKitConnection.Deadlines, Duration> deadline) {
        this.service = service;
        this.method = method;
        this.deadline = deadline;
    }

    /** Below the server's address. */
    String path() {
        return "/twirp/livekit." + service + "/" + method;
    }

    Duration deadline(LiveKitConnection connection) {
        return deadline.apply(connection.deadlines());
    }

    /**
     * What a status other than 200 means.
     *
     * @param status the HTTP status
     * @param twirpCode the error's code; empty when it was not LiveKit's API that answered
     */
    Kind kindOf(int status, String twirpCode) {
        return switch (status) {
            case 400, 403 -> Kind.ALARM;
            case 401 -> Kind.UNAUTHENTICATED;
            case 404 -> notFound(twirpCode);
            case 429 -> Kind.REFUSED;
            case 503 -> asksTheRoomsNode() && twirpCode.equals("unavailable") ? Kind.UNAVAILABLE : Kind.AMBIGUOUS;
            default -> Kind.AMBIGUOUS;
        };
    }

    /**
     * A create that nobody took had no effect. "Gone", however, only LiveKit itself can say: a proxy without a route
     * answers 404 as well, and an agent that is believed to be removed is replaced by a second one.
     */
    private Kind notFound(String twirpCode) {
        if (this == CREATE_DISPATCH) {
            return Kind.REFUSED;
        }
        return twirpCode.equals("not_found") ? Kind.ABSENT : Kind.AMBIGUOUS;
    }

    private boolean asksTheRoomsNode() {
        return this == LIST_DISPATCH || this == DELETE_DISPATCH;
    }
}
