package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import telephony.adapters.ClassPathWithout;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.store.Durability;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

class JdbcDatabaseTest {

    /** How many steps there are from nothing to this version's tables. */
    private static final int STEPS = 11;

    private static final Duration SHORT = Duration.ofMillis(JdbcSettings.MIN_WAIT_MILLIS);

    /** On a busy machine no step shall fail because it takes long. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JdbcStores stores = new JdbcStores();
    private final HandClock clock = new HandClock(Calls.START);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        stores.close();
    }

    private JdbcSettings empty(JdbcKind kind) {
        JdbcSettings settings =
                kind == JdbcKind.H2 ? JdbcSettings.h2(folder.resolve("store")) : PostgresServer.emptySchema();
        return settings.waiting(PATIENCE, PATIENCE);
    }

    private JdbcTelephonyStore storeOf(JdbcDatabase database) {
        return new JdbcTelephonyStore(database, StoreClock.of(clock), JdbcStores.random());
    }

    @ParameterizedTest
    @EnumSource
    void tablesThatAreMissingShouldBeRefusedUntilTheyAreMade(JdbcKind kind) {
        JdbcDatabase database = stores.database(empty(kind));

        assertThatThrownBy(() -> storeOf(database))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has none of our tables")
                .hasMessageContaining("migrate");
        assertThat(database.migrate()).isEqualTo(STEPS);
        assertThat(database.migrate()).isZero();
        assertThat(database.tableTrouble()).isEmpty();
        assertThat(storeOf(database).find(Calls.newCallId())).isEmpty();
    }

    static Stream<Throwable> thrownByDrivers() {
        return Stream.of(
                thrownIn(new AssertionError("closed"), "org.postgresql.core.v3.QueryExecutorImpl"),
                thrownIn(new NullPointerException("stream"), "org.postgresql.core.PGStream"),
                thrownIn(new IllegalStateException("pool"), "com.zaxxer.hikari.pool.HikariPool"));
    }

    private static Throwable thrownIn(Throwable thrown, String driver) {
        thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement(driver, "send", "Driver.java", 1)});
        return thrown;
    }

    /** As PostgreSQL's does when its connection is closed under it. */
    @ParameterizedTest
    @MethodSource("thrownByDrivers")
    void aDriverThatStumblesShouldBeAStoreThatIsDown(Throwable thrown) {
        JdbcDatabase database = stores.database(empty(JdbcKind.H2));

        assertThatThrownBy(() -> database.run("asking", connection -> {
                    throw sneaky(thrown);
                }))
                .isInstanceOf(StoreUnavailableException.class)
                .hasCause(thrown);
    }

    @Test
    void anErrorOfAStepItselfShouldStayWhatItIs() {
        JdbcDatabase database = stores.database(empty(JdbcKind.H2));
        AssertionError ours = new AssertionError("ours");

        assertThatThrownBy(() -> database.run("asking", connection -> {
                    throw ours;
                }))
                .isSameAs(ours);
    }

    private static RuntimeException sneaky(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    @ParameterizedTest
    @EnumSource
    void tablesOfANewerVersionShouldBeRefusedAndLeftAlone(JdbcKind kind) {
        JdbcDatabase database = stores.database(empty(kind));
        database.migrate();
        database.run("pretending", connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO telephony_schema_history (installed_rank, version,"
                            + " description, type, script, installed_by, installed_on, execution_time, success)"
                            + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 'x', CURRENT_TIMESTAMP, 1, TRUE)")) {
                return insert.executeUpdate();
            }
        });

        assertThatThrownBy(() -> storeOf(database))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer version (step 99): run that version");
        assertThatThrownBy(database::migrate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer version (step 99)");
    }

