package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.Telephony;
import telephony.decided.EarlyCall;
import telephony.decided.EarlyDecision;
import telephony.decided.EarlyFallback;
import telephony.directory.Agent;
import telephony.directory.Directory;
import telephony.dispatch.AgentMetadata;
import telephony.routing.RoutingDecision.Dispatch;

/**
 * The routes that systems from before call, in the shapes that they know, so that a team can move one of them at a time. Front
 * ends of LiveKit (SIP proxies, carriers' scripts) ask here who answers; LiveKit itself never does. They are answered in time
 * whatever happens to rules and store, see {@link telephony.decided.EarlyDecisions}.
 */
final class DropInRoutes {

    /** What all paths of this kind begin with. */
    static final String PREFIX = "/api/";

    /** The attribute by which a call is recognised that was decided before; to be set on the caller's participant. */
    static final String CALL_ATTRIBUTE = "telephony.call_id";

    private static final double NANOS_PER_MILLI = 1_000_000;

    private final DropInSettings settings;
    private final OrderSettings orders;
    private final DropInLists lists;
    private final DropInCalls calls;

    DropInRoutes(DropInSettings settings, OrderSettings orders, Telephony telephony, Directory directory) {
        this.settings = settings;
        this.orders = orders;
        this.lists = new DropInLists(directory);
        this.calls = new DropInCalls(settings, orders, telephony);
    }

    /** Everything that is served here. */
    List<Routes.Route> all() {
        return List.of(
                new Routes.Route(HandlerType.POST, "/api/v1/livekit/sip-dispatch", this::sipDispatch),
                new Routes.Route(HandlerType.POST, "/api/v1/agents/route-by-phone", this::routeByPhone),
                new Routes.Route(HandlerType.POST, "/api/v1/webhooks/livekit/sip-inbound", this::sipInbound),
                new Routes.Route(HandlerType.GET, "/api/v1/agents", lists::agents),
                new Routes.Route(HandlerType.GET, "/api/v1/organizations", lists::organizations),
                new Routes.Route(HandlerType.POST, "/api/livekit/dispatch-call", calls::dispatch));
    }

    /** Into which room the caller goes. Always one, also of a call that is refused: it is refused when it comes. */
    private void sipDispatch(Context ctx) {
        EarlyCall call = DropInReading.of(ctx, orders.numbers()).sipDispatch();
        EarlyDecision decision = settings.decisions().intoRoom(call, "sip-dispatch");
        answer(
                ctx,
                200,
                decision,
                Json.object()
                        .put("room_name", decision.roomName())
                        .put("participant_identity", "sip-caller-" + call.callId())
                        .put("participant_name", "Caller from " + (call.from() == null ? "unknown" : call.from())));
    }

    /** Which agent answers a number; 404 when nobody does. */
    private void routeByPhone(Context ctx) {
        DropInReading.Parts number = DropInReading.of(ctx, orders.numbers()).byPhone();
        EarlyDecision decision = settings.decisions().look(null, number.e164(), "route-by-phone");
        if (!(decision.decision() instanceof Dispatch)) {
            answer(ctx, 404, decision, nobody("agent", "No active agent answers this phone number"));
            return;
        }
        ObjectNode agent = Json.object()
                .put("_id", decision.agentId())
                .put("name", name(decision))
                .put("status", Agent.Status.ACTIVE.word())
                .put("phoneNumber", number.national())
                .put("phoneCountryCode", number.countryCode());
        answer(ctx, 200, decision, Json.object().set("agent", agent));
    }

    private String name(EarlyDecision decision) {
        return settings.directory()
                .get()
                .agent(decision.agentId())
                .map(Agent::name)
                .orElseGet(() -> {
                    EarlyFallback fallback = settings.decisions().fallback();
                    return decision.agentId().equals(fallback.id()) ? fallback.name() : decision.agentId();
                });
    }

    /** Which agent answers a call, and what it and the caller's participant are to be given; 404 when nobody does. */
    private void sipInbound(Context ctx) {
        EarlyCall call = DropInReading.of(ctx, orders.numbers()).sipInbound();
        EarlyDecision decision = settings.decisions().ofLead(call, "sip-inbound");
        if (!(decision.decision() instanceof Dispatch dispatch)) {
            ObjectNode nobody = nobody("agent_name", "No agent answers this call");
            nobody.set("attributes", Json.value(attributes(call, decision)));
            answer(ctx, 404, decision, nobody);
            return;
        }
        ObjectNode json = Json.object().put("agent_name", dispatch.config().name());
        json.set("metadata", Json.value(AgentMetadata.preview(dispatch, call.from(), call.to())));
        json.set("attributes", Json.value(attributes(call, decision)));
        answer(ctx, 200, decision, json);
    }

    private static Map<String, String> attributes(EarlyCall call, EarlyDecision decision) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(CALL_ATTRIBUTE, Optional.ofNullable(decision.keptAs()).orElse(call.callId()));
        attributes.put("telephony.reason", decision.decision().reason());
        put(attributes, "telephony.tenant_id", decision.decision().tenantId());
        put(attributes, "telephony.campaign_id", decision.decision().campaignId());
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }

    private static ObjectNode nobody(String member, String why) {
        return Json.object().putNull(member).put("error", why);
    }

    private static void answer(Context ctx, int status, EarlyDecision decision, ObjectNode json) {
        ctx.header(
                "Server-Timing", "lookup;dur=" + millis(decision.lookup()) + ", total;dur=" + millis(decision.total()));
        Answers.json(ctx, status, json);
    }

    /** With three digits behind the point, as browsers and proxies read it. */
    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / NANOS_PER_MILLI);
    }
}
