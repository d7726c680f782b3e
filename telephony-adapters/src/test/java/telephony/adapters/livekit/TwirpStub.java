package telephony.adapters.livekit;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import livekit.LivekitAgentDispatch.AgentDispatch;
import livekit.LivekitAgentDispatch.AgentDispatchState;
import livekit.LivekitAgentDispatch.CreateAgentDispatchRequest;
import livekit.LivekitAgentDispatch.DeleteAgentDispatchRequest;
import livekit.LivekitAgentDispatch.ListAgentDispatchRequest;
import livekit.LivekitAgentDispatch.ListAgentDispatchResponse;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRoom.CreateRoomRequest;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;
import telephony.call.Participant;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.NewRoom;
import telephony.routing.RoomMetadata;
import telephony.testkit.FakeLiveKit;

/** LiveKit's API over HTTP, with the fake behind it: reads and writes protobuf as the real one does. */
final class TwirpStub implements RawServer.Behaviour {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICE = "/twirp/livekit.";

    private final FakeLiveKit livekit;

    TwirpStub(FakeLiveKit livekit) {
        this.livekit = livekit;
    }

    @Override
    public boolean serve(RawServer.Connection connection, RawServer.Request request) throws IOException {
        DecodedJWT token;
        try {
            // Judges the signature only: whether the token has expired is the real one's business.
            token = JWT.require(Algorithm.HMAC256(Api.SECRET))
                    .acceptExpiresAt(Integer.MAX_VALUE)
                    .build()
                    .verify(request.header("Authorization").replace("Bearer ", ""));
        } catch (JWTVerificationException e) {
            connection.write(Api.http(
                    401, "text/plain; charset=utf-8", "invalid authorization token".getBytes(StandardCharsets.UTF_8)));
            return true;
        }
        return answer(connection, request.path().replace(SERVICE, ""), request.body(), token);
    }

    private boolean answer(RawServer.Connection connection, String method, byte[] body, DecodedJWT token)
            throws IOException {
        switch (method) {
            case "AgentDispatchService/CreateDispatch" -> {
                CreateAgentDispatchRequest asked = CreateAgentDispatchRequest.parseFrom(body);
                return send(
                        connection,
                        asked,
                        token,
                        asked.getRoom(),
                        join(livekit.create(order(asked, token)))
                                .map(id -> AgentDispatch.newBuilder().setId(id).build()));
            }
            case "AgentDispatchService/ListDispatch" -> {
                ListAgentDispatchRequest asked = ListAgentDispatchRequest.parseFrom(body);
                return send(
                        connection,
                        asked,
                        token,
                        asked.getRoom(),
                        join(livekit.list(asked.getRoom())).map(list -> ListAgentDispatchResponse.newBuilder()
                                .addAllAgentDispatches(
                                        list.stream().map(this::dispatch).toList())
                                .build()));
            }
            case "AgentDispatchService/DeleteDispatch" -> {
                DeleteAgentDispatchRequest asked = DeleteAgentDispatchRequest.parseFrom(body);
                return send(
                        connection,
                        asked,
                        token,
                        asked.getRoom(),
                        empty(
                                join(livekit.delete(asked.getRoom(), asked.getDispatchId())),
                                AgentDispatch.getDefaultInstance()));
            }
            case "RoomService/ListRooms" -> {
                ListRoomsRequest asked = ListRoomsRequest.parseFrom(body);
                return send(
                        connection,
                        asked,
                        token,
                        null,
                        join(livekit.listRooms(new HashSet<>(asked.getNamesList())))
                                .map(list -> ListRoomsResponse.newBuilder()
                                        .addAllRooms(list.stream()
                                                .map(TwirpStub::room)
                                                .toList())
                                        .build()));
            }
            case "RoomService/ListParticipants" -> {
                ListParticipantsRequest asked = ListParticipantsRequest.parseFrom(body);
                return send(
                        connection,
                        asked,
                        token,
                        asked.getRoom(),
                        join(livekit.listParticipants(asked.getRoom()))
                                .map(list -> ListParticipantsResponse.newBuilder()
                                        .addAllParticipants(list.stream()
                                                .map(TwirpStub::info)
                                                .toList())
                                        .build()));
            }
            case "RoomService/CreateRoom" -> {
                CreateRoomRequest asked = CreateRoomRequest.parseFrom(body);
                NewRoom room = new NewRoom(asked.getName(), Duration.ofSeconds(asked.getEmptyTimeout()));
                return send(
                        connection,
                        asked,
                        token,
                        null,
                        join(livekit.createRoom(room)).map(TwirpStub::room));
            }
            case "RoomService/DeleteRoom" -> {
                DeleteRoomRequest asked = DeleteRoomRequest.parseFrom(body);
                return send(
                        connection,
                        asked,
                        token,
                        null,
                        empty(join(livekit.deleteRoom(asked.getRoom())), DeleteRoomResponse.getDefaultInstance()));
            }
            case "RoomService/RemoveParticipant" -> {
                RoomParticipantIdentity asked = RoomParticipantIdentity.parseFrom(body);
                return send(
                        connection,
                        asked,
                        token,
                        asked.getRoom(),
                        empty(
                                join(livekit.removeParticipant(asked.getRoom(), asked.getIdentity())),
                                RemoveParticipantResponse.getDefaultInstance()));
            }
            default -> throw new IOException("no such method: " + method);
        }
    }

