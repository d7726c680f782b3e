package telephony.adapters.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import livekit.LivekitAgentDispatch.CreateAgentDispatchRequest;
import livekit.LivekitAgentDispatch.DeleteAgentDispatchRequest;
import livekit.LivekitAgentDispatch.ListAgentDispatchRequest;
import livekit.LivekitAgentDispatch.ListAgentDispatchResponse;
import livekit.LivekitRoom.CreateRoomRequest;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;
import livekit.LivekitSip.CreateSIPParticipantRequest;
import livekit.LivekitSip.TransferSIPParticipantRequest;
import org.jspecify.annotations.Nullable;
import telephony.adapters.simulated.Tokens.Grants;
import telephony.call.DispatchMarker;
import telephony.dispatch.LiveKitAnswer;
import telephony.simulation.NewDispatch;
import telephony.simulation.SimulatedApi;

/** LiveKit's API: bytes in, bytes out, as protobuf or as JSON. */
final class TwirpApi {

    private static final String DIAL = "SIP/CreateSIPParticipant";
    private static final String TRANSFER = "SIP/TransferSIPParticipant";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

    private final SimulatedApi api;
    private final Tokens tokens;
    private final DialApi dials;

    TwirpApi(SimulatedApi api, DialApi dials, Tokens tokens) {
        this.api = api;
        this.dials = dials;
        this.tokens = tokens;
    }

    /**
     * A request.
     *
     * @param method service and method, such as {@code RoomService/ListRooms}
     * @param json whether it speaks JSON
     * @param body its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // Read once where it comes in, never compared.
    record Request(String method, boolean json, byte[] body) {

        <B extends Message.Builder> B into(B builder) throws InvalidProtocolBufferException {
            if (json) {
                PARSER.merge(new String(body, StandardCharsets.UTF_8), builder);
            } else {
                builder.mergeFrom(body);
            }
            return builder;
        }
    }

    /**
     * Serves one request.
     *
     * @param authorization the header; empty = there was none
     * @return completes when the simulation answers; never exceptionally
     */
    CompletionStage<TwirpAnswer> serve(Request request, String authorization) {
        if (!api.isReachable()) {
            return CompletableFuture.completedStage(TwirpAnswer.broken());
        }
        if (authorization.isEmpty()) {
            return CompletableFuture.completedStage(TwirpAnswer.denied());
        }
        Optional<Grants> grants = tokens.judge(authorization);
        if (grants.isEmpty()) {
            return CompletableFuture.completedStage(TwirpAnswer.badToken());
        }
        try {
            if (request.method().equals(DIAL)) {
                var asked =
                        request.into(CreateSIPParticipantRequest.newBuilder()).build();
                return dials.create(asked, request.json(), grants.get());
            }
            if (request.method().equals(TRANSFER)) {
                var asked =
                        request.into(TransferSIPParticipantRequest.newBuilder()).build();
                return dials.transfer(asked, request.json(), grants.get());
            }
            CompletionStage<? extends LiveKitAnswer<? extends Message>> answer = answer(request, grants.get());
            return answer == null
                    ? CompletableFuture.completedStage(TwirpAnswer.denied())
                    : answer.thenApply(told -> TwirpAnswer.of(told, request.json()));
        } catch (InvalidProtocolBufferException unreadable) {
            return CompletableFuture.completedStage(TwirpAnswer.malformed());
        }
    }

    /** Whether it serves this. */
    static boolean knows(String method) {
        return switch (method) {
            case "AgentDispatchService/CreateDispatch",
                    "AgentDispatchService/ListDispatch",
                    "AgentDispatchService/DeleteDispatch",
                    "RoomService/ListRooms",
                    "RoomService/ListParticipants",
                    "RoomService/GetParticipant",
                    "RoomService/RemoveParticipant",
                    "RoomService/CreateRoom",
                    "RoomService/DeleteRoom",
                    DIAL,
                    TRANSFER -> true;
            default -> false;
        };
    }

