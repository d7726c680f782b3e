package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.Telephony;
import telephony.call.OutboundDial;
import telephony.call.TelephonyCall;
import telephony.decided.EarlyFallback;
import telephony.dispatch.AgentMetadata;
import telephony.outbound.CallInitiationException;
import telephony.outbound.GuardReason;
import telephony.outbound.InvalidPhoneNumberException;
import telephony.outbound.LiveKitException;
import telephony.outbound.OrderResult;
import telephony.outbound.OutboundOrder;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;
import telephony.store.StoreUnavailableException;

/**
 * Places a call as a system from before asks for it: the number is {@code customerPhone}, and everything else that was sent is
 * handed to the agent. It goes the way of every order, guards included; without an Idempotency-Key each request is an order of
 * its own.
 */
final class DropInCalls {

    /** The types of what is wrong, as those systems know them. */
    private enum ErrorType {
        InvalidPhoneNumberError,
        CallInitiationError,
        LiveKitError
    }

    private static final String PHONE = "customerPhone";
    private static final int STORE_DOWN = 503;
    private static final int NOT_SET_UP = 501;
    private static final int NOT_VALID = 422;

    private final DropInSettings settings;
    private final OrderSettings orders;
    private final Telephony telephony;

    DropInCalls(DropInSettings settings, OrderSettings orders, Telephony telephony) {
        this.settings = settings;
        this.orders = orders;
        this.telephony = telephony;
    }

    /** {@code {success, call_id, room_name, participant_identity, status}}, or {@code {success: false, error}}. */
    void dispatch(Context ctx) {
        try {
            RequestBody body = RequestBody.of(ctx);
            String key = IdempotencyKeys.find(ctx).orElseGet(settings.orderKeys());
            placed(ctx, body, key);
        } catch (ProblemException e) {
            Problem problem = e.problem();
            String why = problem.errors().isEmpty()
                    ? problem.detail()
                    : problem.errors().get(0).pointer() + ": "
                            + problem.errors().get(0).detail();
            refuse(ctx, problem.status(), ErrorType.CallInitiationError, why);
        } catch (LiveKitException e) {
            refuse(ctx, NOT_SET_UP, ErrorType.LiveKitError, OrderProblems.NOT_SET_UP.detail());
        } catch (StoreUnavailableException e) {
            ctx.header("Retry-After", "1");
            refuse(
                    ctx,
                    STORE_DOWN,
                    ErrorType.CallInitiationError,
                    "The calls cannot be kept just now, so nobody was called; send it again.");
        }
    }

    private void placed(Context ctx, RequestBody body, String key) {
        String given = body.has(PHONE) ? body.text(PHONE) : null;
        String to = given == null
                ? null
                : DropInReading.number(given, orders.numbers()).orElse(null);
        if (to == null) {
            refuse(
                    ctx,
                    NOT_VALID,
                    ErrorType.InvalidPhoneNumberError,
                    PHONE + " must be a phone number in E.164, + and 7 to 15 digits.");
            return;
        }
        OutboundOrder order = order(body, to, Gatekeeper.tenant(ctx));
        body.refuseFlaws();
        answer(ctx, telephony.placeCall(order, key));
    }

    private OutboundOrder order(RequestBody body, String to, @Nullable String bound) {
        EarlyFallback fallback = settings.decisions().fallback();
        AgentConfig agent = fallback.agent();
        String tenant = bound == null ? fallback.tenantId() : bound;
        Map<String, Object> context = context(body);
        OrderReading.measure(body, new RoutingDecision.Dispatch(agent, "order", tenant, null, context, List.of()));
        OutboundOrder order = OutboundOrder.to(to, agent).of(tenant, null).telling(context);
        return orders.from() == null ? order : order.from(orders.from());
    }

    /** Everything that was sent, but for the one name that is ours. */
    private static Map<String, Object> context(RequestBody body) {
        Map<String, Object> context = new LinkedHashMap<>();
        body.members().forEach((name, value) -> {
            if (value != null && !AgentMetadata.snakeCase(name).equals(AgentMetadata.RESERVED_KEY)) {
                context.put(name, value);
            }
        });
        return context;
    }

    private void answer(Context ctx, OrderResult result) {
        try {
            TelephonyCall call = result.orThrow();
            OutboundDial dial = call.dial();
            Answers.json(
                    ctx,
                    200,
                    Json.object()
                            .put("success", true)
                            .put("call_id", call.callId().toString())
                            .put("room_name", call.origin().roomName())
                            .put("participant_identity", dial == null ? null : dial.identity())
                            .put("status", Json.word(call.status())));
        } catch (CallInitiationException e) {
            Optional<List<GuardReason>> reasons = e.verdict().map(verdict -> verdict.reasons());
            boolean number = reasons.stream().flatMap(List::stream).anyMatch(reason -> reason.code()
                    .equals(InvalidPhoneNumberException.INVALID_NUMBER));
            refuse(
                    ctx,
                    reasons.map(DropInCalls::status)
                            .orElseGet(() -> OrderProblems.of(e).status()),
                    number ? ErrorType.InvalidPhoneNumberError : ErrorType.CallInitiationError,
                    reasons.map(DropInCalls::sentences).orElse(e.getMessage() + "."));
        }
    }

    /** That of the first one that says that it is no number, else of the first. */
    private static int status(List<GuardReason> reasons) {
        return reasons.stream()
                .filter(reason -> reason.code().equals(InvalidPhoneNumberException.INVALID_NUMBER))
                .findFirst()
                .orElse(reasons.get(0))
                .httpStatus();
    }

    private static String sentences(List<GuardReason> reasons) {
        return String.join(
                " ", reasons.stream().map(reason -> reason.detail() + ".").toList());
    }

    private static void refuse(Context ctx, int status, ErrorType type, String message) {
        ObjectNode json = Json.object().put("success", false);
        json.putObject("error").put("type", type.name()).put("message", message);
        Answers.json(ctx, status, json);
    }
}
