package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import livekit.LivekitAgent.RegisterWorkerResponse;
import livekit.LivekitAgent.ServerMessage;
import livekit.LivekitModels.ServerInfo;
import livekit.LivekitRoom.ListRoomsResponse;
import org.junit.jupiter.api.Test;
import telephony.dispatch.ServerFacts;
import telephony.dispatch.ServerFacts.Leeway;

/** What is learnt of a server, from the bytes that it sends. */
final class LiveKitServerProbeTest {

    /** A server of this leeway, clock and version. */
    private record Server(Duration leeway, Instant clock, String version) implements RawServer.Behaviour {

        @Override
        public boolean serve(RawServer.Connection connection, RawServer.Request request) throws IOException {
            if (request.path().startsWith(WorkerGreeting.PATH)) {
                return greet(connection, request);
            }
            DecodedJWT token = JWT.decode(request.header("Authorization").substring("Bearer ".length()));
            boolean valid = clock.isBefore(token.getExpiresAtAsInstant().plus(leeway));
            byte[] answer = valid
                    ? Api.http(ListRoomsResponse.getDefaultInstance())
                    : Api.http(401, "text/plain", "invalid authorization token".getBytes(StandardCharsets.UTF_8));
            connection.write(dated(answer));
            return true;
        }

        private byte[] dated(byte[] answer) {
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.atOffset(ZoneOffset.UTC));
            return new String(answer, StandardCharsets.ISO_8859_1)
                    .replaceFirst("\r\n", "\r\nDate: " + date + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
        }

        private boolean greet(RawServer.Connection connection, RawServer.Request request) throws IOException {
            if (version.isEmpty()) {
                connection.write(Api.http(404, "text/plain", new byte[0]));
                return false;
            }
            byte[] message = ServerMessage.newBuilder()
                    .setRegister(RegisterWorkerResponse.newBuilder()
                            .setServerInfo(ServerInfo.newBuilder().setVersion(version)))
                    .build()
                    .toByteArray();
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept(request.header("Sec-WebSocket-Key")) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            // One whole binary message of less than 126 bytes.
            frame.write(0x82);
            frame.write(message.length);
            frame.write(message);
            connection.write(frame.toByteArray());
            return true;
        }

        private static String accept(String key) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final Duration LIVEKITS = Duration.ofSeconds(60);

    @Test
    void aServerWithLiveKitsLeewayAndOurClockShouldBeKnownAsSuch() throws Exception {
        ServerFacts facts = probed(new Server(LIVEKITS, Api.NOW, "1.13.5"));

        assertThat(facts.leeway()).isEqualTo(Leeway.GRANTED);
        assertThat(facts.clockAhead()).isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(1));
        assertThat(facts.version()).isEqualTo("1.13.5");
        assertThat(facts.mayTokensExpireEarly()).isTrue();
        assertThat(facts.warnings()).isEmpty();
    }

    @Test
    void aServerWithoutLeewayShouldBeKnownAsSuch() throws Exception {
        ServerFacts facts = probed(new Server(Duration.ZERO, Api.NOW, "1.13.5"));

        assertThat(facts.leeway()).isEqualTo(Leeway.REFUSED);
        assertThat(facts.mayTokensExpireEarly()).isFalse();
    }

    @Test
    void aServerWhoseClockIsBehindShouldNotGetTokensThatExpireEarly() throws Exception {
        ServerFacts facts = probed(new Server(LIVEKITS, Api.NOW.minusSeconds(20), "1.13.5"));

        assertThat(facts.leeway()).isEqualTo(Leeway.GRANTED);
        assertThat(facts.clockAhead()).isBetween(Duration.ofSeconds(-21), Duration.ofSeconds(-19));
        assertThat(facts.mayTokensExpireEarly()).isFalse();
    }

    @Test
    void aKeyThatIsRefusedShouldSayNothingOfTheLeeway() throws Exception {
        try (RawServer server = RawServer.thatAnswers("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
                LiveKitApi api = Api.patient(server.url())) {
            assertThat(facts(api).leeway()).isEqualTo(Leeway.UNKNOWN);
        }
    }

    @Test
    void aServerThatGreetsNobodyShouldBeOfUnknownVersion() throws Exception {
        ServerFacts facts = probed(new Server(LIVEKITS, Api.NOW, ""));

        assertThat(facts.version()).isNull();
        assertThat(facts.leeway()).isEqualTo(Leeway.GRANTED);
    }

    @Test
    void aServerThatIsNotThereShouldBeUnknown() throws Exception {
        try (LiveKitApi api = Api.hasty(RawServer.nowhere())) {
            assertThat(facts(api)).isEqualTo(ServerFacts.UNKNOWN);
        }
    }

    private static ServerFacts probed(Server behaviour) throws Exception {
        try (RawServer server = new RawServer(behaviour);
                LiveKitApi api = Api.patient(server.url())) {
            return facts(api);
        }
    }

    private static ServerFacts facts(LiveKitApi api) {
        return api.server()
                .probe()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
