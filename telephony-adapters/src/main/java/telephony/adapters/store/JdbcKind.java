package telephony.adapters.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The databases that the store runs on, and all in which they differ. */
enum JdbcKind {
    H2("jdbc:h2:", "org.h2.Driver", "com.h2database:h2") {
        @Override
        String connectionSetup(Duration statementTime) {
            // The mode stands in the URL as well, but H2 forgets it there when the connection that opens the file meets
            // the end of another one, which closes the file, and tries again.
            return "SET MODE PostgreSQL; SET QUERY_TIMEOUT " + statementTime.toMillis() + "; SET LOCK_TIMEOUT "
                    + JdbcSettings.LOCK_WAIT.toMillis();
        }

        @Override
        void waitForTurn(Connection connection, Duration turnWait) {
            // Its transactions take turns anyway.
        }

        @Override
        Map<String, String> driverProperties(Duration connectionWait) {
            return Map.of();
        }
    },
    POSTGRESQL("jdbc:postgresql:", "org.postgresql.Driver", "org.postgresql:postgresql") {
        @Override
        String connectionSetup(Duration statementTime) {
            // The last one is for the others: a process that is stopped in the middle of a step lets go of its rows.
            return "SET statement_timeout = " + statementTime.toMillis() + "; SET lock_timeout = "
                    + JdbcSettings.LOCK_WAIT.toMillis() + "; SET idle_in_transaction_session_timeout = "
                    + IDLE_IN_TRANSACTION.toMillis();
        }

        @Override
        void waitForTurn(Connection connection, Duration turnWait) throws SQLException {
            try (Statement set = connection.createStatement()) {
                set.execute("SET LOCAL lock_timeout = " + turnWait.toMillis());
            }
        }

        @Override
        Map<String, String> driverProperties(Duration connectionWait) {
            return Map.of(
                    "ApplicationName", "telephony",
                    "connectTimeout", seconds(connectionWait),
                    "loginTimeout", seconds(connectionWait),
                    "cancelSignalTimeout", "1",
                    "tcpKeepAlive", "true",
                    // The details name phone numbers.
                    "logServerErrorDetail", "false");
        }
    };

    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(5);
    private static final long MILLIS_PER_SECOND = 1_000;

    private final String urlPrefix;
    private final String driver;
    private final String artifact;

    JdbcKind(String urlPrefix, String driver, String artifact) {
        this.urlPrefix = urlPrefix;
        this.driver = driver;
        this.artifact = artifact;
    }

    /**
     * The database of this JDBC URL.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    static JdbcKind of(String url) {
        return Stream.of(values())
                .filter(kind -> url.startsWith(kind.urlPrefix))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the URL of a store must begin with " + H2.urlPrefix + " or " + POSTGRESQL.urlPrefix));
    }

    /** What its JDBC URLs begin with. */
    String urlPrefix() {
        return urlPrefix;
    }

    /** The name of its driver's class. */
    String driver() {
        return driver;
    }

    /** Where its driver is in Maven. */
    String artifact() {
        return artifact;
    }

    /** What each new connection is told first, so that no statement takes longer than this, or waits long for a row. */
    abstract String connectionSetup(Duration statementTime);

    /**
     * Lets what follows in this transaction wait so long for a row: where those who have it are not changing what this one
     * has read, but only come first.
     */
    abstract void waitForTurn(Connection connection, Duration turnWait) throws SQLException;

    /** What its driver is told. */
    abstract Map<String, String> driverProperties(Duration connectionWait);

    /** The driver counts in whole seconds, of which 0 is for ever. */
    private static String seconds(Duration time) {
        return String.valueOf((time.toMillis() + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND);
    }

    /** The word for it in messages. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
