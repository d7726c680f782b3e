package telephony.adapters.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a database server, which all processes share. The time is asked for many times in each step of a call, so
 * between two readings it goes on by this process's monotonic clock: one reading serves {@link #KEPT}.
 */
final class DatabaseClock implements StoreClock {

    /** How long a reading serves. Two clocks drift apart by far less than a millisecond in this time. */
    static final Duration KEPT = Duration.ofSeconds(1);

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
        long at = nanos.getAsLong();
        Reading kept = last;
        Reading reading = kept != null && at - kept.nanos() < KEPT.toNanos()
                ? kept
                : database.run("reading its clock", this::read);
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
