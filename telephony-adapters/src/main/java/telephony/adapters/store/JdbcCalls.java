package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import telephony.call.CallId;
import telephony.call.Lease;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.queue.QueuePlace;
import telephony.store.CallQuery;
import telephony.store.StoreUnavailableException;

/** The statements on the rows of calls and on the keys of their legs. */
final class JdbcCalls {

    private static final String COLUMNS = "call_id, version, created_at, due_at, lease_owner, lease_until, call_row";
    static final String SELECT = "SELECT " + COLUMNS + " FROM telephony_call ";

    static final String INSERT =
            "INSERT INTO telephony_call (version, room_sid_key, episode, room_name_key, created_at, is_open, due_at,"
                    + " lease_owner, lease_until, at_rest_since, tenant_key, queue_trunk, queue_tenant, queue_stage, call_row,"
                    + " call_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private static final String UPDATE =
            "UPDATE telephony_call SET version = ?, room_sid_key = ?, episode = ?, room_name_key = ?, created_at = ?,"
                    + " is_open = ?, due_at = ?, lease_owner = ?, lease_until = ?, at_rest_since = ?, tenant_key = ?,"
                    + " queue_trunk = ?, queue_tenant = ?, queue_stage = ?, call_row = ?"
                    + " WHERE call_id = ? AND version = ?";

    static final String INSERT_LEG =
            "INSERT INTO telephony_leg (sip_call_key, call_id) VALUES (?, ?) ON CONFLICT DO NOTHING";

    static final String FIND = SELECT + "WHERE call_id = ?";

    static final String FIND_NEWEST_OF_ROOM = SELECT + "WHERE room_sid_key = ? ORDER BY episode DESC LIMIT 1";

    static final String FIND_BY_LEG = SELECT
            + "WHERE call_id = (SELECT call_id FROM telephony_leg WHERE sip_call_key = ?" + " ORDER BY leg_id LIMIT 1)";

    static final String LIST_BY_LEG =
            SELECT + "WHERE call_id IN (SELECT call_id FROM telephony_leg WHERE sip_call_key = ?) LIMIT ?";

    static final String SELECT_DUE = SELECT + "WHERE due_at <= ? AND (lease_until IS NULL OR lease_until <= ?)"
            + " ORDER BY due_at, call_id LIMIT ? FOR UPDATE SKIP LOCKED";

    private static final String PUT_OFF = "UPDATE telephony_call SET due_at = ? WHERE call_id = ?";

    /** When a row that cannot be read is due again: time for somebody to see to it. */
    static final Duration PUT_OFF_FOR = Duration.ofHours(1);

    private static final String LEASE =
            "UPDATE telephony_call SET version = ?, lease_owner = ?, lease_until = ? WHERE call_id = ?";

    static final String SELECT_AT_REST = "SELECT call_id FROM telephony_call WHERE at_rest_since < ?"
            + " ORDER BY at_rest_since, call_id LIMIT ? FOR UPDATE SKIP LOCKED";

    private static final List<String> FORGET = List.of(
            "DELETE FROM telephony_timeline WHERE call_id = ?",
            "DELETE FROM telephony_leg WHERE call_id = ?",
            JdbcFacts.FORGET,
            "DELETE FROM telephony_call WHERE call_id = ?");

    private JdbcCalls() {}

    /**
     * A part of a list.
     *
     * @param end where it ends; null = it is the last part
     */
    record Part(List<TelephonyCall> rows, @Nullable CallPlace end) {}

    /** Stores the row in place of the one of this version, 0 = of none; false = there is another one. */
    static boolean write(Connection connection, TelephonyCall next, long expectedVersion) throws SQLException {
        boolean isNew = expectedVersion == 0;
        try (PreparedStatement write = connection.prepareStatement(isNew ? INSERT : UPDATE)) {
            int column = bind(write, next, expectedVersion + 1);
            if (!isNew) {
                write.setLong(column, expectedVersion);
            }
            if (write.executeUpdate() == 0) {
                return false;
            }
        }
        writeLegs(connection, next);
        JdbcFacts.write(connection, next, isNew);
        return true;
    }

