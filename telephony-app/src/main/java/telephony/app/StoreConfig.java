package telephony.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import telephony.adapters.store.JdbcSettings;
import telephony.adapters.store.RedisSettings;

/**
 * Which store holds the calls, and where it is.
 *
 * @param kind which one
 * @param url the file of an H2 store, the address of a PostgreSQL database or a Redis server, which may have a user and a
 *     password in it; null = it is nowhere
 * @param user who logs in; null = as the address says
 * @param password his password; null = as the address says
 */
record StoreConfig(StoreKind kind, @Nullable String url, @Nullable String user, @Nullable String password) {

    static final StoreKind DEFAULT_KIND = StoreKind.H2;

    /** In the folder in which the process was started. */
    static final String DEFAULT_FILE = "./data/telephony";

    static final StoreConfig DEFAULT = new StoreConfig(DEFAULT_KIND, DEFAULT_FILE, null, null);

    /**
     * The database of a store that has one.
     *
     * @throws IllegalArgumentException when the address is none; the message does not repeat it
     * @throws IllegalStateException when the store has none
     */
    JdbcSettings database() {
        if (url == null) {
            throw new IllegalStateException("the store '" + kind.word() + "' has no database");
        }
        return switch (kind) {
            case H2 -> JdbcSettings.h2(file(url));
            case POSTGRES -> JdbcSettings.postgres(url, user, password);
            case REDIS, MEMORY, CAFFEINE ->
                throw new IllegalStateException("the store '" + kind.word() + "' has no database");
        };
    }

    /**
     * The Redis of a store that is one.
     *
     * @throws IllegalArgumentException when the address is none; the message does not repeat it
     */
    RedisSettings redis() {
        return RedisSettings.of(Objects.requireNonNull(url));
    }

    /**
     * Fails unless the address is one, as {@link #database} and {@link #redis} do.
     *
     * @throws IllegalArgumentException when it is none; the message does not repeat it
     */
    void checkPlace() {
        if (kind == StoreKind.REDIS) {
            redis();
        } else {
            database();
        }
    }

    /** Where it is, for people: without what is secret. */
    private String place(String given) {
        return switch (kind) {
            case H2 -> file(given).toAbsolutePath().normalize().toString();
            case REDIS -> redis().toString();
            case POSTGRES, MEMORY, CAFFEINE -> database().toString();
        };
    }

    private static Path file(String path) {
        if (path.startsWith("jdbc:")) {
            throw new IllegalArgumentException("set the path of a file, such as " + DEFAULT_FILE);
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("set the path of a file, such as " + DEFAULT_FILE, e);
        }
    }

    /** The settings as they take effect, a line each, secrets hidden. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(Names.STORE + "=" + kind.word());
        if (url != null) {
            lines.add(Names.STORE_URL + "=" + place(url));
        }
        if (kind.hasLogin()) {
            lines.add(Names.STORE_USER + "=" + (user == null ? "" : user));
            lines.add(Names.STORE_PASSWORD + "=" + (password == null ? "" : "***"));
        }
        return lines;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return String.join(" ", lines());
    }
}
