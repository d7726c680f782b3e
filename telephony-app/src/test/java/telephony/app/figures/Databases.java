package telephony.app.figures;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL server on this machine that keeps what it commits. */
final class Databases implements AutoCloseable {

    private final Path folder = Files.createTempDirectory("figures-postgres");
    private final EmbeddedPostgres server;

    Databases() throws IOException {
        // The library's defaults trade durability for speed.
        server = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "150")
                .setServerConfig("shared_buffers", "256MB")
                .start();
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    int port() {
        return server.getPort();
    }

    /** What the application is told to use it; its tables are made. */
    Map<String, String> settings(String jar) throws Exception {
        Map<String, String> settings = Map.of("TELEPHONY_STORE", "postgres", "TELEPHONY_STORE_URL", url());
        Server.run(jar, settings, "migrate");
        return settings;
    }

    void empty() throws SQLException {
        execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    double number(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** Processor time that its processes have used; of those that still run. */
    Duration cpu() {
        try {
            ProcessHandle master = ProcessHandle.of(Long.parseLong(master())).orElseThrow();
            return Processors.used(Stream.concat(Stream.of(master), master.descendants()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String master() throws IOException {
        return Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"))
                .get(0);
    }

    /** Stops all its processes where they are, or lets them go on. */
    void signal(String signal) throws Exception {
        String pid = master();
        String all = pid + " "
                + ProcessHandle.of(Long.parseLong(pid))
                        .map(master -> master.children()
                                .map(child -> Long.toString(child.pid()))
                                .reduce("", (one, other) -> one + " " + other))
                        .orElse("");
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + all)
                .inheritIO()
                .start()
                .waitFor();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
