package telephony.adapters.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import livekit.LivekitModels.Room;
import livekit.LivekitRoom.CreateRoomRequest;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;
import org.jspecify.annotations.Nullable;
import telephony.call.Participant;
import telephony.call.PhoneNumber;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.NewRoom;
import telephony.dispatch.RoomPort;

/** Rooms and participants through LiveKit's API. Made by {@link LiveKitApi}. */
public final class LiveKitRooms implements RoomPort {

    private final Twirp twirp;
    private final Tokens tokens;
    private final Function<String, PhoneNumber> numbers;

    LiveKitRooms(Twirp twirp, Tokens tokens, Function<String, PhoneNumber> numbers) {
        this.twirp = twirp;
        this.tokens = tokens;
        this.numbers = numbers;
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<ListedRoom>>> listRooms(Set<String> names) {
        MessageLite request = ListRoomsRequest.newBuilder().addAllNames(names).build();
        return twirp.call(LiveKitMethod.LIST_ROOMS, request, tokens.roomList())
                .thenApply(reply -> Answers.of(LiveKitMethod.LIST_ROOMS, reply, LiveKitRooms::rooms));
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<Participant>>> listParticipants(String roomName) {
        MessageLite request =
                ListParticipantsRequest.newBuilder().setRoom(roomName).build();
        return twirp.call(LiveKitMethod.LIST_PARTICIPANTS, request, tokens.room(roomName))
                .thenApply(reply -> Answers.of(LiveKitMethod.LIST_PARTICIPANTS, reply, this::participants));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> removeParticipant(String roomName, String identity) {
        MessageLite request = RoomParticipantIdentity.newBuilder()
                .setRoom(roomName)
                .setIdentity(identity)
                .build();
        return twirp.call(LiveKitMethod.REMOVE_PARTICIPANT, request, tokens.room(roomName))
                .thenApply(reply -> Answers.of(LiveKitMethod.REMOVE_PARTICIPANT, reply, LiveKitRooms::removed));
    }

    @Override
    public CompletionStage<LiveKitAnswer<ListedRoom>> createRoom(NewRoom room) {
        MessageLite request = CreateRoomRequest.newBuilder()
                .setName(room.name())
                .setEmptyTimeout(Math.toIntExact(room.emptyFor().toSeconds()))
                .build();
        return twirp.call(LiveKitMethod.CREATE_ROOM, request, tokens.roomCreate())
                .thenApply(reply -> Answers.of(LiveKitMethod.CREATE_ROOM, reply, LiveKitRooms::made));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> deleteRoom(String roomName) {
        MessageLite request = DeleteRoomRequest.newBuilder().setRoom(roomName).build();
        return twirp.call(LiveKitMethod.DELETE_ROOM, request, tokens.roomCreate())
                .thenApply(reply -> Answers.of(LiveKitMethod.DELETE_ROOM, reply, LiveKitRooms::deleted));
    }

    private static LiveKitAnswer<ListedRoom> made(byte[] body) throws InvalidProtocolBufferException {
        Room room = Room.parseFrom(body);
        if (room.getSid().isEmpty()) {
            throw new InvalidProtocolBufferException("it names no room");
        }
        return LiveKitAnswer.done(room(room));
    }

    private static LiveKitAnswer<List<ListedRoom>> rooms(byte[] body) throws InvalidProtocolBufferException {
        return LiveKitAnswer.done(ListRoomsResponse.parseFrom(body).getRoomsList().stream()
                .map(LiveKitRooms::room)
                .toList());
    }

    private static ListedRoom room(Room room) {
        return new ListedRoom(
                room.getSid(),
                room.getName(),
                madeAt(room),
                room.getActiveRecording(),
                RoomMetadataReading.of(room.getMetadata()));
    }

    /** Older servers tell whole seconds only. */
    static @Nullable Instant madeAt(Room room) {
        if (room.getCreationTimeMs() != 0) {
            return Instant.ofEpochMilli(room.getCreationTimeMs());
        }
        return room.getCreationTime() == 0 ? null : Instant.ofEpochSecond(room.getCreationTime());
    }

    private LiveKitAnswer<List<Participant>> participants(byte[] body) throws InvalidProtocolBufferException {
        return LiveKitAnswer.done(ListParticipantsResponse.parseFrom(body).getParticipantsList().stream()
                .map(info -> Participants.of(info, numbers))
                .toList());
    }

    private static LiveKitAnswer<Void> deleted(byte[] body) throws InvalidProtocolBufferException {
        var unused = DeleteRoomResponse.parseFrom(body); // Throws when it is none.
        return LiveKitAnswer.done();
    }

    private static LiveKitAnswer<Void> removed(byte[] body) throws InvalidProtocolBufferException {
        var unused = RemoveParticipantResponse.parseFrom(body); // Throws when it is none.
        return LiveKitAnswer.done();
    }
}
