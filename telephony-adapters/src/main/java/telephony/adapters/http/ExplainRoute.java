package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import telephony.Telephony;
import telephony.dispatch.AgentMetadata;
import telephony.routing.AgentConfig;
import telephony.routing.RoomMetadata;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingExplanation;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;

/** Tells who would answer a call and why, without doing anything. */
final class ExplainRoute {

    private final Telephony telephony;
    private final InstantSource clock;

    ExplainRoute(Telephony telephony, InstantSource clock) {
        this.telephony = telephony;
        this.clock = clock;
    }

    void explain(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        RequestBody body = RequestBody.of(ctx);
        RoutingRequest request = new RoutingRequest(
                body.text("from"),
                body.requiredText("to"),
                body.text("trunkId"),
                body.text("ruleId"),
                "",
                RoomMetadata.of(body.texts("roomMetadata")),
                body.texts("attributes"),
                body.time("at").orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        body.finish();
        Answers.json(ctx, 200, json(request, telephony.explain(request)));
    }

    private static ObjectNode json(RoutingRequest request, RoutingExplanation explained) {
        RoutingDecision decision = explained.decision();
        ObjectNode json = Json.object()
                .put("at", Json.time(request.at()))
                .put("decision", CallJson.decision(decision))
                .put("reason", decision.reason());
        json.set("agent", decision.agent().map(ExplainRoute::agent).orElse(null));
        json.set("onAgentMissing", Json.texts(CallJson.rungs(decision)));
        RoutingDecision.Dispatch sent = decision instanceof RoutingDecision.Dispatch d ? d : null;
        json.put("tenantId", sent == null ? null : sent.tenantId());
        json.put("campaignId", sent == null ? null : sent.campaignId());
        json.set(
                "metadata",
                sent == null ? null : Json.value(AgentMetadata.preview(sent, request.from(), request.to())));
        json.set("steps", Json.array(explained.steps(), ExplainRoute::step));
        return json;
    }

    private static ObjectNode agent(AgentConfig agent) {
        ObjectNode json = Json.object()
                .put("name", agent.name())
                .put("prompt", agent.prompt())
                .put("greeting", agent.greeting())
                .put("voice", agent.voice())
                .put("model", agent.model());
        json.set("tools", Json.value(agent.tools()));
        return json.put("noiseCancellationType", agent.noiseCancellationType())
                .put("metadataStyle", agent.metadataStyle().name().toLowerCase(Locale.ROOT));
    }

    private static ObjectNode step(RoutingStep step) {
        return Json.object().put("asked", step.asked()).put("said", step.said()).put("reason", step.reason());
    }
}
