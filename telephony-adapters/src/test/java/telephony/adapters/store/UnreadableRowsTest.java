package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import telephony.call.CallId;
import telephony.call.TelephonyCall;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.Page;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

class UnreadableRowsTest {

    private final JdbcStores stores = new JdbcStores();
    private final HandClock clock = new HandClock(Calls.START);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        stores.close();
    }

    private JdbcDatabase database(JdbcKind kind) {
        JdbcDatabase database = stores.database(
                kind == JdbcKind.H2 ? JdbcSettings.h2(folder.resolve("store")) : PostgresServer.emptySchema());
        database.migrate();
        return database;
    }

    private JdbcTelephonyStore storeOf(JdbcDatabase database) {
        return new JdbcTelephonyStore(database, StoreClock.of(clock), JdbcStores.random());
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatNobodyCanReadShouldHoldUpNoOther(JdbcKind kind) {
        JdbcDatabase database = database(kind);
        JdbcTelephonyStore store = storeOf(database);
        List<TelephonyCall> rows = Stream.of("1", "2", "3")
                .map(number -> Calls.inbound("RM_" + number, "SCL_" + number).withDueAt(clock.instant()))
                .toList();
        rows.forEach(row -> store.commit(Commit.ofRow(row, List.of())));
        CallId broken = rows.get(1).callId();
        spoil(database, broken);

        List<CallId> claimed = callIds(store.claimDue("me", Duration.ofSeconds(20), 10));

        assertThat(claimed)
                .containsExactlyInAnyOrder(rows.get(0).callId(), rows.get(2).callId());
        assertThatThrownBy(() -> store.find(broken))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(broken.toString())
                .hasMessageContaining("restore it, or delete it");
        restore(database, broken, rows.get(1));
        assertThat(store.claimDue("me", Duration.ofSeconds(20), 10)).isEmpty();
        clock.advance(JdbcCalls.PUT_OFF_FOR);
        assertThat(callIds(store.claimDue("me", Duration.ofSeconds(20), 10))).contains(broken);
    }

    @ParameterizedTest
    @EnumSource
    void aListShouldLeaveOutARowThatNobodyCanReadAndGoOnBehindIt(JdbcKind kind) {
        JdbcDatabase database = database(kind);
        JdbcTelephonyStore store = storeOf(database);
        List<CallId> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TelephonyCall row = Calls.inbound("RM_" + i, "SCL_" + i, Calls.START.plusSeconds(i));
            store.commit(Commit.ofRow(row, List.of()));
            newestFirst.add(0, row.callId());
        }
        // The last of the first page: what follows must not hang on being able to read it.
        spoil(database, newestFirst.remove(1));

        Page<TelephonyCall> first = store.query(CallQuery.all(null, 2, null));
        Page<TelephonyCall> rest = store.query(CallQuery.all(null, 10, first.nextCursor()));

        assertThat(callIds(first.items())).containsExactly(newestFirst.get(0));
        assertThat(callIds(rest.items())).containsExactlyElementsOf(newestFirst.subList(1, 4));
        assertThat(rest.nextCursor()).isNull();
    }

    private static List<CallId> callIds(List<TelephonyCall> rows) {
        return rows.stream().map(TelephonyCall::callId).toList();
    }

    private static void spoil(JdbcDatabase database, CallId callId) {
        writeText(database, callId, "{");
    }

    private static void restore(JdbcDatabase database, CallId callId, TelephonyCall row) {
        writeText(database, callId, RowCodec.write(row));
    }

    private static void writeText(JdbcDatabase database, CallId callId, String text) {
        database.run("writing", connection -> {
            try (var update = connection.prepareStatement("UPDATE telephony_call SET call_row = ? WHERE call_id = ?")) {
                update.setString(1, text);
                update.setObject(2, callId.value());
                return update.executeUpdate();
            }
        });
    }
}
