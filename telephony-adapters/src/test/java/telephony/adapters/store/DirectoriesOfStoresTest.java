package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryNumber;
import telephony.directory.DirectoryPort;
import telephony.directory.DirectoryRow;
import telephony.directory.DirectoryWatch;
import telephony.directory.EntryKey;
import telephony.directory.OpeningHours;
import telephony.directory.Tenant;
import telephony.guard.Span;
import telephony.routing.AgentConfig;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.DirectoryPortContract;

/** The directory in every store. */
class DirectoriesOfStoresTest extends AllStores {

    private static final Tenant ACME = new Tenant("acme", "Acme", null);

    @Nested
    class InMemory implements DirectoryPortContract {
        @Override
        public DirectoryPort newDirectory() {
            return new InMemoryDirectory();
        }
    }

    @Nested
    class InH2 implements DirectoryPortContract {
        @Override
        public DirectoryPort newDirectory() {
            return databases.h2Directory(folder, clock);
        }
    }

    @Nested
    class InPostgres implements DirectoryPortContract {
        @Override
        public DirectoryPort newDirectory() {
            return databases.postgresDirectory(clock);
        }
    }

    @Nested
    class InRedis implements DirectoryPortContract {
        @Override
        public DirectoryPort newDirectory() {
            return redis.open(RedisStores.empty(), clock).directory();
        }
    }

    private static void put(DirectoryPort directory) {
        assertThat(directory.commit(List.of(DirectoryChange.put(0, ACME)), OptionalLong.empty()))
                .hasValue(1);
    }

    @Test
    void theDirectoryShouldOutliveTheProcess() {
        JdbcSettings settings = JdbcSettings.h2(folder.resolve("kept"));
        try (JdbcStores first = new JdbcStores()) {
            first.migrated(settings, clock);
            put(new JdbcDirectory(first.database(settings)));
        }

        databases.migrated(settings, clock);

        assertThat(new JdbcDirectory(databases.database(settings)).find(ACME.key()))
                .contains(DirectoryRow.of(1, ACME));
    }

    @Test
    void whatOneProcessChangesAnotherShouldSeeWhenItLooks() {
        RedisSettings settings = RedisStores.empty();
        DirectoryWatch watch = new DirectoryWatch(redis.open(settings, clock).directory());
        watch.refresh();

        put(redis.open(settings, clock).directory());

        assertThat(watch.refresh().tenant("acme")).contains(ACME);
    }

    /** As {@code pg_restore} or a copied file leaves it: older rows, and an older revision. */
    @Test
    void aDatabaseThatWasRestoredShouldBeReadAnew() {
        JdbcDatabase database = databases.h2Tables(folder, clock);
        DirectoryPort directory = new JdbcDirectory(database);
        put(directory);
        DirectoryWatch watch = new DirectoryWatch(directory);
        directory.commit(
                List.of(
                        DirectoryChange.put(0, new Tenant("beta", "Beta", null)),
                        DirectoryChange.remove(ACME.key(), 1)),
                OptionalLong.empty());
        assertThat(watch.refresh().tenant("acme")).isEmpty();

        int done = database.run("restoring", connection -> {
            try (Statement restore = connection.createStatement()) {
                return restore.executeUpdate("DELETE FROM telephony_directory")
                        + restore.executeUpdate("UPDATE telephony_directory_head SET revision = 0 WHERE head_id = 1");
            }
        });
        put(directory);

        assertThat(done).isEqualTo(3);

        assertThat(watch.refresh().tenant("acme")).contains(ACME);
        assertThat(watch.snapshot().tenant("beta")).isEmpty();
    }

    @Test
    void anEntryThatNobodyCanReadShouldNotLookAsIfThereWereNone() {
        RedisSettings settings = RedisStores.empty();
        DirectoryPort directory = redis.open(settings, clock).directory();
        put(directory);
        RedisStores.tellShared(
                operator -> operator.hset("{" + settings.name() + "}:directory", "tenant acme", "1 acme {"));

        assertThatThrownBy(() -> directory.changesAfter(0, 10))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("tenant acme");
        assertThatThrownBy(() -> directory.find(ACME.key())).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void anEntryOfANewerVersionShouldNotBeReadByHalves() {
        assertThatThrownBy(() -> DirectoryCodec.row(EntryKey.tenant("acme"), 1, "{\"format\":3,\"name\":\"Acme\"}"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("update this process");
    }

    /** The form in which entries stand in stores: a change of it is a change for everybody's. */
    @Test
    void theFormOfAnEntryShouldNotChangeUnnoticed() {
        AgentConfig config = AgentConfig.named("phone");
        Campaign campaign = new Campaign(
                "spring",
                "acme",
                "Spring",
                "sales",
                List.of("+15551230001"),
                new OpeningHours(
                        ZoneId.of("Europe/Paris"),
                        Map.of(DayOfWeek.FRIDAY, List.of(new Span(32_400, 64_800))),
                        List.of("fr"),
                        OpeningHours.Outside.number("+33140000000")),
                Calls.START,
                null,
                Map.of("offer", 7L));

        assertThat(DirectoryCodec.write(new Tenant("acme", "Acme", "sales")))
                .isEqualTo("{\"format\":1,\"name\":\"Acme\",\"defaultAgentId\":\"sales\"}");
        assertThat(DirectoryCodec.write(new Agent("sales", "acme", "Sales", config, Agent.Status.INACTIVE, 7)))
                .startsWith(
                        "{\"format\":1,\"tenantId\":\"acme\",\"name\":\"Sales\",\"config\":{\"name\":\"phone\",\"prompt\":")
                .endsWith("\"metadataStyle\":\"NESTED\"},\"status\":\"inactive\",\"priority\":7}");
        assertThat(DirectoryCodec.write(new DirectoryNumber("+15551230001", null, List.of("a"), Map.of("_id", "k1"))))
                .isEqualTo("{\"format\":1,\"agentIds\":[\"a\"],\"legacy\":{\"_id\":\"k1\"}}");
        assertThat(DirectoryCodec.write(campaign))
                .isEqualTo("{\"format\":1,\"tenantId\":\"acme\",\"name\":\"Spring\",\"agentId\":\"sales\","
                        + "\"numbers\":[\"+15551230001\"],\"hours\":{\"zone\":\"Europe/Paris\","
                        + "\"FRIDAY\":[{\"from\":32400,\"to\":64800}],\"holidays\":[\"fr\"],"
                        + "\"outside\":{\"then\":\"NUMBER\",\"target\":\"+33140000000\"}},"
                        + "\"activeFrom\":1795255200000,\"metadata\":{\"offer\":7}}");
        assertThat(DirectoryCodec.write(new Tenant("acme", "Acme", null, 3)))
                .isEqualTo("{\"format\":2,\"name\":\"Acme\",\"maxConcurrentCalls\":3}");
    }
}