    private static Room room(ListedRoom room) {
        Room.Builder shown = Room.newBuilder().setSid(room.sid()).setName(room.name());
        Instant madeAt = room.createdAt();
        return (madeAt == null
                        ? shown
                        : shown.setCreationTime(madeAt.getEpochSecond()).setCreationTimeMs(madeAt.toEpochMilli()))
                .setActiveRecording(room.recording())
                .setMetadata(metadata(room.metadata()))
                .build();
    }

    private static String metadata(RoomMetadata metadata) {
        return metadata.texts().isEmpty()
                ? ""
                : new ObjectMapper().valueToTree(metadata.texts()).toString();
    }

    /** Answers as LiveKit would; an answer that is to be lost is the end of the connection. */
    private boolean send(
            RawServer.Connection connection,
            Message asked,
            DecodedJWT token,
            String room,
            LiveKitAnswer<? extends MessageLite> answer)
            throws IOException {
        Map<String, Object> grant = token.getClaim("video").asMap();
        boolean makes = asked instanceof DeleteRoomRequest || asked instanceof CreateRoomRequest;
        String right = makes ? "roomCreate" : "roomList";
        boolean allowed = room == null
                ? Boolean.TRUE.equals(grant.get(right))
                : Boolean.TRUE.equals(grant.get("roomAdmin")) && room.equals(grant.get("room"));
        if (!allowed || !asked.getUnknownFields().asMap().isEmpty()) {
            connection.write(error(401, "unauthenticated", "permissions denied"));
            return true;
        }
        switch (answer.kind()) {
            case DONE -> connection.write(Api.http(answer.answered().orElseThrow()));
            case ABSENT -> connection.write(error(404, "not_found", answer.detail()));
            case REFUSED -> connection.write(error(429, "resource_exhausted", answer.detail()));
            case UNAUTHENTICATED -> connection.write(error(401, "unauthenticated", answer.detail()));
            case ALARM -> connection.write(error(403, "permission_denied", answer.detail()));
            case UNAVAILABLE -> connection.write(error(503, "unavailable", answer.detail()));
            case AMBIGUOUS -> {
                return false;
            }
        }
        return true;
    }

    private static byte[] error(int status, String code, String message) {
        String json = "{\"code\":\"" + code + "\",\"msg\":\"" + message + "\"}";
        return Api.http(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static DispatchOrder order(CreateAgentDispatchRequest asked, DecodedJWT token)
            throws InvalidProtocolBufferException {
        Map<String, Object> metadata;
        try {
            metadata = JSON.readValue(asked.getMetadata(), new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new InvalidProtocolBufferException(e);
        }
        return new DispatchOrder(
                asked.getRoom(),
                asked.getAgentName(),
                Metadata.marker(asked.getMetadata()).orElseThrow(),
                metadata,
                token.getExpiresAtAsInstant());
    }

    private AgentDispatch dispatch(ListedDispatch listed) {
        Instant at = listed.createdAt();
        String metadata = livekit.orders().stream()
                .filter(order -> listed.attempt().filter(order.marker()::equals).isPresent())
                .findFirst()
                .map(order -> json(order.metadata()))
                .orElse("");
        return AgentDispatch.newBuilder()
                .setId(listed.id())
                .setAgentName(listed.agentName())
                .setMetadata(metadata)
                .setState(AgentDispatchState.newBuilder()
                        .setCreatedAt(at.getEpochSecond() * 1_000_000_000L + at.getNano()))
                .build();
    }

    private static ParticipantInfo info(Participant participant) {
        ParticipantInfo.Builder info = ParticipantInfo.newBuilder()
                .setSid(participant.sid())
                .setIdentity(participant.identity())
                .setKind(ParticipantInfo.Kind.valueOf(participant.kind().name()))
                .setJoinedAtMs(participant.joinedAt().toEpochMilli());
        if (participant.audioPublished()) {
            info.addTracks(TrackInfo.newBuilder().setType(TrackType.AUDIO));
        }
        if (participant.agentName() != null) {
            info.putAttributes("lk.agent_name", participant.agentName());
        }
        participant.sipCall().ifPresent(sip -> info.putAllAttributes(sip.attributes()));
        return info.build();
    }

    private static String json(Map<String, Object> metadata) {
        try {
            return JSON.writeValueAsString(metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The wire answers with an empty message where the port answers nothing. */
    private static LiveKitAnswer<MessageLite> empty(LiveKitAnswer<Void> answer, MessageLite message) {
        return answer.isDone() ? LiveKitAnswer.done(message) : LiveKitAnswer.failed(answer.kind(), answer.detail());
    }

    private static <T> LiveKitAnswer<T> join(CompletionStage<LiveKitAnswer<T>> stage) {
        return stage.toCompletableFuture().join();
    }
}
