package telephony.adapters.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.Outcome;
import telephony.call.PhoneNumber;
import telephony.call.TelephonyCall;
import telephony.stats.CallFacts;
import telephony.store.CallQuery;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;

/**
 * All calls that a search finds, as CSV, sent page by page as they are read. An answer that could not be brought to its end is
 * broken off, so that nobody takes a part for the whole.
 */
final class ExportRoute {

    private static final Set<String> PARAMETERS = Stream.concat(
                    CallSearchReading.NAMES.stream(), Stream.of("roomName", "tenantId"))
            .collect(Collectors.toUnmodifiableSet());

    private static final List<@Nullable Object> HEAD = List.of(
            "callId",
            "createdAt",
            "direction",
            "status",
            "from",
            "to",
            "roomName",
            "tenantId",
            "campaignId",
            "agentName",
            "reason",
            "routed",
            "outcome",
            "endedBy",
            "answeredAt",
            "endedAt",
            "ringMillis",
            "timeToAgentMillis",
            "durationMillis");

    private static final Problem BUSY = new Problem(
            503,
            "overloaded",
            "Too much at once",
            "Too many exports are being sent just now. Ask again in a moment.",
            Map.of("Retry-After", "30"));

    private final TelephonyStorePort store;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(HttpLimits.MAX_EXPORTS);

    ExportRoute(TelephonyStorePort store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void export(Context ctx) {
        QueryParameters parameters = QueryParameters.of(ctx, PARAMETERS);
        String bound = Gatekeeper.tenant(ctx);
        String asked = parameters.text("tenantId");
        CallQuery query = CallQuery.ofTenant(
                        bound == null ? asked : bound, parameters.text("roomName"), CallQuery.MAX_LIMIT, null)
                .like(CallSearchReading.of(parameters));
        // Another tenant's calls are like calls that are not there.
        boolean mayHaveCalls = bound == null || asked == null || bound.equals(asked);
        if (!places.tryAcquire()) {
            throw new ProblemException(BUSY);
        }
        try {
            // What cannot be answered at all is told as everywhere else.
            Page<TelephonyCall> first = mayHaveCalls ? store.query(query) : new Page<>(List.of(), null);
            ctx.status(200)
                    .contentType("text/csv; charset=utf-8; header=present")
                    .header("Content-Disposition", "attachment; filename=\"calls.csv\"");
            if (!HandlerType.HEAD.equals(ctx.method())) {
                send(ctx, query, first);
            }
        } finally {
            places.release();
        }
    }

    private void send(Context ctx, CallQuery query, Page<TelephonyCall> first) {
        boolean whole = false;
        try {
            whole = isSent(ctx, query, first);
        } catch (IOException clientGone) {
            // Nobody is left to tell; reading on would be for nothing.
        } finally {
            if (!whole) {
                FrontDoor.breakOff(ctx.req());
            }
        }
    }

    /** Whether all of it was sent in time; whatever is thrown, it was not. */
    private boolean isSent(Context ctx, CallQuery query, Page<TelephonyCall> first) throws IOException {
        Instant until = clock.instant().plus(HttpLimits.MAX_EXPORT_TIME);
        OutputStream out = new BufferedOutputStream(ctx.res().getOutputStream());
        out.write(CsvLine.of(HEAD));
        Page<TelephonyCall> page = first;
        while (true) {
            for (TelephonyCall call : page.items()) {
                out.write(CsvLine.of(cells(call)));
            }
            out.flush();
            FrontDoor.ahead(ctx.req());
            String cursor = page.nextCursor();
            if (cursor == null) {
                return true;
            }
            page = store.query(
                    new CallQuery(query.tenantId(), query.roomName(), false, query.filter(), query.limit(), cursor));
            if (!clock.instant().isBefore(until)) {
                return false;
            }
        }
    }

    private static List<@Nullable Object> cells(TelephonyCall call) {
        CallFacts facts = CallFacts.of(call);
        Outcome outcome = call.outcome();
        return Arrays.asList(
                call.callId(),
                Json.time(facts.createdAt()),
                Json.word(facts.direction()),
                Json.word(facts.status()),
                number(facts.from()),
                number(facts.to()),
                call.origin().hasRoom() ? call.origin().roomName() : null,
                facts.tenantId(),
                facts.campaignId(),
                facts.agent(),
                facts.reason(),
                Json.word(facts.routed()),
                outcome == null ? null : Json.word(outcome.result()),
                outcome == null ? null : Json.word(outcome.endedBy()),
                Json.time(call.times().answeredAt()),
                Json.time(call.times().endedAt()),
                facts.ringMillis(),
                facts.agentMillis(),
                facts.talkMillis());
    }

    private static @Nullable String number(@Nullable PhoneNumber number) {
        return number == null ? null : number.best();
    }
}
