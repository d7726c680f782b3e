package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import telephony.Telephony;
import telephony.store.InboxEntry;
import telephony.store.InboxQuery;
import telephony.store.InvalidCursorException;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;
import telephony.webhook.WebhookReceipt;

/** The webhooks that were taken in: what came, what became of it, and another try for what is in quarantine. */
final class InboxRoutes {

    private static final Problem NOT_FOUND = new Problem(
            404,
            "event-not-found",
            "No such event is kept",
            "Look for it with GET /telephony/webhooks; events are forgotten after a while, and those that concern no call are"
                    + " not kept.");

    private final TelephonyStorePort store;
    private final Telephony telephony;

    InboxRoutes(TelephonyStorePort store, Telephony telephony) {
        this.store = store;
        this.telephony = telephony;
    }

    void list(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx, Set.of("verdict", "limit", "cursor"));
        String word = query.text("verdict");
        String cursor = query.text("cursor");
        InboxQuery wanted = word == null
                ? InboxQuery.all(query.limit(), cursor)
                : new InboxQuery(verdict(word), query.limit(), cursor);
        try {
            Page<InboxEntry> page = store.inbox(wanted);
            Answers.json(ctx, 200, Json.page(page.items(), page.nextCursor(), InboxRoutes::json));
        } catch (InvalidCursorException e) {
            throw CallRoutes.invalidCursor();
        }
    }

    void one(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        Answers.json(ctx, 200, json(find(ctx.pathParam("eventId"))));
    }

    /** The event is left where it is when it is not in quarantine, so a second replay of it does nothing. */
    void replay(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        String eventId = ctx.pathParam("eventId");
        WebhookReceipt.Kind became = telephony.replay(eventId).orElseThrow(() -> new ProblemException(NOT_FOUND));
        ObjectNode answer = Json.object().put("result", Json.word(became)).put("detail", detail(became));
        answer.set("event", json(find(eventId)));
        Answers.json(ctx, 200, answer);
    }

    private InboxEntry find(String eventId) {
        return store.findInboxEntry(eventId).orElseThrow(() -> new ProblemException(NOT_FOUND));
    }

    private static String detail(WebhookReceipt.Kind became) {
        return switch (became) {
            case TAKEN -> "It was read, and its call was changed as by an event that comes late.";
            case QUARANTINED -> "Still nothing can be made of it; note says why. It stays in quarantine.";
            case NOT_OURS -> "It can be read, but concerns no call. It stays in quarantine.";
            case DUPLICATE -> "It is not in quarantine: there is nothing to be done.";
            case REFUSED -> "It is not LiveKit's.";
        };
    }

    private static InboxEntry.Verdict verdict(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "taken" -> InboxEntry.Verdict.TAKEN;
            case "quarantined" -> InboxEntry.Verdict.QUARANTINED;
            default ->
                throw QueryParameters.refused(
                        "verdict-invalid", "There is no such verdict", "verdict is taken or quarantined.");
        };
    }

    private static ObjectNode json(InboxEntry entry) {
        return Json.object()
                .put("eventId", entry.eventId())
                .put("receivedAt", Json.time(entry.receivedAt()))
                .put("verdict", Json.word(entry.verdict()))
                .put("callId", entry.call().map(Object::toString).orElse(null))
                .put("note", entry.note())
                .put("raw", entry.raw());
    }
}
