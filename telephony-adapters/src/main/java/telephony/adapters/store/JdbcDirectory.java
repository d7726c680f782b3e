package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryChanges;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryPort;
import telephony.directory.DirectoryRow;
import telephony.directory.EntryKey;
import telephony.directory.EntryKind;
import telephony.store.StoreUnavailableException;

/** The directory in a table beside the calls, in an H2 file or in PostgreSQL. Safe for any number of threads. */
public final class JdbcDirectory implements DirectoryPort {

    private static final String TAKE_REVISIONS =
            "UPDATE telephony_directory_head SET revision = revision + ? WHERE head_id = 1";

    private static final String IF_AT = " AND revision = ?";

    /** In the second row, once there is one, stands up to where removals are forgotten. */
    private static final String HEADS =
            "SELECT head_id, revision FROM telephony_directory_head WHERE head_id IN (1, 2)";

    private static final String LOCK = "UPDATE telephony_directory_head SET revision = revision WHERE head_id = 1";

    private static final String REMOVALS = "SELECT revision FROM telephony_directory"
            + " WHERE revision <= ? AND entry_row IS NULL ORDER BY revision LIMIT ?";

    private static final String FORGET = "DELETE FROM telephony_directory WHERE revision = ? AND entry_row IS NULL";

    private static final String FIRST_FORGOTTEN =
            "INSERT INTO telephony_directory_head (head_id, revision) VALUES (2, 0) ON CONFLICT DO NOTHING";

    private static final String FORGOTTEN = "UPDATE telephony_directory_head SET revision = ? WHERE head_id = 2";

    private static final String SELECT = "SELECT entry_kind, entry_id, revision, entry_row FROM telephony_directory ";

    private static final String INSERT =
            "INSERT INTO telephony_directory (tenant_id, revision, entry_row, entry_kind, entry_id) VALUES (?, ?, ?, ?, ?)"
                    + " ON CONFLICT DO NOTHING";

    private static final String UPDATE =
            "UPDATE telephony_directory SET tenant_id = ?, revision = ?, entry_row = ? WHERE entry_kind = ? AND entry_id = ?";

    private static final String IF_EXPECTED = " AND revision = ? AND entry_row IS NOT NULL";

    private static final String IF_REMOVED = " AND entry_row IS NULL";

    private final JdbcDatabase database;

    /**
     * The directory in this database, whose tables must be of this version's form.
     *
     * @param database stays the caller's to close, after the directory's last use
     */
    public JdbcDirectory(JdbcDatabase database) {
        this.database = database;
    }

    @Override
    public OptionalLong commit(List<DirectoryChange> changes, OptionalLong revision) {
        return database.transaction("changing the directory", connection -> {
            try {
                if (takeRevisions(connection, changes.size(), revision)) {
                    long head = heads(connection).revision();
                    if (writeAll(connection, changes, head - changes.size() + 1)) {
                        return OptionalLong.of(head);
                    }
                }
            } catch (SQLException e) {
                if (!JdbcDatabase.isConflict(e) && !JdbcDatabase.isLockWait(e)) {
                    throw e;
                }
            }
            connection.rollback();
            return OptionalLong.empty();
        });
    }

    /** From here to the end of the transaction nobody else changes anything. */
    private static boolean takeRevisions(Connection connection, int howMany, OptionalLong at) throws SQLException {
        try (PreparedStatement take =
                connection.prepareStatement(at.isPresent() ? TAKE_REVISIONS + IF_AT : TAKE_REVISIONS)) {
            take.setInt(1, howMany);
            if (at.isPresent()) {
                take.setLong(2, at.getAsLong());
            }
            return take.executeUpdate() == 1;
        }
    }

    /**
     * How far the directory is.
     *
     * @param revision of its latest change
     * @param forgotten the highest version of a removal that was forgotten; 0 = none
     */
    private record Heads(long revision, long forgotten) {}

