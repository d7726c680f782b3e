package telephony.adapters.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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

    /** SQLSTATE of a row that another transaction did not let go of in time: PostgreSQL's, H2's. */
    private static final List<String> LOCK_WAITS = List.of("55P03", "HYT00");

    private static final List<String> OF_DRIVERS = List.of("org.postgresql.", "org.h2.", "com.zaxxer.hikari.");

    private static final String H2_FILE_IS_TAKEN = "90020";

    /** How long a connection for making tables is waited for. */
    private static final Duration OPENING_WAIT = Duration.ofSeconds(5);

    /** How often the first connection is waited for as long as a step waits for one. */
    private static final int OPENING_TRIES = 20;

    /**
     * How long a transaction on an H2 file waits for its turn: as many as wait are written one after the other, each with a
     * wait for the disk. With the time of a statement it is still less than the second after which LiveKit is told.
     */
    private static final Duration H2_TURN_WAIT = Duration.ofMillis(500);

    /** How long a report may take: it reads many rows, and nobody's call waits for it. */
    static final Duration REPORT_TIME = Duration.ofSeconds(25);

    /** How many reports run at once; they have connections of their own, so that no step waits for one. */
    static final int MAX_REPORTS = 2;

    private final JdbcSettings settings;
    private final HikariDataSource pool;
    private final HikariDataSource reports;
    private final StepDeadlines deadlines;
    private final StepDeadlines reportDeadlines;

    /**
     * Transactions on an H2 file take turns. H2 loses now and then a commit that it has acknowledged when several wait for
     * the same row (seen with 2.4.240 and 2.5.252: a row whose version went back), lets some wait for ever, and writes one
     * after the other to its file anyway. Nobody else has the file, so turns in this process are all that is needed.
     */
    private final ReentrantLock turns = new ReentrantLock(true);

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
            this.reports = new HikariDataSource(reportsOf(settings));
        } catch (NoClassDefFoundError e) {
            throw missing("com.zaxxer:HikariCP", e);
        }
        this.deadlines = new StepDeadlines(settings.stepTime());
        this.reportDeadlines = new StepDeadlines(REPORT_TIME.plus(settings.connectionWait()));
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
        settings.kind().driverProperties(settings.connectionWait()).forEach(config::addDataSourceProperty);
        // A database that is down when we start is like one that goes down later.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /** A pool that connects when a report is asked for. */
    private static HikariConfig reportsOf(JdbcSettings settings) {
        HikariConfig config = poolOf(settings);
        config.setPoolName("telephony-reports");
        config.setMaximumPoolSize(MAX_REPORTS);
        config.setMinimumIdle(0);
        config.setReadOnly(true);
        config.setConnectionInitSql(settings.kind().connectionSetup(REPORT_TIME));
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

    /**
     * Whether none of our tables was ever made here: there is nothing that making them could harm.
     *
     * @throws StoreUnavailableException when the database cannot be reached
     */
    public boolean isNew() {
        return migrations(flyway()).applied().length == 0;
    }

    /** What keeps this version from using the tables as they are, and what to do; empty = nothing does. */
    public Optional<String> tableTrouble() {
        MigrationInfoService migrations = migrations(flyway());
        if (migrations.applied().length == 0) {
            return Optional.of(settings + " has none of our tables: make them with 'migrate'");
        }
        int pending = migrations.pending().length;
        return newerTables(migrations)
                .or(() -> pending == 0
                        ? Optional.empty()
                        : Optional.of("the tables in " + settings + " are older than this version (" + pending
                                + " steps are to be taken): stop the processes of the older version, make a backup,"
                                + " then run 'migrate'"));
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
            throw unreadable(e);
        }
    }

    private StoreUnavailableException unreadable(FlywayException e) {
        boolean taken = Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException sql && H2_FILE_IS_TAKEN.equals(sql.getSQLState()));
        return new StoreUnavailableException(
                taken
                        ? "another process has " + settings + " open, and one process at a time can have it: stop that"
                                + " one, or give this one a file of its own; several processes can share a PostgreSQL"
                        : "the tables of " + settings
                                + " could not be read: see that the database runs, may be reached and lets this user in",
                e);
    }

    /** On a connection of its own: a step may take longer than a statement may. */
    private Flyway flyway() {
        try {
            FluentConfiguration configuration = Flyway.configure(JdbcDatabase.class.getClassLoader())
                    .dataSource(settings.url(), settings.user(), settings.password())
                    .jdbcProperties(settings.kind().driverProperties(OPENING_WAIT))
                    .table(HISTORY)
                    .locations(MIGRATIONS)
                    // Tables of others may be there already.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .javaMigrations(new FactsOfOldCalls());
            return configuration.load();
        } catch (NoClassDefFoundError e) {
            throw missing("org.flywaydb:flyway-core", e);
        }
    }

    /** Waits for the first connection, which may take longer than a step may: a file is read, a driver is loaded. */
    void awaitConnection() {
        for (int tries = 1; ; tries++) {
            try {
                run("connecting", connection -> true);
                return;
            } catch (StoreUnavailableException e) {
                if (tries == OPENING_TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * Does this in one transaction: all of it or nothing.
     *
     * @param what what is done, for the message: "committing call 1"
     */
    <T> T transaction(String what, Work<T> work) {
        if (settings.kind() != JdbcKind.H2) {
            return inTransaction(what, work);
        }
        waitForTurn(what);
        try {
            return inTransaction(what, work);
        } finally {
            turns.unlock();
        }
    }

    private void waitForTurn(String what) {
        try {
            if (turns.tryLock(H2_TURN_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new StoreUnavailableException(what + ": nothing was done, because others were writing to " + settings
                + " for " + H2_TURN_WAIT.toMillis() + " ms");
    }

    private <T> T inTransaction(String what, Work<T> work) {
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

    /** A connection of the pool, for as long as is wanted. */
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Does this, which is one statement. */
    <T> T run(String what, Work<T> work) {
        return run(what, work, pool, deadlines);
    }

    /** Reads what takes long, with one statement. */
    <T> T report(String what, Work<T> work) {
        return run(what, work, reports, reportDeadlines);
    }

    private <T> T run(String what, Work<T> work, HikariDataSource from, StepDeadlines limits) {
        try (StepDeadlines.Deadline deadline = limits.begin();
                Connection connection = from.getConnection()) {
            return deadline.keep(connection, work);
        } catch (SQLTransientConnectionException e) {
            throw new StoreUnavailableException(
                    what + ": nothing was done, because " + settings + " gave no connection within "
                            + settings.connectionWait().toMillis() + " ms; see whether it runs, and whether all "
                            + from.getMaximumPoolSize() + " connections are busy",
                    e);
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    what + ": " + settings + " failed (SQLSTATE " + e.getSQLState()
                            + "), and whether it took effect is not known; it may be repeated",
                    e);
        } catch (RuntimeException | AssertionError e) {
            if (!isOfDriver(e)) {
                throw e;
            }
            throw new StoreUnavailableException(
                    what + ": the driver of " + settings
                            + " stumbled, and whether it took effect is not known; it may be" + " repeated",
                    e);
        }
    }

    /**
     * Whether a driver or the pool threw this, and not the step. PostgreSQL's takes for granted that nobody closes a connection
     * while it is asking, which is what happens when a server goes down or a step is broken off.
     */
    private static boolean isOfDriver(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length > 0 && OF_DRIVERS.stream().anyMatch(trace[0].getClassName()::startsWith);
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

    /** Whether another transaction did not let go of a row in time; nothing else is wrong. */
    static boolean isLockWait(SQLException e) {
        return LOCK_WAITS.contains(e.getSQLState());
    }

    /** Closes the connections; steps that are still being taken fail. */
    @Override
    public void close() {
        pool.close();
        reports.close();
        deadlines.close();
        reportDeadlines.close();
    }
}
