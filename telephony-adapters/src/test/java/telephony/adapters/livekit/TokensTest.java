package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each request carries a token of its own, with the one right that it needs, for as long as it needs it. */
final class TokensTest {

    private static final Map<String, Object> ONE_ROOM = Map.of("roomAdmin", true, "room", "room");

    @Test
    void createShouldExpireAtTheInstantOfTheOrderEvenInThePast() throws Exception {
        DecodedJWT token = sent(api -> Api.answer(api.dispatches().create(Api.order())));

        assertThat(token.getExpiresAtAsInstant()).isEqualTo(Instant.parse("2026-11-21T09:59:05Z"));
        assertThat(token.getClaim("video").asMap()).isEqualTo(ONE_ROOM);
        assertThat(token.getNotBefore()).as("an nbf would lie after the expiry").isNull();
        assertThat(token.getIssuedAt()).isNull();
    }

    @Test
    void whatConcernsARoomShouldBeAllowedForThisRoomOnly() throws Exception {
        assertOneRoom(api -> Api.answer(api.dispatches().list("room")));
        assertOneRoom(api -> Api.answer(api.dispatches().delete("room", "AD_1")));
        assertOneRoom(api -> Api.answer(api.rooms().listParticipants("room")));
        assertOneRoom(api -> Api.answer(api.rooms().removeParticipant("room", "agent-1")));
    }

    @Test
    void listRoomsShouldBeAllowedToListRooms() throws Exception {
        DecodedJWT token = sent(api -> Api.answer(api.rooms().listRooms(Set.of())));

        assertThat(token.getClaim("video").asMap()).isEqualTo(Map.of("roomList", true));
        assertThat(token.getExpiresAtAsInstant()).isEqualTo(Instant.parse("2026-11-21T10:01:00Z"));
    }

    @Test
    void deleteRoomShouldBeAllowedToMakeAndDeleteRooms() throws Exception {
        DecodedJWT token = sent(api -> Api.answer(api.rooms().deleteRoom("room")));

        assertThat(token.getClaim("video").asMap()).isEqualTo(Map.of("roomCreate", true));
    }

    private static void assertOneRoom(Consumer<LiveKitApi> call) throws Exception {
        DecodedJWT token = sent(call);

        assertThat(token.getClaim("video").asMap()).isEqualTo(ONE_ROOM);
        assertThat(token.getExpiresAtAsInstant()).isEqualTo(Instant.parse("2026-11-21T10:01:00Z"));
    }

    /** The token of the one request that the call makes. */
    private static DecodedJWT sent(Consumer<LiveKitApi> call) throws Exception {
        try (RawServer server = new RawServer((connection, request) -> {
                    connection.write(Api.http(429, "text/plain", new byte[0]));
                    return true;
                });
                LiveKitApi api = Api.patient(server.url())) {
            call.accept(api);
            assertThat(server.requests()).hasSize(1);
            String header = server.requests().get(0).header("Authorization");
            assertThat(header).startsWith("Bearer ");
            DecodedJWT token = JWT.decode(header.substring("Bearer ".length()));
            Algorithm.HMAC256(Api.SECRET).verify(token);
            assertThat(token.getIssuer()).isEqualTo(Api.KEY);
            assertThat(token.getClaim("sip").asMap()).isNullOrEmpty();
            return token;
        }
    }
}
