package telephony.app.figures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import telephony.testkit.Fixtures;

/** Any number of calls like the recorded one, each in a room of its own, signed as LiveKit signs. */
final class SignedCalls {

    static final String KEY = "figures-key";
    static final String SECRET = "figures-secret-of-more-than-32-characters";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
    private static final int VALID_SECONDS = 3_600;

    /** What is one call's own in the recording: the ids of events, room, sessions and SIP call. */
    private static final List<String> IDS = List.of("EV_", "RM_", "PA_", "SCL_", "URwsYTZ8gWHG", "AJ_");

    private final List<String> recorded = new ArrayList<>();
    private final Instant now;

    /** Of the recorded call of this name, signed as of this instant. */
    SignedCalls(String name, Instant now) throws IOException {
        this.now = now;
        for (String line : Fixtures.webhooks(name)) {
            JsonNode request = JSON.readTree(line);
            recorded.add(request.path("body").asText());
        }
    }

    /** How many webhooks a call has. */
    int webhooksPerCall() {
        return recorded.size();
    }

    /** The webhooks of the call of this number, each a whole HTTP/1.1 request. */
    List<byte[]> requests(int number, String path) {
        return recorded.stream()
                .map(body -> request(path, numbered(body, number)))
                .toList();
    }

    /** The bodies of the call of this number. */
    List<byte[]> bodies(int number) {
        return recorded.stream()
                .map(body -> numbered(body, number).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static String numbered(String body, int number) {
        String text = body;
        for (String id : IDS) {
            text = text.replace(id, id + number + "x");
        }
        return text;
    }

    private byte[] request(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/webhook+json\r\n"
                        + "Authorization: " + authorization(bytes) + "\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        return all;
    }

    String authorization(byte[] body) {
        try {
            String hash = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
            String claims = "{\"iss\":\"%s\",\"exp\":%d,\"nbf\":%d,\"sha256\":\"%s\"}"
                    .formatted(KEY, now.getEpochSecond() + VALID_SECONDS, now.getEpochSecond(), hash);
            String signed = base64Url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64Url(claims);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64_URL.encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks what every JDK has", e);
        }
    }

    private static String base64Url(String text) {
        return BASE64_URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
