package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.Telephony;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;
import telephony.outbound.InvalidPhoneNumberException;
import telephony.outbound.LiveKitException;
import telephony.outbound.OutboundOrder;
import telephony.outbound.TransferReply;
import telephony.outbound.TransferRequest;

/** Requests to bring the other side of a call to somebody else. */
final class TransferRoute {

    private static final Map<String, Transfer.Mode> MODES =
            Map.of("cold", Transfer.Mode.COLD, "bridge", Transfer.Mode.BRIDGE);
    private static final String TEL = "tel:";

    private static final Problem KEY_REUSED = new Problem(
            422,
            "idempotency-key-reused",
            "The Idempotency-Key stands for another transfer",
            "Choose a new one for a new transfer of this call.");

    private final Telephony telephony;
    private final CallRoutes calls;
    private final OrderSettings settings;
    private final InstantSource clock;

    TransferRoute(Telephony telephony, CallRoutes calls, OrderSettings settings, InstantSource clock) {
        this.telephony = telephony;
        this.calls = calls;
        this.settings = settings;
        this.clock = clock;
    }

    void transfer(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        RequestBody body = RequestBody.of(ctx);
        String key = IdempotencyKeys.required(ctx);
        TransferRequest request = read(body);
        TelephonyCall call = calls.find(ctx);
        try {
            answer(ctx, telephony.transfer(call.callId(), request, key));
        } catch (LiveKitException e) {
            throw new ProblemException(OrderProblems.NOT_SET_UP);
        }
    }

    private TransferRequest read(RequestBody body) {
        String word = body.requiredText("mode");
        Transfer.Mode mode = MODES.get(word);
        if (mode == null && !word.isBlank()) {
            body.flaw(body.pointer("mode"), "unknown-value", "Give cold or bridge.");
        }
        String to = target(body, body.requiredText("to"), mode);
        Duration ringing = body.duration(
                "ringingTimeout",
                OutboundOrder.DEFAULT_RINGING,
                OutboundOrder.LEAST_RINGING,
                OutboundOrder.MOST_RINGING);
        Map<String, String> headers = headers(body, mode);
        body.finish();
        Transfer.Mode known = Objects.requireNonNull(mode);
        String from = known == Transfer.Mode.BRIDGE ? settings.from() : null;
        return new TransferRequest(Objects.requireNonNull(to), known, from, ringing, headers);
    }

    private @Nullable String target(RequestBody body, String given, Transfer.@Nullable Mode mode) {
        if (given.isBlank()) {
            return null;
        }
        String lower = given.toLowerCase(Locale.ROOT);
        boolean address = lower.startsWith("sip:") || lower.startsWith("sips:");
        if (address && mode == Transfer.Mode.BRIDGE) {
            body.flaw(
                    body.pointer("to"),
                    InvalidPhoneNumberException.INVALID_NUMBER,
                    "A bridge calls numbers only: LiveKit's trunks take no sip: address. Use mode cold, or a number.");
            return null;
        }
        String number = lower.startsWith(TEL) ? given.substring(TEL.length()) : given;
        String to = address ? given : settings.numbers().apply(number).e164();
        if (to == null || !TransferRequest.isTarget(to, Transfer.Mode.COLD)) {
            body.flaw(
                    body.pointer("to"),
                    InvalidPhoneNumberException.INVALID_NUMBER,
                    "Give a phone number in E.164, such as +14155550100, or tel: and one, or for mode cold an address"
                            + " such as sip:desk@example.com without parameters.");
            return null;
        }
        return to;
    }

    private static Map<String, String> headers(RequestBody body, Transfer.@Nullable Mode mode) {
        Map<String, String> headers = body.texts("headers");
        String pointer = body.pointer("headers");
        if (!headers.isEmpty() && mode == Transfer.Mode.BRIDGE) {
            body.flaw(pointer, "not-with-bridge", "Headers go to the far end of a cold transfer only: leave them out.");
        }
        if (headers.size() > TransferRequest.MAX_HEADERS) {
            body.flaw(pointer, "too-many", "Give at most " + TransferRequest.MAX_HEADERS + " headers.");
        }
        headers.forEach((name, value) -> {
            if (!TransferRequest.isHeader(name, value)) {
                body.flaw(
                        pointer + "/" + RequestBody.escaped(name),
                        "header-not-allowed",
                        "A header's name begins with X-, and its value has at most " + TransferRequest.MAX_HEADER_CHARS
                                + " characters, none of control.");
            }
        });
        return headers;
    }

    private void answer(Context ctx, TransferReply reply) {
        if (reply instanceof TransferReply.Accepted accepted) {
            accept(ctx, accepted);
        } else if (reply instanceof TransferReply.Refused refused) {
            OrderProblems.refuse(ctx, refused.verdict(), clock.instant());
        } else if (reply instanceof TransferReply.NotNow notNow) {
            throw new ProblemException(problem(notNow.why()));
        } else if (reply instanceof TransferReply.KeyReused) {
            throw new ProblemException(KEY_REUSED);
        } else {
            throw new ProblemException(CallRoutes.NOT_FOUND);
        }
    }

    private static void accept(Context ctx, TransferReply.Accepted accepted) {
        if (accepted.replayed()) {
            ctx.header(IdempotencyKeys.REPLAYED, "true");
        }
        String callId = accepted.call().callId().toString();
        ctx.header("Location", FrontDoor.ORDER_PATH + "/" + callId);
        ObjectNode json = SteeringJson.of(accepted.transfer());
        json.put("callId", callId);
        Answers.json(ctx, 202, json);
    }

    private static Problem problem(TransferReply.Reason why) {
        return switch (why) {
            case CALL_ENDED -> conflict("call-ended", "The call is over", "Nobody is left to be transferred.");
            case UNDER_WAY ->
                conflict(
                        "transfer-under-way",
                        "Another transfer of this call is not over yet",
                        "See transfers on the call's record; ask again when it has endedAt.");
            case NOBODY_THERE ->
                conflict(
                        "nobody-there",
                        "Nobody is there to be transferred",
                        "A call can be transferred when its caller, or whom it called, is in its room.");
            case TOO_MANY ->
                conflict("too-many-transfers", "The call had too many transfers", "End the call, or let it go on.");
            case NEWER_VERSION ->
                conflict(
                        "newer-version",
                        "A newer version looks after this call",
                        "Ask a process of the newer version of this software.");
        };
    }

    private static Problem conflict(String code, String title, String detail) {
        return new Problem(409, code, title, detail);
    }
}
