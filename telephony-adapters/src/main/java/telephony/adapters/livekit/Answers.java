package telephony.adapters.livekit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;

/** Turns what came of a request into what it means. */
final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int MAX_DETAIL_CHARS = 300;
    /** An error is a line or two; more is somebody else's page. */
    private static final int MAX_ERROR_BYTES = 16 * 1024;

    /** LiveKit's middleware repeats the token that it refuses (seen). */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*){0,2}");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private Answers() {}

    /** Reads the answer of a success. */
    @FunctionalInterface
    interface Reader<T> {

        /**
         * Reads one.
         *
         * @return the value, wrapped as done
         * @throws InvalidProtocolBufferException if it is not what the method answers
         */
        LiveKitAnswer<T> read(byte[] body) throws InvalidProtocolBufferException;
    }

    /** What the reply means; anything that is not surely something else is ambiguous. */
    static <T> LiveKitAnswer<T> of(LiveKitMethod method, Twirp.Reply reply, Reader<T> reader) {
        return of(method, reply, Twirp.PROTOBUF, reader);
    }

    /** The same of a request in JSON. */
    static <T> LiveKitAnswer<T> ofJson(LiveKitMethod method, Twirp.Reply reply, Reader<T> reader) {
        return of(method, reply, Twirp.JSON, reader);
    }

    private static <T> LiveKitAnswer<T> of(
            LiveKitMethod method, Twirp.Reply reply, String contentType, Reader<T> reader) {
        Twirp.Failure failure = reply.failure();
        if (failure != null) {
            return LiveKitAnswer.failed(failure.certain() ? Kind.REFUSED : Kind.AMBIGUOUS, detail(failure.text()));
        }
        if (reply.status() != OK) {
            JsonNode error = error(reply.body());
            String code = error.path("code").asText();
            String text = error.isMissingNode()
                    ? head(reply.body())
                    : code + ": " + error.path("msg").asText();
            return LiveKitAnswer.failed(
                    method.kindOf(reply.status(), code), detail("HTTP " + reply.status() + " " + text));
        }
        return success(reply, contentType, reader);
    }

    private static <T> LiveKitAnswer<T> success(Twirp.Reply reply, String contentType, Reader<T> reader) {
        // An empty page is a valid empty message: without this, any portal's 200 would be a success.
        if (!reply.contentType().toLowerCase(Locale.ROOT).startsWith(contentType)) {
            return LiveKitAnswer.failed(
                    Kind.AMBIGUOUS, detail("HTTP 200 of type '" + reply.contentType() + "' is not LiveKit's"));
        }
        try {
            return reader.read(reply.body());
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            return LiveKitAnswer.failed(
                    Kind.AMBIGUOUS, detail("HTTP 200 with an unreadable answer: " + e.getMessage()));
        }
    }

    /** One line for an operator, without tokens. */
    static String detail(String text) {
        String line = CONTROL.matcher(TOKEN.matcher(text).replaceAll("<token>")).replaceAll(" ");
        return line.length() <= MAX_DETAIL_CHARS ? line : line.substring(0, MAX_DETAIL_CHARS) + "…";
    }

    /** LiveKit's error; missing when the body is anything else. */
    static JsonNode error(byte[] body) {
        if (body.length > MAX_ERROR_BYTES) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode read = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            return read.path("code").isTextual() ? read : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    static String head(byte[] body) {
        return new String(body, 0, Math.min(body.length, MAX_ERROR_BYTES), StandardCharsets.UTF_8);
    }
}
