package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import telephony.Telephony;
import telephony.call.OutboundDial;
import telephony.call.TelephonyCall;
import telephony.outbound.CallInitiationException;
import telephony.outbound.GuardVerdict;
import telephony.outbound.LiveKitException;
import telephony.outbound.OrderResult;
import telephony.outbound.OutboundOrder;
import telephony.queue.QueueCount;
import telephony.routing.AgentConfig;

/** Orders to place calls, and the queue in which they may have to wait. */
final class OrderRoute {

    private final Telephony telephony;
    private final OrderSettings settings;
    private final InstantSource clock;
    private final BatchRoute batches;

    OrderRoute(Telephony telephony, OrderSettings settings, InstantSource clock) {
        this.telephony = telephony;
        this.settings = settings;
        this.clock = clock;
        this.batches = new BatchRoute(telephony, settings, clock);
    }

    /** Many orders at once. */
    void batch(Context ctx) throws IOException {
        batches.place(ctx);
    }

    void place(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        RequestBody body = RequestBody.of(ctx);
        // Before all that is wrong with the order: without a key none is good.
        Optional<String> key = IdempotencyKeys.find(ctx);
        if (key.isEmpty() && !body.truth("dryRun")) {
            throw new ProblemException(OrderProblems.KEY_MISSING);
        }
        OrderReading.Sent sent = OrderReading.read(body, settings, Gatekeeper.tenant(ctx));
        try {
            if (sent.dryRun()) {
                judge(ctx, sent.order());
            } else {
                answer(ctx, telephony.placeCall(sent.order(), key.orElseThrow()));
            }
        } catch (LiveKitException e) {
            throw new ProblemException(OrderProblems.NOT_SET_UP);
        }
    }

    /** How many wait, ring and talk; whoever is bound to a tenant is told of its calls alone. */
    void queue(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        String bound = Gatekeeper.tenant(ctx);
        List<QueueCount> counts = telephony.queue().stream()
                .filter(count -> bound == null || bound.equals(count.tenantId()))
                .toList();
        ObjectNode json = Json.object();
        json.set("items", Json.array(counts, OrderRoute::count));
        Answers.json(ctx, 200, json);
    }

    /** Which callers wait until somebody has room, and how many calls somebody has. */
    void waiting(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        Answers.json(ctx, 200, SlotJson.of(telephony.slots()));
    }

    private static ObjectNode count(QueueCount count) {
        return Json.object()
                .put("trunkId", count.trunkId())
                .put("tenantId", count.tenantId())
                .put("waiting", count.waiting())
                .put("ringing", count.ringing())
                .put("inCall", count.inCall());
    }

    private void answer(Context ctx, OrderResult result) {
        try {
            TelephonyCall call = result.orThrow();
            if (result instanceof OrderResult.Accepted accepted && accepted.replayed()) {
                ctx.header(IdempotencyKeys.REPLAYED, "true");
            }
            ctx.header("Location", FrontDoor.ORDER_PATH + "/" + call.callId());
            Answers.json(ctx, 202, receipt(call));
        } catch (CallInitiationException e) {
            GuardVerdict verdict = e.verdict().orElse(null);
            if (verdict == null) {
                throw new ProblemException(OrderProblems.of(e));
            }
            OrderProblems.refuse(ctx, verdict, clock.instant());
        }
    }

    /** Only what never changes, so that whoever asks again is answered the same, byte for byte. */
    static ObjectNode receipt(TelephonyCall call) {
        OutboundDial dial = call.dial();
        if (dial == null) {
            throw new IllegalStateException("call " + call.callId() + " was ordered, but is not one that we place");
        }
        return Json.object()
                .put("callId", call.callId().toString())
                .put("roomName", call.origin().roomName())
                .put("participantIdentity", dial.identity())
                .put("to", dial.order().to())
                .put("from", dial.order().from())
                .put("agentName", agentName(call))
                .put("createdAt", Json.time(call.times().createdAt()));
    }

    private static String agentName(TelephonyCall call) {
        return Optional.ofNullable(call.route())
                .flatMap(route -> route.agent())
                .map(AgentConfig::name)
                .orElse("");
    }

    private void judge(Context ctx, OutboundOrder order) {
        Answers.json(ctx, 200, judged(order, telephony.checkOrder(order)));
    }

    /** What the guards say of an order that is only to be judged. */
    static ObjectNode judged(OutboundOrder order, GuardVerdict verdict) {
        ObjectNode json = Json.object()
                .put("dryRun", true)
                .put("permitted", verdict.isPermitted())
                .put("to", order.to())
                .put("from", order.from())
                .put("agentName", order.agent().name())
                .put(
                        "nextAllowedAt",
                        Json.time(
                                verdict.isPermitted()
                                        ? null
                                        : verdict.nextAllowedAt().orElse(null)));
        json.set("reasons", Json.array(verdict.reasons(), OrderProblems::reason));
        return json;
    }
}
