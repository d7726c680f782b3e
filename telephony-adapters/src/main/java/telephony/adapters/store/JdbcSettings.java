package telephony.adapters.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which database keeps the calls, and how long a step waits for it: never longer than {@link #stepTime}, so that LiveKit
 * hears of a store that is down within a second.
 *
 * @param url JDBC URL of H2 or PostgreSQL
 * @param user who logs in; null = as the URL says
 * @param password his password; null = none
 * @param connections how many steps run at once at most, 1 to {@value #MAX_CONNECTIONS}
 * @param connectionWait how long a step waits for a connection at most, {@value #MIN_WAIT_MILLIS} ms or more
 * @param statementTime how long one SQL statement may take, {@value #MIN_WAIT_MILLIS} ms or more
 */
public record JdbcSettings(
        String url,
        @Nullable String user,
        @Nullable String password,
        int connections,
        Duration connectionWait,
        Duration statementTime) {

    /** Most connections; more only wait for each other inside the database. */
    public static final int MAX_CONNECTIONS = 100;

    /** Shortest time that makes sense for a connection or a statement, milliseconds. */
    public static final int MIN_WAIT_MILLIS = 250;

    /** How many steps run at once by default. */
    public static final int DEFAULT_CONNECTIONS = 10;

    /** How long a step waits for a connection by default. */
    public static final Duration DEFAULT_CONNECTION_WAIT = Duration.ofMillis(300);

    /** How long one statement may take by default. */
    public static final Duration DEFAULT_STATEMENT_TIME = Duration.ofMillis(450);

    /**
     * How long a statement waits for a row that another transaction is changing. That wait mostly ends with having to read
     * again anyway, so it is short: whoever reads and decides again as often as he may is still done within a second.
     */
    static final Duration LOCK_WAIT = Duration.ofMillis(15);

    /**
     * What makes an H2 file keep what it has acknowledged: without a WRITE_DELAY of 0 a killed process loses the commits of
     * its last half second. The file is closed by the store, not by a hook that runs beside it, and no other file is
     * written: what goes wrong is told by who meets it.
     */
    private static final String H2_OPTIONS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE" + ";TRACE_LEVEL_FILE=0";

    private static final Set<String> POSTGRES_SCHEMES = Set.of("postgres", "postgresql");

    public JdbcSettings {
        JdbcKind.of(url);
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException("connections must be 1 to " + MAX_CONNECTIONS + ", not " + connections);
        }
        if (connectionWait.toMillis() < MIN_WAIT_MILLIS || statementTime.toMillis() < MIN_WAIT_MILLIS) {
            throw new IllegalArgumentException(
                    "connectionWait and statementTime must be " + MIN_WAIT_MILLIS + " ms or more");
        }
    }

    private JdbcSettings(String url, @Nullable String user, @Nullable String password) {
        this(url, user, password, DEFAULT_CONNECTIONS, DEFAULT_CONNECTION_WAIT, DEFAULT_STATEMENT_TIME);
    }

    /**
     * An H2 database in this file, made when it is not there; H2 adds {@code .mv.db} to the name. One process at a time can
     * have it open.
     *
     * @throws IllegalArgumentException when the path has a character that H2 reads as the end of it
     */
    public static JdbcSettings h2(Path file) {
        String path = file.toAbsolutePath().normalize().toString();
        if (path.contains(";")) {
            throw new IllegalArgumentException("the path of an H2 file must not contain a semicolon: " + path);
        }
        return new JdbcSettings("jdbc:h2:file:" + path + H2_OPTIONS, null, null);
    }

    /**
     * A PostgreSQL database.
     *
     * @param url {@code jdbc:postgresql://host:port/database} or {@code postgres://user:password@host:port/database}
     * @param user who logs in; null = as the URL says
     * @param password his password; null = as the URL says
     * @throws IllegalArgumentException when the URL is neither; the message does not repeat it, for it may hold a password
     */
    public static JdbcSettings postgres(String url, @Nullable String user, @Nullable String password) {
        if (url.startsWith(JdbcKind.POSTGRESQL.urlPrefix())) {
            return new JdbcSettings(url, user, password);
        }
        URI uri = postgresUri(url)
                .orElseThrow(() -> new IllegalArgumentException("not the address of a PostgreSQL"
                        + " database: write postgres://user@host:port/database or jdbc:postgresql://host:port/database,"
                        + " signs that have a meaning there percent-encoded"));
        String[] given = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String jdbc = JdbcKind.POSTGRESQL.urlPrefix() + "//" + uri.getHost()
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return new JdbcSettings(
                jdbc,
                user == null && given.length > 0 ? decoded(given[0]) : user,
                password == null && given.length > 1 ? decoded(given[1]) : password);
    }

    private static Optional<URI> postgresUri(String url) {
        try {
            URI uri = new URI(url);
            return POSTGRES_SCHEMES.contains(String.valueOf(uri.getScheme())) && uri.getHost() != null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** A plus is a plus here: this is no form. */
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The same with so many connections. */
    public JdbcSettings withConnections(int number) {
        return new JdbcSettings(url, user, password, number, connectionWait, statementTime);
    }

    /** The same, waiting so long for a connection and for a statement. */
    public JdbcSettings waiting(Duration forConnection, Duration forStatement) {
        return new JdbcSettings(url, user, password, connections, forConnection, forStatement);
    }

    /** How long one step may take, waiting for a connection included; then its connection is broken off. */
    public Duration stepTime() {
        return connectionWait.plus(statementTime);
    }

    /**
     * How long a statement waits for its turn at a row that all lock before they count, such as that of a limit. Whoever comes
     * before has his turn within one write to the disk, so this is long enough for as many as there are connections.
     */
    Duration turnWait() {
        return statementTime.dividedBy(2);
    }

    JdbcKind kind() {
        return JdbcKind.of(url);
    }

    /** Without what may be secret: the password, and what stands behind the first mark in the URL. */
    @Override
    public String toString() {
        return url.split("[?;]", 2)[0].replaceAll("//[^/@]*@", "//***@");
    }
}
