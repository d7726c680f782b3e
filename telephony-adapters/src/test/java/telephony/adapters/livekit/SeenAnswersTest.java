package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import livekit.LivekitAgentDispatch.AgentDispatch;
import livekit.LivekitAgentDispatch.ListAgentDispatchResponse;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import org.junit.jupiter.api.Test;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;

/** Answers that a real LiveKit gave, each in the order of its file. */
final class SeenAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void createDispatch() throws Exception {
        List<LiveKitAnswer<String>> answers = replay(
                "AgentDispatchService.CreateDispatch",
                AgentDispatch.getDefaultInstance(),
                api -> Api.answer(api.dispatches().create(Api.order())));

        assertThat(answers).extracting(LiveKitAnswer::kind).containsExactly(Kind.DONE, Kind.DONE, Kind.UNAUTHENTICATED);
        assertThat(answers)
                .extracting(LiveKitAnswer::value)
                .containsExactly("AD_JCxwXcA5vC5e", "AD_xoDhSL2eF9q9", null);
        assertThat(answers.get(2).detail()).isEqualTo("HTTP 401 unauthenticated: permissions denied");
    }

    @Test
    void deleteDispatch() throws Exception {
        List<LiveKitAnswer<Void>> answers = replay(
                "AgentDispatchService.DeleteDispatch",
                AgentDispatch.getDefaultInstance(),
                api -> Api.answer(api.dispatches().delete("room", "AD_x")));

        assertThat(answers).extracting(LiveKitAnswer::kind).containsExactly(Kind.UNAVAILABLE, Kind.ABSENT);
    }

    @Test
    void listDispatch() throws Exception {
        List<LiveKitAnswer<List<ListedDispatch>>> answers = replay(
                "AgentDispatchService.ListDispatch",
                ListAgentDispatchResponse.getDefaultInstance(),
                api -> Api.answer(api.dispatches().list("room")));

        assertThat(answers).extracting(LiveKitAnswer::kind).containsExactly(Kind.UNAVAILABLE, Kind.DONE, Kind.DONE);
        assertThat(answers.get(1).value())
                .containsExactly(
                        new ListedDispatch("AD_t4i9Ba2q5hi4", "", ns(1795225427L, 514996007), null, Set.of()),
                        new ListedDispatch(
                                "AD_JCxwXcA5vC5e",
                                "phone-agent",
                                ns(1795225427L, 515970432),
                                null,
                                Set.of("agent-AJ_7k6p9ovUgJWj")));
        assertThat(answers.get(2).value()).extracting(ListedDispatch::agentName).containsExactly("", "nobody");
    }

    @Test
    void listRooms() throws Exception {
        List<LiveKitAnswer<List<ListedRoom>>> answers = replay(
                "RoomService.ListRooms",
                ListRoomsResponse.getDefaultInstance(),
                api -> Api.answer(api.rooms().listRooms(Set.of())));

        assertThat(answers.get(0).value())
                .extracting(ListedRoom::sid, ListedRoom::name)
                .containsExactly(tuple("RM_KKaJ4HdeUqzD", "ghost2"), tuple("RM_rN9LuzwMbUN4", "ghost1"));
        assertThat(answers.get(0).value())
                .allSatisfy(room -> assertThat(room.createdAt()).isNotNull());
        assertThat(answers.subList(1, answers.size())).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(answer.detail()).contains("token is expired").doesNotContain("eyJ");
        });
    }

    @Test
    void listParticipants() throws Exception {
        List<LiveKitAnswer<List<Participant>>> answers = replay(
                "RoomService.ListParticipants",
                ListParticipantsResponse.getDefaultInstance(),
                api -> Api.answer(api.rooms().listParticipants("room")));

        assertThat(answers.get(0).value()).isEmpty();
        assertThat(answers.get(1).value()).hasSize(2).allSatisfy(participant -> {
            assertThat(participant.kind()).isEqualTo(ParticipantKind.AGENT);
            assertThat(participant.agentName()).isEqualTo("phone-agent");
            assertThat(participant.audioPublished()).isTrue();
        });
        assertThat(answers.get(1).value())
                .extracting(Participant::identity)
                .containsExactly("agent-AJ_7k6p9ovUgJWj", "agent-AJ_2Uc9Y9iQyKVZ");
    }

    @Test
    void removeParticipant() throws Exception {
        List<LiveKitAnswer<Void>> answers = replay(
                "RoomService.RemoveParticipant",
                RemoveParticipantResponse.getDefaultInstance(),
                api -> Api.answer(api.rooms().removeParticipant("room", "x")));

        assertThat(answers).extracting(LiveKitAnswer::kind).containsExactly(Kind.ABSENT, Kind.DONE);
    }

    @Test
    void deleteRoom() throws Exception {
        List<LiveKitAnswer<Void>> answers = replay(
                "RoomService.DeleteRoom",
                DeleteRoomResponse.getDefaultInstance(),
                api -> Api.answer(api.rooms().deleteRoom("room")));

        assertThat(answers).extracting(LiveKitAnswer::kind).containsExactly(Kind.ABSENT, Kind.DONE);
    }

    /** What the adapter makes of each answer in the file; successes were recorded as JSON and are sent as protobuf. */
    private static <T> List<LiveKitAnswer<T>> replay(
            String file, Message success, Function<LiveKitApi, LiveKitAnswer<T>> call) throws Exception {
        List<LiveKitAnswer<T>> answers = new ArrayList<>();
        try (InputStream in = SeenAnswersTest.class.getResourceAsStream("/fixtures/api/" + file + ".json")) {
            for (JsonNode seen : JSON.readTree(in)) {
                byte[] answer = answer(seen, success);
                try (RawServer server = new RawServer((connection, request) -> {
                            assertThat(request.path()).isEqualTo("/twirp/livekit." + file.replace('.', '/'));
                            connection.write(answer);
                            return true;
                        });
                        LiveKitApi api = Api.patient(server.url())) {
                    answers.add(call.apply(api));
                }
            }
        }
        return answers;
    }

    private static byte[] answer(JsonNode seen, Message success) throws Exception {
        int status = seen.path("status").asInt();
        String body = seen.path("response").asText();
        if (status != 200) {
            return Api.http(status, seen.path("contentType").asText(), body.getBytes(StandardCharsets.UTF_8));
        }
        Message.Builder message = success.newBuilderForType();
        JsonFormat.parser().ignoringUnknownFields().merge(body, message);
        return Api.http(message.build());
    }

    private static Instant ns(long seconds, int nanos) {
        return Instant.ofEpochSecond(seconds, nanos);
    }
}
