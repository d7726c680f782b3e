package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.store.StoreUnavailableException;
import telephony.webhook.WebhookVerdict;

class WebhookRouteTest {

    private static final String LIVEKIT = "application/webhook+json";

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {LIVEKIT, "application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"
            })
    void s14AcceptsLiveKitsContentTypes(String type) {
        HttpResponse<String> response = server.webhook(type, "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"result\":\"not_ours\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=x", "application/jsonx", "application/*"})
    void s14RefusesOtherContentTypes(String type) {
        HttpResponse<String> response = server.webhook(type, "{}");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("\"code\":\"content-type\"");
        assertThat(server.bodies).isEmpty();
    }

    @Test
    void s14RefusesABodyWithoutContentType() {
        HttpResponse<String> response =
                server.send(server.request(RunningServer.WEBHOOK).POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void handsOnTheBytesAsTheyCame() {
        byte[] odd = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{', (byte) 0xC3, '\r', '\n', 0, (byte) 0xFF, '}'};

        HttpResponse<String> response = server.send(server.request(RunningServer.WEBHOOK)
                .header("Content-Type", LIVEKIT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(odd)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.bodies).hasSize(1);
        assertThat(server.bodies.get(0)).isEqualTo(odd);
    }

    @Test
    void takesABodyOfExactlyTheLimit() {
        String body = "x".repeat(HttpLimits.MAX_BODY_BYTES);

        HttpResponse<String> response = server.webhook(LIVEKIT, body);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.bodies.get(0)).isEqualTo(body.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void s15RefusesAnEncodedBody() {
        HttpResponse<String> response = server.webhook(LIVEKIT, "{}", "Content-Encoding", "gzip");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("\"code\":\"content-encoding\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
    void s16RefusesOtherMethodsAndNamesTheOneThatIsTaken(String method) {
        String answer;
        try (RawClient client = server.raw()) {
            answer = client.send(method + " /telephony/livekit-webhook HTTP/1.1\r\nHost: localhost\r\n"
                            + "Connection: close\r\nContent-Length: 0\r\n\r\n")
                    .readToEnd();
        }

        assertThat(answer).startsWith("HTTP/1.1 405").containsIgnoringCase("\r\nAllow: POST\r\n");
        assertThat(answer).contains("\"code\":\"method-not-allowed\"");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTHENTIC")
    void aRefusalSaysWhy(WebhookVerdict.Reason reason) {
        server.verdict = () -> new WebhookVerdict(reason, "Compare the key in LiveKit's configuration.");

        HttpResponse<String> response = server.webhook(LIVEKIT, "{}", "Authorization", "abc");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body())
                .contains("\"code\":\"" + reason.word() + "\"", "\"status\":401", "\"type\":\"urn:", "\"title\":")
                .contains("\"detail\":\"Compare the key in LiveKit's configuration.\"", "\"requestId\":\"");
    }

    @Test
    void s22TroubleWithTheStoreAsksForAnotherTry() {
        server.verdict = () -> {
            throw new StoreUnavailableException("down, at jdbc:secret");
        };

        HttpResponse<String> response = server.webhook(LIVEKIT, "{}");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).contains("\"code\":\"store-unavailable\"").doesNotContain("jdbc");
        assertThat(server.troubles).hasSize(1);
    }

    @Test
    void anErrorOfOursAsksForAnotherTryAndTellsNothing() {
        server.verdict = () -> {
            throw new IllegalStateException("internals");
        };

        HttpResponse<String> response = server.webhook(LIVEKIT, "{}");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).doesNotContain("internals", "IllegalState", "at telephony");
        assertThat(server.troubles).singleElement().asString().contains("requestId");
    }
}
