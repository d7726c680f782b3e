package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.store.CallFilter;
import telephony.store.CallQuery;

/**
 * Finds calls by what stands beside their rows. One thing that was asked for, the one that fits the fewest calls in most
 * places, leads: its index is read, newest first, and what else was asked for is looked at in each call that it shows. So the
 * cost of a page hangs on neither database's guess of how many calls fit.
 */
final class JdbcSearch {

    /** How many are looked at first; more are only when they did not fill the page. */
    private static final int FIRST_STEP = 500;

    private static final int GROWTH = 4;

    private final CallQuery query;
    private final List<Condition> conditions = new ArrayList<>();

    /**
     * One thing that was asked for.
     *
     * @param columns in one of which it must stand
     * @param value what
     */
    private record Condition(List<String> columns, String value) {

        String sql() {
            return "(" + String.join(" = ? OR ", columns) + " = ?)";
        }
    }

    private record Seen(CallPlace place, boolean fits) {}

    private JdbcSearch(CallQuery query) {
        this.query = query;
        CallFilter filter = query.filter();
        add(filter.from(), "from_key", "from_raw_key");
        add(filter.to(), "to_key", "to_raw_key");
        add(filter.campaignId(), "campaign_key");
        addWord(filter.outcome(), "outcome");
        add(query.tenantId(), "tenant_key");
        addWord(filter.status(), "status");
        addWord(filter.direction(), "direction");
    }

    private void add(@Nullable String wanted, String... columns) {
        if (wanted != null) {
            conditions.add(new Condition(List.of(columns), KeyText.of(wanted)));
        }
    }

    private void addWord(@Nullable Enum<?> wanted, String column) {
        if (wanted != null) {
            conditions.add(new Condition(List.of(column), wanted.name()));
        }
    }

    /** Whether a search like this is for here: there is a filter, and no name of a room or a leg, which have indexes of their own. */
    static boolean isFor(CallQuery query) {
        return !query.filter().equals(CallFilter.NONE)
                && query.filter().sipCallId() == null
                && query.roomName() == null;
    }

    /**
     * A page of what fits.
     *
     * @param after only those behind this one; null = from the newest
     * @param unreadable told of those that are left out because nobody can read them
     */
    static JdbcCalls.Part page(
            Connection connection, CallQuery query, @Nullable CallPlace after, Consumer<CallId> unreadable)
            throws SQLException {
        return new JdbcSearch(query).page(connection, after, unreadable);
    }

    private JdbcCalls.Part page(Connection connection, @Nullable CallPlace after, Consumer<CallId> unreadable)
            throws SQLException {
        List<CallPlace> found = new ArrayList<>();
        CallPlace from = after;
        int lookedAt = 0;
        // One more than wanted tells whether another part follows.
        int step = conditions.size() > 1 ? Math.max(FIRST_STEP, query.limit() + 1) : query.limit() + 1;
        while (found.size() <= query.limit() && lookedAt < CallQuery.LOOKED_AT) {
            List<Seen> seen = look(connection, from, step);
            seen.stream().filter(Seen::fits).map(Seen::place).forEach(found::add);
            lookedAt += seen.size();
            if (seen.size() < step) {
                from = null;
                break;
            }
            from = seen.get(seen.size() - 1).place();
            step = Math.min(step * GROWTH, Math.max(1, CallQuery.LOOKED_AT - lookedAt));
        }
        boolean more = found.size() > query.limit();
        List<CallPlace> shown = more ? found.subList(0, query.limit()) : found;
        return new JdbcCalls.Part(rows(connection, shown, unreadable), more ? shown.get(shown.size() - 1) : from);
    }

    private List<Seen> look(Connection connection, @Nullable CallPlace after, int max) throws SQLException {
        List<String> leads = conditions.isEmpty()
                ? Collections.singletonList("")
                : conditions.get(0).columns();
        List<Condition> others = conditions.isEmpty() ? List.of() : conditions.subList(1, conditions.size());
        List<Object> values = new ArrayList<>();
        List<String> branches = new ArrayList<>();
        for (String lead : leads) {
            branches.add("(" + branch(lead, others, after, values) + ")");
            values.add(max);
        }
        String sql = branches.size() == 1
                ? branches.get(0)
                : String.join(" UNION ALL ", branches) + " ORDER BY created_at DESC, call_id DESC LIMIT " + max;
        List<Seen> seen = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, values);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    seen.add(new Seen(new CallPlace(row.getLong(1), row.getObject(2, UUID.class)), row.getBoolean(3)));
                }
            }
        }
        return seen;
    }

    private String branch(String lead, List<Condition> others, @Nullable CallPlace after, List<Object> values) {
        StringBuilder sql = new StringBuilder("SELECT created_at, call_id, ");
        if (others.isEmpty()) {
            sql.append("TRUE");
        } else {
            sql.append("COALESCE(")
                    .append(String.join(
                            " AND ", others.stream().map(Condition::sql).toList()))
                    .append(", FALSE)");
            others.forEach(other -> other.columns().forEach(column -> values.add(other.value())));
        }
        sql.append(" AS fits FROM telephony_call_facts WHERE TRUE");
        if (!lead.isEmpty()) {
            sql.append(" AND ").append(lead).append(" = ?");
            values.add(conditions.get(0).value());
        }
        period(sql, values, after);
        return sql.append(" ORDER BY ")
                .append(lead.isEmpty() ? "" : lead + ", ")
                .append("created_at DESC, call_id DESC LIMIT ?")
                .toString();
    }

    private void period(StringBuilder sql, List<Object> values, @Nullable CallPlace after) {
        Instant since = query.filter().createdAfter();
        Instant before = query.filter().createdBefore();
        if (since != null) {
            sql.append(" AND created_at >= ?");
            values.add(since.toEpochMilli());
        }
        if (after != null) {
            sql.append(" AND created_at <= ? AND (created_at < ? OR call_id < ?)");
            values.addAll(List.of(after.createdAt(), after.createdAt(), after.callId()));
        }
        if (before != null) {
            sql.append(" AND created_at < ?");
            values.add(before.toEpochMilli());
        }
    }

    private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    /** The rows in these places, but those that are gone, or that became other than what was asked for meanwhile. */
    private List<TelephonyCall> rows(Connection connection, List<CallPlace> places, Consumer<CallId> unreadable)
            throws SQLException {
        if (places.isEmpty()) {
            return List.of();
        }
        Map<CallId, TelephonyCall> rows = new HashMap<>();
        String marks = String.join(", ", Collections.nCopies(places.size(), "?"));
        try (PreparedStatement select =
                connection.prepareStatement(JdbcCalls.SELECT + "WHERE call_id IN (" + marks + ")")) {
            for (int i = 0; i < places.size(); i++) {
                select.setObject(i + 1, places.get(i).callId());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    JdbcCalls.readable(row, unreadable)
                            .filter(query.filter()::fits)
                            .ifPresent(call -> rows.put(call.callId(), call));
                }
            }
        }
        return places.stream()
                .flatMap(place -> Stream.ofNullable(rows.get(new CallId(place.callId()))))
                .toList();
    }
}
