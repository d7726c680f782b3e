package telephony.app;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import telephony.adapters.http.DropInSettings;
import telephony.decided.EarlyDecisions;
import telephony.decided.EarlyFallback;
import telephony.directory.Agent;
import telephony.directory.DirectorySnapshot;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;

/** What it takes to tell front ends who answers: the router's decision with a deadline, and who answers without it. */
final class FrontEnds implements AutoCloseable {

    /** Threads that ask the rules, and as many that write to the store. */
    static final int THREADS = 16;

    /** Questions that wait for a thread; one that does not fit is answered by the fallback at once. */
    static final int QUEUE = 1_000;

    private static final int KEY_BYTES = 16;

    private final AppConfig config;
    private final Supplier<DirectorySnapshot> directory;
    private final ThreadPoolExecutor lookups = pool("telephony-lookup");
    private final ThreadPoolExecutor keeping = pool("telephony-keep");
    private final SecureRandom random = new SecureRandom();

    FrontEnds(AppConfig config, Supplier<DirectorySnapshot> directory) {
        this.config = config;
        this.directory = directory;
    }

    private static ThreadPoolExecutor pool(String name) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(QUEUE), work -> {
                    Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** What the drop-in routes work with, on the store that the calls are in. */
    DropInSettings dropIns(CallRouter router, OpenStore store, TelephonyListener listener) {
        InstantSource clock = store.clock();
        EarlyDecisions decisions = new EarlyDecisions(
                router,
                this::fallback,
                new EarlyDecisions.Books(store.decided(), store.leads()),
                new EarlyDecisions.Threads(lookups, keeping),
                new EarlyDecisions.Ticking(clock, System::nanoTime),
                listener);
        AppConfig.DropIns settings = config.http().dropIns();
        return new DropInSettings(decisions, directory, this::orderKey, settings.authentic(), port(settings));
    }

    /** On the common port also where both are said to be the same. */
    private OptionalInt port(AppConfig.DropIns settings) {
        Integer own = settings.port();
        boolean same = own != null && own != 0 && own == config.http().port();
        return own == null || same ? OptionalInt.empty() : OptionalInt.of(own);
    }

    /** The directory's agent of the last resort, or else the agent that answers when nothing is known. */
    private EarlyFallback fallback() {
        UnlistedCalls settings = config.agents().unlisted();
        String id = settings.defaultAgentId();
        Optional<Agent> known =
                Optional.ofNullable(id).flatMap(named -> directory.get().agent(named));
        String last = config.agents().defaultAgent();
        if (known.isEmpty() || id == null) {
            return new EarlyFallback(id, last, AgentConfig.named(last), settings.defaultTenantId());
        }
        // An inactive one is not sent, and its id in an answer would be somebody else's.
        return known.get().isActive()
                ? new EarlyFallback(id, known.get().name(), known.get().config(), settings.defaultTenantId())
                : new EarlyFallback(null, last, AgentConfig.named(last), settings.defaultTenantId());
    }

    private String orderKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return "drop-in-" + HexFormat.of().formatHex(key);
    }

    @Override
    public void close() {
        lookups.shutdown();
        keeping.shutdown();
    }
}
