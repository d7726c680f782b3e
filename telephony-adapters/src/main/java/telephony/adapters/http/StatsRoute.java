package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import telephony.call.Direction;
import telephony.call.Outcome;
import telephony.stats.CallStats;
import telephony.stats.CallStatsPort;
import telephony.stats.CallStatsQuery;
import telephony.stats.Routed;
import telephony.stats.TooManyCallsException;

/** Counts calls; whoever is bound to a tenant has its calls counted alone. */
final class StatsRoute {

    /** The period when none is asked for: what there was until now. */
    static final Duration DEFAULT_PERIOD = Duration.ofDays(1);

    private static final Set<String> PARAMETERS =
            Set.of("from", "to", "zone", "by", "tenantId", "campaignId", "direction");

    private final CallStatsPort stats;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(HttpLimits.MAX_REPORTS);

    StatsRoute(CallStatsPort stats, InstantSource clock) {
        this.stats = stats;
        this.clock = clock;
    }

    void count(Context ctx) {
        QueryParameters parameters = QueryParameters.of(ctx, PARAMETERS);
        CallStatsQuery query = query(parameters);
        String bound = Gatekeeper.tenant(ctx);
        String asked = parameters.text("tenantId");
        if (bound != null && asked != null && !bound.equals(asked)) {
            // Another tenant's calls are like calls that are not there.
            Answers.json(ctx, 200, json(query, new CallStats(List.of(), false)));
            return;
        }
        if (!places.tryAcquire()) {
            throw new ProblemException(Problem.overloaded());
        }
        try {
            Answers.json(ctx, 200, json(query, stats.count(bound == null ? query : query.ofTenant(bound))));
        } catch (TooManyCallsException e) {
            throw new ProblemException(new Problem(
                    422,
                    "too-many-calls",
                    "The period has too many calls",
                    "This store counts " + e.limit() + " calls at most: ask for a shorter period."));
        } finally {
            places.release();
        }
    }

    private CallStatsQuery query(QueryParameters parameters) {
        ZoneId zone = zone(parameters.text("zone"));
        Instant to = time(parameters, "to", zone);
        Instant until = to == null ? clock.instant() : to;
        Instant from = time(parameters, "from", zone);
        CallStatsQuery.By by = parameters.word("by", CallStatsQuery.By.class);
        try {
            return new CallStatsQuery(
                    from == null ? until.minus(DEFAULT_PERIOD) : from,
                    until,
                    zone,
                    by == null ? CallStatsQuery.By.TOTAL : by,
                    parameters.text("tenantId"),
                    parameters.text("campaignId"),
                    parameters.word("direction", Direction.class));
        } catch (IllegalArgumentException e) {
            throw QueryParameters.refused(
                    "period-invalid", "This is no period that is counted", "Period: " + e.getMessage() + ".");
        }
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return ZoneId.of(name == null ? "UTC" : name);
        } catch (DateTimeException e) {
            throw QueryParameters.refused(
                    "parameter-invalid", "A query parameter is not valid", "zone is a name such as Europe/Berlin.");
        }
    }

    /** An instant, or a date, which is its midnight in the zone. */
    private static @Nullable Instant time(QueryParameters parameters, String name, ZoneId zone) {
        String given = parameters.text(name);
        try {
            // Longer is an instant; shorter years than four digits are no dates.
            return given != null && given.length() == "2026-11-21".length()
                    ? LocalDate.parse(given).atStartOfDay(zone).toInstant()
                    : parameters.instant(name);
        } catch (DateTimeParseException e) {
            throw QueryParameters.refused(
                    "parameter-invalid",
                    "A query parameter is not valid",
                    name + " is a date such as 2026-11-21 or a time such as 2026-11-21T10:00:00.000Z.");
        }
    }

    private static ObjectNode json(CallStatsQuery query, CallStats stats) {
        ObjectNode json = Json.object()
                .put("from", Json.time(query.from()))
                .put("to", Json.time(query.until()))
                .put("zone", query.zone().getId())
                .put("by", Json.word(query.by()));
        boolean words = query.by() == CallStatsQuery.By.OUTCOME;
        json.set("groups", Json.array(stats.groups(), group -> json(group, words)));
        return json.put("more", stats.more());
    }

    private static ObjectNode json(CallStats.Group group, boolean words) {
        String key = group.key();
        ObjectNode json = Json.object()
                .put("key", key != null && words ? key.toLowerCase(Locale.ROOT) : key)
                .put("calls", group.calls())
                .put("ended", group.ended())
                .put("answered", group.answered());
        group.answerRate().ifPresentOrElse(rate -> json.put("answerRate", rate), () -> json.putNull("answerRate"));
        ObjectNode outcomes = Json.object();
        for (Outcome.Result result : Outcome.Result.values()) {
            Long calls = group.outcomes().get(result);
            if (calls != null) {
                outcomes.put(Json.word(result), calls);
            }
        }
        json.set("outcomes", outcomes);
        ObjectNode routed = Json.object();
        for (Routed how : Routed.values()) {
            routed.put(Json.word(how), group.routed().getOrDefault(how, 0L));
        }
        json.set("routed", routed);
        json.set("ringMillis", json(group.ring()));
        json.set("timeToAgentMillis", json(group.toAgent()));
        json.set("durationMillis", json(group.talk()));
        return json;
    }

    private static ObjectNode json(CallStats.Percentiles times) {
        return Json.object()
                .put("calls", times.calls())
                .put("p50", times.p50())
                .put("p95", times.p95())
                .put("p99", times.p99());
    }
}
