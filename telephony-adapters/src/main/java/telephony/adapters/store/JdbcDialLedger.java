package telephony.adapters.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import telephony.guard.DialLedgerPort;
import telephony.guard.LedgerAnswer;
import telephony.guard.LedgerLine;
import telephony.store.StoreUnavailableException;

/**
 * Counts in an H2 file, for one process, or in PostgreSQL, for any number of them, beside the calls. A claim is one
 * transaction, which locks its keys in their order; two claims that have a key in common take turns.
 *
 * <p>What was acknowledged survives what calls survive in the same database. Safe for any number of threads.
 */
public final class JdbcDialLedger implements DialLedgerPort {

    /** How often a claim that met another one on its keys is made before that is called trouble. */
    static final int MAX_TRIES = 60;

    private final JdbcDatabase database;

    /**
     * The ledger in this database, whose tables must be of this version's form.
     *
     * @param database stays the caller's to close, after the ledger's last use
     * @throws IllegalStateException when the tables are older or newer than this version needs; it says what to do
     * @throws StoreUnavailableException when the database cannot be reached
     */
    public JdbcDialLedger(JdbcDatabase database) {
        database.tableTrouble().ifPresent(trouble -> {
            throw new IllegalStateException(trouble);
        });
        this.database = database;
    }

    @Override
    public LedgerAnswer look(String owner, List<LedgerLine> lines, Instant now) {
        DialLedgerPort.check(owner, lines);
        return lines.isEmpty()
                ? LedgerAnswer.NOTHING
                : database.run(
                        "looking into the ledger for " + owner,
                        connection -> new JdbcLedgerStep(connection, owner, lines, now).look());
    }

    @Override
    public LedgerAnswer claim(String owner, List<LedgerLine> lines, Instant now) {
        DialLedgerPort.check(owner, lines);
        return lines.isEmpty()
                ? LedgerAnswer.NOTHING
                : tried("counting for " + owner, connection -> {
                    LedgerAnswer answer = new JdbcLedgerStep(connection, owner, lines, now).claim();
                    if (!answer.fits()) {
                        connection.rollback();
                    }
                    return answer;
                });
    }

    @Override
    public void settle(String owner, String kind, long amount) {
        Map<String, Long> unused = tried(
                "settling for " + owner,
                connection -> JdbcLedgerLines.settle(connection, KeyText.of(owner), kind, amount));
    }

    @Override
    public int purge(Instant now, int max) {
        return tried("clearing the ledger", connection -> JdbcLedgerLines.purge(connection, now, max));
    }

    /** Does this as often as somebody else is in the way. */
    private <T> T tried(String what, JdbcDatabase.Work<T> work) {
        SQLException[] last = new SQLException[1];
        for (int i = 0; i < MAX_TRIES; i++) {
            Done<T> done = database.transaction(what, connection -> attempt(connection, work, last));
            if (done.isDone()) {
                return done.result();
            }
        }
        throw new StoreUnavailableException(
                what + ": nothing was done, because too many others count under the same keys just now; repeat it",
                last[0]);
    }

    private record Done<T>(boolean isDone, List<T> results) {
        T result() {
            return results.get(0);
        }
    }

    private static <T> Done<T> attempt(Connection connection, JdbcDatabase.Work<T> work, SQLException[] last)
            throws SQLException {
        try {
            return new Done<>(true, List.of(work.on(connection)));
        } catch (SQLException e) {
            if (!JdbcDatabase.isConflict(e) && !JdbcDatabase.isLockWait(e)) {
                throw e;
            }
            connection.rollback();
            last[0] = e;
            return new Done<>(false, List.of());
        }
    }
}
