package telephony.adapters.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Locale;
import livekit.LivekitSip.SIPParticipantInfo;
import org.jspecify.annotations.Nullable;
import telephony.call.DialResult;
import telephony.outbound.SipTransferAnswer;

/**
 * Turns what came of a dial or a transfer into what it means. The far end's SIP code in {@code meta.sip_status_code} comes
 * before everything else: the HTTP status beside it says other things elsewhere (busy is 429, seen). What is not surely
 * something else is lost, and is looked for.
 */
final class SipAnswers {

    private static final int OK = 200;
    private static final int CLIENT_ERRORS = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int TIMED_OUT = 408;
    private static final int PRECONDITION_FAILED = 412;
    private static final int SERVER_ERRORS = 500;
    private static final int LEAST_SIP_FAILURE = 300;
    private static final int MOST_SIP_FAILURE = 699;

    private SipAnswers() {}

    /** What became of a dial. */
    static DialResult ofDial(Twirp.Reply reply) {
        Twirp.Failure failure = reply.failure();
        if (failure != null) {
            return result(failure.certain() ? DialResult.Kind.NOT_SENT : DialResult.Kind.LOST, failure.text());
        }
        if (reply.status() == OK) {
            return isParticipant(reply)
                    ? result(DialResult.Kind.ANSWERED, "ok")
                    : result(DialResult.Kind.LOST, "HTTP 200 that is not LiveKit's, or cannot be read");
        }
        JsonNode error = Answers.error(reply.body());
        Integer code = sipCode(error);
        String detail = detail(reply, error);
        if (code != null) {
            return new DialResult(DialResult.Kind.FAILED, code, Answers.detail(detail));
        }
        return result(dialKind(reply.status(), error), detail);
    }

    private static DialResult.Kind dialKind(int status, JsonNode error) {
        String word = error.path("code").asText();
        boolean rangOut = (status == TIMED_OUT && word.equals("canceled"))
                || (status == PRECONDITION_FAILED && error.path("msg").asText().contains("deadline exceeded"));
        if (rangOut) {
            return DialResult.Kind.RANG_OUT;
        }
        return isRefusal(status, error) ? DialResult.Kind.REFUSED : DialResult.Kind.LOST;
    }

    /** What became of a transfer. */
    static SipTransferAnswer ofTransfer(Twirp.Reply reply) {
        Twirp.Failure failure = reply.failure();
        if (failure != null) {
            return transfer(
                    failure.certain() ? SipTransferAnswer.Kind.NOT_SENT : SipTransferAnswer.Kind.LOST,
                    null,
                    failure.text());
        }
        if (reply.status() == OK) {
            return isProtobuf(reply)
                    ? transfer(SipTransferAnswer.Kind.DONE, null, "ok")
                    : transfer(SipTransferAnswer.Kind.LOST, null, "HTTP 200 that is not LiveKit's");
        }
        JsonNode error = Answers.error(reply.body());
        Integer code = sipCode(error);
        String detail = detail(reply, error);
        if (code != null) {
            return transfer(SipTransferAnswer.Kind.FAILED, code, detail);
        }
        if (reply.status() == NOT_FOUND && error.path("code").asText().equals("not_found")) {
            return transfer(SipTransferAnswer.Kind.GONE, null, detail);
        }
        String word = error.path("code").asText();
        if (reply.status() == TIMED_OUT && (word.equals("deadline_exceeded") || word.equals("canceled"))) {
            return transfer(SipTransferAnswer.Kind.NO_NOTIFY, null, detail);
        }
        return transfer(
                isRefusal(reply.status(), error) ? SipTransferAnswer.Kind.REFUSED : SipTransferAnswer.Kind.LOST,
                null,
                detail);
    }

    /** LiveKit's own word that it did not, or not any more, do it; a proxy's page is none. */
    private static boolean isRefusal(int status, JsonNode error) {
        boolean clientError = status >= CLIENT_ERRORS && status < SERVER_ERRORS && status != TIMED_OUT;
        return status == UNAUTHORIZED || (clientError && !error.isMissingNode());
    }

    private static @Nullable Integer sipCode(JsonNode error) {
        String text = error.path("meta").path("sip_status_code").asText();
        try {
            int code = Integer.parseInt(text);
            return code >= LEAST_SIP_FAILURE && code <= MOST_SIP_FAILURE ? code : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean isParticipant(Twirp.Reply reply) {
        try {
            return isProtobuf(reply)
                    && !SIPParticipantInfo.parseFrom(reply.body())
                            .getParticipantIdentity()
                            .isEmpty();
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    private static boolean isProtobuf(Twirp.Reply reply) {
        return reply.contentType().toLowerCase(Locale.ROOT).startsWith(Twirp.PROTOBUF);
    }

    private static String detail(Twirp.Reply reply, JsonNode error) {
        String text = error.isMissingNode()
                ? Answers.head(reply.body())
                : error.path("code").asText() + ": " + error.path("msg").asText();
        return "HTTP " + reply.status() + " " + text;
    }

    private static DialResult result(DialResult.Kind kind, String detail) {
        return DialResult.of(kind, Answers.detail(detail));
    }

    private static SipTransferAnswer transfer(SipTransferAnswer.Kind kind, @Nullable Integer code, String detail) {
        return new SipTransferAnswer(kind, code, Answers.detail(detail));
    }
}
