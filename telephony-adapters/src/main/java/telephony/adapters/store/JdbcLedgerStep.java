package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import telephony.guard.DialLedgerPort;
import telephony.guard.LedgerAnswer;
import telephony.guard.LedgerLine;

/** One look into the ledger, or one claim, on one connection. */
final class JdbcLedgerStep {

    private static final String ADD = "INSERT INTO telephony_ledger_line (ledger_key, owner_key, kind, amount, until)"
            + " VALUES (?, ?, ?, ?, ?)";

    private final Connection connection;
    private final String owner;
    private final Map<String, LedgerLine> lines = new TreeMap<>();
    private final List<LedgerLine> asked;
    private final Instant now;

    JdbcLedgerStep(Connection connection, String owner, List<LedgerLine> asked, Instant now) {
        this.connection = connection;
        this.owner = KeyText.of(owner);
        this.asked = asked;
        this.now = now;
        asked.forEach(line -> lines.put(KeyText.of(line.key()), line));
    }

    LedgerAnswer look() throws SQLException {
        return answer(others(JdbcLedgerLines.read(connection, lines.keySet())));
    }

    /** Writes when all fit; else the transaction is to be rolled back. */
    LedgerAnswer claim() throws SQLException {
        Map<String, Long> others = others(JdbcLedgerLines.lock(connection, lines.keySet()));
        LedgerAnswer answer = answer(others);
        if (answer.fits()) {
            JdbcLedgerLines.clear(connection, lines.keySet(), owner, now);
            add();
            Map<String, Long> totals = new TreeMap<>();
            lines.forEach((key, line) -> totals.put(key, others.getOrDefault(key, 0L) + line.amount()));
            JdbcLedgerLines.setTotals(connection, totals);
        }
        return answer;
    }

    private Map<String, Long> others(Map<String, Long> totals) throws SQLException {
        Map<String, Long> over = JdbcLedgerLines.over(connection, lines.keySet(), now);
        Map<String, Long> own = JdbcLedgerLines.own(connection, lines.keySet(), owner, now);
        Map<String, Long> others = new TreeMap<>();
        totals.forEach((key, total) -> others.put(key, total - over.getOrDefault(key, 0L) - own.getOrDefault(key, 0L)));
        return others;
    }

    private LedgerAnswer answer(Map<String, Long> others) throws SQLException {
        List<LedgerAnswer.State> states = new ArrayList<>();
        for (LedgerLine line : asked) {
            String key = KeyText.of(line.key());
            long there = others.getOrDefault(key, 0L);
            boolean fits = there + line.amount() <= line.limit();
            states.add(new LedgerAnswer.State(line.key(), there, fits, fits ? null : fitsAt(key, line, there)));
        }
        return LedgerAnswer.of(states);
    }

    private @Nullable Instant fitsAt(String key, LedgerLine line, long others) throws SQLException {
        long left = others;
        for (JdbcLedgerLines.Ending ending :
                JdbcLedgerLines.endings(connection, key, owner, now, DialLedgerPort.MAX_LOOKED_AT)) {
            left -= ending.amount();
            if (left + line.amount() <= line.limit()) {
                return Instant.ofEpochMilli(ending.until());
            }
        }
        return null;
    }

    private void add() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            for (Map.Entry<String, LedgerLine> entry : lines.entrySet()) {
                LedgerLine line = entry.getValue();
                if (line.amount() > 0) {
                    insert.setString(1, entry.getKey());
                    insert.setString(2, owner);
                    insert.setString(3, line.kind());
                    insert.setLong(4, line.amount());
                    Instant until = line.until();
                    insert.setLong(5, until == null ? JdbcLedgerLines.FOR_EVER : until.toEpochMilli());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }
}
