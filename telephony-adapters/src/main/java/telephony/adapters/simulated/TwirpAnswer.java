package telephony.adapters.simulated;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import telephony.dispatch.LiveKitAnswer;

/**
 * An answer of the API as it goes over the wire.
 *
 * @param status the HTTP status; {@value #BROKEN} = the connection is broken instead
 * @param contentType of the body
 * @param body what is answered
 */
@SuppressWarnings("ArrayRecordComponent") // Read once where it comes in, never compared.
record TwirpAnswer(int status, String contentType, byte[] body) {

    /** No answer at all. */
    static final int BROKEN = 0;

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/protobuf";
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().alwaysPrintFieldsWithNoPresence();

    /** The connection breaks. */
    static TwirpAnswer broken() {
        return new TwirpAnswer(BROKEN, "", new byte[0]);
    }

    /** The token is not accepted. */
    static TwirpAnswer badToken() {
        return new TwirpAnswer(UNAUTHORIZED, "text/plain; charset=utf-8", utf8("invalid authorization token"));
    }

    /** The token is accepted and does not allow it. */
    static TwirpAnswer denied() {
        return error(UNAUTHORIZED, "unauthenticated", "permissions denied");
    }

    /** There is no such method. */
    static TwirpAnswer badRoute() {
        return error(NOT_FOUND, "bad_route", "no handler for this path; the simulation serves what telephony asks for");
    }

    /** The request cannot be read. */
    static TwirpAnswer malformed() {
        return error(BAD_REQUEST, "malformed", "the request could not be decoded");
    }

    /** What the simulation answered; its value is in the message already. */
    static TwirpAnswer of(LiveKitAnswer<? extends Message> answer, boolean json) {
        String text = "twirp error unknown: " + answer.detail();
        return switch (answer.kind()) {
            case DONE -> done(answer.answered().orElseThrow(), json);
            case ABSENT -> error(NOT_FOUND, "not_found", text);
            case REFUSED -> error(TOO_MANY_REQUESTS, "resource_exhausted", text);
            case UNAUTHENTICATED -> badToken();
            case ALARM -> error(FORBIDDEN, "permission_denied", text);
            case UNAVAILABLE -> error(UNAVAILABLE, "unavailable", text);
            case AMBIGUOUS -> broken();
        };
    }

    /** A message. */
    static TwirpAnswer done(Message message, boolean json) {
        try {
            return json
                    ? new TwirpAnswer(OK, JSON, utf8(PRINTER.print(message)))
                    : new TwirpAnswer(OK, PROTOBUF, message.toByteArray());
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("an answer has no JSON form", impossible);
        }
    }

    /** A body in JSON. */
    static TwirpAnswer ofJson(int status, byte[] body) {
        return new TwirpAnswer(status, JSON, body);
    }

    /** Codes and messages are ours and hold nothing that JSON would have to escape. */
    private static TwirpAnswer error(int status, String code, String message) {
        return new TwirpAnswer(status, JSON, utf8("{\"code\":\"" + code + "\",\"msg\":\"" + message + "\"}"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
