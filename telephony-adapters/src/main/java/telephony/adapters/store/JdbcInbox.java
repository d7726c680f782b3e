package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.store.InboxEntry;
import telephony.store.StoreUnavailableException;

/** The statements on the inbox. */
final class JdbcInbox {

    private static final String INSERT = "INSERT INTO telephony_inbox (event_key, received_at, verdict, entry)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private static final String TAKE_FROM_QUARANTINE = "UPDATE telephony_inbox SET received_at = ?, verdict = ?,"
            + " entry = ? WHERE event_key = ? AND verdict = '" + InboxEntry.Verdict.QUARANTINED + "'";

    private static final String SELECT = "SELECT event_key, received_at, entry FROM telephony_inbox ";

    static final String FIND = SELECT + "WHERE event_key = ?";

    static final String FORGET = "DELETE FROM telephony_inbox WHERE event_key IN (SELECT event_key FROM"
            + " telephony_inbox WHERE received_at < ? ORDER BY received_at, event_key LIMIT ?)";

    private JdbcInbox() {}

    /** An entry and its place in the order of the inbox. */
    record Placed(InboxPlace place, InboxEntry entry) {}

    /** Takes the event in; false = it was taken in before, or stays in quarantine. */
    static boolean takeIn(Connection connection, InboxEntry entry) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, KeyText.of(entry.eventId()));
            insert.setLong(2, entry.receivedAt().toEpochMilli());
            insert.setString(3, entry.verdict().name());
            insert.setString(4, EntryCodec.write(entry));
            if (insert.executeUpdate() == 1) {
                return true;
            }
        }
        return entry.verdict() != InboxEntry.Verdict.QUARANTINED && takeFromQuarantine(connection, entry);
    }

    private static boolean takeFromQuarantine(Connection connection, InboxEntry entry) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TAKE_FROM_QUARANTINE)) {
            update.setLong(1, entry.receivedAt().toEpochMilli());
            update.setString(2, entry.verdict().name());
            update.setString(3, EntryCodec.write(entry));
            update.setString(4, KeyText.of(entry.eventId()));
            return update.executeUpdate() == 1;
        }
    }

    static Optional<InboxEntry> find(Connection connection, String eventId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, KeyText.of(eventId));
            return entries(select).stream().map(Placed::entry).findFirst();
        }
    }

    /** The text of a query; its parameters are the verdict and the place where wanted, then the limit. */
    static String query(boolean ofVerdict, boolean fromPlace) {
        return SELECT + "WHERE TRUE"
                + (ofVerdict ? " AND verdict = ?" : "")
                + (fromPlace ? " AND received_at <= ? AND (received_at < ? OR event_key < ?)" : "")
                + " ORDER BY " + (ofVerdict ? "verdict, " : "") + "received_at DESC, event_key DESC LIMIT ?";
    }

    /**
     * Entries, newest first.
     *
     * @param verdict only those of this verdict; null = all
     * @param after only those behind this place; null = from the newest
     */
    static List<Placed> query(
            Connection connection, InboxEntry.@Nullable Verdict verdict, @Nullable InboxPlace after, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query(verdict != null, after != null))) {
            int column = 1;
            if (verdict != null) {
                select.setString(column++, verdict.name());
            }
            if (after != null) {
                select.setLong(column++, after.receivedAt());
                select.setLong(column++, after.receivedAt());
                select.setString(column++, after.key());
            }
            select.setInt(column, limit);
            return entries(select);
        }
    }

    static int forget(Connection connection, Instant before, int max) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setLong(1, before.toEpochMilli());
            delete.setInt(2, max);
            return delete.executeUpdate();
        }
    }

    private static List<Placed> entries(PreparedStatement select) throws SQLException {
        List<Placed> entries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String key = row.getString(1);
                entries.add(new Placed(new InboxPlace(row.getLong(2), key), entry(key, row.getString(3))));
            }
        }
        return entries;
    }

    private static InboxEntry entry(String key, String text) {
        try {
            return EntryCodec.readInboxEntry(text);
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "event " + key + " stands in telephony_inbox with text that is no entry: delete it", e);
        }
    }
}
