package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a database server, which all processes share. It is read by the steps that lease rows, several times a
 * second; in between it goes on by this process's monotonic clock, so that asking for the time neither waits for a
 * database nor fails with it.
 */
final class DatabaseClock implements StoreClock {

    private final JdbcDatabase database;
    private final LongSupplier nanos;
    private volatile @Nullable Reading last;

    private record Reading(Instant instant, long nanos) {}

    /**
     * The clock of this database.
     *
     * @param nanos this process's monotonic clock
     */
    DatabaseClock(JdbcDatabase database, LongSupplier nanos) {
        this.database = database;
        this.nanos = nanos;
    }

    @Override
    public Instant now() {
        Reading kept = last;
        Reading reading = kept == null ? database.run("reading its clock", this::read) : kept;
        return reading.instant().plusNanos(nanos.getAsLong() - reading.nanos()).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Instant now(Connection connection) throws SQLException {
        return read(connection).instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Reading read(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT CURRENT_TIMESTAMP");
                ResultSet row = select.executeQuery()) {
            row.next();
            Reading reading = new Reading(row.getObject(1, OffsetDateTime.class).toInstant(), nanos.getAsLong());
            last = reading;
            return reading;
        }
    }
}