    @ParameterizedTest
    @EnumSource
    void tablesOfAnOlderVersionShouldBeRefusedUntilTheyAreBroughtUpToDate(JdbcKind kind) {
        JdbcDatabase database = stores.database(empty(kind));
        database.migrate();
        for (String sql : List.of(
                "DROP TABLE telephony_store",
                "DROP TABLE telephony_slot, telephony_slot_waiting, telephony_slot_lock",
                "DROP TABLE telephony_call",
                "DROP TABLE telephony_leg",
                "DROP TABLE telephony_timeline",
                "DROP TABLE telephony_inbox",
                "DROP TABLE telephony_lease",
                "DROP TABLE telephony_order",
                "DROP TABLE telephony_ledger_key",
                "DROP TABLE telephony_ledger_line",
                "DROP TABLE telephony_api_key",
                "DROP TABLE telephony_trunk",
                "DROP TABLE telephony_guard_ruling",
                "DROP TABLE telephony_call_facts",
                "DROP TABLE telephony_decided_call",
                "DROP TABLE telephony_lead",
                "DROP TABLE telephony_lead_meeting",
                "DROP TABLE telephony_lead_told",
                "DROP TABLE telephony_directory",
                "DROP TABLE telephony_directory_head",
                "DELETE FROM telephony_schema_history WHERE version <> '1'",
                // What stays is the mark of a version before the first step.
                "UPDATE telephony_schema_history SET version = '0', type = 'BASELINE', script = 'before', checksum = NULL")) {
            database.run("going back", connection -> {
                try (var statement = connection.prepareStatement(sql)) {
                    return statement.executeUpdate();
                }
            });
        }

        assertThatThrownBy(() -> storeOf(database))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("older than this version (" + STEPS + " steps")
                .hasMessageContaining("run 'migrate'");
        assertThat(database.migrate()).isEqualTo(STEPS);
        assertThat(storeOf(database).find(Calls.newCallId())).isEmpty();
    }

    @Test
    void tablesOfOthersInTheSameSchemaShouldNotDisturb() {
        JdbcSettings settings = empty(JdbcKind.POSTGRESQL);
        String schema = settings.url().replaceAll(".*currentSchema=", "");
        PostgresServer.execute("CREATE TABLE " + schema + ".theirs (id INTEGER)");

        assertThat(stores.database(settings).migrate()).isEqualTo(STEPS);
    }

    @ParameterizedTest
    @EnumSource
    void aStoreShouldKeepItsNameAndItsBeginningAcrossStarts(JdbcKind kind) {
        JdbcSettings settings = empty(kind);
        String name;
        try (JdbcDatabase first = new JdbcDatabase(settings)) {
            first.migrate();
            name = storeOf(first).instanceId();
        }
        clock.advance(Duration.ofDays(1));

        JdbcTelephonyStore again = new JdbcTelephonyStore(stores.database(settings), StoreClock.of(clock), () -> 7);

        assertThat(again.instanceId()).isEqualTo(name).matches("[a-z0-9]{1,13}");
        assertThat(again.rememberingSince()).isEqualTo(Calls.START);
        assertThat(again.durability()).isEqualTo(Durability.COMMITTED);
    }

    @Test
    void aServerThatDoesNotCommitToDiskShouldBeBestEffort() {
        JdbcSettings settings = empty(JdbcKind.POSTGRESQL);
        JdbcSettings careless = JdbcSettings.postgres(
                settings.url() + "&options=-c%20synchronous_commit=off", settings.user(), settings.password());

        assertThat(stores.migrated(careless, clock).durability()).isEqualTo(Durability.BEST_EFFORT);
    }

