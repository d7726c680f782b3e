package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import telephony.call.Lease;

/** The statements on named leases. */
final class JdbcLeases {

    static final String RENEW = "UPDATE telephony_lease SET owner = ?, held_until = ?"
            + " WHERE name = ? AND (owner = ? OR held_until <= ?)";

    private static final String INSERT =
            "INSERT INTO telephony_lease (name, owner, held_until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

    private JdbcLeases() {}

    /** Takes or renews it; false = another owner holds it. */
    static boolean take(Connection connection, String name, Lease lease, Instant now) throws SQLException {
        try (PreparedStatement renew = connection.prepareStatement(RENEW)) {
            renew.setString(1, lease.owner());
            renew.setLong(2, lease.until().toEpochMilli());
            renew.setString(3, name);
            renew.setString(4, lease.owner());
            renew.setLong(5, now.toEpochMilli());
            if (renew.executeUpdate() == 1) {
                return true;
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, name);
            insert.setString(2, lease.owner());
            insert.setLong(3, lease.until().toEpochMilli());
            return insert.executeUpdate() == 1;
        }
    }
}
