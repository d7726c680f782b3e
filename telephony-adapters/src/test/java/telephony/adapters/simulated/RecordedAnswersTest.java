package telephony.adapters.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livekit.server.AccessToken;
import io.livekit.server.RoomAdmin;
import io.livekit.server.RoomCreate;
import io.livekit.server.RoomList;
import io.livekit.server.RoomName;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.testkit.Fixtures;

/** The API answers as the recorded one did: status, type of content, Twirp code and message, and which members. */
class RecordedAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SERVED = List.of(
            "AgentDispatchService.CreateDispatch",
            "AgentDispatchService.ListDispatch",
            "AgentDispatchService.DeleteDispatch",
            "RoomService.ListRooms",
            "RoomService.ListParticipants",
            "RoomService.GetParticipant",
            "RoomService.RemoveParticipant",
            "RoomService.DeleteRoom");

    private final RunningSimulation simulation = new RunningSimulation();

    @AfterEach
    void close() {
        simulation.close();
    }

    /** A recorded request with its answer; its text names it in reports. */
    private record Recorded(String method, JsonNode exchange) {

        private JsonNode request() {
            return exchange.get("request");
        }

        private String room() {
            return request().path("room").asText();
        }

        private boolean isOfMissingRoom() {
            return room().equals("nope");
        }

        private boolean isDenied() {
            return exchange.get("response").asText().contains("permissions denied");
        }

        private boolean isBadToken() {
            return exchange.get("status").asInt() == 401 && !isDenied();
        }

        @Override
        public String toString() {
            return method + " " + request() + " " + exchange.get("status");
        }
    }

    static Stream<Recorded> recorded() {
        return SERVED.stream().flatMap(method -> StreamSupport.stream(
                        parse(Fixtures.api(method)).spliterator(), false)
                .map(exchange -> new Recorded(method, exchange)));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void theSimulationShouldAnswerAsWasRecorded(Recorded recorded) {
        if (!recorded.room().isEmpty() && !recorded.isOfMissingRoom()) {
            simulation.livekit().openRoom(recorded.room());
            String identity = recorded.request().path("identity").asText();
            simulation.livekit().join(recorded.room(), somebody(identity.isEmpty() ? "somebody" : identity));
        }

        HttpResponse<String> answer = post(recorded, token(recorded));

        JsonNode exchange = recorded.exchange();
        assertThat(answer.statusCode()).isEqualTo(exchange.get("status").asInt());
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains(exchange.get("contentType").asText());
        if (recorded.isBadToken()) {
            return;
        }
        JsonNode expected = parse(exchange.get("response").asText());
        JsonNode actual = parse(answer.body());
        assertThat(actual.path("code")).isEqualTo(expected.path("code"));
        assertThat(actual.path("msg")).isEqualTo(expected.path("msg"));
        List<String> members = names(actual);
        assertThat(names(expected)).containsAll(members);
    }

    @Test
    void aTokenShouldBeTakenForSixtySecondsAfterItsExpiry() {
        Recorded list = recorded()
                .filter(r -> r.method().equals("RoomService.ListRooms"))
                .findFirst()
                .orElseThrow();

        assertThat(listedAtOnce(list, token(RunningSimulation.SECRET, "", true, -59))
                        .statusCode())
                .isEqualTo(200);
        assertThat(listedAtOnce(list, token(RunningSimulation.SECRET, "", true, -61))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTokenOfAnotherSecretShouldBeRefused() {
        Recorded list = recorded()
                .filter(r -> r.method().equals("RoomService.ListRooms"))
                .findFirst()
                .orElseThrow();

        HttpResponse<String> answer = post(list, token("another" + RunningSimulation.SECRET, "", true, 60));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("invalid authorization token");
    }

    private HttpResponse<String> post(Recorded recorded, String token) {
        return simulation.post(
                "/twirp/livekit." + recorded.method().replace('.', '/'),
                recorded.request().toString(),
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + token);
    }

    private HttpResponse<String> listedAtOnce(Recorded recorded, String token) {
        return simulation.postAtOnce(
                "/twirp/livekit." + recorded.method().replace('.', '/'),
                recorded.request().toString(),
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + token);
    }

    private static String token(Recorded recorded) {
        return token(
                recorded.isBadToken() ? "wrong" + RunningSimulation.SECRET : RunningSimulation.SECRET,
                recorded.isDenied() ? "another room" : recorded.room(),
                !recorded.isDenied(),
                60);
    }

    private static String token(String secret, String room, boolean everything, int lifetimeSeconds) {
        AccessToken token = new AccessToken(RunningSimulation.KEY, secret);
        token.setExpiration(Date.from(now().plusSeconds(lifetimeSeconds)));
        token.addGrants(new RoomAdmin(true), new RoomName(room));
        if (everything) {
            token.addGrants(new RoomList(true), new RoomCreate(true));
        }
        return token.toJwt();
    }

    private static Instant now() {
        return RunningSimulation.NOW;
    }

    private static Participant somebody(String identity) {
        return new Participant("PA_1", identity, ParticipantKind.STANDARD, now(), true, null, null);
    }

    private static List<String> names(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(text, broken);
        }
    }
}
