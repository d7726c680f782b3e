package telephony.adapters.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The databases that one test has opened. */
final class JdbcStores implements AutoCloseable {

    /** On a busy machine no step shall fail because it takes long. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Deque<JdbcDatabase> open = new ArrayDeque<>();
    private int files;

    static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    }

    /** A store with nothing in it, in a file in this folder, whose clock is this one. */
    JdbcTelephonyStore h2(Path folder, InstantSource clock) {
        return migrated(JdbcSettings.h2(folder.resolve("store" + files++)).waiting(PATIENCE, PATIENCE), clock);
    }

    /** A store with nothing in it, whose clock is this one. */
    JdbcTelephonyStore postgres(InstantSource clock) {
        return migrated(PostgresServer.emptySchema().waiting(PATIENCE, PATIENCE), clock);
    }

    /** A ledger with nothing in it, in a file in this folder. */
    JdbcDialLedger h2Ledger(Path folder, InstantSource clock) {
        return ledger(JdbcSettings.h2(folder.resolve("store" + files++)).waiting(PATIENCE, PATIENCE), clock);
    }

    /** A ledger with nothing in it. */
    JdbcDialLedger postgresLedger(InstantSource clock) {
        return ledger(PostgresServer.emptySchema().waiting(PATIENCE, PATIENCE), clock);
    }

    /** The rulings in a new H2 file. */
    JdbcRulings h2Rulings(Path folder, InstantSource clock) {
        migrated(JdbcSettings.h2(folder.resolve("store" + files++)).waiting(PATIENCE, PATIENCE), clock);
        return new JdbcRulings(open.element());
    }

    /** The rulings in a schema of PostgreSQL of its own. */
    JdbcRulings postgresRulings(InstantSource clock) {
        migrated(PostgresServer.emptySchema().waiting(PATIENCE, PATIENCE), clock);
        return new JdbcRulings(open.element());
    }

    /** The directory in a new H2 file. */
    JdbcDirectory h2Directory(Path folder, InstantSource clock) {
        migrated(JdbcSettings.h2(folder.resolve("store" + files++)).waiting(PATIENCE, PATIENCE), clock);
        return new JdbcDirectory(open.element());
    }

    /** The directory in a schema of PostgreSQL of its own. */
    JdbcDirectory postgresDirectory(InstantSource clock) {
        migrated(PostgresServer.emptySchema().waiting(PATIENCE, PATIENCE), clock);
        return new JdbcDirectory(open.element());
    }

    /** A new H2 file with our tables. */
    JdbcDatabase h2Tables(Path folder, InstantSource clock) {
        migrated(JdbcSettings.h2(folder.resolve("store" + files++)).waiting(PATIENCE, PATIENCE), clock);
        return open.element();
    }

    /** A schema of PostgreSQL of its own, with our tables. */
    JdbcDatabase postgresTables(InstantSource clock) {
        migrated(PostgresServer.emptySchema().waiting(PATIENCE, PATIENCE), clock);
        return open.element();
    }

    private JdbcDialLedger ledger(JdbcSettings settings, InstantSource clock) {
        // The store awaits the first connection.
        migrated(settings, clock);
        return new JdbcDialLedger(open.element());
    }

    /** The store of these settings, whose clock is this one. */
    JdbcTelephonyStore migrated(JdbcSettings settings, InstantSource clock) {
        JdbcDatabase database = database(settings);
        database.migrate();
        return new JdbcTelephonyStore(database, StoreClock.of(clock), random());
    }

    /** The one that was opened last. */
    JdbcDatabase newest() {
        return open.element();
    }

    /** The database of these settings, as it is. */
    JdbcDatabase database(JdbcSettings settings) {
        JdbcDatabase database = new JdbcDatabase(settings);
        open.push(database);
        return database;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
