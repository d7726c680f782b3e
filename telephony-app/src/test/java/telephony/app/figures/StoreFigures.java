package telephony.app.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Prints how many webhooks a second the packaged jar accepts on each store, beside what the database's own tool reaches
 * with the same writes on the same server, in one run.
 */
public final class StoreFigures {

    private static final int ROUNDS = 3;
    private static final int HALF_LOAD_SECONDS = 10;

    private final String jar;
    private final int calls;
    private final SignedCalls signed = new SignedCalls("inbound_webhook_dispatch", InstantSource.system());
    private final Path ignoring = Files.createTempFile("figures-routing", ".yaml");
    private int nextCall;

    private StoreFigures(String jar, int calls) throws IOException {
        this.jar = jar;
        this.calls = calls;
        Files.writeString(ignoring, "unknownNumbers: ignore\n");
    }

    /** The jar, and how many calls make one round. */
    public static void main(String[] args) throws Exception {
        StoreFigures figures = new StoreFigures(args[0], Integer.parseInt(args[1]));
        System.out.printf(
                "webhooks accepted per second, %d connections, median of %d rounds of %d calls, %d processors for all%n",
                Load.CONNECTIONS, ROUNDS, figures.calls, Runtime.getRuntime().availableProcessors());
        figures.on("memory", () -> Duration.ZERO, Map.of("TELEPHONY_STORE", "memory"));
        Path folder = Files.createTempDirectory("figures-h2");
        figures.on(
                "H2 file",
                () -> Duration.ZERO,
                Map.of(
                        "TELEPHONY_STORE",
                        "h2",
                        "TELEPHONY_STORE_URL",
                        folder.resolve("store").toString()));
        try (Databases database = new Databases()) {
            double ours = figures.on("PostgreSQL", database::cpu, database.settings(figures.jar));
            double tool = PgBench.perSecond(database);
            System.out.printf(
                    "    %.2f x pgbench, which does the same writes %.0f times a second (aim 0.7)%n",
                    ours / tool, tool);
        }
        try (RedisServer redis = new RedisServer("always")) {
            double ours = figures.on("Redis, appendfsync always", redis::cpu, redis.settings());
            double tool = redis.sameWritesPerSecond();
            System.out.printf(
                    "    %.2f x redis-benchmark, which does the same writes %.0f times a second (aim 0.7)%n",
                    ours / tool, tool);
        }
    }

    private double on(String name, Supplier<Duration> storeCpu, Map<String, String> store) throws Exception {
        try (LiveKitStub livekit = new LiveKitStub(signed);
                Server server = Server.product(jar, settings(livekit, store), "-Xmx2g")) {
            Load.perSecond(server.port(), nextCalls());
            double[] rates = new double[ROUNDS];
            Duration serverBefore = server.cpu();
            Duration storeBefore = storeCpu.get();
            Duration hereBefore = Processors.here();
            for (int round = 0; round < ROUNDS; round++) {
                rates[round] = Load.perSecond(server.port(), nextCalls());
            }
            long webhooks = (long) ROUNDS * calls * signed.webhooksPerCall();
            double inServer = Processors.millisEach(server.cpu().minus(serverBefore), webhooks);
            double inStore = Processors.millisEach(storeCpu.get().minus(storeBefore), webhooks);
            double here = Processors.millisEach(Processors.here().minus(hereBefore), webhooks);
            Arrays.sort(rates);
            double median = rates[ROUNDS / 2];
            int perCall = signed.webhooksPerCall();
            int count = (int) (median / 2 * HALF_LOAD_SECONDS / perCall);
            Paced half = new Paced(server.port(), signed.whole(Figures.PATH), 0);
            half.send(take(count), count, perCall, median / 2);
            System.out.printf(
                    "  %-28s %7.0f    at half of it: %s%n"
                            + "    ms of a processor for each: %.2f server, %.2f store's own processes, %.2f sender and stub%n"
                            + "    at half of it: %s%n",
                    name, median, half.late, inServer, inStore, here, half);
            return median;
        }
    }

    private int take(int count) {
        nextCall += count;
        return nextCall - count;
    }

    private List<List<byte[]>> nextCalls() {
        int first = take(calls);
        return IntStream.range(first, first + calls)
                .mapToObj(number -> signed.requests(number, Figures.PATH))
                .toList();
    }

    private Map<String, String> settings(LiveKitStub livekit, Map<String, String> store) {
        Map<String, String> settings = Figures.settings(livekit, store);
        settings.put("TELEPHONY_ROUTING", ignoring.toString());
        return settings;
    }
}
