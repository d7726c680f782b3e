package telephony.app.figures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import telephony.simulation.SimulatedCall;
import telephony.simulation.SimulatedLiveKit;

/**
 * A batch on its way through the queue, from its order until nobody waits, rings or talks: how evenly phones began to ring,
 * what all calls came to, also those that were not dialled, and what it cost.
 */
final class QueueRun {

    /** Longer than this is told as it is then; the run has failed. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int PAGE = 200;
    private static final double MILLION = 1e6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatedLiveKit livekit;
    private final Server server;
    private final int lines;
    private final int perSecond;
    private final long begun = System.nanoTime();
    private final Duration hereBefore = Processors.here();
    private final Duration thereBefore;
    private Queue queue = new Queue(0, 0);
    private long mostUnderWay;

    /**
     * Begins now.
     *
     * @param lines how many are ordered
     * @param perSecond their pace
     */
    QueueRun(SimulatedLiveKit livekit, Server server, int lines, int perSecond) {
        this.livekit = livekit;
        this.server = server;
        this.lines = lines;
        this.perSecond = perSecond;
        this.thereBefore = server.cpu();
    }

    /** @param underWay their turn has come: agents are brought, phones ring, people talk */
    private record Queue(long waiting, long underWay) {
        boolean isEmpty() {
            return waiting == 0 && underWay == 0;
        }
    }

    /** The batch was answered. */
    void taken() {
        System.out.printf(Locale.ROOT, "  the batch was taken in within %.1f s%n", seconds());
    }

    /** How many wait for their turn now. */
    long waiting() throws Exception {
        return ask().waiting();
    }

    /** Returns when nobody waits, rings or talks, or patience is at its end. */
    void toItsEnd() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        queue = ask();
        while (!queue.isEmpty() && seconds() < PATIENCE.toSeconds()) {
            if (never.await(500, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts this down");
            }
            queue = ask();
            mostUnderWay = Math.max(mostUnderWay, queue.underWay());
        }
    }

    private Queue ask() throws Exception {
        long waiting = 0;
        long underWay = 0;
        for (JsonNode trunk :
                JSON.readTree(server.get("/telephony/calls/queue")).path("items")) {
            waiting += trunk.path("waiting").asLong();
            underWay += trunk.path("ringing").asLong() + trunk.path("inCall").asLong();
        }
        return new Queue(waiting, underWay);
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /**
     * Prints it.
     *
     * @throws IllegalStateException after that, when not every call was dialled once
     */
    void tell() throws Exception {
        double took = seconds();
        double there = server.cpu().minus(thereBefore).toNanos() / MILLION;
        double here = Processors.here().minus(hereBefore).toNanos() / MILLION;
        System.out.printf(
                Locale.ROOT,
                "  %s after %.1f s; at most %,d were under way at once%n",
                queue.isEmpty() ? "nobody waited, rang or talked any more" : "NOT AT ITS END: " + queue,
                took,
                mostUnderWay);
        Calls calls = Calls.of(server);
        List<SimulatedCall> rang = livekit.dials().calls();
        long different = rang.stream().map(SimulatedCall::identity).distinct().count();
        System.out.printf(
                Locale.ROOT,
                "  %,d of %,d calls were dialled, each once: %b; agents asked for %,d times%n",
                different,
                lines,
                different == rang.size(),
                calls.attempts);
        calls.outcomes.forEach((outcome, count) -> System.out.printf(Locale.ROOT, "  %,7d %s%n", count, outcome));
        pace(rang.stream().map(SimulatedCall::beganAt).sorted().toList());
        System.out.printf(
                Locale.ROOT,
                "  processor time: server %.1f ms a call, simulated LiveKit %.1f; together %.0f %% of %d processors%n",
                there / lines,
                here / lines,
                (there + here) / took / 1e3 / Runtime.getRuntime().availableProcessors() * 100,
                Runtime.getRuntime().availableProcessors());
        if (different != lines || rang.size() != lines || !queue.isEmpty()) {
            calls.tellUndialled(server);
            throw new IllegalStateException("not every call was dialled once, see above");
        }
    }

    private void pace(List<Instant> rang) {
        if (rang.size() < 2) {
            return;
        }
        Instant first = rang.get(0);
        double seconds = Duration.between(first, rang.get(rang.size() - 1)).toMillis() / 1e3;
        double wanted = (double) (rang.size() - 1) / perSecond;
        Map<Long, Integer> inSecond = new TreeMap<>();
        for (long second = 0; second < (long) seconds; second++) {
            inSecond.put(second, 0);
        }
        rang.forEach(
                at -> inSecond.computeIfPresent(Duration.between(first, at).toSeconds(), (second, count) -> count + 1));
        List<Integer> sorted = new ArrayList<>(inSecond.values());
        sorted.sort(null);
        System.out.printf(
                Locale.ROOT,
                "  from the first ringing to the last %.1f s, wanted %.1f s: %+.1f %%%n",
                seconds,
                wanted,
                100 * (seconds - wanted) / wanted);
        System.out.printf(
                Locale.ROOT,
                "  phones that began to ring within a second: least %d, 5 %% %d, half %d, 95 %% %d, most %d%n",
                at(sorted, 0),
                at(sorted, 5),
                at(sorted, 50),
                at(sorted, 95),
                at(sorted, 100));
    }

    private static int at(List<Integer> sorted, int percent) {
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100);
    }

    /** What the records say of all calls. */
    private static final class Calls {

        private final Map<String, Integer> outcomes = new TreeMap<>();
        private final Map<String, String> undialled = new TreeMap<>();
        private int attempts;

        static Calls of(Server server) throws Exception {
            Calls calls = new Calls();
            String cursor = "";
            do {
                JsonNode page = JSON.readTree(server.get("/telephony/calls?direction=outbound&limit=" + PAGE + cursor));
                page.path("items").forEach(calls::add);
                String next = page.path("nextCursor").asText("");
                cursor = page.path("nextCursor").isTextual()
                        ? "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8)
                        : "";
            } while (!cursor.isEmpty());
            return calls;
        }

        private void add(JsonNode call) {
            String outcome = call.path("outcome").path("result").asText("not over") + ", "
                    + call.path("endReason").asText("-") + ", dial "
                    + call.path("dial").path("state").asText();
            outcomes.merge(outcome, 1, Integer::sum);
            attempts += call.path("dispatch").path("attempts").size();
            if (!call.path("dial").path("state").asText().equals("dialled")) {
                undialled.putIfAbsent(outcome, call.path("callId").asText());
            }
        }

        /** One of each kind, with its time line. */
        void tellUndialled(Server server) throws Exception {
            for (Map.Entry<String, String> example : undialled.entrySet()) {
                System.out.println("  such as (" + example.getKey() + ") " + example.getValue());
                String path = "/telephony/calls/" + example.getValue() + "/timeline";
                for (JsonNode line : JSON.readTree(server.get(path)).path("items")) {
                    System.out.printf(
                            "    %s %s %s %s%n",
                            line.path("at").asText(),
                            line.path("kind").asText(),
                            line.path("name").asText(),
                            line.path("details"));
                }
            }
        }
    }
}
