package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import telephony.Telephony;
import telephony.lead.Lead;
import telephony.lead.LeadPort;
import telephony.lead.LeadQuery;
import telephony.store.Page;

/** Who called whom. A key that is bound to a tenant reads that tenant's leads only; others are as if they were not there. */
final class LeadRoutes {

    private static final String LIST = "/telephony/leads";
    private static final Set<String> PARAMETERS = Set.of("limit", "cursor", "tenantId", "number", "campaignId");

    private final Telephony telephony;

    LeadRoutes(Telephony telephony) {
        this.telephony = telephony;
    }

    /** Everything that is served here. */
    List<Routes.Route> all() {
        return List.of(
                new Routes.Route(HandlerType.GET, LIST, this::list),
                new Routes.Route(HandlerType.GET, LIST + "/{id}", this::one));
    }

    private void list(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx, PARAMETERS);
        String bound = Gatekeeper.tenant(ctx);
        String asked = query.text("tenantId");
        Optional<LeadPort> leads =
                telephony.leads().filter(port -> bound == null || asked == null || asked.equals(bound));
        LeadQuery wanted = new LeadQuery(
                bound == null ? asked : bound,
                query.number("number"),
                query.text("campaignId"),
                query.limit(),
                query.text("cursor"));
        Page<Lead> page = leads.map(port -> port.page(wanted)).orElseGet(() -> new Page<>(List.of(), null));
        Answers.json(ctx, 200, Json.page(page.items(), page.nextCursor(), LeadRoutes::json));
    }

    private void one(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        String bound = Gatekeeper.tenant(ctx);
        Lead lead = telephony
                .leads()
                .flatMap(port -> port.find(ctx.pathParam("id")))
                .filter(found -> bound == null || bound.equals(found.tenantId()))
                .orElseThrow(() -> new ProblemException(
                        new Problem(404, "lead-not-found", "There is no such lead", "There is no lead of this id.")));
        Answers.json(ctx, 200, json(lead));
    }

    private static ObjectNode json(Lead lead) {
        return Json.object()
                .put("id", lead.id())
                .put("tenantId", lead.tenantId())
                .put("number", lead.number())
                .put("name", lead.name())
                .put("campaignId", lead.campaignId())
                .put("calls", lead.calls())
                .put("firstAt", Json.time(lead.firstAt()))
                .put("lastAt", Json.time(lead.lastAt()));
    }
}