    static int bind(PreparedStatement write, TelephonyCall row, long version) throws SQLException {
        Optional<Lease> lease = Optional.ofNullable(row.control().lease());
        Instant dueAt = row.control().dueAt();
        boolean atRest = row.isEnded() && dueAt == null;
        String roomSid = row.origin().roomSid();
        String tenant = row.origin().tenantId();
        int column = 1;
        write.setLong(column++, version);
        write.setString(column++, roomSid == null ? null : KeyText.of(roomSid));
        write.setInt(column++, row.origin().episode());
        write.setString(column++, KeyText.of(row.origin().roomName()));
        write.setLong(column++, row.times().createdAt().toEpochMilli());
        write.setBoolean(column++, !row.isEnded());
        bind(write, column++, dueAt);
        write.setString(column++, lease.map(Lease::owner).orElse(null));
        bind(write, column++, lease.map(Lease::until).orElse(null));
        bind(write, column++, atRest ? row.times().updatedAt() : null);
        write.setString(column++, tenant == null ? null : KeyText.of(tenant));
        Optional<QueuePlace> place = QueuePlace.of(row);
        write.setString(column++, place.map(at -> KeyText.of(at.trunkId())).orElse(null));
        write.setString(column++, place.map(at -> KeyText.of(at.tenantId())).orElse(null));
        write.setString(column++, place.map(at -> at.stage().name()).orElse(null));
        write.setString(column++, RowCodec.write(row));
        write.setObject(column++, row.callId().value());
        return column;
    }

    private static void bind(PreparedStatement write, int column, @Nullable Instant at) throws SQLException {
        if (at == null) {
            write.setNull(column, Types.BIGINT);
        } else {
            write.setLong(column, at.toEpochMilli());
        }
    }

