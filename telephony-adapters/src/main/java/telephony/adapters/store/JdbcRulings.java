package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import telephony.guard.Ruling;
import telephony.guard.RulingPort;
import telephony.store.StoreUnavailableException;

/** Rulings in a table beside the calls, in an H2 file or in PostgreSQL. Safe for any number of threads. */
public final class JdbcRulings implements RulingPort {

    /** How often a ruling is put that met another one of its id. */
    static final int MAX_TRIES = 20;

    private static final String SELECT = "SELECT ruling_id, ruling_row FROM telephony_guard_ruling";

    private static final String UPDATE = "UPDATE telephony_guard_ruling SET ruling_row = ? WHERE ruling_id = ?";

    private static final String INSERT =
            "INSERT INTO telephony_guard_ruling (ruling_row, ruling_id) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private static final String DELETE = "DELETE FROM telephony_guard_ruling WHERE ruling_id = ?";

    private final JdbcDatabase database;

    /**
     * The rulings in this database, whose tables must be of this version's form.
     *
     * @param database stays the caller's to close, after the rulings' last use
     */
    public JdbcRulings(JdbcDatabase database) {
        this.database = database;
    }

    @Override
    public List<Ruling> all() {
        return database.run("reading the rulings of the guards", connection -> {
            List<Ruling> rulings = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(SELECT);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rulings.add(ruling(row.getString("ruling_id"), row.getString("ruling_row")));
                }
            }
            // Not by the database, whose order of letters is its own.
            rulings.sort(Comparator.comparing(Ruling::id));
            return List.copyOf(rulings);
        });
    }

    private static Ruling ruling(String id, String text) {
        try {
            return RulingCodec.read(id, text);
        } catch (IllegalArgumentException e) {
            throw new StoreUnavailableException(
                    "ruling " + id
                            + " stands in telephony_guard_ruling with text that is no ruling of this version, and"
                            + " nothing is dialled: restore it, or delete it",
                    e);
        }
    }

    @Override
    public void put(Ruling ruling) {
        for (int i = 0; i < MAX_TRIES; i++) {
            if (database.transaction("storing a ruling of the guards", connection -> attempt(connection, ruling))) {
                return;
            }
        }
        throw new StoreUnavailableException(
                "ruling " + ruling.id() + " was not stored, because others changed it all the time: repeat it");
    }

    private static boolean attempt(Connection connection, Ruling ruling) throws SQLException {
        try {
            return write(connection, UPDATE, ruling) || write(connection, INSERT, ruling);
        } catch (SQLException e) {
            if (JdbcDatabase.isConflict(e) || JdbcDatabase.isLockWait(e)) {
                connection.rollback();
                return false;
            }
            throw e;
        }
    }

    private static boolean write(Connection connection, String sql, Ruling ruling) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setString(1, RulingCodec.write(ruling));
            write.setString(2, ruling.id());
            return write.executeUpdate() == 1;
        }
    }

    @Override
    public void remove(String id) {
        database.transaction("removing ruling " + id, connection -> {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setString(1, id);
                return delete.executeUpdate();
            }
        });
    }
}
