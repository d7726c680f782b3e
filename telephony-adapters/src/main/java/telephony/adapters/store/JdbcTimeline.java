package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.TimelineEntry;
import telephony.store.StoreUnavailableException;

/** The statements on the time lines. */
final class JdbcTimeline {

    private static final String LOCK_CALL = "SELECT call_id FROM telephony_call WHERE call_id = ? FOR UPDATE";

    private static final String INSERT_LINE = "INSERT INTO telephony_timeline (call_id, line) VALUES (?, ?)";

    static final String SELECT_LINES =
            "SELECT line FROM telephony_timeline WHERE call_id = ? ORDER BY line_id LIMIT ? OFFSET ?";

    private JdbcTimeline() {}

    /**
     * Appends these lines. A reader counts lines, so none may appear before one that he has seen: the order of their ids is
     * the order of the commits, because whoever appends holds the lock on the call's row.
     *
     * @param locked the call whose row this transaction has written; null = none
     */
    static void append(Connection connection, List<TimelineEntry> lines, @Nullable CallId locked) throws SQLException {
        if (lines.isEmpty()) {
            return;
        }
        List<UUID> others = lines.stream()
                .map(TimelineEntry::callId)
                .filter(callId -> !callId.equals(locked))
                .map(CallId::value)
                .distinct()
                .sorted()
                .toList();
        for (UUID callId : others) {
            try (PreparedStatement lock = connection.prepareStatement(LOCK_CALL)) {
                lock.setObject(1, callId);
                lock.executeQuery().close();
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_LINE)) {
            for (TimelineEntry line : lines) {
                insert.setObject(1, line.callId().value());
                insert.setString(2, EntryCodec.write(line));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static List<TimelineEntry> lines(Connection connection, CallId callId, int offset, int max) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_LINES)) {
            select.setObject(1, callId.value());
            select.setInt(2, max);
            select.setInt(3, offset);
            List<TimelineEntry> lines = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lines.add(line(callId, row.getString(1)));
                }
            }
            return lines;
        }
    }

    private static TimelineEntry line(CallId callId, String text) {
        try {
            return EntryCodec.readLine(callId, text);
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "call " + callId + " has a line in telephony_timeline with text that is none: delete it", e);
        }
    }
}
