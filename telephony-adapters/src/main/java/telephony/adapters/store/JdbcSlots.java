package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import telephony.call.Slot;
import telephony.call.TelephonyCall;
import telephony.slot.SlotBoard;
import telephony.slot.SlotPlace;
import telephony.slot.SlotPort;
import telephony.store.StoreUnavailableException;

/**
 * The slots that the calls in a database hold and wait for.
 *
 * <p>Whoever takes slots of keys that have a limit locks a row of each, in the order of the keys, until his transaction ends,
 * and counts only then: so nobody else takes one between his counting and his writing. He has his call's row by then, and
 * waits for nothing but these rows from then on; as everybody takes them in one order, no two wait for each other. Whoever
 * gives slots back, and whoever waits, needs no lock: that only ever makes room.
 */
final class JdbcSlots implements SlotPort {

    static final String KEYS_OF_CALL = "SELECT slot_key FROM telephony_slot WHERE call_id = ?";

    private static final String TAKE = "INSERT INTO telephony_slot (slot_key, call_id) VALUES (?, ?)";

    private static final String GIVE_BACK = "DELETE FROM telephony_slot WHERE call_id = ?";

    static final String PLACE_OF_CALL =
            "SELECT line_key, priority, came_at, waits_until FROM telephony_slot_waiting" + " WHERE call_id = ?";

    private static final String WAIT = "INSERT INTO telephony_slot_waiting (call_id, line_key, priority, came_at,"
            + " waits_until, line_name) VALUES (?, ?, ?, ?, ?, ?)";

    private static final String LEAVE = "DELETE FROM telephony_slot_waiting WHERE call_id = ?";

    private static final String LOCK = "SELECT slot_key FROM telephony_slot_lock WHERE slot_key = ? FOR UPDATE";

    private static final String MAKE_LOCK =
            "INSERT INTO telephony_slot_lock (slot_key) VALUES (?) ON CONFLICT DO NOTHING";

    static final String COUNT = "SELECT COUNT(*) FROM telephony_slot WHERE slot_key = ?";

    /** Those who stand before a place; the bound on the priority alone is what an index can be read by. */
    private static final String BEFORE = " FROM telephony_slot_waiting WHERE line_key = ? AND priority <= ?"
            + " AND (priority < ? OR came_at < ? OR (came_at = ? AND call_id < ?)) AND waits_until > ? AND call_id <> ?";

    static final String IS_ANY_BEFORE = "SELECT call_id" + BEFORE + " LIMIT 1";

    static final String COUNT_BEFORE = "SELECT COUNT(*)" + BEFORE;

    static final String LINES = "SELECT call_id, priority, came_at, waiting, line_name FROM ("
            + "SELECT call_id, priority, came_at, line_name,"
            + " ROW_NUMBER() OVER (PARTITION BY line_key ORDER BY priority, came_at, call_id) AS place,"
            + " COUNT(*) OVER (PARTITION BY line_key) AS waiting"
            + " FROM telephony_slot_waiting WHERE waits_until > ?) AS in_line"
            + " WHERE place = 1 ORDER BY priority, came_at, call_id LIMIT ?";

    static final String HELD =
            "SELECT slot_key, COUNT(*) FROM telephony_slot GROUP BY slot_key ORDER BY slot_key LIMIT ?";

    private final JdbcDatabase database;
    private final StoreClock clock;

