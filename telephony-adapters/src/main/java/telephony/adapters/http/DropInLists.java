package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.directory.Agent;
import telephony.directory.Directory;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryRow;
import telephony.directory.EntryKind;
import telephony.directory.Tenant;
import telephony.store.InvalidCursorException;
import telephony.store.Page;

/** Agents and organizations as systems from before list them, by {@code _id}. */
final class DropInLists {

    /** Entries of one answer, which those systems take whole; the rest is behind {@code nextCursor}. */
    static final int MAX_ENTRIES = 500;

    private final Directory directory;

    DropInLists(Directory directory) {
        this.directory = directory;
    }

    /** {@code {agents: [{_id, name, status, tenantId, agentName}], nextCursor}}. */
    void agents(Context ctx) {
        String bound = Gatekeeper.tenant(ctx);
        String asked = value(ctx, "tenant_id");
        if (bound != null && asked != null && !bound.equals(asked)) {
            // As if that tenant had none: whether there is such a one is not this client's to know.
            answer(ctx, "agents", List.of(), null, entry -> agent((Agent) entry));
            return;
        }
        list(ctx, "agents", EntryKind.AGENT, bound == null ? asked : bound, entry -> agent((Agent) entry));
    }

    /** {@code {organizations: [{_id, name}], nextCursor}}. */
    void organizations(Context ctx) {
        list(ctx, "organizations", EntryKind.TENANT, Gatekeeper.tenant(ctx), DropInLists::organization);
    }

    private void list(
            Context ctx,
            String name,
            EntryKind kind,
            @Nullable String tenant,
            Function<DirectoryEntry, ObjectNode> toJson) {
        try {
            Page<DirectoryRow> page = directory.page(kind, tenant, value(ctx, "cursor"), MAX_ENTRIES);
            answer(ctx, name, page.items(), page.nextCursor(), toJson);
        } catch (InvalidCursorException e) {
            throw QueryParameters.refused(
                    "cursor-invalid", "The cursor is not valid", "Give the nextCursor of an answer, or leave it out.");
        }
    }

    private static void answer(
            Context ctx,
            String name,
            List<DirectoryRow> rows,
            @Nullable String nextCursor,
            Function<DirectoryEntry, ObjectNode> toJson) {
        ObjectNode json = Json.object();
        json.set(
                name,
                Json.array(
                        rows.stream()
                                .flatMap(row -> Stream.ofNullable(row.entry()))
                                .toList(),
                        toJson));
        Answers.json(ctx, 200, json.put("nextCursor", nextCursor));
    }

    private static ObjectNode agent(Agent agent) {
        return Json.object()
                .put("_id", agent.id())
                .put("name", agent.name())
                .put("status", agent.status().word())
                .put("tenantId", agent.tenantId())
                .put("agentName", agent.config().name());
    }

    private static ObjectNode organization(DirectoryEntry entry) {
        String name = entry instanceof Tenant tenant ? tenant.name() : "";
        return Json.object().put("_id", entry.key().id()).put("name", name);
    }

    /** The first of this name; others are the client's own, and passed over. */
    private static @Nullable String value(Context ctx, String name) {
        String given = ctx.queryParam(name);
        return given == null || given.isBlank() ? null : given;
    }
}
