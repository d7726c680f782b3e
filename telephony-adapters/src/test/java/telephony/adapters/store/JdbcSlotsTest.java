package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.call.SlotClaim.Stage;
import telephony.call.TelephonyCall;
import telephony.slot.SlotBoard;
import telephony.store.Commit;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;
import telephony.testkit.Race;

/** Slots in databases, beyond what every store must keep of them. */
class JdbcSlotsTest {

    private static final List<Slot> SALES = List.of(new Slot("tenant:acme", 9), Slot.ofAgent("sales", 1));

    /** On a busy machine no step shall fail because it takes long. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Enough for a database to prefer an index. */
    private static final int MANY = 3_000;

    private static final String ID = "'" + new UUID(0, 7) + "'";
    private static final List<String> PLACE = List.of("'line3'", "5", "5", "4", "4", ID, "0", ID);

    private static final Map<String, List<String>> QUESTIONS = Map.of(
            JdbcSlots.KEYS_OF_CALL, List.of(ID),
            JdbcSlots.PLACE_OF_CALL, List.of(ID),
            JdbcSlots.COUNT, List.of("'key3'"),
            JdbcSlots.IS_ANY_BEFORE, PLACE,
            JdbcSlots.COUNT_BEFORE, PLACE);

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

    private static TelephonyCall call(List<Slot> slots, Stage stage) {
        String unique = Calls.newCallId().toString();
        return Calls.inbound("RM_" + unique, "SCL_" + unique)
                .withSlots(new SlotClaim(slots, 10, Calls.START, Calls.START.plusSeconds(60), stage));
    }

