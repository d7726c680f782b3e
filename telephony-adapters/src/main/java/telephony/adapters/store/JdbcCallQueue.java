package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.Lease;
import telephony.call.TelephonyCall;
import telephony.queue.CallQueuePort;
import telephony.queue.QueueCount;
import telephony.queue.QueuePace;

/** The queue that the calls in a database are. Whoever gives turns on a trunk locks the trunk's row, one at a time. */
final class JdbcCallQueue implements CallQueuePort {

    private static final String MAKE_TRUNK = "INSERT INTO telephony_trunk (trunk_key, next_at, last_tenant)"
            + " VALUES (?, 0, '') ON CONFLICT DO NOTHING";

    private static final String LOCK_TRUNK =
            "SELECT next_at, last_tenant FROM telephony_trunk WHERE trunk_key = ? FOR UPDATE";

    private static final String UPDATE_TRUNK =
            "UPDATE telephony_trunk SET next_at = ?, last_tenant = ? WHERE trunk_key = ?";

    static final String COUNT_UNDER_WAY =
            "SELECT COUNT(*) FROM telephony_call WHERE queue_trunk = ?" + " AND queue_stage IN ('RINGING', 'IN_CALL')";

    private static final String WAITING = JdbcCalls.SELECT.replace("SELECT ", "SELECT queue_tenant, ")
            + "WHERE queue_trunk = ? AND queue_stage = 'WAITING'";

    static final String NEXT =
            WAITING + " AND queue_tenant > ? ORDER BY queue_tenant, created_at, call_id LIMIT 1 FOR UPDATE";

    static final String FIRST = WAITING + " ORDER BY queue_tenant, created_at, call_id LIMIT 1 FOR UPDATE";

    private static final String TAKE = "UPDATE telephony_call SET version = version + 1, due_at = ?, lease_owner = ?,"
            + " lease_until = ?, queue_stage = 'RINGING' WHERE call_id = ?";

    static final String COUNT = "SELECT queue_trunk, queue_tenant, queue_stage, COUNT(*) FROM telephony_call"
            + " WHERE queue_trunk IS NOT NULL GROUP BY queue_trunk, queue_tenant, queue_stage";

    private final JdbcDatabase database;
    private final StoreClock clock;
    private final Consumer<CallId> unreadable;

    /** @param unreadable told of calls that nobody can read */
    JdbcCallQueue(JdbcDatabase database, StoreClock clock, Consumer<CallId> unreadable) {
        this.database = database;
        this.clock = clock;
        this.unreadable = unreadable;
    }

    @Override
    public List<TelephonyCall> turns(String trunkId, QueuePace pace, String owner, Duration lease, int max) {
        return database.transaction("asking whose turn has come on a trunk", connection -> {
            try {
                Instant now = clock.now(connection);
                return turns(
                        connection,
                        KeyText.of(trunkId),
                        pace,
                        new Lease(owner, now.plus(lease)),
                        now,
                        Math.min(max, MAX_TURNS));
            } catch (SQLException e) {
                if (JdbcDatabase.isLockWait(e) || JdbcDatabase.isConflict(e)) {
                    // Another process gives turns on this trunk just now.
                    connection.rollback();
                    return List.of();
                }
                throw e;
            }
        });
    }

    private record Trunk(long nextAt, String lastTenant) {}

    private List<TelephonyCall> turns(
            Connection connection, String trunk, QueuePace pace, Lease lease, Instant now, int max)
            throws SQLException {
        Trunk before = lock(connection, trunk);
        long underWay = pace.atOnce() == null ? 0 : underWay(connection, trunk);
        int room = pace.room(before.nextAt(), now, underWay, max);
        List<TelephonyCall> turns = new ArrayList<>();
        List<CallId> broken = new ArrayList<>();
        String tenant = before.lastTenant();
        while (turns.size() + broken.size() < room) {
            Optional<Waiting> next = next(connection, NEXT, trunk, tenant);
            next = next.isPresent() ? next : next(connection, FIRST, trunk, null);
            if (next.isEmpty()) {
                break;
            }
            tenant = next.get().tenant();
            take(connection, next.get().callId(), lease, now);
            TelephonyCall row = next.get().row();
            if (row == null) {
                broken.add(next.get().callId());
            } else {
                turns.add(row.withControl(row.control()
                        .withDueAt(now)
                        .withLease(lease)
                        .withVersion(row.control().version() + 1)));
            }
        }
        JdbcCalls.putOff(connection, broken, now.plus(JdbcCalls.PUT_OFF_FOR));
        broken.forEach(unreadable);
        int begun = turns.size() + broken.size();
        if (begun > 0) {
            update(connection, trunk, new Trunk(pace.after(begun, before.nextAt(), now), tenant));
        }
        return turns;
    }

    private static Trunk lock(Connection connection, String trunk) throws SQLException {
        try (PreparedStatement make = connection.prepareStatement(MAKE_TRUNK)) {
            make.setString(1, trunk);
            make.executeUpdate();
        }
        try (PreparedStatement select = connection.prepareStatement(LOCK_TRUNK)) {
            select.setString(1, trunk);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Trunk(row.getLong(1), row.getString(2));
            }
        }
    }

    private static void update(Connection connection, String trunk, Trunk next) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE_TRUNK)) {
            update.setLong(1, next.nextAt());
            update.setString(2, next.lastTenant());
            update.setString(3, trunk);
            update.executeUpdate();
        }
    }

    private static long underWay(Connection connection, String trunk) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT_UNDER_WAY)) {
            count.setString(1, trunk);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** A call that waits; {@code row} is null when nobody can read it. */
    private record Waiting(CallId callId, String tenant, @Nullable TelephonyCall row) {}

    private static Optional<Waiting> next(Connection connection, String sql, String trunk, @Nullable String after)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, trunk);
            if (after != null) {
                select.setString(2, after);
            }
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    return Optional.empty();
                }
                return Optional.of(new Waiting(
                        JdbcCalls.callId(found),
                        found.getString("queue_tenant"),
                        JdbcCalls.readable(found, broken -> {}).orElse(null)));
            }
        }
    }

    private static void take(Connection connection, CallId callId, Lease lease, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TAKE)) {
            update.setLong(1, now.toEpochMilli());
            update.setString(2, lease.owner());
            update.setLong(3, lease.until().toEpochMilli());
            update.setObject(4, callId.value());
            update.executeUpdate();
        }
    }

    @Override
    public List<QueueCount> counts() {
        return database.run("counting the queue", connection -> {
            QueueTally tally = new QueueTally();
            try (PreparedStatement count = connection.prepareStatement(COUNT);
                    ResultSet row = count.executeQuery()) {
                while (row.next()) {
                    tally.add(row.getString(1), row.getString(2), row.getString(3), row.getLong(4));
                }
            }
            return tally.counts();
        });
    }
}
