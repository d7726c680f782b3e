package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.webhook.WebhookVerdict;

/** What a socket can send that no decent client does. */
class HostileClientTest {

    private static final String HEAD = "POST /telephony/livekit-webhook HTTP/1.1\r\nHost: localhost\r\n";
    private static final String TYPE = "Content-Type: application/webhook+json\r\n";
    private static final String CLOSES = "\r\nConnection: close\r\n";
    private static final Duration LONG = Duration.ofSeconds(60);

    private RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void s15RefusesADeclaredLengthBeforeTheBodyIsSent() {
        String answer = exchange(HEAD + TYPE + "Content-Length: 10485760\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"body-too-large\"");
        assertThat(server.bodies).isEmpty();
    }

    @Test
    void s15CountsAChunkedBodyAndClosesAtTheLimit() {
        String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
        String answer;
        try (RawClient client = server.raw()) {
            client.send(HEAD + TYPE + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 8; i++) {
                client.send(chunk);
            }
            client.send("1\r\n");
            answer = client.send("x").readToEnd();
        }

        assertThat(answer).startsWith("HTTP/1.1 413").containsIgnoringCase(CLOSES);
        assertThat(server.bodies).isEmpty();
    }

    @Test
    void takesAChunkedBodyOfTheLimit() {
        String answer;
        try (RawClient client = server.raw()) {
            client.send(HEAD + TYPE + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n40000\r\n");
            answer = client.send("x".repeat(HttpLimits.MAX_BODY_BYTES) + "\r\n0\r\n\r\n")
                    .readToEnd();
        }

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(server.bodies.get(0)).hasSize(HttpLimits.MAX_BODY_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/telephony/livekit-webhook/../calls",
                "/telephony/./calls",
                "/telephony/%2e%2e/calls",
                "/telephony//calls",
                "/telephony/calls;x=1",
                "/telephony/calls%00",
                "/telephony/c%61lls",
                "/telephony/calls/%2e%2e%2f",
                "telephony",
                "*"
            })
    void s16RefusesPathsThatAreNotPlain(String path) {
        String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"code\":");
        assertSafe(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
                "Content-Length: 2, 3\r\n\r\n{}x",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: +2\r\n\r\n{}",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "X-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
                "X-Bare: a\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 2\n\n{}",
                "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n",
                "Host: other\r\nContent-Length: 2\r\n\r\n{}"
            })
    void s20RefusesWhatTwoServersCouldReadDifferentlyAndCloses(String rest) {
        String answer = exchange(HEAD + TYPE + rest);

        assertThat(answer).startsWith("HTTP/1.1 400").containsIgnoringCase(CLOSES);
        assertThat(answer.indexOf("HTTP/1.1", 1)).as("one answer only").isNegative();
        assertSafe(answer);
        assertThat(server.bodies).isEmpty();
    }