    JdbcSlots(JdbcDatabase database, StoreClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Takes, gives back or waits for the slots of this row, which has just been written. A row without a claim costs nothing.
     *
     * @param isNew whether there was no row of this call before
     * @return false = its slots are not to be had, and the transaction is to be taken back
     * @throws StoreUnavailableException when others kept it from counting for too long; the transaction is to be taken back
     */
    boolean write(Connection connection, TelephonyCall row, boolean isNew) throws SQLException {
        // A claim is never taken out of a row again.
        if (row.slots() == null) {
            return true;
        }
        Optional<SlotPlace> place = SlotPlace.of(row);
        if (place.isPresent()) {
            return place.get().isHeld()
                    ? hold(connection, place.get(), isNew)
                    : waitInLine(connection, place.get(), isNew);
        }
        if (!isNew) {
            change(connection, GIVE_BACK, row.callId().value());
            change(connection, LEAVE, row.callId().value());
        }
        return true;
    }

    private boolean hold(Connection connection, SlotPlace place, boolean isNew) throws SQLException {
        UUID callId = place.callId().value();
        Set<String> wanted = limits(place).keySet();
        Set<String> held = isNew ? Set.of() : keys(connection, callId);
        if (held.equals(wanted)) {
            return true;
        }
        if (held.isEmpty() && !isToBeHad(connection, place)) {
            return false;
        }
        if (!isNew) {
            change(connection, GIVE_BACK, callId);
            change(connection, LEAVE, callId);
        }
        try (PreparedStatement insert = connection.prepareStatement(TAKE)) {
            for (String key : wanted) {
                insert.setString(1, key);
                insert.setObject(2, callId);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return true;
    }

    private static Set<String> keys(Connection connection, UUID callId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(KEYS_OF_CALL)) {
            select.setObject(1, callId);
            try (ResultSet row = select.executeQuery()) {
                Set<String> keys = new HashSet<>();
                while (row.next()) {
                    keys.add(row.getString(1));
                }
                return keys;
            }
        }
    }

    /** The limits by keys, in the order in which keys are locked. */
    private static SortedMap<String, Slot> limits(SlotPlace place) {
        SortedMap<String, Slot> limits = new TreeMap<>();
        place.slots().forEach(slot -> limits.put(KeyText.of(slot.key()), slot));
        return limits;
    }

    private boolean isToBeHad(Connection connection, SlotPlace place) throws SQLException {
        SortedMap<String, Slot> limits = limits(place);
        // Others need not be kept from what has no limit.
        limits.values().removeIf(slot -> slot.limit() == Slot.UNLIMITED);
        if (!limits.isEmpty()) {
            lock(connection, limits.keySet());
        }
        for (Map.Entry<String, Slot> limit : limits.entrySet()) {
            if (!limit.getValue().hasRoomBeside(count(connection, limit.getKey()))) {
                return false;
            }
        }
        return !isAnyBefore(connection, place, clock.now());
    }

    private void lock(Connection connection, Collection<String> keys) throws SQLException {
        JdbcSettings settings = database.settings();
        settings.kind().waitForTurn(connection, settings.turnWait());
        try {
            for (String key : keys) {
                lock(connection, key);
            }
        } catch (SQLException e) {
            if (!JdbcDatabase.isLockWait(e)) {
                throw e;
            }
            // To read and decide again would only wait again.
            throw new StoreUnavailableException(
                    "nothing was written, because others were taking places of the same limit for "
                            + settings.turnWait().toMillis() + " ms; repeat it",
                    e);
        }
    }

    private static void lock(Connection connection, String key) throws SQLException {
        if (!lockIfThere(connection, key)) {
            try (PreparedStatement make = connection.prepareStatement(MAKE_LOCK)) {
                make.setString(1, key);
                make.executeUpdate();
            }
            // Somebody else may have made it.
            lockIfThere(connection, key);
        }
    }

    private static boolean lockIfThere(Connection connection, String key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static long count(Connection connection, String key) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setString(1, key);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static boolean isAnyBefore(Connection connection, SlotPlace place, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(IS_ANY_BEFORE)) {
            bind(select, place, now);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void bind(PreparedStatement before, SlotPlace place, Instant now) throws SQLException {
        UUID callId = place.callId().value();
        long since = place.since().toEpochMilli();
        before.setString(1, KeyText.of(place.line()));
        before.setInt(2, place.priority());
        before.setInt(3, place.priority());
        before.setLong(4, since);
        before.setLong(5, since);
        before.setObject(6, callId);
        before.setLong(7, lostBy(now));
        before.setObject(8, callId);
    }

    /** Whose time to wait ended then, or before, has lost his place now. */
    private static long lostBy(Instant now) {
        return now.minus(SlotPlace.LONGEST).toEpochMilli();
    }

    private static boolean waitInLine(Connection connection, SlotPlace place, boolean isNew) throws SQLException {
        UUID callId = place.callId().value();
        if (!isNew) {
            if (isInLineSo(connection, place)) {
                return true;
            }
            change(connection, GIVE_BACK, callId);
            change(connection, LEAVE, callId);
        }
        try (PreparedStatement insert = connection.prepareStatement(WAIT)) {
            insert.setObject(1, callId);
            insert.setString(2, KeyText.of(place.line()));
            insert.setInt(3, place.priority());
            insert.setLong(4, place.since().toEpochMilli());
            insert.setLong(5, place.until().toEpochMilli());
            insert.setString(6, KeyText.escaped(place.line()));
            insert.executeUpdate();
        }
        return true;
    }

    private static boolean isInLineSo(Connection connection, SlotPlace place) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PLACE_OF_CALL)) {
            select.setObject(1, place.callId().value());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        && row.getString(1).equals(KeyText.of(place.line()))
                        && row.getInt(2) == place.priority()
                        && row.getLong(3) == place.since().toEpochMilli()
                        && row.getLong(4) == place.until().toEpochMilli();
            }
        }
    }

    private static void change(Connection connection, String sql, UUID callId) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            change.setObject(1, callId);
            change.executeUpdate();
        }
    }

    @Override
    public SlotBoard board() {
        // In this order a call that gets in meanwhile is told of twice rather than not at all, and nobody is let in for
        // it.
        List<SlotBoard.Line> lines = database.run("reading who waits for slots", this::lines);
        return new SlotBoard(lines, database.run("counting slots", JdbcSlots::held));
    }

    private List<SlotBoard.Line> lines(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LINES)) {
            select.setLong(1, lostBy(clock.now()));
            select.setInt(2, MAX_LINES);
            try (ResultSet row = select.executeQuery()) {
                List<SlotBoard.Line> lines = new ArrayList<>();
                while (row.next()) {
                    lines.add(new SlotBoard.Line(
                            KeyText.nameOf(row.getString("line_name")),
                            JdbcCalls.callId(row),
                            row.getInt("priority"),
                            Instant.ofEpochMilli(row.getLong("came_at")),
                            row.getLong("waiting")));
                }
                return lines;
            }
        }
    }

    private static Map<String, Long> held(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HELD)) {
            select.setInt(1, MAX_KEYS);
            try (ResultSet row = select.executeQuery()) {
                Map<String, Long> held = new LinkedHashMap<>();
                while (row.next()) {
                    held.put(KeyText.nameOf(row.getString(1)), row.getLong(2));
                }
                return held;
            }
        }
    }

    @Override
    public long before(TelephonyCall call) {
        Instant now = clock.now();
        Optional<SlotPlace> place = SlotPlace.of(call).filter(at -> at.isInLine(now));
        return place.isEmpty()
                ? 0
                : database.run("counting who waits before call " + call.callId(), connection -> {
                    try (PreparedStatement count = connection.prepareStatement(COUNT_BEFORE)) {
                        bind(count, place.get(), now);
                        try (ResultSet row = count.executeQuery()) {
                            row.next();
                            return row.getLong(1);
                        }
                    }
                });
    }
}
