package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import telephony.call.CallStatus;
import telephony.call.Direction;
import telephony.call.PhoneNumber;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.stats.CallStats;
import telephony.stats.CallStatsQuery;
import telephony.store.CallFilter;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.store.Page;
import telephony.testkit.Calls;
import telephony.testkit.HandClock;

/** What stands beside the rows of calls in a database: how it is searched, and how it came there for old calls. */
class JdbcSearchTest {

    private final JdbcStores databases = new JdbcStores();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        databases.close();
    }

    private JdbcSettings empty(JdbcKind kind) {
        return kind == JdbcKind.H2 ? JdbcSettings.h2(folder.resolve("store")) : PostgresServer.emptySchema();
    }

    private static void keep(JdbcTelephonyStore store, TelephonyCall row) {
        assertThat(store.commit(Commit.ofRow(row, List.of()))).isEqualTo(Commit.Result.STORED);
    }

    private static TelephonyCall from(PhoneNumber number, int second) {
        TelephonyCall row = Calls.inbound("RM_" + second, "SCL_" + second, Calls.START.plusSeconds(second));
        SipParticipant leg = row.legs().get(0);
        return row.withLeg(new SipParticipant(
                leg.sipCallId(),
                leg.identity(),
                leg.role(),
                number,
                leg.trunkNumber(),
                null,
                null,
                null,
                leg.sessions()));
    }

    private static List<String> rooms(JdbcTelephonyStore store, CallFilter filter, int limit) {
        List<String> rooms = new ArrayList<>();
        String cursor = null;
        do {
            Page<TelephonyCall> page =
                    store.query(CallQuery.all(null, limit, cursor).like(filter));
            page.items().forEach(row -> rooms.add(row.origin().roomSid()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return rooms;
    }

    private static CallFilter caller(String number) {
        return new CallFilter(null, null, null, number, null, null, null, null, null);
    }

    @ParameterizedTest
    @EnumSource
    void aNumberShouldBeFoundAsItCameAndInE164NewestFirst(JdbcKind kind) {
        JdbcTelephonyStore store = databases.migrated(empty(kind), new HandClock(Calls.START));
        keep(store, from(new PhoneNumber("+14155552671", "+14155552671"), 1));
        keep(store, from(new PhoneNumber("4155552671", "+14155552671"), 2));
        keep(store, from(new PhoneNumber("4155552671", null), 3));
        keep(store, from(new PhoneNumber("+14155552671", null), 4));
        keep(store, from(new PhoneNumber("anonymous", null), 5));

        assertThat(rooms(store, caller("+14155552671"), 2)).containsExactly("RM_4", "RM_2", "RM_1");
        assertThat(rooms(store, caller("4155552671"), 1)).containsExactly("RM_3", "RM_2");
        assertThat(rooms(
                        store,
                        new CallFilter(null, null, Direction.INBOUND, "4155552671", null, null, null, null, null),
                        1))
                .containsExactly("RM_3", "RM_2");
    }

    @ParameterizedTest
    @EnumSource
    void aPageShouldEndAfterWhatMayBeLookedAtAndTheNextOneGoOn(JdbcKind kind) throws Exception {
        JdbcSettings settings = empty(kind);
        JdbcTelephonyStore store = databases.migrated(settings, new HandClock(Calls.START));
        try (var connection = databases.database(settings).connection()) {
            new ManyCalls(CallQuery.LOOKED_AT + 200).fill(connection);
            connection.setAutoCommit(true);
        }
        TelephonyCall wanted =
                Calls.inbound("RM_wanted", "SCL_wanted", ManyCalls.beginning().minusSeconds(1));
        keep(store, Calls.ofTenant("tenant-0", wanted));
        // The direction leads nowhere rare: most calls have it, and no open call is of this number.
        CallFilter rare =
                new CallFilter(null, CallStatus.CREATED, Direction.INBOUND, null, null, null, null, null, null);
        CallFilter late =
                new CallFilter(null, null, Direction.INBOUND, null, null, null, null, null, ManyCalls.beginning());

        assertThat(rooms(store, rare, 50)).isEmpty();
        assertThat(rooms(store, late, 50)).containsExactly("RM_wanted");
    }

    /** PostgreSQL weighs what is there; H2 sorts all calls of the tenant unless it is shown the index. */
    @Test
    void aTenantsCallsShouldBeReadInTheOrderOfAnIndexInH2() throws Exception {
        databases.migrated(empty(JdbcKind.H2), new HandClock(Calls.START));
        JdbcDatabase database = databases.newest();
        try (var connection = database.connection()) {
            new ManyCalls(3_000).fill(connection);
            connection.setAutoCommit(true);
        }
        String half = Long.toString(
                ManyCalls.beginning().plus(ManyCalls.SPREAD.dividedBy(2)).toEpochMilli());
        String id = "'" + new UUID(0, 7) + "'";
        List<String> tables = List.of("telephony_call");
        String first = JdbcCalls.query(true, false, false, false);
        String next = JdbcCalls.query(true, false, false, true);

        List<String> plans = List.of(
                QueryPlan.of(database, tables, first, List.of("'tenant-1'", "51")),
                QueryPlan.of(database, tables, next, List.of("'tenant-1'", half, half, id, "51")));

        assertThat(plans).allSatisfy(plan -> assertThat(plan).contains("telephony_call_of_tenant", "index sorted"));
    }

    @ParameterizedTest
    @EnumSource
    void callsFromBeforeThereWasSuchATableShouldBeFoundAndCounted(JdbcKind kind) {
        JdbcSettings settings = empty(kind);
        JdbcTelephonyStore before = databases.migrated(settings, new HandClock(Calls.START));
        TelephonyCall old = Calls.outbound();
        TelephonyCall spoilt = Calls.inbound("RM_spoilt", "SCL_spoilt");
        keep(before, old);
        keep(before, spoilt);
        for (String sql : List.of(
                "UPDATE telephony_call SET call_row = '{' WHERE call_id = '" + spoilt.callId() + "'",
                "DROP TABLE telephony_slot, telephony_slot_waiting, telephony_slot_lock",
                "DROP TABLE telephony_call_facts",
                "DROP TABLE telephony_decided_call",
                "DROP TABLE telephony_lead",
                "DROP TABLE telephony_lead_meeting",
                "DROP TABLE telephony_lead_told",
                "DELETE FROM telephony_schema_history WHERE version IN ('8', '8.1', '9', '10')")) {
            databases.database(settings).run("going back", connection -> {
                try (var statement = connection.prepareStatement(sql)) {
                    return statement.executeUpdate();
                }
            });
        }

        JdbcTelephonyStore store = databases.migrated(settings, new HandClock(Calls.START));

        CallFilter spring = new CallFilter(null, null, null, null, null, "spring", null, null, null);
        assertThat(store.query(CallQuery.all(null, 10, null).like(spring)).items())
                .extracting(TelephonyCall::callId)
                .containsExactly(old.callId());
        assertThat(store.stats()
                        .count(CallStatsQuery.total(Calls.START, Calls.START.plusSeconds(1)))
                        .groups())
                .extracting(CallStats.Group::calls)
                .containsExactly(1L);
    }
}