    @ParameterizedTest
    @EnumSource
    void whoFindsNoFreeConnectionShouldBeToldSoInTime(JdbcKind kind) {
        JdbcDatabase database = stores.database(empty(kind).withConnections(1).waiting(SHORT, PATIENCE));
        database.migrate();
        JdbcTelephonyStore store = storeOf(database);

        database.run("holding the only connection", held -> {
            assertThatThrownBy(() -> store.find(Calls.newCallId()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("nothing was done")
                    .hasMessageContaining("250 ms")
                    .hasMessageContaining("all 1 connections are busy");
            return true;
        });

        assertThat(store.find(Calls.newCallId())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatAnotherTransactionHoldsShouldBeAConflictThatWritesNothing(JdbcKind kind) {
        JdbcDatabase database = stores.database(empty(kind));
        database.migrate();
        JdbcTelephonyStore store = storeOf(database);
        TelephonyCall row = Calls.inbound("RM_1", "SCL_1");
        store.commit(Commit.ofRow(row, List.of()));
        TelephonyCall stored = store.find(row.callId()).orElseThrow();
        Commit change = new Commit(Calls.inboxEntry("EV_1"), stored, 1, List.of());

        database.transaction("holding the row", holder -> {
            try (var lock = holder.prepareStatement("SELECT call_id FROM telephony_call FOR UPDATE")) {
                lock.executeQuery().close();
            }
            assertThat(store.commit(change)).isEqualTo(Commit.Result.CONFLICT);
            return true;
        });

        assertThat(store.findInboxEntry("EV_1")).isEmpty();
        assertThat(store.commit(change)).isEqualTo(Commit.Result.STORED);
    }

    @ParameterizedTest
    @EnumSource
    void anEventThatAnotherTransactionTakesInShouldNotPassForTakenIn(JdbcKind kind) {
        JdbcDatabase database = stores.database(empty(kind));
        database.migrate();
        JdbcTelephonyStore store = storeOf(database);
        Commit event = Commit.ofEvent(Calls.inboxEntry("EV_1"), List.of());

        database.transaction("taking it in", other -> {
            JdbcInbox.takeIn(other, Calls.inboxEntry("EV_1"));
            assertThatThrownBy(() -> store.commit(event))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("nothing was written of EV_1");
            other.rollback();
            return true;
        });

        assertThat(store.commit(event)).isEqualTo(Commit.Result.STORED);
    }

    @ParameterizedTest
    @EnumSource
    void aStatementThatTakesTooLongShouldBeGivenUpAndLeaveNothing(JdbcKind kind) {
        JdbcDatabase database = stores.database(empty(kind).waiting(PATIENCE, SHORT));
        database.migrate();
        JdbcTelephonyStore store = storeOf(database);
        String slow = kind == JdbcKind.H2
                ? "SELECT SUM(\"X\" % 7) FROM SYSTEM_RANGE(1, 100000000000)"
                : "SELECT pg_sleep(60)";

        assertThatThrownBy(() -> database.transaction("counting", connection -> {
                    JdbcInbox.takeIn(connection, Calls.inboxEntry("EV_1"));
                    try (var select = connection.prepareStatement(slow)) {
                        return select.executeQuery();
                    }
                }))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("counting")
                .hasMessageContaining("57014")
                .hasMessageContaining("may be repeated");

        assertThat(store.findInboxEntry("EV_1")).isEmpty();
    }

    @Test
    void aLostConnectionShouldFailOneStepAndNotTheNext() {
        JdbcSettings settings = empty(JdbcKind.POSTGRESQL).withConnections(1);
        JdbcTelephonyStore store = stores.migrated(
                new JdbcSettings(
                        settings.url() + "&ApplicationName=doomed",
                        null,
                        null,
                        1,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5)),
                clock);
        store.find(Calls.newCallId());

        PostgresServer.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name IN"
                + " ('doomed', 'telephony')");

        assertThatThrownBy(() -> store.find(Calls.newCallId())).isInstanceOf(StoreUnavailableException.class);
        assertThat(store.find(Calls.newCallId())).isEmpty();
    }

    @Test
    void aServerThatIsDownShouldBeToldOfInTime() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        JdbcDatabase down = stores.database(
                JdbcSettings.postgres("jdbc:postgresql://127.0.0.1:" + port + "/x?user=me&password=secret", null, null)
                        .waiting(SHORT, SHORT));

        assertThatThrownBy(() -> storeOf(down))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("see that the database runs")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> down.run("trying", connection -> true))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("nothing was done");
    }

    static Stream<List<String>> libraries() {
        return Stream.of(List.of("org.h2.", "com.h2database:h2"), List.of("com.zaxxer.hikari.", "com.zaxxer:HikariCP"));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void withoutALibraryItShouldSayWhichToAdd(List<String> library) throws Exception {
        try (ClassPathWithout some = new ClassPathWithout(library.get(0))) {
            Class<?> settings = some.loadClass(JdbcSettings.class.getName());
            Object h2 = settings.getMethod("h2", Path.class).invoke(null, folder.resolve("store"));
            Constructor<?> constructor =
                    some.loadClass(JdbcDatabase.class.getName()).getConstructor(settings);

            assertThatThrownBy(() -> constructor.newInstance(h2))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("add " + library.get(1) + " to the class path");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseShouldBeNewUntilItsTablesAreMade(JdbcKind kind) {
        JdbcDatabase database = stores.database(empty(kind));

        assertThat(database.isNew()).isTrue();
        database.migrate();
        assertThat(database.isNew()).isFalse();
    }
}
