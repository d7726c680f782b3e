package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import telephony.access.ApiKey;
import telephony.access.ApiKeyPort;
import telephony.store.StoreUnavailableException;

/** Keys in a table beside the calls. */
final class JdbcApiKeys implements ApiKeyPort {

    private static final String SELECT = "SELECT key_id, version, key_row FROM telephony_api_key";

    private static final String INSERT =
            "INSERT INTO telephony_api_key (version, key_row, key_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

    private static final String UPDATE =
            "UPDATE telephony_api_key SET version = ?, key_row = ? WHERE key_id = ? AND version = ?";

    private static final String DELETE = "DELETE FROM telephony_api_key WHERE key_id = ?";

    private final JdbcDatabase database;

    JdbcApiKeys(JdbcDatabase database) {
        this.database = database;
    }

    @Override
    public List<ApiKey> all() {
        return database.run("reading the API keys", connection -> {
            List<ApiKey> keys = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(SELECT);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    keys.add(key(row.getString("key_id"), row.getLong("version"), row.getString("key_row")));
                }
            }
            // Not by the database, whose order of letters is its own.
            keys.sort(Comparator.comparing(ApiKey::id));
            return List.copyOf(keys);
        });
    }

    private static ApiKey key(String id, long version, String text) {
        try {
            return ApiKeyCodec.read(id, version, text);
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "API key " + id
                            + " stands in telephony_api_key with text that is no key of this version: restore it,"
                            + " or delete it",
                    e);
        }
    }

    @Override
    public boolean commit(List<ApiKey> next) {
        return database.transaction("storing API keys", connection -> {
            try {
                // In one order, so that two who change the same keys do not wait for each other.
                for (ApiKey key :
                        next.stream().sorted(Comparator.comparing(ApiKey::id)).toList()) {
                    if (!write(connection, key)) {
                        connection.rollback();
                        return false;
                    }
                }
                return true;
            } catch (SQLException e) {
                if (JdbcDatabase.isConflict(e) || JdbcDatabase.isLockWait(e)) {
                    connection.rollback();
                    return false;
                }
                throw e;
            }
        });
    }

    private static boolean write(Connection connection, ApiKey key) throws SQLException {
        boolean isNew = key.version() == 0;
        try (PreparedStatement write = connection.prepareStatement(isNew ? INSERT : UPDATE)) {
            write.setLong(1, key.version() + 1);
            write.setString(2, ApiKeyCodec.write(key));
            write.setString(3, key.id());
            if (!isNew) {
                write.setLong(4, key.version());
            }
            return write.executeUpdate() == 1;
        }
    }

    @Override
    public void remove(String id) {
        database.transaction("removing API key " + id, connection -> {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setString(1, id);
                return delete.executeUpdate();
            }
        });
    }
}
