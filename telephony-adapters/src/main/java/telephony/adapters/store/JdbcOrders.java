package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import telephony.call.CallId;
import telephony.store.OrderKey;

/** The statements on the keys of orders. */
final class JdbcOrders {

    private static final String CLAIM = "INSERT INTO telephony_order (order_key, fingerprint, call_id, claimed_at)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    static final String FIND = "SELECT fingerprint, call_id, claimed_at FROM telephony_order WHERE order_key = ?";

    static final String FORGET = "DELETE FROM telephony_order WHERE order_key IN (SELECT order_key FROM"
            + " telephony_order WHERE claimed_at < ? ORDER BY claimed_at, order_key LIMIT ?)";

    private JdbcOrders() {}

    /** Claims the key; false = it was claimed before. */
    static boolean claim(Connection connection, OrderKey key) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(CLAIM)) {
            insert.setString(1, OrderPlace.of(key.scope(), key.key()));
            insert.setString(2, key.fingerprint());
            insert.setObject(3, key.callId().value());
            insert.setLong(4, key.claimedAt().toEpochMilli());
            return insert.executeUpdate() == 1;
        }
    }

    static Optional<OrderKey> find(Connection connection, String scope, String key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, OrderPlace.of(scope, key));
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new OrderKey(
                                scope,
                                key,
                                row.getString(1),
                                new CallId(row.getObject(2, UUID.class)),
                                Instant.ofEpochMilli(row.getLong(3))))
                        : Optional.empty();
            }
        }
    }

    /** Forgets those that were claimed before then; returns how many. */
    static int forget(Connection connection, Instant before, int max) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setLong(1, before.toEpochMilli());
            delete.setInt(2, max);
            return delete.executeUpdate();
        }
    }
}
