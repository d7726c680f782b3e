package telephony.adapters.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.store.CallFilter;
import telephony.store.CallQuery;
import telephony.store.InvalidCursorException;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;

/** Reading of calls; whoever is bound to a tenant reads its calls alone. */
final class CallRoutes {

    static final Problem NOT_FOUND = new Problem(
            404,
            "call-not-found",
            "There is no such call",
            "Look for it with GET /telephony/calls?roomName=...; old calls are forgotten after a while.");

    private static final String NUMBERED_CURSOR = "o";
    private static final int MAX_CURSOR_DIGITS = 9;

    private static final Set<String> LIST_PARAMETERS = Stream.concat(
                    CallSearchReading.NAMES.stream(), Stream.of("roomName", "tenantId", "limit", "cursor"))
            .collect(Collectors.toUnmodifiableSet());

    private final TelephonyStorePort store;

    CallRoutes(TelephonyStorePort store) {
        this.store = store;
    }

    void list(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx, LIST_PARAMETERS);
        String bound = Gatekeeper.tenant(ctx);
        String asked = query.text("tenantId");
        int limit = query.limit();
        CallFilter filter = CallSearchReading.of(query);
        if (bound != null && asked != null && !bound.equals(asked)) {
            Answers.json(ctx, 200, Json.page(List.<TelephonyCall>of(), null, CallJson::of));
            return;
        }
        CallQuery wanted = CallQuery.ofTenant(
                        bound == null ? asked : bound, query.text("roomName"), limit, query.text("cursor"))
                .like(filter);
        try {
            Page<TelephonyCall> page = store.query(wanted);
            Answers.json(ctx, 200, Json.page(page.items(), page.nextCursor(), CallJson::of));
        } catch (InvalidCursorException e) {
            throw invalidCursor();
        }
    }

    void one(Context ctx) {
        QueryParameters.of(ctx, Set.of());
        Answers.json(ctx, 200, CallJson.of(find(ctx)));
    }

    void timeline(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx, Set.of("limit", "cursor"));
        int offset = offset(query.text("cursor"));
        int limit = query.limit();
        CallId callId = find(ctx).callId();
        // One more than asked for tells whether there is a next page.
        List<TimelineEntry> lines = store.timeline(callId, offset, limit + 1);
        boolean more = lines.size() > limit;
        Answers.json(
                ctx,
                200,
                Json.page(
                        more ? lines.subList(0, limit) : lines,
                        more ? NUMBERED_CURSOR + (offset + limit) : null,
                        CallJson::of));
    }

    /** The call of the path, if whoever asks may see it. */
    TelephonyCall find(Context ctx) {
        CallId callId = callId(ctx.pathParam("callId"));
        String bound = Gatekeeper.tenant(ctx);
        return store.find(callId)
                // Another tenant's call is like one that is not there.
                .filter(call -> bound == null || bound.equals(call.origin().tenantId()))
                .orElseThrow(() -> new ProblemException(NOT_FOUND));
    }

    static CallId callId(String text) {
        try {
            return CallId.parse(text);
        } catch (IllegalArgumentException e) {
            throw QueryParameters.refused(
                    "call-id-invalid",
                    "This is not a call id",
                    "A call id is a UUID: 8-4-4-4-12 hexadecimal digits, as GET /telephony/calls shows them.");
        }
    }

    private static int offset(@Nullable String cursor) {
        if (cursor == null) {
            return 0;
        }
        String digits = cursor.startsWith(NUMBERED_CURSOR) ? cursor.substring(NUMBERED_CURSOR.length()) : "";
        boolean valid = !digits.isEmpty()
                && digits.length() <= MAX_CURSOR_DIGITS
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (!valid) {
            throw invalidCursor();
        }
        return Integer.parseInt(digits);
    }

    static ProblemException invalidCursor() {
        return QueryParameters.refused(
                "cursor-invalid",
                "This cursor is not valid",
                "Leave cursor out for the first page, then pass on nextCursor as it came.");
    }
}