    @Test
    void s21RefusesTwoAuthorizationHeaders() {
        String answer = exchange(HEAD + TYPE + "Connection: close\r\nAuthorization: a\r\nAuthorization: b\r\n"
                + "Content-Length: 2\r\n\r\n{}");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"authorization-ambiguous\"");
    }

    @Test
    void refusesAHeadThatIsTooLarge() {
        String answer = exchange(HEAD + TYPE + "Authorization: " + "a".repeat(HttpLimits.MAX_HEAD_BYTES) + "\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 431")
                .contains("\"code\":\"head-too-large\"")
                .containsIgnoringCase(CLOSES);
        assertSafe(answer);
    }

    /** Whoever keeps his connections must know, or the next request on this one gets no answer. */
    @ParameterizedTest
    @ValueSource(strings = {"/telephony/calls/%00", "/telephony/calls/{10K}"})
    void saysThatItClosesTheConnectionOfARequestThatItCannotRead(String path) {
        String answer = exchange(
                "GET " + path.replace("{10K}", "a".repeat(10 * 1024)) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4").containsIgnoringCase(CLOSES);
    }

    @Test
    void s19ClosesAHeadThatDribbles() {
        restartWith(Duration.ofMillis(300), LONG);

        assertClosedWhileDribbling("POST /telephony/livekit-webhook HTTP/1.1\r\nX-Slow: ", server);
    }

    @Test
    void s19ClosesABodyThatDribbles() {
        restartWith(LONG, Duration.ofMillis(300));

        assertClosedWhileDribbling(HEAD + TYPE + "Content-Length: 100000\r\n\r\n", server);
    }

    @Test
    void s19ClosesWithinFifteenSecondsByDefault() {
        HttpLimits limits = HttpLimits.DEFAULT;

        assertThat(limits.headTime()).isLessThan(Duration.ofSeconds(15));
        assertThat(limits.bodyTime()).isLessThan(Duration.ofSeconds(15));
        assertThat(limits.idleTime()).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void s19SlowBodiesHoldNoThread() {
        RawClient[] slow = new RawClient[2 * HttpLimits.MAX_THREADS];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = server.raw().send(HEAD + TYPE + "Content-Length: 100000\r\n\r\n{");
        }

        assertThat(server.webhook("application/json", "{}").statusCode()).isEqualTo(200);

        for (RawClient client : slow) {
            client.close();
        }
    }

    @Test
    void s23SaysAtOnceThatThereIsTooMuch() throws Exception {
        restartWith(new HttpLimits(LONG, LONG, LONG, LONG, Duration.ofSeconds(1), 100, 1, 1 << 20));
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        server.verdict = () -> {
            working.countDown();
            await(mayEnd);
            return WebhookVerdict.AUTHENTIC;
        };

        try (RawClient first = server.raw()) {
            first.send(HEAD + TYPE + "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
            await(working);
            String shed = exchange(HEAD + TYPE + "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
            mayEnd.countDown();

            assertThat(shed).startsWith("HTTP/1.1 503").contains("\"code\":\"overloaded\"", "Retry-After: 1");
            assertThat(first.readToEnd()).startsWith("HTTP/1.1 200");
        }
        assertThat(server.webhook("application/json", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void bodiesInMemoryAreBoundedTogether() {
        restartWith(new HttpLimits(LONG, LONG, LONG, LONG, Duration.ofSeconds(1), 100, 10, 1000));

        assertThat(server.webhook("application/json", "x".repeat(1001)).statusCode())
                .isEqualTo(503);
        assertThat(server.webhook("application/json", "x".repeat(1000)).statusCode())
                .isEqualTo(200);
        assertThat(server.webhook("application/json", "x".repeat(1000)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void stopLetsARequestEndAndTakesNoOther() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        server.verdict = () -> {
            working.countDown();
            await(mayEnd);
            return WebhookVerdict.AUTHENTIC;
        };
        try (RawClient client = server.raw()) {
            client.send(HEAD + TYPE + "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
            await(working);
            Thread stopping = new Thread(server::stop);
            stopping.start();
            mayEnd.countDown();

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
            stopping.join(15_000);
            assertThat(stopping.isAlive()).isFalse();
        }
    }

    private String exchange(String request) {
        try (RawClient client = server.raw()) {
            return client.send(request).readToEnd();
        }
    }

    private void restartWith(Duration headTime, Duration bodyTime) {
        restartWith(new HttpLimits(headTime, bodyTime, LONG, LONG, Duration.ofSeconds(1), 100, 10, 1 << 20));
    }

    private void restartWith(HttpLimits limits) {
        server.close();
        server = RunningServer.start(limits);
    }

    private static void assertClosedWhileDribbling(String start, RunningServer server) {
        ScheduledExecutorService dribble = Executors.newSingleThreadScheduledExecutor();
        try (RawClient client = server.raw()) {
            client.send(start);
            dribble.scheduleAtFixedRate(() -> client.trySend("x"), 0, 20, TimeUnit.MILLISECONDS);

            assertThat(client.readToEnd()).doesNotContain("HTTP/1.1 200");
        } finally {
            dribble.shutdownNow();
        }
        assertThat(server.bodies).isEmpty();
    }

    private static void assertSafe(String answer) {
        assertThat(answer)
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Cache-Control: no-store")
                .doesNotContainIgnoringCase("jetty")
                .doesNotContainIgnoringCase("\r\nServer:")
                .doesNotContain("Exception", "\tat ");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
