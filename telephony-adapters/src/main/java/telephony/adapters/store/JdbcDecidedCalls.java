package telephony.adapters.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.decided.DecidedCall;
import telephony.decided.DecidedCallPort;
import telephony.store.StoreUnavailableException;

/** Decided calls in a table beside the calls, in an H2 file or in PostgreSQL. Safe for any number of threads. */
public final class JdbcDecidedCalls implements DecidedCallPort {

    /** How often one is put that met another transaction at the same moment. */
    static final int MAX_TRIES = 20;

    private static final String INSERT =
            "INSERT INTO telephony_decided_call (call_key, room_key, sip_call_key, decided_at, call_row)"
                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private static final String SELECT = "SELECT call_row FROM telephony_decided_call WHERE ";

    /** The oldest first; one at a time may be on its way out twice, and goes once. */
    private static final String DELETE = "DELETE FROM telephony_decided_call WHERE call_key IN (SELECT call_key FROM"
            + " telephony_decided_call WHERE decided_at < ? ORDER BY decided_at, call_key LIMIT ?)";

    private final JdbcDatabase database;

    /**
     * The decided calls in this database, whose tables must be of this version's form.
     *
     * @param database stays the caller's to close, after their last use
     */
    public JdbcDecidedCalls(JdbcDatabase database) {
        this.database = database;
    }

    @Override
    public boolean put(DecidedCall call) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<Boolean> stored = attempt(call);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        throw new StoreUnavailableException("call " + call.callId()
                + " was not kept as decided, because others were in the way all the time: repeat it");
    }

    /** Empty = another transaction was in the way. */
    private Optional<Boolean> attempt(DecidedCall call) {
        return database.transaction("keeping decided call " + call.callId(), connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, KeyText.of(call.callId()));
                set(insert, 2, call.roomName());
                set(insert, 3, call.sipCallId());
                insert.setLong(4, call.at().toEpochMilli());
                insert.setString(5, DecidedCallCodec.write(call));
                return Optional.of(insert.executeUpdate() == 1);
            } catch (SQLException e) {
                if (JdbcDatabase.isConflict(e) || JdbcDatabase.isLockWait(e)) {
                    connection.rollback();
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private static void set(PreparedStatement insert, int place, @Nullable String name) throws SQLException {
        if (name == null) {
            insert.setNull(place, Types.VARCHAR);
        } else {
            insert.setString(place, KeyText.of(name));
        }
    }

    @Override
    public Optional<DecidedCall> findByRoomName(String roomName) {
        return select("room_key = ?", List.of(roomName)).stream().findFirst();
    }

    @Override
    public Optional<DecidedCall> findByCallId(String callId) {
        return select("call_key = ?", List.of(callId)).stream().findFirst();
    }

    @Override
    public Optional<DecidedCall> recognise(String roomName, List<String> ids) {
        if (roomName.isEmpty() && ids.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        List<String> where = new ArrayList<>();
        if (!roomName.isEmpty()) {
            where.add("room_key = ?");
            names.add(roomName);
        }
        if (!ids.isEmpty()) {
            String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
            where.add("call_key IN (" + places + ")");
            where.add("sip_call_key IN (" + places + ")");
            names.addAll(ids);
            names.addAll(ids);
        }
        List<DecidedCall> known = select(String.join(" OR ", where) + " ORDER BY decided_at DESC", names);
        Stream<DecidedCall> ofRoom =
                known.stream().filter(call -> !roomName.isEmpty() && roomName.equals(call.roomName()));
        Stream<DecidedCall> ofIds = ids.stream().flatMap(id -> of(id, known));
        return Stream.concat(ofRoom, ofIds).findFirst();
    }

    /** Those that this id leads to, by the front end's id first, then by that in SIP. */
    private static Stream<DecidedCall> of(String id, List<DecidedCall> known) {
        return Stream.concat(
                known.stream().filter(call -> id.equals(call.callId())),
                known.stream()
                        .filter(call -> id.equals(call.sipCallId()))
                        .sorted(Comparator.comparing(DecidedCall::at).reversed()));
    }

    private List<DecidedCall> select(String where, List<String> names) {
        return database.run("looking for a decided call", connection -> {
            List<DecidedCall> calls = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(SELECT + where)) {
                for (int i = 0; i < names.size(); i++) {
                    select.setString(i + 1, KeyText.of(names.get(i)));
                }
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        DecidedCallCodec.read(row.getString(1)).ifPresent(calls::add);
                    }
                }
            }
            return calls;
        });
    }

    @Override
    public int purge(Instant before, int max) {
        return database.transaction("forgetting decided calls", connection -> {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setLong(1, before.toEpochMilli());
                delete.setInt(2, max);
                return delete.executeUpdate();
            }
        });
    }
}
