package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import livekit.LivekitAgentDispatch.AgentDispatch;
import livekit.LivekitAgentDispatch.ListAgentDispatchResponse;
import livekit.LivekitModels.Room;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.testkit.Race;

/** The whole server over HTTP, with a LiveKit that only counts. */
class StormTest {

    private static final String KEY = "storm-key";
    private static final String SECRET = "storm-secret-of-more-than-32-characters";
    private static final String ROOM = "call-storm";
    private static final int THREADS = 64;
    private static final int DELIVERIES = 1_000;

    private final InstantSource clock = InstantSource.system();
    private final AtomicInteger creates = new AtomicInteger();
    private final CountDownLatch created = new CountDownLatch(1);
    private HttpServer liveKit;
    private RunningApp app;

    @BeforeEach
    void start() throws IOException {
        liveKit = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(
                "RoomService/ListRooms",
                ListRoomsResponse.newBuilder()
                        // Made after the store, which therefore has forgotten nothing of it.
                        .addRooms(Room.newBuilder()
                                .setSid("RM_storm")
                                .setName(ROOM)
                                .setCreationTime(clock.instant().plusSeconds(10).getEpochSecond()))
                        .build()
                        .toByteArray());
        answer(
                "RoomService/ListParticipants",
                ListParticipantsResponse.getDefaultInstance().toByteArray());
        answer(
                "AgentDispatchService/ListDispatch",
                ListAgentDispatchResponse.getDefaultInstance().toByteArray());
        answer(
                "AgentDispatchService/CreateDispatch",
                AgentDispatch.newBuilder().setId("AD_1").build().toByteArray());
        liveKit.setExecutor(Executors.newFixedThreadPool(4));
        liveKit.start();
        AppConfig config = AppConfig.of(
                Map.of(
                        "LIVEKIT_URL",
                        "http://127.0.0.1:" + liveKit.getAddress().getPort(),
                        "LIVEKIT_API_KEY",
                        KEY,
                        "LIVEKIT_API_SECRET",
                        SECRET,
                        "TELEPHONY_HOST",
                        "127.0.0.1",
                        "TELEPHONY_PORT",
                        "0",
                        "TELEPHONY_STORE",
                        "memory"),
                Map.of());
        app = new Wiring(config, clock).start();
    }

    private void answer(String method, byte[] answer) {
        liveKit.createContext("/twirp/livekit." + method, exchange -> {
            if (method.endsWith("CreateDispatch")) {
                creates.incrementAndGet();
                created.countDown();
            }
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        app.close();
        liveKit.stop(0);
    }

    @Test
    void oneJoinDelivered64000TimesShouldMakeOneCreateOnTheWire() throws Exception {
        HttpRequest join = webhook(
                """
                {"event":"participant_joined","id":"EV_storm","createdAt":"%d",
                 "room":{"sid":"RM_storm","name":"%s"},
                 "participant":{"sid":"PA_1","identity":"sip_+15551231","kind":"SIP","joinedAt":"%d",
                  "attributes":{"sip.callID":"SCL_1","sip.ruleID":"SDR_1","sip.callStatus":"ringing"}}}"""
                        .formatted(
                                clock.instant().getEpochSecond(),
                                ROOM,
                                // Still fresh on a machine on which the first look takes many seconds.
                                clock.instant().plusSeconds(60).getEpochSecond()));
        AtomicInteger answered = new AtomicInteger();

        Race.run(THREADS, racer -> {
            HttpClient client = HttpClient.newHttpClient();
            for (int i = 0; i < DELIVERIES; ) {
                int status = client.send(join, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                // 503 = too many at once: LiveKit tries those again, and so does this.
                if (status == 200) {
                    answered.incrementAndGet();
                    i++;
                } else {
                    assertThat(status).isEqualTo(503);
                }
            }
        });

        assertThat(answered.get()).isEqualTo(THREADS * DELIVERIES);
        assertThat(created.await(10, TimeUnit.SECONDS)).isTrue();
        String calls = get("/telephony/calls?roomName=" + ROOM);
        assertThat(calls).containsOnlyOnce("\"callId\"");
        app.close();
        assertThat(creates.get()).isEqualTo(1);
    }

    @Test
    void anAuthenticBodyThatIsUnusableShouldBeKeptAndAnswered200() throws Exception {
        HttpResponse<String> first = send(webhook("{\"event\":\"participant_joined\",\"room\":"));
        HttpResponse<String> again = send(webhook("{\"event\":\"participant_joined\",\"room\":"));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains("quarantined");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("duplicate");
    }

    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).GET().build()).body();
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + app.port() + path);
    }

    private HttpRequest webhook(String body) throws GeneralSecurityException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        long now = clock.instant().getEpochSecond();
        String signed = base64Url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                + base64Url("{\"iss\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,\"sha256\":\"%s\"}"
                        .formatted(KEY, now + 300, now, now, hash));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        return HttpRequest.newBuilder(uri("/telephony/livekit-webhook"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", signed + "." + signature)
                .header("Content-Type", "application/webhook+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