    private static Commit.Result put(JdbcTelephonyStore store, TelephonyCall row) {
        return store.commit(Commit.ofRow(row, List.of()));
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.execute() ? 0 : statement.getUpdateCount();
        }
    }

    /** On H2 a file's transactions take turns, so that nobody meets another's locks. */
    @Test
    void whoeverTakesASlotForTooLongShouldMakeThoseAloneTryAgainThatHaveALimitOfTheSameKey() {
        JdbcSettings settings = PostgresServer.emptySchema().waiting(PATIENCE, JdbcSettings.DEFAULT_STATEMENT_TIME);
        JdbcTelephonyStore store = stores.migrated(settings, clock);
        JdbcDatabase other = stores.database(settings);
        TelephonyCall first = call(SALES, Stage.HELD);
        put(store, first);
        put(store, store.find(first.callId()).orElseThrow().ended(Calls.START, "x"));
        TelephonyCall limited = call(SALES, Stage.HELD);
        List<Slot> counted = List.of(Slot.ofAgent("sales", Slot.UNLIMITED));

        other.transaction("taking a slot", holder -> {
            execute(holder, "SELECT slot_key FROM telephony_slot_lock WHERE slot_key = 'agent:sales' FOR UPDATE");
            assertThatThrownBy(() -> put(store, limited))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("others were taking places of the same limit for 225 ms");
            assertThat(put(store, call(List.of(Slot.ofAgent("other", 1)), Stage.HELD)))
                    .isEqualTo(Commit.Result.STORED);
            assertThat(put(store, call(SALES, Stage.WAITING))).isEqualTo(Commit.Result.STORED);
            assertThat(put(store, call(counted, Stage.HELD))).isEqualTo(Commit.Result.STORED);
            return true;
        });

        assertThat(store.find(limited.callId())).isEmpty();
        assertThat(store.slots().board().held()).isEqualTo(Map.of("agent:other", 1L, "agent:sales", 1L));
    }

    @Test
    void whoeverIsJustTakingASlotShouldBeWaitedFor() throws Exception {
        JdbcSettings settings = empty(JdbcKind.POSTGRESQL);
        JdbcTelephonyStore store = stores.migrated(settings, clock);
        JdbcDatabase other = stores.database(settings);
        put(store, call(SALES, Stage.HELD));
        TelephonyCall second = call(List.of(SALES.get(0)), Stage.HELD);
        CountDownLatch locked = new CountDownLatch(1);

        Race.run(2, racer -> {
            if (racer == 0) {
                other.transaction("taking a slot", holder -> {
                    execute(holder, "SELECT slot_key FROM telephony_slot_lock FOR UPDATE");
                    locked.countDown();
                    while (!Thread.currentThread().isInterrupted() && !isWaitedFor(holder)) {
                        Thread.onSpinWait();
                    }
                    return true;
                });
            } else {
                locked.await();
                assertThat(put(store, second)).isEqualTo(Commit.Result.STORED);
            }
        });

        assertThat(store.slots().board().heldOf("tenant:acme")).isEqualTo(2);
    }

    private static boolean isWaitedFor(Connection holder) throws SQLException {
        try (PreparedStatement select = holder.prepareStatement(
                        "SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))");
                ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    @Test
    void twoProcessesShouldLetNoMoreInThanMayAndNeverWaitForEachOther() throws Exception {
        JdbcSettings settings = empty(JdbcKind.POSTGRESQL);
        List<JdbcTelephonyStore> processes =
                List.of(stores.migrated(settings, clock), stores.migrated(settings, clock));
        int agents = 25;
        AtomicInteger in = new AtomicInteger();

        Race.run(4, racer -> {
            for (int i = 0; i < agents; i++) {
                Slot one = Slot.ofAgent("a" + i, 1);
                Slot many = new Slot("tenant:b", 1_000);
                TelephonyCall row = call(racer % 2 == 0 ? List.of(one, many) : List.of(many, one), Stage.HELD);
                // Nobody else changes the row, so there is nothing to be read again.
                Commit.Result result = put(processes.get(racer / 2), row);
                assertThat(result).isIn(Commit.Result.STORED, Commit.Result.FULL);
                in.addAndGet(result == Commit.Result.STORED ? 1 : 0);
            }
        });

        SlotBoard board = processes.get(0).slots().board();
        assertThat(in).hasValue(agents);
        assertThat(board.heldOf("tenant:b")).isEqualTo(agents);
        assertThat(board.held()).hasSize(1 + agents);
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatWasTakenOutByHandShouldGiveItsSlotsBack(JdbcKind kind) {
        JdbcSettings settings = empty(kind);
        JdbcTelephonyStore store = stores.migrated(settings, clock);
        put(store, call(SALES, Stage.HELD));
        put(store, call(SALES, Stage.WAITING));

        stores.database(settings).run("by hand", connection -> execute(connection, "DELETE FROM telephony_call"));

        assertThat(store.slots().board()).isEqualTo(SlotBoard.EMPTY);
    }

    /** A call without limits must not pay for those that have some. */
    @ParameterizedTest
    @EnumSource
    void aCallThatNeedsNoSlotsShouldBeInNoneOfTheTables(JdbcKind kind) {
        JdbcSettings settings = empty(kind);
        JdbcTelephonyStore store = stores.migrated(settings, clock);
        JdbcDatabase database = stores.database(settings);
        for (String table : List.of("telephony_slot", "telephony_slot_waiting", "telephony_slot_lock")) {
            database.run("breaking", connection -> execute(connection, "DROP TABLE " + table));
        }
        TelephonyCall row = Calls.inbound("RM_1", "SCL_1");

        assertThat(put(store, row)).isEqualTo(Commit.Result.STORED);
        assertThat(put(store, store.find(row.callId()).orElseThrow().ended(Calls.START, "x")))
                .isEqualTo(Commit.Result.STORED);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAskedInAStepShouldBeReadFromAnIndex(JdbcKind kind) {
        JdbcSettings settings = empty(kind);
        stores.migrated(settings, clock);
        JdbcDatabase database = stores.database(settings);
        database.transaction("filling", JdbcSlotsTest::fill);
        List<String> tables = List.of("telephony_slot", "telephony_slot_waiting");

        QUESTIONS.forEach((question, values) -> {
            String plan = QueryPlan.of(database, tables, question, values);

            assertThat(plan).containsAnyOf("Index Scan", "Index Only Scan", "/* public.");
            assertThat(plan).doesNotContain("Seq Scan", "tableScan", "Sort");
        });
    }

    private static boolean fill(Connection connection) throws SQLException {
        String call =
                "INSERT INTO telephony_call (call_id, version, episode, room_name_key, created_at, is_open, call_row)"
                        + " VALUES (?, 1, 0, 'room', 1, TRUE, '{}')";
        String slot = "INSERT INTO telephony_slot (call_id, slot_key) VALUES (?, ?)";
        String waiting =
                "INSERT INTO telephony_slot_waiting (call_id, line_key, priority, came_at, waits_until, line_name)"
                        + " VALUES (?, ?, ?, ?, 1, '')";
        try (PreparedStatement calls = connection.prepareStatement(call);
                PreparedStatement slots = connection.prepareStatement(slot);
                PreparedStatement places = connection.prepareStatement(waiting)) {
            for (int i = 0; i < MANY; i++) {
                UUID callId = new UUID(0, i);
                calls.setObject(1, callId);
                calls.addBatch();
                slots.setObject(1, callId);
                slots.setString(2, "key" + i % 50);
                slots.addBatch();
                places.setObject(1, callId);
                places.setString(2, "line" + i % 50);
                places.setInt(3, i % 10);
                places.setLong(4, i);
                places.addBatch();
            }
            calls.executeBatch();
            slots.executeBatch();
            places.executeBatch();
        }
        return true;
    }
}