    private static Heads heads(Connection connection) throws SQLException {
        OptionalLong revision = OptionalLong.empty();
        long forgotten = 0;
        try (PreparedStatement select = connection.prepareStatement(HEADS);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                if (row.getInt("head_id") == 1) {
                    revision = OptionalLong.of(row.getLong("revision"));
                } else {
                    forgotten = row.getLong("revision");
                }
            }
        }
        long known = revision.orElseThrow(() -> new StoreUnavailableException(
                "the first row of telephony_directory_head is gone: restore it, with the highest revision of"
                        + " telephony_directory"));
        return new Heads(known, forgotten);
    }

    private static boolean writeAll(Connection connection, List<DirectoryChange> changes, long first)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement revive = connection.prepareStatement(UPDATE + IF_REMOVED);
                PreparedStatement update = connection.prepareStatement(UPDATE + IF_EXPECTED)) {
            List<Integer> added = new ArrayList<>();
            int changed = 0;
            for (int i = 0; i < changes.size(); i++) {
                DirectoryChange change = changes.get(i);
                if (change.expected() == 0) {
                    fill(insert, change, first + i);
                    insert.addBatch();
                    added.add(i);
                } else {
                    fill(update, change, first + i);
                    update.setLong(6, change.expected());
                    update.addBatch();
                    changed++;
                }
            }
            int[] inserted = added.isEmpty() ? new int[0] : insert.executeBatch();
            for (int i = 0; i < inserted.length; i++) {
                int place = added.get(i);
                if (inserted[i] == 0 && !isRevived(revive, changes.get(place), first + place)) {
                    return false;
                }
            }
            return changed == 0 || hasChangedAll(update.executeBatch());
        }
    }

    /** Of an entry that was removed there is a row already. */
    private static boolean isRevived(PreparedStatement revive, DirectoryChange change, long version)
            throws SQLException {
        fill(revive, change, version);
        return revive.executeUpdate() == 1;
    }

    private static boolean hasChangedAll(int[] counts) {
        for (int count : counts) {
            if (count != 1) {
                return false;
            }
        }
        return true;
    }

    private static void fill(PreparedStatement write, DirectoryChange change, long version) throws SQLException {
        DirectoryEntry next = change.next();
        write.setString(1, next == null ? null : next.tenantId());
        write.setLong(2, version);
        write.setString(3, next == null ? null : DirectoryCodec.write(next));
        write.setString(4, change.key().kind().word());
        write.setString(5, change.key().id());
    }

    @Override
    public DirectoryChanges changesAfter(long revision, int max) {
        return database.run("reading changes of the directory", connection -> {
            // First the head: what is committed between the two is at least in the rows.
            Heads heads = heads(connection);
            if (heads.revision() <= revision) {
                return new DirectoryChanges(List.of(), heads.revision(), heads.forgotten());
            }
            try (PreparedStatement select =
                    connection.prepareStatement(SELECT + "WHERE revision > ? ORDER BY revision LIMIT ?")) {
                select.setLong(1, revision);
                select.setInt(2, max);
                List<DirectoryRow> rows = rows(select);
                // Once more, afterwards: what was forgotten before the rows were read must not go untold.
                return new DirectoryChanges(
                        rows, heads.revision(), heads(connection).forgotten());
            }
        });
    }

    @Override
    public int forgetRemovals(long upTo, int max) {
        return database.transaction("forgetting removals of the directory", connection -> {
            try {
                // They are looked for without the lock, which takes a moment among a million entries.
                List<Long> removals = removals(connection, upTo, max);
                return removals.isEmpty() ? 0 : forget(connection, removals);
            } catch (SQLException e) {
                if (!JdbcDatabase.isConflict(e) && !JdbcDatabase.isLockWait(e)) {
                    throw e;
                }
                connection.rollback();
                return 0;
            }
        });
    }

    private static List<Long> removals(Connection connection, long upTo, int max) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(REMOVALS)) {
            select.setLong(1, upTo);
            select.setInt(2, max);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getLong(1));
                }
            }
        }
        return found;
    }

    /** As many as were not made again meanwhile. */
    private static int forget(Connection connection, List<Long> removals) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK);
                PreparedStatement delete = connection.prepareStatement(FORGET);
                PreparedStatement first = connection.prepareStatement(FIRST_FORGOTTEN);
                PreparedStatement forgotten = connection.prepareStatement(FORGOTTEN)) {
            lock.executeUpdate();
            for (long removal : removals) {
                delete.setLong(1, removal);
                delete.addBatch();
            }
            int gone = Arrays.stream(delete.executeBatch()).sum();
            first.executeUpdate();
            forgotten.setLong(1, removals.get(removals.size() - 1));
            forgotten.executeUpdate();
            return gone;
        }
    }

    @Override
    public Optional<DirectoryRow> find(EntryKey key) {
        return database.run("reading the directory's " + key, connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    SELECT + "WHERE entry_kind = ? AND entry_id = ? AND entry_row IS NOT NULL")) {
                select.setString(1, key.kind().word());
                select.setString(2, key.id());
                return rows(select).stream().findFirst();
            }
        });
    }

    @Override
    public List<DirectoryRow> page(EntryKind kind, @Nullable String tenantId, @Nullable String afterId, int max) {
        String where = "WHERE entry_kind = ? AND entry_row IS NOT NULL"
                + (tenantId == null ? "" : " AND tenant_id = ?")
                + (afterId == null ? "" : " AND entry_id > ?")
                + " ORDER BY entry_id LIMIT ?";
        return database.run("reading the directory", connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT + where)) {
                int next = 1;
                select.setString(next++, kind.word());
                if (tenantId != null) {
                    select.setString(next++, tenantId);
                }
                if (afterId != null) {
                    select.setString(next++, afterId);
                }
                select.setInt(next, max);
                return rows(select);
            }
        });
    }

    private static List<DirectoryRow> rows(PreparedStatement select) throws SQLException {
        List<DirectoryRow> rows = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String word = row.getString("entry_kind");
                EntryKind kind = EntryKind.of(word)
                        .orElseThrow(() -> new StoreUnavailableException(
                                "telephony_directory holds something of a newer version: " + word));
                String text = row.getString("entry_row");
                rows.add(DirectoryCodec.row(
                        new EntryKey(kind, row.getString("entry_id")),
                        row.getLong("revision"),
                        text == null ? "" : text));
            }
        }
        return rows;
    }
}
