package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import telephony.call.CallStatus;
import telephony.call.Outcome;
import telephony.stats.CallStats;
import telephony.stats.CallStatsPort;
import telephony.stats.CallStatsQuery;
import telephony.stats.Routed;
import telephony.stats.StatsTally;

/**
 * Counts calls in H2 and PostgreSQL, in one statement. Where days begin is told to the database, because its own table of
 * zones may be another than Java's.
 */
final class JdbcCallStats implements CallStatsPort {

    private static final List<String> TIMES = List.of("ring_millis", "agent_millis", "talk_millis");
    private static final List<String> SHARES = List.of("0.5", "0.95", "0.99");

    /** PostgreSQL tells a half as a little less now and then; times are whole milliseconds. */
    private static final double LOST_IN_HALVES = 1e-6;

    private static final List<Outcome.Result> OUTCOMES = List.of(Outcome.Result.values());
    private static final List<Routed> ROUTED = List.of(Routed.values());

    private static final String FIGURES = figures();

    private final JdbcDatabase database;

    JdbcCallStats(JdbcDatabase database) {
        this.database = database;
    }

    private static String figures() {
        StringJoiner sql = new StringJoiner(", ");
        sql.add("COUNT(*) AS calls");
        sql.add("COUNT(*) FILTER (WHERE status IN ('" + CallStatus.ENDED + "', '" + CallStatus.FAILED + "'))");
        OUTCOMES.forEach(result -> sql.add("COUNT(*) FILTER (WHERE outcome = '" + result.name() + "')"));
        ROUTED.forEach(routed -> sql.add("COUNT(*) FILTER (WHERE routed = '" + routed.name() + "')"));
        for (String time : TIMES) {
            sql.add("COUNT(" + time + ")");
            SHARES.forEach(share -> sql.add("percentile_cont(" + share + ") WITHIN GROUP (ORDER BY " + time + ")"));
        }
        return sql.toString();
    }

    @Override
    public CallStats count(CallStatsQuery query) {
        List<CallStats.Group> groups = database.report("counting calls", connection -> groups(connection, query));
        return StatsTally.ordered(query.by(), groups);
    }

    private static List<CallStats.Group> groups(Connection connection, CallStatsQuery query) throws SQLException {
        List<Object> values = new ArrayList<>();
        List<CallStats.Group> groups = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql(query, values))) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    CallStats.Group group = group(row);
                    // All calls together are one group even when there are none.
                    if (group.calls() > 0) {
                        groups.add(group);
                    }
                }
            }
        }
        return groups;
    }

    private static String sql(CallStatsQuery query, List<Object> values) {
        String key = key(query.by());
        StringBuilder sql = new StringBuilder("SELECT " + key + " AS group_key, " + FIGURES + " FROM ");
        if (query.by() == CallStatsQuery.By.DAY) {
            StringJoiner days = new StringJoiner(", ");
            for (CallStatsQuery.Day day : query.days()) {
                days.add("(CAST(? AS VARCHAR), CAST(? AS BIGINT), CAST(? AS BIGINT))");
                values.addAll(List.of(
                        day.date().toString(),
                        day.from().toEpochMilli(),
                        day.until().toEpochMilli()));
            }
            sql.append("(VALUES ").append(days).append(") AS days (name, since, before)");
            sql.append(
                    " JOIN telephony_call_facts ON created_at >= days.since AND created_at < days.before WHERE TRUE");
        } else {
            sql.append("telephony_call_facts WHERE created_at >= ? AND created_at < ?");
            values.addAll(List.of(query.from().toEpochMilli(), query.until().toEpochMilli()));
        }
        narrow(sql, values, "tenant_key", query.tenantId() == null ? null : KeyText.of(query.tenantId()));
        narrow(sql, values, "campaign_key", query.campaignId() == null ? null : KeyText.of(query.campaignId()));
        narrow(
                sql,
                values,
                "direction",
                query.direction() == null ? null : query.direction().name());
        if (query.by() != CallStatsQuery.By.TOTAL) {
            // One more than is told tells whether any are left out.
            sql.append(" GROUP BY ")
                    .append(key)
                    .append(" ORDER BY calls DESC, group_key LIMIT ")
                    .append(CallStats.MAX_GROUPS + 1);
        }
        return sql.toString();
    }

    private static void narrow(StringBuilder sql, List<Object> values, String column, @Nullable String value) {
        if (value != null) {
            sql.append(" AND ").append(column).append(" = ?");
            values.add(value);
        }
    }

    private static String key(CallStatsQuery.By by) {
        return switch (by) {
            case TOTAL -> "NULL";
            case DAY -> "days.name";
            case TENANT -> "tenant_key";
            case CAMPAIGN -> "campaign_key";
            case NUMBER -> "own_number_key";
            case AGENT -> "agent_key";
            case REASON -> "reason_key";
            case OUTCOME -> "outcome";
        };
    }

    private static CallStats.Group group(ResultSet row) throws SQLException {
        Map<Outcome.Result, Long> outcomes = new EnumMap<>(Outcome.Result.class);
        Map<Routed, Long> routed = new EnumMap<>(Routed.class);
        int column = 4;
        for (Outcome.Result result : OUTCOMES) {
            put(outcomes, result, row.getLong(column++));
        }
        for (Routed how : ROUTED) {
            put(routed, how, row.getLong(column++));
        }
        List<CallStats.Percentiles> times = new ArrayList<>();
        for (int i = 0; i < TIMES.size(); i++) {
            times.add(percentiles(row, column));
            column += 1 + SHARES.size();
        }
        return new CallStats.Group(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                outcomes,
                routed,
                times.get(0),
                times.get(1),
                times.get(2));
    }

    private static <K> void put(Map<K, Long> counts, K word, long count) {
        if (count > 0) {
            counts.put(word, count);
        }
    }

    private static CallStats.Percentiles percentiles(ResultSet row, int column) throws SQLException {
        List<Long> shares = new ArrayList<>();
        long calls = row.getLong(column);
        if (calls == 0) {
            return CallStats.Percentiles.NONE;
        }
        for (int i = 1; i <= SHARES.size(); i++) {
            shares.add(Math.round(row.getDouble(column + i) + LOST_IN_HALVES));
        }
        return new CallStats.Percentiles(calls, shares.get(0), shares.get(1), shares.get(2));
    }
}