    /** What the simulation answers; null = the token does not allow it. */
    private @Nullable CompletionStage<? extends LiveKitAnswer<? extends Message>> answer(Request request, Grants grants)
            throws InvalidProtocolBufferException {
        return switch (request.method()) {
            case "AgentDispatchService/CreateDispatch" -> {
                var asked =
                        request.into(CreateAgentDispatchRequest.newBuilder()).build();
                yield grants.administers(asked.getRoom())
                        ? api.create(order(asked, grants)).thenApply(told -> told.map(Wire::dispatch))
                        : null;
            }
            case "AgentDispatchService/ListDispatch" -> {
                var asked = request.into(ListAgentDispatchRequest.newBuilder()).build();
                yield grants.administers(asked.getRoom())
                        ? api.list(asked.getRoom())
                                .thenApply(told -> told.map(list -> ListAgentDispatchResponse.newBuilder()
                                        .addAllAgentDispatches(list.stream()
                                                .map(Wire::dispatch)
                                                .toList())
                                        .build()))
                        : null;
            }
            case "AgentDispatchService/DeleteDispatch" -> {
                var asked =
                        request.into(DeleteAgentDispatchRequest.newBuilder()).build();
                yield grants.administers(asked.getRoom())
                        ? api.delete(asked.getRoom(), asked.getDispatchId()).thenApply(told -> told.map(Wire::dispatch))
                        : null;
            }
            case "RoomService/ListRooms" -> {
                var asked = request.into(ListRoomsRequest.newBuilder()).build();
                yield grants.has("roomList")
                        ? api.listRooms(new HashSet<>(asked.getNamesList()))
                                .thenApply(told -> told.map(list -> ListRoomsResponse.newBuilder()
                                        .addAllRooms(
                                                list.stream().map(Wire::room).toList())
                                        .build()))
                        : null;
            }
            case "RoomService/ListParticipants" -> {
                var asked = request.into(ListParticipantsRequest.newBuilder()).build();
                yield grants.administers(asked.getRoom())
                        ? api.listParticipants(asked.getRoom())
                                .thenApply(told -> told.map(list -> ListParticipantsResponse.newBuilder()
                                        .addAllParticipants(list.stream()
                                                .map(Wire::participant)
                                                .toList())
                                        .build()))
                        : null;
            }
            case "RoomService/GetParticipant" -> {
                var asked = request.into(RoomParticipantIdentity.newBuilder()).build();
                yield grants.administers(asked.getRoom())
                        ? api.getParticipant(asked.getRoom(), asked.getIdentity())
                                .thenApply(told -> told.map(Wire::participant))
                        : null;
            }
            case "RoomService/RemoveParticipant" -> {
                var asked = request.into(RoomParticipantIdentity.newBuilder()).build();
                yield grants.administers(asked.getRoom())
                        ? api.removeParticipant(asked.getRoom(), asked.getIdentity())
                                .thenApply(told -> empty(told, RemoveParticipantResponse.getDefaultInstance()))
                        : null;
            }
            case "RoomService/CreateRoom" -> {
                var asked = request.into(CreateRoomRequest.newBuilder()).build();
                yield grants.has("roomCreate")
                        ? api.createRoom(asked.getName()).thenApply(told -> told.map(Wire::room))
                        : null;
            }
            default -> {
                var asked = request.into(DeleteRoomRequest.newBuilder()).build();
                yield grants.has("roomCreate")
                        ? api.deleteRoom(asked.getRoom())
                                .thenApply(told -> empty(told, DeleteRoomResponse.getDefaultInstance()))
                        : null;
            }
        };
    }

    private static NewDispatch order(CreateAgentDispatchRequest asked, Grants grants) {
        return new NewDispatch(
                asked.getRoom(),
                asked.getAgentName(),
                asked.getMetadata(),
                marker(asked.getMetadata()),
                grants.expiresAt());
    }

    /** What telephony writes into metadata; other people's is none of ours, and need not even be JSON. */
    private static @Nullable DispatchMarker marker(String metadata) {
        try {
            JsonNode marker = MAPPER.readTree(metadata).path("telephony").path("dispatch");
            return marker.isTextual() ? DispatchMarker.parse(marker.asText()).orElse(null) : null;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static LiveKitAnswer<Message> empty(LiveKitAnswer<Void> answer, Message message) {
        return answer.isDone() ? LiveKitAnswer.done(message) : LiveKitAnswer.failed(answer.kind(), answer.detail());
    }
}
