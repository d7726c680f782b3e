package telephony.adapters.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Empty;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import livekit.LivekitSip.CreateSIPParticipantRequest;
import livekit.LivekitSip.SIPParticipantInfo;
import livekit.LivekitSip.TransferSIPParticipantRequest;
import org.jspecify.annotations.Nullable;
import telephony.call.DialResult;
import telephony.outbound.SipDial;
import telephony.outbound.SipPort;
import telephony.outbound.SipTransfer;
import telephony.outbound.SipTransferAnswer;

/**
 * LiveKit's CreateSIPParticipant that waits until the phone is answered, and its TransferSIPParticipant: the simulation's
 * answers, as they were recorded.
 */
final class DialApi {

    /** So long LiveKit waits for the callee at most (seen). */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(80);

    /** So long it waits for the far end where a request names no time. */
    private static final Duration USUAL_TRANSFER = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How errors look, HTTP status, Twirp's code and what LiveKit says, by the SIP code of the far end. */
    private record Form(int status, String code, String message) {
        private static final String FAILED_INVITE = "INVITE failed";
        private static final String UNEXPECTED = "unexpected status from INVITE response";

        static final Form REFUSED = new Form(403, "permission_denied", UNEXPECTED);
        static final Form BUSY = new Form(429, "resource_exhausted", FAILED_INVITE);
        static final Form ABSENT = new Form(404, "not_found", FAILED_INVITE);
        static final Form FAILED = new Form(412, "failed_precondition", UNEXPECTED);
        static final Form WRONG = new Form(400, "invalid_argument", UNEXPECTED);
        static final Form TIMED_OUT = new Form(408, "deadline_exceeded", UNEXPECTED);
        static final Form CANCELED = new Form(409, "aborted", UNEXPECTED);
        static final Form RANG_OUT = new Form(408, "canceled", "sip request timed out");
    }

    private static final Map<Integer, Form> FORMS = Map.ofEntries(
            Map.entry(403, Form.REFUSED),
            Map.entry(603, Form.REFUSED),
            Map.entry(607, Form.REFUSED),
            Map.entry(608, Form.REFUSED),
            Map.entry(404, Form.ABSENT),
            Map.entry(410, Form.ABSENT),
            Map.entry(604, Form.ABSENT),
            Map.entry(408, Form.TIMED_OUT),
            Map.entry(480, Form.BUSY),
            Map.entry(486, Form.BUSY),
            Map.entry(600, Form.BUSY),
            Map.entry(487, Form.CANCELED));

    private static final int FIRST_SERVER_ERROR = 500;
    private static final int FIRST_GLOBAL_ERROR = 600;

    private final SipPort phones;

    DialApi(SipPort phones) {
        this.phones = phones;
    }

    /**
     * Makes a phone ring.
     *
     * @param grants what the token allows
     * @return completes when the callee has answered or will not
     */
    CompletionStage<TwirpAnswer> create(CreateSIPParticipantRequest asked, boolean json, Tokens.Grants grants) {
        if (!Boolean.TRUE.equals(grants.sip().get("call"))) {
            return CompletableFuture.completedStage(TwirpAnswer.denied());
        }
        if (asked.getSipTrunkId().isEmpty()) {
            return CompletableFuture.completedStage(error(Form.WRONG, "missing sip trunk id and sip number", null));
        }
        if (asked.getSipCallTo().isEmpty()) {
            return CompletableFuture.completedStage(error(Form.WRONG, "missing sip callee number", null));
        }
        SipDial dial = new SipDial(
                asked.getRoomName(),
                asked.getParticipantIdentity(),
                asked.getSipCallTo(),
                asked.getSipNumber().isEmpty() ? null : asked.getSipNumber(),
                asked.getSipTrunkId(),
                Duration.ofSeconds(asked.getRingingTimeout().getSeconds()),
                Duration.ofSeconds(asked.getMaxCallDuration().getSeconds()),
                LONGEST_WAIT,
                grants.expiresAt());
        return phones.createSipParticipant(dial).thenApply(result -> answer(result, dial, json));
    }

    /**
     * Asks a far end to call somebody else.
     *
     * @param grants what the token allows: dialling, and the room
     * @return completes when the far end has said its last word, or its time is up
     */
    CompletionStage<TwirpAnswer> transfer(TransferSIPParticipantRequest asked, boolean json, Tokens.Grants grants) {
        if (!Boolean.TRUE.equals(grants.sip().get("call")) || !grants.administers(asked.getRoomName())) {
            return CompletableFuture.completedStage(TwirpAnswer.denied());
        }
        Duration ringing = Duration.ofSeconds(asked.getRingingTimeout().getSeconds());
        SipTransfer transfer = new SipTransfer(
                asked.getRoomName(),
                asked.getParticipantIdentity(),
                asked.getTransferTo(),
                asked.getHeadersMap(),
                ringing.isZero() ? USUAL_TRANSFER : ringing,
                LONGEST_WAIT,
                grants.expiresAt());
        return phones.transferSipParticipant(transfer).thenApply(answer -> answer(answer, json));
    }

    private static TwirpAnswer answer(SipTransferAnswer answer, boolean json) {
        return switch (answer.kind()) {
            case DONE -> TwirpAnswer.done(Empty.getDefaultInstance(), json);
            case FAILED -> {
                int code = Objects.requireNonNull(answer.sipStatusCode());
                yield error(form(code), "twirp error unknown: " + answer.detail(), code);
            }
            case NO_NOTIFY -> error(Form.TIMED_OUT, "twirp error unknown: " + answer.detail(), null);
            case GONE -> error(Form.ABSENT, "twirp error unknown: " + answer.detail(), null);
            case REFUSED -> error(Form.FAILED, "twirp error unknown: " + answer.detail(), null);
            default -> TwirpAnswer.broken();
        };
    }

    private static TwirpAnswer answer(DialResult result, SipDial dial, boolean json) {
        return switch (result.kind()) {
            case ANSWERED ->
                TwirpAnswer.done(
                        SIPParticipantInfo.newBuilder()
                                .setParticipantIdentity(dial.identity())
                                .setRoomName(dial.roomName())
                                .build(),
                        json);
            case FAILED -> {
                int code = Objects.requireNonNull(result.sipStatusCode());
                String what = form(code).message();
                yield error(form(code), "twirp error unknown: " + what + ": sip status: " + code + ": Final", code);
            }
            case RANG_OUT -> error(Form.RANG_OUT, "twirp error unknown: " + Form.RANG_OUT.message(), null);
            case REFUSED -> error(Form.WRONG, "twirp error unknown: " + result.detail(), null);
            default -> TwirpAnswer.broken();
        };
    }

    private static Form form(int sipCode) {
        boolean serverError = sipCode >= FIRST_SERVER_ERROR && sipCode < FIRST_GLOBAL_ERROR;
        return FORMS.getOrDefault(sipCode, serverError ? Form.FAILED : Form.WRONG);
    }

    private static TwirpAnswer error(Form form, String message, @Nullable Integer sipCode) {
        ObjectNode json = JSON.createObjectNode().put("code", form.code()).put("msg", message);
        if (sipCode != null) {
            json.putObject("meta").put("sip_status", "Final").put("sip_status_code", sipCode.toString());
        }
        try {
            return TwirpAnswer.ofJson(form.status(), JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }
}