    private static void writeLegs(Connection connection, TelephonyCall row) throws SQLException {
        if (row.legs().isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_LEG)) {
            for (SipParticipant leg : row.legs()) {
                insert.setString(1, KeyText.of(leg.sipCallId()));
                insert.setObject(2, row.callId().value());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The row that this statement, which has one parameter, finds. */
    static Optional<TelephonyCall> find(Connection connection, String sql, Object parameter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, parameter);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row(row)) : Optional.empty();
            }
        }
    }

    /** The text of a query; its parameters are the tenant's key, the room's and the place where wanted, then the limit. */
    static String query(boolean ofTenant, boolean ofRoom, boolean openOnly, boolean fromPlace) {
        return SELECT + "WHERE TRUE"
                + (ofTenant ? " AND tenant_key = ?" : "")
                + (ofRoom ? " AND room_name_key = ?" : "")
                + (openOnly ? " AND is_open = TRUE" : "")
                + (fromPlace ? " AND created_at <= ? AND (created_at < ? OR call_id < ?)" : "")
                + " ORDER BY " + lead(ofTenant, ofRoom, openOnly) + "created_at DESC, call_id DESC LIMIT ?";
    }

    /** What the calls of a page have in common orders nothing, but shows H2 the index in which they stand in order. */
    private static String lead(boolean ofTenant, boolean ofRoom, boolean openOnly) {
        if (ofRoom) {
            return "";
        }
        return openOnly ? "is_open, " : ofTenant ? "tenant_key, " : "";
    }

    /**
     * Calls, newest first.
     *
     * @param after only those behind this one; null = from the newest
     * @param unreadable told of those that are left out because nobody can read them
     */
    static Part query(Connection connection, CallQuery query, @Nullable CallPlace after, Consumer<CallId> unreadable)
            throws SQLException {
        String tenant = query.tenantId();
        String roomName = query.roomName();
        try (PreparedStatement select =
                connection.prepareStatement(query(tenant != null, roomName != null, query.openOnly(), after != null))) {
            int column = 1;
            if (tenant != null) {
                select.setString(column++, KeyText.of(tenant));
            }
            if (roomName != null) {
                select.setString(column++, KeyText.of(roomName));
            }
            if (after != null) {
                select.setLong(column++, after.createdAt());
                select.setLong(column++, after.createdAt());
                select.setObject(column++, after.callId());
            }
            // One more than wanted tells whether another part follows.
            select.setInt(column, query.limit() + 1);
            return part(select, query.limit(), unreadable);
        }
    }

    /** The calls that have this leg, at most so many, in no order. */
    static List<TelephonyCall> allByLeg(Connection connection, String legKey, int max, Consumer<CallId> unreadable)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LIST_BY_LEG)) {
            select.setString(1, legKey);
            select.setInt(2, max);
            return part(select, max, unreadable).rows();
        }
    }

    private static Part part(PreparedStatement select, int limit, Consumer<CallId> unreadable) throws SQLException {
        List<TelephonyCall> rows = new ArrayList<>();
        @Nullable CallPlace end = null;
        try (ResultSet row = select.executeQuery()) {
            for (int i = 0; row.next(); i++) {
                if (i == limit) {
                    return new Part(rows, end);
                }
                end = new CallPlace(row.getLong("created_at"), row.getObject("call_id", UUID.class));
                readable(row, unreadable).ifPresent(rows::add);
            }
        }
        return new Part(rows, null);
    }

    /**
     * Leases what is due and free at this time, the longest due first. A row that nobody can read is put off, so that it
     * does not keep the others from being claimed.
     *
     * @param unreadable told of those
     */
    static List<TelephonyCall> claim(
            Connection connection, Instant now, Lease lease, int max, Consumer<CallId> unreadable) throws SQLException {
        List<TelephonyCall> claimed = new ArrayList<>();
        List<CallId> broken = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT_DUE)) {
            bind(select, 1, now);
            bind(select, 2, now);
            select.setInt(3, max);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    readable(found, broken::add)
                            .map(row -> row.withControl(row.control()
                                    .withLease(lease)
                                    .withVersion(row.control().version() + 1)))
                            .ifPresent(claimed::add);
                }
            }
        }
        putOff(connection, broken, now.plus(PUT_OFF_FOR));
        broken.forEach(unreadable);
        if (!claimed.isEmpty()) {
            lease(connection, claimed, lease);
        }
        return claimed;
    }

    private static void lease(Connection connection, List<TelephonyCall> claimed, Lease lease) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(LEASE)) {
            for (TelephonyCall row : claimed) {
                update.setLong(1, row.control().version());
                update.setString(2, lease.owner());
                bind(update, 3, lease.until());
                update.setObject(4, row.callId().value());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    static void putOff(Connection connection, List<CallId> broken, Instant until) throws SQLException {
        for (CallId callId : broken) {
            try (PreparedStatement update = connection.prepareStatement(PUT_OFF)) {
                bind(update, 1, until);
                update.setObject(2, callId.value());
                update.executeUpdate();
            }
        }
    }

    /** Forgets rows at rest that changed before then; returns how many. */
    static int forget(Connection connection, Instant before, int max) throws SQLException {
        List<UUID> gone = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT_AT_REST)) {
            bind(select, 1, before);
            select.setInt(2, max);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    gone.add(row.getObject(1, UUID.class));
                }
            }
        }
        for (String sql : gone.isEmpty() ? List.<String>of() : FORGET) {
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                for (UUID callId : gone) {
                    delete.setObject(1, callId);
                    delete.addBatch();
                }
                delete.executeBatch();
            }
        }
        return gone.size();
    }

    /** The row where the result stands; empty = nobody can read it. */
    static Optional<TelephonyCall> readable(ResultSet row, Consumer<CallId> unreadable) throws SQLException {
        try {
            return Optional.of(row(row));
        } catch (StoreUnavailableException e) {
            unreadable.accept(callId(row));
            return Optional.empty();
        }
    }

    static CallId callId(ResultSet row) throws SQLException {
        return new CallId(row.getObject("call_id", UUID.class));
    }

    private static TelephonyCall row(ResultSet row) throws SQLException {
        CallId callId = callId(row);
        String owner = row.getString("lease_owner");
        Instant until = instant(row, "lease_until");
        Lease lease = owner == null || until == null ? null : new Lease(owner, until);
        try {
            return RowCodec.read(row.getString("call_row"), row.getLong("version"), lease, instant(row, "due_at"));
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "call " + callId + " stands in telephony_call with text that is no row: restore it, or delete it",
                    e);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
