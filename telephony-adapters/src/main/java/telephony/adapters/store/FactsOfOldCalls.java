package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import telephony.stats.CallFacts;

/**
 * Fills in what calls are found and counted by for rows from before there was such a table: the step after the one that makes
 * it. What stands in a row's text no SQL can read on both databases. A row that nobody can read is left without.
 */
final class FactsOfOldCalls implements JavaMigration {

    /** How many rows are read at a time. */
    private static final int BITE = 500;

    /** Ids come behind it. */
    private static final UUID FIRST = new UUID(0, 0);

    private static final String NEXT =
            "SELECT call_id, call_row FROM telephony_call WHERE call_id > ? ORDER BY call_id LIMIT ?";

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("8.1");
    }

    @Override
    public String getDescription() {
        return "facts of old calls";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        @Nullable UUID done = FIRST;
        while (done != null) {
            done = fillIn(context.getConnection(), done);
        }
    }

    /** Fills in some; the last of them, null = there was none. */
    private static @Nullable UUID fillIn(Connection connection, UUID after) throws SQLException {
        @Nullable UUID last = null;
        try (PreparedStatement select = connection.prepareStatement(NEXT);
                PreparedStatement insert = JdbcFacts.insert(connection)) {
            select.setObject(1, after);
            select.setInt(2, BITE);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    last = row.getObject(1, UUID.class);
                    add(insert, row.getString(2));
                }
            }
            if (last != null) {
                insert.executeBatch();
            }
        }
        return last;
    }

    private static void add(PreparedStatement insert, String text) throws SQLException {
        try {
            JdbcFacts.bind(insert, CallFacts.of(RowCodec.read(text, 1, null, null)));
            insert.addBatch();
        } catch (IllegalArgumentException e) {
            // It is told whenever somebody asks for it, and lists leave it out.
            insert.clearParameters();
        }
    }
}
