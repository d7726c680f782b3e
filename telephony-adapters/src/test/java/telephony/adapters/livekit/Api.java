package telephony.adapters.livekit;

import com.google.protobuf.MessageLite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import telephony.adapters.livekit.LiveKitConnection.Deadlines;
import telephony.call.DispatchMarker;
import telephony.call.PhoneNumber;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.LiveKitAnswer;

/** What the tests of the API have in common. */
final class Api {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00.250Z");
    static final String KEY = "devkey";
    static final String SECRET = "secretsecretsecretsecretsecretsecret";
    static final DispatchMarker MARKER = new DispatchMarker("RM_1", 1, 1, "store-1", "abc");

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(400);

    private Api() {}

    /** With deadlines that no answer of a test misses by accident. */
    static LiveKitApi patient(String url) {
        return with(url, LONG);
    }

    /** With deadlines that a test can wait for. */
    static LiveKitApi hasty(String url) {
        return with(url, SHORT);
    }

    static DispatchOrder order(Map<String, Object> metadata) {
        return new DispatchOrder("room", "phone-agent", MARKER, metadata, NOW.minusSeconds(55));
    }

    static DispatchOrder order() {
        return order(Map.of("telephony", Map.of("dispatch", MARKER.toString())));
    }

    static PhoneNumber number(String text) {
        return new PhoneNumber(text, text);
    }

    static <T> LiveKitAnswer<T> answer(CompletionStage<LiveKitAnswer<T>> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** An answer as LiveKit's server sends it. */
    static byte[] http(int status, String contentType, byte[] body) {
        try {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answer.write(("HTTP/1.1 " + status + " Status\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                            + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            answer.write(body);
            return answer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] http(MessageLite message) {
        return http(200, "application/protobuf", message.toByteArray());
    }

    private static LiveKitApi with(String url, Duration deadline) {
        Deadlines deadlines = new Deadlines(deadline, deadline, deadline, deadline);
        return new LiveKitApi(new LiveKitConnection(url, KEY, SECRET, deadlines), () -> NOW, Api::number);
    }
}
