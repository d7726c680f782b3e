package telephony.app.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Prints how the packaged jar does, side by side in one run: webhooks per second, start to ready, heap. Figures of one
 * machine at one time; only the ratios mean anything elsewhere.
 */
public final class Figures {

    static final String PATH = "/telephony/livekit-webhook";
    static final String PORT_LINE = "PORT ";

    private static final int ROUNDS = 3;
    private static final int STARTS = 5;
    private static final String IGNORE = "unknownNumbers: ignore\n";

    private final String jar;
    private final int calls;
    private final SignedCalls signed = new SignedCalls("inbound_webhook_dispatch", InstantSource.system());
    private int nextCall;

    private Figures(String jar, int calls) throws IOException {
        this.jar = jar;
        this.calls = calls;
    }

    /** The jar, and how many calls make one round. */
    public static void main(String[] args) throws Exception {
        Figures figures = new Figures(args[0], Integer.parseInt(args[1]));
        System.out.printf(
                "%s, Java %s, %d processors%n%n",
                System.getProperty("os.name"),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        figures.throughput();
        figures.start();
        HeapFigures.print();
    }

    private void throughput() throws Exception {
        System.out.printf(
                "webhooks per second, %d connections, %d calls of %d webhooks a round, best and median of %d rounds%n",
                Load.CONNECTIONS, calls, signed.webhooksPerCall(), ROUNDS);
        Path ignore = Files.createTempFile("figures-routing", ".yaml");
        try (LiveKitStub livekit = new LiveKitStub(signed)) {
            Files.writeString(ignore, IGNORE);
            Map<String, Double> medians = new TreeMap<>();
            try (Server bare = Server.rival("bare")) {
                medians.put("bare", rounds("Javalin that reads the body", bare));
            }
            try (Server sdk = Server.rival("sdk")) {
                medians.put("sdk", rounds("Javalin + WebhookReceiver of the SDK", sdk));
            }
            try (Server product =
                    Server.product(jar, settings(livekit, Map.of("TELEPHONY_ROUTING", ignore.toString())))) {
                medians.put("ours", rounds("telephony: verify, decide, store", product));
            }
            int before = livekit.requests();
            try (Server product = Server.product(jar, settings(livekit, Map.of()))) {
                rounds("telephony, and an agent for each call", product);
            }
            int requests = livekit.requests() - before;
            System.out.printf(
                    "  (the last one also sent LiveKit %.1f requests a call, answered on these processors)%n",
                    requests / (double) (calls * (ROUNDS + 1)));
            System.out.printf(
                    "  verify, decide, store: %.2f x Javalin that reads the body (aim 0.75), %.2f x the SDK's receiver"
                            + " (aim 1.2)%n%n",
                    medians.get("ours") / medians.get("bare"), medians.get("ours") / medians.get("sdk"));
        } finally {
            Files.delete(ignore);
        }
        StageFigures.print(signed);
    }

    private double rounds(String what, Server server) throws Exception {
        Load.perSecond(server.port(), nextCalls());
        double[] rates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            rates[round] = Load.perSecond(server.port(), nextCalls());
        }
        Arrays.sort(rates);
        System.out.printf("  %-40s %9.0f %9.0f%n", what, rates[ROUNDS - 1], rates[ROUNDS / 2]);
        return rates[ROUNDS / 2];
    }

    /** New ones each time: a call that is known already is less work. */
    private List<List<byte[]>> nextCalls() {
        int first = nextCall;
        nextCall += calls;
        return IntStream.range(first, nextCall)
                .mapToObj(number -> signed.requests(number, PATH))
                .toList();
    }

    private void start() throws Exception {
        try (LiveKitStub livekit = new LiveKitStub(signed)) {
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < STARTS; i++) {
                long begin = System.nanoTime();
                try (Server product = Server.product(jar, settings(livekit, Map.of()))) {
                    product.untilReady("/readyz");
                    seconds.add((System.nanoTime() - begin) / 1e9);
                }
            }
            seconds.sort(null);
            System.out.printf(
                    "start of the process to /readyz 200: %.2f s median, %.2f s worst of %d (aim 1.5 s)%n%n",
                    seconds.get(STARTS / 2), seconds.get(STARTS - 1), STARTS);
        }
    }

    /** What the product is told to serve this LiveKit from memory on a port of its own, and these settings, which win. */
    static Map<String, String> settings(LiveKitStub livekit, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "LIVEKIT_URL",
                livekit.url(),
                "LIVEKIT_API_KEY",
                SignedCalls.KEY,
                "LIVEKIT_API_SECRET",
                SignedCalls.SECRET,
                "TELEPHONY_STORE",
                "memory",
                "TELEPHONY_HOST",
                "127.0.0.1",
                "TELEPHONY_PORT",
                "0"));
        settings.putAll(more);
        return settings;
    }
}
