package telephony.app.figures;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import telephony.adapters.store.JdbcDatabase;
import telephony.adapters.store.JdbcDirectory;
import telephony.adapters.store.JdbcSettings;
import telephony.adapters.store.JdbcTelephonyStore;
import telephony.adapters.store.RedisSettings;
import telephony.adapters.store.RedisTelephonyStore;
import telephony.directory.DirectoryPort;
import telephony.slot.SlotPort;
import telephony.store.TelephonyStorePort;

/** What three replicas stand on: a store with nothing in it, and connections of its own to it for each. */
final class ReplicaStores implements AutoCloseable {

    static final int REPLICAS = 3;

    /** Figures show how long steps take; none is to be given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Deque<Runnable> open = new ArrayDeque<>();
    private final List<Place> places = new ArrayList<>();

    /** One replica's. */
    record Place(TelephonyStorePort calls, SlotPort slots, DirectoryPort directory) {}

    private ReplicaStores() {}

    /** On this server, whose tables are made anew. */
    static ReplicaStores onPostgres(Databases server) throws Exception {
        server.empty();
        ReplicaStores stores = new ReplicaStores();
        for (int i = 0; i < REPLICAS; i++) {
            stores.add(stores.opened(JdbcSettings.postgres(server.url(), null, null)));
        }
        return stores;
    }

    /** On a new file, which one process opens: the three are in it. */
    static ReplicaStores onH2() throws Exception {
        ReplicaStores stores = new ReplicaStores();
        Path file = Files.createTempDirectory("figures-h2").resolve("store");
        JdbcDatabase database = stores.opened(JdbcSettings.h2(file));
        for (int i = 0; i < REPLICAS; i++) {
            stores.add(database);
        }
        return stores;
    }

    /** On this server, under a new name. */
    static ReplicaStores onRedis(RedisServer server) {
        ReplicaStores stores = new ReplicaStores();
        RedisSettings settings = RedisSettings.of(server.uri())
                .named("figures-" + NAMES.incrementAndGet())
                .waiting(PATIENCE, PATIENCE);
        for (int i = 0; i < REPLICAS; i++) {
            RedisTelephonyStore calls = new RedisTelephonyStore(settings, new SecureRandom());
            stores.open.push(calls::close);
            stores.places.add(new Place(calls, calls.slots(), calls.directory()));
        }
        return stores;
    }

    private JdbcDatabase opened(JdbcSettings settings) {
        JdbcDatabase database = new JdbcDatabase(settings.waiting(PATIENCE, PATIENCE));
        open.push(database::close);
        database.migrate();
        return database;
    }

    private void add(JdbcDatabase database) {
        JdbcTelephonyStore calls = new JdbcTelephonyStore(database, InstantSource.system(), new SecureRandom());
        places.add(new Place(calls, calls.slots(), new JdbcDirectory(database)));
    }

    List<Place> places() {
        return List.copyOf(places);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}
