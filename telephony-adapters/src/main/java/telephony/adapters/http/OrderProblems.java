package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import telephony.outbound.CallInitiationException;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;

/** Why a call is not placed, as problem documents. */
final class OrderProblems {

    static final Problem NOT_SET_UP = new Problem(
            501,
            "outbound-not-set-up",
            "No calls are placed here",
            "Set LIVEKIT_SIP_OUTBOUND_TRUNK_ID to the id of LiveKit's outbound trunk, and say with TELEPHONY_GUARDS or"
                    + " TELEPHONY_ALLOWED_COUNTRIES who may be called; in a program of your own, build the switchboard"
                    + " with sip(...), outboundTrunk(...) and dialGuard(...).");

    static final Problem KEY_MISSING = Problem.badRequest(
            "idempotency-key-missing",
            "An Idempotency-Key is needed",
            "Send one Idempotency-Key header, a text of your own for this order: sent again under it, nobody is called"
                    + " twice.");

    static final Problem KEY_INVALID = Problem.badRequest(
            "idempotency-key-invalid",
            "This Idempotency-Key is not valid",
            "It has 1 to 255 characters, none of control, and the header stands there once.");

    /** Seconds after which it is worth asking again whether there is a place in the queue. */
    private static final int QUEUE_AGAIN = 5;

    /** The worst first: what waiting does not change, then what the order itself can change, then what waiting changes. */
    private static final List<Integer> WORST = List.of(403, 422, 409, 429, 503);

    private OrderProblems() {}

    /** Of an order whose key stands for another one, or is too old, or for which there is no place in the queue. */
    static Problem of(CallInitiationException e) {
        if (e.code().equals(CallInitiationException.QUEUE_FULL)) {
            return new Problem(
                    429,
                    e.code(),
                    "The queue of this trunk is full",
                    "Nothing was stored, and the key may be used again: send it again later, or raise queue.length in the"
                            + " guards file.",
                    Map.of("Retry-After", Integer.toString(QUEUE_AGAIN)));
        }
        boolean reused = e.code().equals(CallInitiationException.KEY_REUSED);
        return new Problem(
                422,
                e.code(),
                reused ? "The Idempotency-Key stands for another order" : "The Idempotency-Key is not valid any more",
                e.getMessage() + ".");
    }

    /**
     * What guards refused, as it is answered.
     *
     * @param problem with the status of the worst reason
     * @param document with every reason
     */
    record Refusal(Problem problem, ObjectNode document) {}

    /** Answers that guards refused. */
    static void refuse(Context ctx, GuardVerdict verdict, Instant now) {
        Refusal refusal = refusal(verdict, now, Answers.requestId(ctx));
        Answers.problem(ctx, refusal.problem(), refusal.document());
    }

    /** That guards refused: the status of the worst reason, and every reason. */
    static Refusal refusal(GuardVerdict verdict, Instant now, String requestId) {
        GuardReason worst = verdict.reasons().stream()
                .min(Comparator.comparing(OrderProblems::rank))
                .orElseThrow();
        Map<String, String> headers = new LinkedHashMap<>();
        if (worst.httpStatus() >= 429) {
            // So long at most as a client can be expected to wait; it may ask earlier, and learns the same.
            verdict.nextAllowedAt()
                    .filter(at -> at.isAfter(now))
                    .ifPresent(at ->
                            headers.put("Retry-After", Long.toString(at.getEpochSecond() - now.getEpochSecond() + 1)));
        }
        Problem problem = new Problem(
                worst.httpStatus(), worst.code(), "This call may not be placed", worst.detail() + ".", headers);
        ObjectNode json = Json.problem(problem, requestId);
        json.put("nextAllowedAt", Json.time(verdict.nextAllowedAt().orElse(null)));
        json.set("errors", Json.array(verdict.reasons(), OrderProblems::reason));
        return new Refusal(problem, json);
    }

    private static int rank(GuardReason reason) {
        int at = WORST.indexOf(reason.httpStatus());
        return at < 0 ? WORST.size() : at;
    }

    /** A reason of a guard. */
    static ObjectNode reason(GuardReason reason) {
        return Json.object()
                .put("rule", reason.rule())
                .put("code", reason.code())
                .put("status", reason.httpStatus())
                .put("detail", reason.detail())
                .put("nextAllowedAt", Json.time(reason.nextAllowedAt()))
                .put("dataVersion", reason.dataVersion());
    }
}
