package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that is down in every way that there is, seen by LiveKit: through the webhook's route. */
@Timeout(120)
class StoreOutageTest {

    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final int ACCEPTED_BEFORE = 20;
    private static final int REFUSED = 5;
    private static final int ACCEPTED_AFTER = 10;

    private static EmbeddedPostgres server;
    private static Set<Long> processes = Set.of();

    private final JdbcStores stores = new JdbcStores();

    @TempDir
    Path folder;

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

    @AfterEach
    void close() {
        stores.close();
    }

    /** How a server may be down. */
    enum Outage {
        REFUSING {
            @Override
            void begin(TcpProxy way) {
                way.refuse();
            }

            @Override
            void end(TcpProxy way) {
                way.recover();
            }
        },
        SWALLOWED {
            @Override
            void begin(TcpProxy way) {
                way.swallow();
            }

            @Override
            void end(TcpProxy way) {
                way.recover();
            }
        },
        STOPPED {
            @Override
            void begin(TcpProxy way) {
                stopServerWhereItIs();
            }

            @Override
            void end(TcpProxy way) {
                signalServer("CONT");
            }
        };

        abstract void begin(TcpProxy way);

        abstract void end(TcpProxy way);
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsDownShouldBeToldOfInASecondAndLoseNothing(Outage outage) throws Exception {
        try (TcpProxy way = new TcpProxy(server.getPort());
                WebhookStream stream = new WebhookStream(store(postgres(way.port())), outage.name())) {
            try {
                stream.sendUntil(ACCEPTED_BEFORE, 200);
                stream.whileSending(() -> outage.begin(way));
                stream.sendUntil(REFUSED, 503);
            } finally {
                outage.end(way);
            }
            stream.sendUntil(ACCEPTED_AFTER, 200);

            assertThat(stream.statuses()).containsOnly(200, 503);
            assertThat(stream.typicalTimeOfRefusal()).isLessThan(WITHIN);
            assertThat(stream.retryAfter()).containsOnly("1");
            stream.assertThatWhatWasAcceptedIsThereAndNothingIsHalfThere();
            stream.sendAgainWhatWasRefused();
            stream.assertThatWhatWasAcceptedIsThereAndNothingIsHalfThere();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPoolThatIsExhaustedShouldBeToldOfInASecond(JdbcKind kind) throws Exception {
        JdbcDatabase database = stores.database(settings(kind).withConnections(2));
        CountDownLatch held = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService holders = Executors.newFixedThreadPool(2);
        try (WebhookStream stream = new WebhookStream(store(database), "exhausted")) {
            stream.sendUntil(ACCEPTED_BEFORE, 200);
            for (int i = 0; i < 2; i++) {
                holders.execute(() -> holdAConnection(database, held, release));
            }
            held.await();

            stream.sendUntil(REFUSED, 503);

            release.countDown();
            stream.sendUntil(ACCEPTED_AFTER, 200);
            assertThat(stream.typicalTimeOfRefusal()).isLessThan(WITHIN);
            stream.assertThatWhatWasAcceptedIsThereAndNothingIsHalfThere();
        } finally {
            release.countDown();
            holders.shutdown();
        }
    }

    /** Longer than a step may: on a connection that is not watched. */
    private static void holdAConnection(JdbcDatabase database, CountDownLatch held, CountDownLatch release) {
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            held.countDown();
            release.await();
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatStaysLockedShouldBeToldOfInASecond(JdbcKind kind) throws Exception {
        JdbcDatabase database = stores.database(settings(kind));
        try (WebhookStream stream = new WebhookStream(store(database), "locked")) {
            stream.sendUntil(ACCEPTED_BEFORE, 200);
            try (Connection holder = database.connection()) {
                holder.setAutoCommit(false);
                try (var lock = holder.prepareStatement("SELECT call_id FROM telephony_call FOR UPDATE")) {
                    lock.executeQuery().close();
                }
                for (int i = 0; i < REFUSED; i++) {
                    stream.hangUp(i);
                }
                holder.rollback();
            }

            assertThat(stream.statuses()).containsOnly(200, 503);
            assertThat(stream.typicalTimeOfRefusal()).isLessThan(WITHIN);
            stream.assertThatWhatWasAcceptedIsThereAndNothingIsHalfThere();
            stream.sendAgainWhatWasRefused();
            stream.assertThatWhatWasAcceptedIsThereAndNothingIsHalfThere();
        }
    }

    private JdbcSettings settings(JdbcKind kind) {
        return kind == JdbcKind.H2 ? JdbcSettings.h2(folder.resolve("calls")) : PostgresServer.emptySchema();
    }

    private JdbcDatabase postgres(int port) {
        return stores.database(
                JdbcSettings.postgres("postgres://postgres@127.0.0.1:" + port + "/postgres", null, null));
    }

    private static JdbcTelephonyStore store(JdbcDatabase database) {
        database.migrate();
        return new JdbcTelephonyStore(database, InstantSource.system(), JdbcStores.random());
    }

    /** First the process that lets people in, so that no other one begins while they are counted. */
    private static void stopServerWhereItIs() {
        ProcessHandle main = mainProcessOf(server);
        processes = Set.of(main.pid());
        signalServer("STOP");
        processes = Stream.concat(Stream.of(main), main.descendants())
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        signalServer("STOP");
    }

    /** To each of its processes: the others would go on without the one that lets people in. */
    private static void signalServer(String signal) {
        try {
            List<String> command = Stream.concat(
                            Stream.of("kill", "-" + signal), processes.stream().map(String::valueOf))
                    .toList();
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProcessHandle mainProcessOf(EmbeddedPostgres postgres) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var select = connection.prepareStatement("SELECT pg_backend_pid()");
                ResultSet row = select.executeQuery()) {
            row.next();
            return ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
