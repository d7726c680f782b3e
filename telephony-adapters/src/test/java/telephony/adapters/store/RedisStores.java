package telephony.adapters.store;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import telephony.store.Commit;
import telephony.store.StoreUnavailableException;

/** The stores in Redis that one test has opened. */
final class RedisStores implements AutoCloseable {

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deque<RedisTelephonyStore> open = new ArrayDeque<>();

    /** One server for all tests of this JVM that do no harm to it; each store has a name of its own. */
    private static final class Shared {
        static final RedisProcess SERVER = start();

        private static RedisProcess start() {
            try {
                Path folder = Files.createTempDirectory("redis-store");
                RedisProcess server = new RedisProcess(folder, "--save", "");
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                folder.toFile().deleteOnExit();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Settings of a store with nothing in it. */
    static RedisSettings empty() {
        // Eight racers on two processors that others use as well take their time.
        return patient(Shared.SERVER).named("test-" + NAMES.incrementAndGet());
    }

    /** Settings for this server that leave time to a busy machine. */
    static RedisSettings patient(RedisProcess server) {
        return RedisSettings.of(server.uri()).waiting(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    /** The store of these settings, whose clock is this one. */
    RedisTelephonyStore open(RedisSettings settings, InstantSource clock) {
        RedisTelephonyStore store =
                new RedisTelephonyStore(settings, new RedisClock(clock, System::nanoTime), JdbcStores.random());
        open.push(store);
        return store;
    }

    /** The store of these settings, whose clock is the server's. */
    RedisTelephonyStore open(RedisSettings settings) {
        RedisTelephonyStore store = new RedisTelephonyStore(settings, JdbcStores.random());
        open.push(store);
        return store;
    }

    /** Tells this server something, as its operator. */
    static <T> T tell(RedisProcess server, Function<RedisCommands<String, String>, T> command) {
        try (RedisClient client = RedisClient.create(server.uri());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return command.apply(connection.sync());
        }
    }

    /** Tells the server of all tests something. */
    static <T> T tellShared(Function<RedisCommands<String, String>, T> command) {
        return tell(Shared.SERVER, command);
    }

    /** Returns when the server says this of itself. */
    static void await(RedisProcess server, String fact) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!tell(server, RedisCommands::info).contains(fact)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the server did not come to " + fact);
            }
        }
    }

    /** Asks until the store is there to answer; how often it says that it is not does not matter. */
    private static <T> T once(RedisTelephonyStore store, Function<RedisTelephonyStore, T> question) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        StoreUnavailableException last = null;
        while (System.nanoTime() < end) {
            try {
                return question.apply(store);
            } catch (StoreUnavailableException e) {
                last = e;
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("the store did not come back within " + PATIENCE, last);
    }

    /** Since when the store remembers, as soon as it is there to answer. */
    static Instant since(RedisTelephonyStore store) {
        return once(store, up -> {
            // A step tells whether the connection that it remembers by has ended meanwhile.
            up.findInboxEntry("none");
            return up.rememberingSince();
        });
    }

    /** Commits this as soon as the store is there to do it. */
    static Commit.Result commit(RedisTelephonyStore store, Commit commit) {
        return once(store, up -> up.commit(commit));
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
