package telephony.app.figures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import telephony.adapters.simulated.SimulatedLiveKitServer;
import telephony.adapters.simulated.SimulatedServerSettings;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.SimulationTiming;

/**
 * Prints what placed calls cost the packaged jar: threads and heap while many phones ring at once, and how evenly a batch leaves
 * the queue. The simulated LiveKit is in this process, the server in one of its own; they share this machine's processors.
 */
public final class QueueFigures {

    private static final int FIRST_NUMBER = 7_360_000;
    private static final List<Integer> RINGING = List.of(250, 500, 1_000);
    /** {@code -Dfigures.lines}: a shorter run tells less of the pace, and of the memory nothing. */
    private static final int LINES = Integer.getInteger("figures.lines", 10_000);

    private static final int PER_SECOND = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String jar;

    private QueueFigures(String jar) {
        this.jar = jar;
    }

    /** The jar, and what to measure: {@code ringing}, {@code queue}; none = both. */
    public static void main(String[] args) throws Exception {
        QueueFigures figures = new QueueFigures(args[0]);
        List<String> wanted = List.of(args).subList(1, args.length);
        System.out.printf(
                "%s, Java %s, %d processors; server and simulated LiveKit on the same machine, memory store%n",
                System.getProperty("os.name"),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        if (wanted.isEmpty() || wanted.contains("ringing")) {
            figures.ringing();
        }
        if (wanted.isEmpty() || wanted.contains("queue")) {
            figures.queue();
        }
    }

    /** So that no guard but the queue holds anybody up. */
    private static String guards(int perSecond) {
        return """
            countries: [US]
            trunksOwnCallerId: true
            velocity: {perNumber: 100000, perPrefix: 100000, perRange: 100000, perCountry: 100000}
            slots: {global: 100000}
            callsPerSecond: 10000
            queue: {callsPerSecond: %d}
            """
                .formatted(perSecond);
    }

    private interface Measurement {
        void take(SimulatedLiveKitServer livekit, Server server) throws Exception;
    }

    private void with(int perSecond, CalleeBehaviour callees, Measurement measurement) throws Exception {
        SimulatedServerSettings settings =
                new SimulatedServerSettings(0, "figures", "a-secret-of-these-figures-that-is-long-enough", null);
        Path rules = Files.writeString(Files.createTempFile("figures-guards", ".yaml"), guards(perSecond));
        try (SimulatedLiveKitServer livekit = new SimulatedLiveKitServer(
                settings, SimulationTiming.SEEN, 1, InstantSource.system(), (what, cause) -> {})) {
            livekit.start();
            livekit.livekit().worker("phone-agent");
            livekit.livekit().dials().usually(callees);
            Map<String, String> environment = new HashMap<>();
            environment.put("LIVEKIT_URL", livekit.url());
            environment.put("LIVEKIT_API_KEY", settings.apiKey());
            environment.put("LIVEKIT_API_SECRET", settings.apiSecret());
            environment.put("TELEPHONY_STORE", "memory");
            environment.put("TELEPHONY_HOST", "127.0.0.1");
            environment.put("TELEPHONY_PORT", "0");
            environment.put("TELEPHONY_DEFAULT_AGENT", "phone-agent");
            environment.put("LIVEKIT_SIP_OUTBOUND_TRUNK_ID", "ST_figures");
            environment.put("TELEPHONY_GUARDS", rules.toString());
            try (Server server = Server.product(jar, environment, "-Xmx512m")) {
                livekit.sendWebhooksTo(URI.create("http://127.0.0.1:" + server.port() + Figures.PATH));
                server.untilReady("/readyz");
                measurement.take(livekit, server);
            }
        }
    }

    private void ringing() throws Exception {
        System.out.println("phones that ring at once");
        with(PER_SECOND, CalleeBehaviour.absent(), (livekit, server) -> {
            note(server, "0 ringing");
            int ordered = 0;
            for (int wanted : RINGING) {
                order(server, ordered, wanted - ordered);
                ordered = wanted;
                // They ring for 75 s; the last of a thousand begins to ring about 10 s after the one before it was
                // asked.
                until(() -> livekit.livekit().dials().calls().size() >= wanted);
                long ringing = livekit.livekit().dials().calls().stream()
                        .filter(call -> !call.isOver())
                        .count();
                note(server, ringing + " ringing");
            }
        });
    }

    private static void note(Server server, String when) throws Exception {
        server.collect();
        Map<String, Double> metrics = metrics(server);
        System.out.printf(
                Locale.ROOT,
                "  %s: %.0f threads, %.1f MB of heap after a collection%n",
                when,
                metrics.get("jvm_threads_live_threads"),
                metrics.get("jvm_memory_used_bytes{area=\"heap\"") / 1e6);
    }

    /** Values by name; those of the heap's parts are added up. */
    private static Map<String, Double> metrics(Server server) throws Exception {
        Map<String, Double> values = new TreeMap<>();
        for (String line : server.get("/metrics").lines().toList()) {
            if (!line.startsWith("#") && line.indexOf(' ') > 0) {
                String name = line.substring(0, line.indexOf(' ')).replaceAll(",.*", "");
                values.merge(name, Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)), Double::sum);
            }
        }
        return values;
    }

    private void queue() throws Exception {
        System.out.printf(Locale.ROOT, "%,d lines at %d calls/s through the queue, all busy%n", LINES, PER_SECOND);
        with(PER_SECOND, CalleeBehaviour.busy(), (livekit, server) -> {
            QueueRun run = new QueueRun(livekit.livekit(), server, LINES, PER_SECOND);
            order(server, 0, LINES);
            run.taken();
            note(server, run.waiting() + " waiting");
            run.toItsEnd();
            run.tell();
            note(server, "at the end");
        });
    }

    /** A batch of so many orders, to different numbers. */
    private void order(Server server, int from, int howMany) throws Exception {
        String body = IntStream.range(from, from + howMany)
                .mapToObj(i -> "{\"to\": \"+1212" + (FIRST_NUMBER + i) + "\", \"ringingTimeout\": \"75s\","
                        + " \"metadata\": {\"compliance\": {\"purpose\": \"emergency\"}}}")
                .collect(Collectors.joining("\n"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/telephony/calls/batch"))
                .header("Content-Type", "application/x-ndjson")
                .header("Idempotency-Key", "figures-" + from)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String answer =
                client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        JsonNode last = JSON.readTree(answer.substring(answer.stripTrailing().lastIndexOf('\n') + 1));
        if (last.path("accepted").asInt() != howMany) {
            throw new IllegalStateException("not all were accepted: " + last
                    + answer.lines().findFirst().orElse(""));
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.holds()) {
            if (System.nanoTime() > end || never.await(100, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("it did not come to that within " + PATIENCE);
            }
        }
    }
}
