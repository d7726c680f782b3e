package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.access.ApiKeys;
import telephony.guard.Rulings;
import telephony.observe.TelephonyListener;
import telephony.testkit.FakeApiKeys;
import telephony.testkit.FakeCallStats;
import telephony.testkit.FakeDirectory;
import telephony.testkit.FakeRulings;
import telephony.testkit.FakeTelephonyStore;

/** Health, who may ask what, and what every answer has. */
class OperationRoutesTest {

    @Test
    void tellsThatItLives() {
        try (RunningServer server = RunningServer.start()) {
            HttpResponse<String> response = server.get("/healthz");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"status\":\"up\"}");
        }
    }

    @Test
    void tellsWhetherItIsReady() {
        try (RunningServer server = RunningServer.start()) {
            HttpResponse<String> ready = server.get("/readyz");
            server.readiness = new Readiness(false, Map.of("store", "unavailable"));
            HttpResponse<String> unready = server.get("/readyz");

            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body())
                    .isEqualTo("{\"ready\":true,\"components\":{\"livekit\":\"reachable\",\"store\":\"process\"}}");
            assertThat(unready.statusCode()).isEqualTo(503);
            assertThat(unready.body()).isEqualTo("{\"ready\":false,\"components\":{\"store\":\"unavailable\"}}");
        }
    }

    @Test
    void showsWhatItCountedToThisMachineOnly() {
        try (RunningServer server = RunningServer.start()) {
            HttpResponse<String> response = server.get("/metrics");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(response.body()).isEqualTo("telephony_webhooks_total 1.0\n");
            assertThat(server.get("/metrics", "X-Forwarded-For", "203.0.113.9").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void s60KeepsDetailsFromOthers() {
        try (RunningServer server = RunningServer.start()) {
            assertThat(server.get("/readyz", "X-Forwarded-For", "203.0.113.9").body())
                    .isEqualTo("{\"ready\":true}");
        }
    }

    @ParameterizedTest
    @CsvSource({"Forwarded, for=127.0.0.1", "X-Forwarded-For, 127.0.0.1", "X-Forwarded-Proto, https", "Via, 1.1 proxy"})
    void s61AForwardedRequestIsNotFromThisMachine(String header, String value) {
        try (RunningServer server = RunningServer.start()) {
            HttpResponse<String> response = server.get("/telephony/calls", header, value);

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("\"code\":\"loopback-only\"");
            assertThat(server.webhook("application/json", "{}", header, value).statusCode())
                    .as("the webhook is signed by itself")
                    .isEqualTo(200);
        }
    }

    @Test
    void aPageThatPointsItsNameHereIsNotFromThisMachine() {
        try (RunningServer server = RunningServer.start();
                RawClient client = server.raw()) {
            String answer = client.send(
                            "GET /telephony/calls HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                    .readToEnd();

            assertThat(answer).startsWith("HTTP/1.1 403");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.8.8.8, true",
        "::1, true",
        "::ffff:127.0.0.1, true",
        "10.0.0.1, false",
        "203.0.113.9, false",
        "::, false",
        "fe80::1, false"
    })
    void onlyLoopbackAddressesAreThisMachine(String address, boolean expected) throws UnknownHostException {
        InetSocketAddress peer = new InetSocketAddress(InetAddress.getByName(address), 4711);

        assertThat(Peer.isLoopback(peer, HttpFields.EMPTY)).isEqualTo(expected);
    }

    @Test
    void switchedOffItAnswersHealthOnly() {
        try (RunningServer server = RunningServer.startSwitchedOff()) {
            for (String path : List.of("/telephony", "/telephony/calls", "/telephony/livekit-webhook")) {
                assertThat(server.get(path).statusCode()).isEqualTo(404);
                assertThat(server.get(path).body()).contains("\"code\":\"telephony-disabled\"");
            }
            assertThat(server.webhook("application/json", "{}").statusCode()).isEqualTo(404);
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/healthz", "/readyz", "/telephony/calls", "/nowhere", "/telephony/livekit-webhook", "/%2e"})
    void s52EveryAnswerHasTheHeaders(String path) {
        try (RunningServer server = RunningServer.start()) {
            HttpResponse<String> response = server.get(path);

            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
            assertThat(response.headers().firstValue("Server")).isEmpty();
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void anUnknownPathIsAProblem() {
        try (RunningServer server = RunningServer.start()) {
            HttpResponse<String> response = server.get("/nowhere");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(response.body())
                    .contains("\"code\":\"not-found\"")
                    .contains(response.headers().firstValue("X-Request-Id").orElseThrow());
        }
    }

    @Test
    void aPortInUseIsNamed() {
        try (RunningServer server = RunningServer.start()) {
            TelephonyHttpServer second = serverAt("127.0.0.1", server.port());

            assertThatThrownBy(second::start)
                    .hasMessageContaining("127.0.0.1:" + server.port())
                    .hasMessageContaining("is another process using the port?");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-host.invalid, the host name no-such-host.invalid cannot be resolved",
        "192.0.2.1, 192.0.2.1 is no address of this machine"
    })
    void aHostThatIsNotOursShouldBeNamed(String host, String cause) {
        assertThatThrownBy(serverAt(host, 0)::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot listen on " + host + ":0; " + cause)
                .hasMessageNotContaining("another process");
    }

    private static TelephonyHttpServer serverAt(String host, int port) {
        return new TelephonyHttpServer(
                new HttpSettings(host, port, true),
                null,
                null,
                new ApiKeys(new FakeApiKeys(), InstantSource.system(), new SecureRandom(), System::nanoTime),
                new Operation(
                        () -> new Readiness(true, Map.of()),
                        () -> "",
                        new FakeCallStats(new FakeTelephonyStore(InstantSource.system())),
                        new Rulings(new FakeRulings(), InstantSource.system(), new Random(1), System::nanoTime),
                        new FakeDirectory().kept()),
                TelephonyListener.NOOP,
                InstantSource.system());
    }

    @Test
    void settingsSayWhatIsWrong() {
        assertThatThrownBy(() -> new HttpSettings("", 1, true)).hasMessageContaining("host");
        assertThatThrownBy(() -> new HttpSettings("0.0.0.0", 70_000, true)).hasMessageContaining("port");
    }
}
