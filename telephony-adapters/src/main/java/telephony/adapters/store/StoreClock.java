package telephony.adapters.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The one clock of everybody who uses a store, in milliseconds. */
interface StoreClock {

    /** The time, as far as a few milliseconds matter. */
    Instant now();

    /** The time, read for the transaction that begins on this connection; nothing was done in it before. */
    Instant now(Connection connection) throws SQLException;

    /** This process's clock, for a database inside it. */
    static StoreClock of(InstantSource clock) {
        return new StoreClock() {
            @Override
            public Instant now() {
                return clock.instant().truncatedTo(ChronoUnit.MILLIS);
            }

            @Override
            public Instant now(Connection connection) {
                return now();
            }
        };
    }
}
