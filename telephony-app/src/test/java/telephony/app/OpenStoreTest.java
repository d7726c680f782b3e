package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import telephony.adapters.http.Readiness;
import telephony.adapters.store.InMemoryDialLedger;
import telephony.call.TelephonyCall;
import telephony.store.Commit;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeApiKeys;
import telephony.testkit.FakeCallStats;
import telephony.testkit.FakeDecidedCalls;
import telephony.testkit.FakeDirectory;
import telephony.testkit.FakeLeads;
import telephony.testkit.FakeRulings;
import telephony.testkit.FakeTelephonyStore;

class OpenStoreTest {

    private static final Instant NOW = Calls.START;
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private static EmbeddedPostgres server;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    private Map<String, String> settings(StoreKind kind) {
        Map<String, String> settings = new HashMap<>(Map.of(Names.STORE, kind.word()));
        if (kind == StoreKind.H2) {
            settings.put(Names.STORE_URL, folder.resolve("below/calls").toString());
        } else if (kind == StoreKind.POSTGRES) {
            tell("DROP DATABASE IF EXISTS calls", "CREATE DATABASE calls");
            settings.put(Names.STORE_URL, "postgres://postgres@localhost:" + server.getPort() + "/calls");
        }
        return settings;
    }

    private static void tell(String... statements) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OpenStore open(Map<String, String> settings) {
        return OpenStore.open(AppConfig.storeOf(settings, Map.of()), CLOCK);
    }

    private int migrate(Map<String, String> settings) {
        Main.Starter none = config -> {
            throw new IllegalStateException("migrate starts nothing");
        };
        PrintWriter lines = new PrintWriter(out, true);
        return Main.run(new String[] {"migrate"}, settings, none, lines, lines);
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreKind.class,
            names = {"H2", "POSTGRES"})
    void whatWasStoredShouldBeThereAfterARestartUnderTheSameName(StoreKind kind) {
        Map<String, String> settings = settings(kind);
        migrate(settings);
        TelephonyCall call = Calls.inbound("RM_1", "SCL_1");
        String name;
        try (OpenStore store = open(settings)) {
            name = store.name().orElseThrow();
            assertThat(store.calls().commit(Commit.ofRow(call, List.of()))).isEqualTo(Commit.Result.STORED);
        }

        try (OpenStore again = open(settings)) {
            assertThat(again.calls().find(call.callId())).isPresent();
            assertThat(again.name()).contains(name);
            assertThat(again.description()).isEqualTo(kind.word() + " (committed)");
        }
    }

    @Test
    void aNewFileShouldBeSetUpWithoutBeingAsked() {
        Map<String, String> settings = settings(StoreKind.H2);

        try (OpenStore store = open(settings)) {
            assertThat(store.calls().find(Calls.newCallId())).isEmpty();
            assertThat(store.clock().instant()).isEqualTo(NOW);
        }

        assertThat(migrate(settings)).isZero();
        assertThat(out.toString()).contains("have this version's form; steps taken: 0");
    }

    @Test
    void aDatabaseWithoutTablesShouldBeRefusedUntilItIsMigrated() {
        Map<String, String> settings = settings(StoreKind.POSTGRES);

        assertThatThrownBy(() -> open(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has none of our tables")
                .hasMessageContaining("migrate");
        assertThat(migrate(settings)).isZero();
        assertThat(out.toString()).contains("steps taken: 11");
        open(settings).close();
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreKind.class,
            names = {"MEMORY", "CAFFEINE"})
    void aStoreInMemoryShouldHaveNoNameAndNothingToMigrate(StoreKind kind) {
        Map<String, String> settings = settings(kind);

        assertThat(migrate(settings)).isZero();
        assertThat(out.toString()).contains("has no tables: nothing to do");
        try (OpenStore store = open(settings)) {
            assertThat(store.name()).isEmpty();
            assertThat(store.description()).isEqualTo(kind.word() + " (process)");
        }
    }

    @Test
    void aDatabaseThatIsDownShouldBeToldOfWithoutItsPassword() {
        Map<String, String> settings =
                Map.of(Names.STORE, "postgres", Names.STORE_URL, "postgres://me:opensesame@127.0.0.1:1/calls");

        assertThat(migrate(settings)).isEqualTo(1);
        assertThat(out.toString())
                .contains("jdbc:postgresql://127.0.0.1:1/calls", "see that the database runs")
                .doesNotContain("opensesame");
        assertThatThrownBy(() -> open(settings)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void readinessShouldSayWhetherTheStoreAnswers() {
        FakeTelephonyStore fake = new FakeTelephonyStore(CLOCK);
        StoreProbe probe = new StoreProbe(new OpenStore(
                fake,
                new FakeApiKeys(),
                new InMemoryDialLedger(),
                new FakeRulings(),
                new FakeDirectory(),
                new FakeDecidedCalls(),
                new FakeLeads(),
                fake.queue(),
                fake.slots(),
                new FakeCallStats(fake),
                null,
                "fake (process)",
                () -> {}));
        Readiness livekit = new Readiness(true, Map.of("livekit", "reachable"));
        Consumer<Boolean> ready = expected -> {
            probe.ask();
            assertThat(probe.readiness(livekit).ready()).isEqualTo(expected);
        };

        ready.accept(true);
        assertThat(probe.readiness(livekit).components())
                .containsEntry("livekit", "reachable")
                .containsEntry("store", "fake (process)");
        fake.setDown(true);
        ready.accept(false);
        assertThat(probe.readiness(livekit).components().get("store")).startsWith("fake (process), does not answer");
        fake.setDown(false);
        ready.accept(true);
    }

    @Test
    void aTemporaryFolderShouldBeGoneWithAllInIt() throws IOException {
        Path path;
        try (TemporaryFolder temporary = new TemporaryFolder("telephony-test")) {
            path = temporary.path();
            Files.createDirectories(path.resolve("a/b"));
            Files.writeString(path.resolve("a/b/c"), "x");
        }

        assertThat(path).doesNotExist();
    }
}
