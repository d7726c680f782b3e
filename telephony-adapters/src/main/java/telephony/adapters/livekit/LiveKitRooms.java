package telephony.adapters.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;
import telephony.call.Participant;
import telephony.call.PhoneNumber;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
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

    private static LiveKitAnswer<List<ListedRoom>> rooms(byte[] body) throws InvalidProtocolBufferException {
        return LiveKitAnswer.done(ListRoomsResponse.parseFrom(body).getRoomsList().stream()
                .map(room -> new ListedRoom(room.getSid(), room.getName()))
                .toList());
    }

    private LiveKitAnswer<List<Participant>> participants(byte[] body) throws InvalidProtocolBufferException {
        return LiveKitAnswer.done(ListParticipantsResponse.parseFrom(body).getParticipantsList().stream()
                .map(info -> Participants.of(info, numbers))
                .toList());
    }

    private static LiveKitAnswer<Void> removed(byte[] body) throws InvalidProtocolBufferException {
        RemoveParticipantResponse.parseFrom(body);
        return LiveKitAnswer.done();
    }
}
