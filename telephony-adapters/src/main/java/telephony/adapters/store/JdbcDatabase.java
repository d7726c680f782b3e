package telephony.adapters.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import telephony.store.StoreUnavailableException;

/**
 * A database with its pool of connections and the tables in it. Making one connects to nothing; {@link #migrate} brings
 * the tables to the form that this version needs. Safe for any number of threads.
 */
public final class JdbcDatabase implements AutoCloseable {

    private static final String HISTORY = "telephony_schema_history";
    private static final String MIGRATIONS = "classpath:telephony/adapters/store/migration";

    /** SQLSTATE of everything that goes wrong between two transactions alone; H2's own number for it comes last. */
    private static final List<String> CONFLICTS = List.of("23505", "40001", "40P01", "90131");

    private final JdbcSettings settings;
    private final HikariDataSource pool;

    /** What is done on one connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * The database of these settings.
     *
     * @throws IllegalStateException when a library is missing; the message names the artifact
     */
    public JdbcDatabase(JdbcSettings settings) {
        this.settings = settings;
        try {
            Class.forName(settings.kind().driver());
        } catch (ClassNotFoundException e) {
            throw missing(settings.kind().artifact(), e);
        }
        try {
            this.pool = new HikariDataSource(poolOf(settings));
        } catch (NoClassDefFoundError e) {
            throw missing("com.zaxxer:HikariCP", e);
        }
    }

    private static IllegalStateException missing(String artifact, Throwable cause) {
        return new IllegalStateException("add " + artifact + " to the class path", cause);
    }

    private static HikariConfig poolOf(JdbcSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("telephony");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(settings.connectionWait().toMillis());
        config.setValidationTimeout(JdbcSettings.MIN_WAIT_MILLIS);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(settings.kind().connectionSetup(settings.statementTime()));
        settings.kind()
                .driverProperties(settings.connectionWait(), settings.statementTime())
                .forEach(config::addDataSourceProperty);
        // A database that is down when we start is like one that goes down later.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    JdbcSettings settings() {
        return settings;
    }

    /**
     * Brings the tables to the form that this version needs, and does nothing when they have it. It waits for another
     * process that is doing the same. Each step is a transaction.
     *
     * @return how many steps were taken
     * @throws IllegalStateException when it cannot be done, such as when a newer version made the tables, or Flyway is not
     *     on the class path
     */
    public int migrate() {
        Flyway flyway = flyway();
        newerTables(migrations(flyway)).ifPresent(newer -> {
            throw new IllegalStateException(newer);
        });
        try {
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException e) {
            throw new IllegalStateException("the tables of " + settings + " could not be brought up to date", e);
        }
    }

    /** What keeps this version from using the tables as they are, and what to do; empty = nothing does. */
    public Optional<String> tableTrouble() {
        MigrationInfoService migrations = migrations(flyway());
        int pending = migrations.pending().length;
        return newerTables(migrations)
                .or(() -> pending == 0
                        ? Optional.empty()
                        : Optional.of("the tables in " + settings + " are older than this version (" + pending
                                + " steps are to be taken): stop the processes of the older version, make a backup,"
                                + " then migrate"));
    }

    private Optional<String> newerTables(MigrationInfoService migrations) {
        return Stream.of(migrations.applied())
                .filter(migration -> !migration.getState().isResolved())
                .findFirst()
                .map(unknown -> "the tables in " + settings + " were made by a newer version (step "
                        + unknown.getVersion() + "): run that version, or restore the backup from before it");
    }

    private MigrationInfoService migrations(Flyway flyway) {
        try {
            return flyway.info();
        } catch (FlywayException e) {
            throw new StoreUnavailableException(
                    "the tables of " + settings
                            + " could not be read: see that the database runs, may be reached and lets"
                            + " this user in; an H2 file can be open in one process at a time",
                    e);
        }
    }

    /** On a connection of its own: a step may take longer than a statement may. */
    private Flyway flyway() {
        try {
            FluentConfiguration configuration = Flyway.configure(JdbcDatabase.class.getClassLoader())
                    .dataSource(settings.url(), settings.user(), settings.password())
                    .table(HISTORY)
                    .locations(MIGRATIONS)
                    // Tables of others may be there already.
                    .baselineOnMigrate(true)
                    .baselineVersion("0");
            return configuration.load();
        } catch (NoClassDefFoundError e) {
            throw missing("org.flywaydb:flyway-core", e);
        }
    }

    /**
     * Does this in one transaction: all of it or nothing.
     *
     * @param what what is done, for the message: "committing call 1"
     */
    <T> T transaction(String what, Work<T> work) {
        return run(what, connection -> {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        });
    }

    /** Does this, which is one statement. */
    <T> T run(String what, Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLTransientConnectionException e) {
            throw new StoreUnavailableException(
                    what + ": nothing was done, because " + settings + " gave no connection within "
                            + settings.connectionWait().toMillis() + " ms; see whether it runs, and whether all "
                            + settings.connections() + " connections are busy",
                    e);
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    what + ": " + settings + " failed (SQLSTATE " + e.getSQLState()
                            + "), and whether it took effect is not known; it may be repeated",
                    e);
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Whether another transaction was faster, and nothing else is wrong. */
    static boolean isConflict(SQLException e) {
        return CONFLICTS.contains(e.getSQLState());
    }

    /** Closes the connections; steps that are still being taken fail. */
    @Override
    public void close() {
        pool.close();
    }
}
