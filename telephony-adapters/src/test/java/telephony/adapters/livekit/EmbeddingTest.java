package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.adapters.ClassPathWithout;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit;

/** The example of the README, run on a class path without an HTTP library of ours. */
final class EmbeddingTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";

    /** Goes on, because what a busy machine did not get done at once is done again later. */
    private final InstantSource clock = Clock.offset(
            Clock.systemUTC(), Duration.between(InstantSource.system().instant(), Api.NOW));

    /** Its rooms are made after the store has begun, as those of new calls are. */
    private final FakeLiveKit liveKit = new FakeLiveKit(() -> clock.instant().plusSeconds(10));

    private final CountDownLatch created = new CountDownLatch(1);
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final ClassPathWithout javalin =
            new ClassPathWithout("io.javalin.", "org.eclipse.jetty.", "jakarta.servlet.");
    private RawServer api;
    private HttpServer http;
    private AutoCloseable telephony;

    @BeforeEach
    void start() throws Exception {
        liveKit.openRoom(ROOM, SID);
        liveKit.put(ROOM, Calls.caller("PA_1", "SCL_1", "ringing", Api.NOW));
        TwirpStub stub = new TwirpStub(liveKit);
        api = new RawServer((connection, request) -> {
            boolean kept = stub.serve(connection, request);
            if (request.path().endsWith("/CreateDispatch")) {
                created.countDown();
            }
            return kept;
        });
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Method embed = javalin.loadClass("telephony.adapters.EmbeddingExample")
                .getDeclaredMethod(
                        "embed", HttpServer.class, ScheduledExecutorService.class, InstantSource.class, String[].class);
        embed.setAccessible(true);
        String[] account = {api.url(), Api.KEY, Api.SECRET};
        telephony = (AutoCloseable) embed.invoke(null, http, threads, clock, account);
        http.start();
    }

    @AfterEach
    void stop() throws Exception {
        http.stop(0);
        telephony.close();
        threads.shutdownNow();
        api.close();
        javalin.close();
    }

    @Test
    void aWebhookThatComesTwiceShouldMakeOneCreateOnTheWire() throws Exception {
        byte[] join = SignedTokens.utf8(
                """
                {"event":"participant_joined","id":"EV_1","createdAt":"%1$d",
                 "room":{"sid":"RM_1","name":"room-RM_1"},
                 "participant":{"sid":"PA_1","identity":"sip_+15551231","kind":"SIP","joinedAt":"%1$d",
                  "attributes":{"sip.callID":"SCL_1","sip.ruleID":"SDR_1","sip.callStatus":"ringing"}}}"""
                        .formatted(Api.NOW.getEpochSecond()));

        assertThat(post(join, SignedTokens.valid(join, Api.NOW))).isEqualTo(200);
        assertThat(created.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(post(join, SignedTokens.valid(join, Api.NOW))).isEqualTo(200);

        assertThat(liveKit.count(FakeLiveKit.Method.CREATE_DISPATCH)).isEqualTo(1);
        assertThat(liveKit.orders()).singleElement().satisfies(order -> assertThat(order.agentName())
                .isEqualTo("phone-agent"));
    }

    @Test
    void aWebhookThatLiveKitDidNotSignShouldBeRefused() throws Exception {
        byte[] join = SignedTokens.utf8("{\"event\":\"participant_joined\"}");

        assertThat(post(join, SignedTokens.valid(SignedTokens.utf8("{}"), Api.NOW)))
                .isEqualTo(401);
    }

    @Test
    void thereShouldBeNoJavalinOnItsClassPath() {
        assertThatThrownBy(() -> javalin.loadClass("io.javalin.Javalin")).isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> javalin.loadClass("telephony.adapters.http.TelephonyHttpServer")
                        .getDeclaredMethods())
                .isInstanceOf(NoClassDefFoundError.class);
    }

    private int post(byte[] body, String token) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/livekit-webhook");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
