package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The statements on the ledger. Keys and owners are {@link KeyText}. Whoever changes lines holds the locks of their keys. */
final class JdbcLedgerLines {

    /** What {@code until} says of a line that counts for ever. */
    static final long FOR_EVER = Long.MAX_VALUE;

    /** SQLSTATE of a transaction that another one was in the way of. */
    private static final String CONFLICT = "40001";

    private static final String MAKE_KEY =
            "INSERT INTO telephony_ledger_key (ledger_key, total) VALUES (?, 0) ON CONFLICT DO NOTHING";

    private static final String SETTLED =
            "SELECT ledger_key, amount FROM telephony_ledger_line" + " WHERE owner_key = ? AND kind = ?";

    private static final String OVER = "SELECT ledger_key, owner_key FROM telephony_ledger_line"
            + " WHERE until <= ? ORDER BY until, ledger_key LIMIT ?";

    private JdbcLedgerLines() {}

    /** Reads the totals of these keys and holds them until the transaction ends; they are made where they are missing. */
    static Map<String, Long> lock(Connection connection, Collection<String> keys) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(MAKE_KEY)) {
            for (String key : keys.stream().sorted().toList()) {
                insert.setString(1, key);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        Map<String, Long> totals = totals(connection, keys, " ORDER BY ledger_key FOR UPDATE");
        if (totals.size() < keys.size()) {
            throw new SQLException("a key was cleared away in between", CONFLICT);
        }
        return totals;
    }

    /** The totals of these keys, as they are. */
    static Map<String, Long> read(Connection connection, Collection<String> keys) throws SQLException {
        return totals(connection, keys, "");
    }

    private static Map<String, Long> totals(Connection connection, Collection<String> keys, String how)
            throws SQLException {
        String sql = "SELECT ledger_key, total FROM telephony_ledger_key WHERE ledger_key IN (" + marks(keys) + ")";
        try (PreparedStatement select = connection.prepareStatement(sql + how)) {
            bind(select, keys);
            return amounts(select);
        }
    }

    /** What the lines that count no more come to, by key. */
    static Map<String, Long> over(Connection connection, Collection<String> keys, Instant now) throws SQLException {
        String sql = "SELECT ledger_key, SUM(amount) FROM telephony_ledger_line WHERE ledger_key IN (" + marks(keys)
                + ") AND until <= ? GROUP BY ledger_key";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(bind(select, keys), now.toEpochMilli());
            return amounts(select);
        }
    }

    /** What this owner has under these keys and still counts. */
    static Map<String, Long> own(Connection connection, Collection<String> keys, String owner, Instant now)
            throws SQLException {
        String sql = "SELECT ledger_key, amount FROM telephony_ledger_line WHERE ledger_key IN (" + marks(keys)
                + ") AND owner_key = ? AND until > ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            int column = bind(select, keys);
            select.setString(column, owner);
            select.setLong(column + 1, now.toEpochMilli());
            return amounts(select);
        }
    }

    /** An amount and when it goes. */
    record Ending(long amount, long until) {}

    /** The amounts of others under this key that will go first. */
    static List<Ending> endings(Connection connection, String key, String owner, Instant now, int max)
            throws SQLException {
        String sql = "SELECT amount, until FROM telephony_ledger_line WHERE ledger_key = ? AND until > ? AND until < ?"
                + " AND owner_key <> ? ORDER BY until LIMIT ?";
        List<Ending> endings = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, key);
            select.setLong(2, now.toEpochMilli());
            select.setLong(3, FOR_EVER);
            select.setString(4, owner);
            select.setInt(5, max);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    endings.add(new Ending(row.getLong(1), row.getLong(2)));
                }
            }
        }
        return endings;
    }

    /** Takes out the lines of these keys that count no more, and the owner's own. */
    static void clear(Connection connection, Collection<String> keys, String owner, Instant now) throws SQLException {
        String sql = "DELETE FROM telephony_ledger_line WHERE ledger_key IN (" + marks(keys)
                + ") AND (until <= ? OR owner_key = ?)";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            int column = bind(delete, keys);
            delete.setLong(column, now.toEpochMilli());
            delete.setString(column + 1, owner);
            delete.executeUpdate();
        }
    }

    static void setTotals(Connection connection, Map<String, Long> totals) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE telephony_ledger_key SET total = ? WHERE ledger_key = ?")) {
            for (Map.Entry<String, Long> total : totals.entrySet()) {
                update.setLong(1, total.getValue());
                update.setString(2, total.getKey());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Sets the owner's amounts of this kind; answers what they were, by key. */
    static Map<String, Long> settle(Connection connection, String owner, String kind, long amount) throws SQLException {
        Map<String, Long> seen = ofKind(connection, owner, kind);
        if (seen.isEmpty()) {
            return seen;
        }
        Map<String, Long> totals = lock(connection, seen.keySet());
        // Under the locks nobody changes them any more.
        Map<String, Long> before = ofKind(connection, owner, kind);
        before.keySet().retainAll(totals.keySet());
        Map<String, Long> after = new TreeMap<>();
        before.forEach((key, was) -> after.put(key, totals.getOrDefault(key, 0L) - was + amount));
        setTotals(connection, after);
        String which = " WHERE owner_key = ? AND kind = ? AND ledger_key IN (" + marks(seen.keySet()) + ")";
        String sql = amount == 0
                ? "DELETE FROM telephony_ledger_line" + which
                : "UPDATE telephony_ledger_line SET amount = ?" + which;
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            int column = 1;
            if (amount != 0) {
                change.setLong(column++, amount);
            }
            change.setString(column++, owner);
            change.setString(column++, kind);
            bind(change, seen.keySet(), column);
            change.executeUpdate();
        }
        return before;
    }

    private static Map<String, Long> ofKind(Connection connection, String owner, String kind) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SETTLED)) {
            select.setString(1, owner);
            select.setString(2, kind);
            return amounts(select);
        }
    }

    /** Clears away lines that count no more, and keys without lines among theirs. */
    static int purge(Connection connection, Instant now, int max) throws SQLException {
        Map<String, List<String>> found = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(OVER)) {
            select.setLong(1, now.toEpochMilli());
            select.setInt(2, max);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(row.getString(1), key -> new ArrayList<>())
                            .add(row.getString(2));
                }
            }
        }
        int gone = 0;
        for (Map.Entry<String, List<String>> key : found.entrySet()) {
            gone += purge(connection, key.getKey(), key.getValue(), now);
        }
        return gone;
    }

    private static int purge(Connection connection, String key, List<String> owners, Instant now) throws SQLException {
        Map<String, Long> totals = lock(connection, List.of(key));
        String which = " FROM telephony_ledger_line WHERE ledger_key = ? AND until <= ? AND owner_key IN ("
                + marks(owners) + ")";
        long sum;
        try (PreparedStatement select = connection.prepareStatement("SELECT COALESCE(SUM(amount), 0)" + which)) {
            select.setString(1, key);
            select.setLong(2, now.toEpochMilli());
            bind(select, owners, 3);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                sum = row.getLong(1);
            }
        }
        int gone;
        try (PreparedStatement delete = connection.prepareStatement("DELETE" + which)) {
            delete.setString(1, key);
            delete.setLong(2, now.toEpochMilli());
            bind(delete, owners, 3);
            gone = delete.executeUpdate();
        }
        setTotals(connection, Map.of(key, totals.getOrDefault(key, 0L) - sum));
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM telephony_ledger_key"
                + " WHERE ledger_key = ? AND NOT EXISTS (SELECT 1 FROM telephony_ledger_line WHERE ledger_key = ?)")) {
            delete.setString(1, key);
            delete.setString(2, key);
            delete.executeUpdate();
        }
        return gone;
    }

    private static String marks(Collection<String> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    private static int bind(PreparedStatement statement, Collection<String> values) throws SQLException {
        return bind(statement, values, 1);
    }

    /** Sets these from this column on; answers the next one. */
    private static int bind(PreparedStatement statement, Collection<String> values, int from) throws SQLException {
        int column = from;
        for (String value : values) {
            statement.setString(column++, value);
        }
        return column;
    }

    private static Map<String, Long> amounts(PreparedStatement select) throws SQLException {
        Map<String, Long> amounts = new TreeMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                amounts.put(row.getString(1), row.getLong(2));
            }
        }
        return amounts;
    }
}
