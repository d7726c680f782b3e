package telephony.app.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Holds the packaged jar against the load targets L1 to L8, and prints what each came to and whether that is enough. The
 * sender, the jar, LiveKit's stub and the database share this machine's processors.
 */
public final class LoadTargets {

    private static final int STORM = 1_000;
    private static final int BURST_CALLS = 2_500;
    private static final int SAME_EVENT = 10_000;
    private static final int REPLICAS = 3;
    private static final int LIVE = 10_000;

    private static final long JOIN_DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(9);

    /** Webhooks of the recording until the agent speaks. */
    private static final int UNTIL_AUDIBLE = 5;

    private final String jar;
    private final int seconds;
    private final SignedCalls signed = new SignedCalls("inbound_webhook_dispatch", InstantSource.system());
    private final Path ignoring = Files.createTempFile("figures-routing", ".yaml");
    private int nextCall;

    private LoadTargets(String jar, int seconds) throws IOException {
        this.jar = jar;
        this.seconds = seconds;
        Files.writeString(ignoring, "numbers: {\"" + SignedCalls.IGNORED + "\": {action: ignore}}\n");
    }

    /** The jar, for how many seconds L1 and L2 run, and which targets, such as {@code L4}; none = all. */
    public static void main(String[] args) throws Exception {
        LoadTargets targets = new LoadTargets(args[0], Integer.parseInt(args[1]));
        List<String> wanted = List.of(args).subList(2, args.length);
        System.out.printf(
                "%s, Java %s, %d processors; sender, server, LiveKit's stub and database on the same machine%n",
                System.getProperty("os.name"),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        Map<String, Target> all = new LinkedHashMap<>();
        all.put("L1", targets::ingestPostgres);
        all.put("L2", targets::ingestMemory);
        all.put("L3", targets::webhookToCreate);
        all.put("L4", targets::roomStorm);
        all.put("L5", targets::burst);
        all.put("L6", targets::dyingStore);
        all.put("L7", targets::sameEvent);
        all.put("L8", targets::memory);
        for (Map.Entry<String, Target> target : all.entrySet()) {
            if (wanted.isEmpty() || wanted.contains(target.getKey())) {
                System.out.println(target.getKey());
                target.getValue().measure();
                targets.signed.endAll();
            }
        }
    }

    /** What LiveKit told of, without what sweeps found. */
    private static final String EVENTS = "SELECT count(*) FROM telephony_inbox WHERE event_key LIKE 'EV_%'";

    private interface Target {
        void measure() throws Exception;
    }

    private static void say(boolean met, String what, Object... values) {
        System.out.println((met ? "  met     " : "  MISSED  ") + String.format(Locale.ROOT, what, values));
    }

    private static void note(String what, Object... values) {
        System.out.println("          " + String.format(Locale.ROOT, what, values));
    }

    private Map<String, String> ignoringCalls(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("TELEPHONY_ROUTING", ignoring.toString());
        return settings;
    }

    private Paced to(Server server) {
        return new Paced(server.port(), signed.whole(Figures.PATH), signed.joining());
    }

    private synchronized int take(int calls) {
        nextCall += calls;
        return nextCall - calls;
    }

    private synchronized int takeIgnored(int calls) {
        signed.dialIgnored(nextCall, calls);
        return take(calls);
    }

    private void warmUp(Server server, double perSecond) throws Exception {
        int calls = (int) (perSecond * 10 / signed.webhooksPerCall());
        to(server).send(takeIgnored(calls), calls, signed.webhooksPerCall(), perSecond);
    }

    private Paced paced(Server server, double perSecond, int forSeconds) throws Exception {
        int calls = (int) (perSecond * forSeconds / signed.webhooksPerCall());
        Paced paced = to(server);
        paced.send(takeIgnored(calls), calls, signed.webhooksPerCall(), perSecond);
        return paced;
    }

    /** Of the webhooks taken: those from the caller's joining on. What comes before concerns no call yet, and is not kept. */
    private long concerningCalls(Paced paced) {
        return paced.taken.sum() - (long) paced.watched.size() * signed.joining();
    }

    private void ingestPostgres() throws Exception {
        try (LiveKitStub livekit = new LiveKitStub(signed);
                Databases database = new Databases();
                Server server = Server.product(jar, Figures.settings(livekit, ignoringCalls(database.settings(jar))))) {
            warmUp(server, 1_000);
            double before = database.number(EVENTS);
            Paced paced = paced(server, 2_000, seconds);
            double kept = database.number(EVENTS) - before;
            boolean none = paced.lost.sum() == 0 && kept == concerningCalls(paced);
            boolean fast = paced.late.millis(0.99) <= 50 && paced.late.millis(0.999) <= 250;
            say(none && fast, "PostgreSQL, 2,000 webhooks/s for %d s: %s", seconds, paced.late);
            note("%s; %.0f new ones in the inbox (aim: p99 <= 50 ms, p99.9 <= 250 ms, none lost)", paced, kept);
        }
    }

    private void ingestMemory() throws Exception {
        try (LiveKitStub livekit = new LiveKitStub(signed);
                Server server = Server.product(jar, Figures.settings(livekit, ignoringCalls(Map.of())), "-Xmx4g")) {
            warmUp(server, 2_000);
            Paced paced = paced(server, 10_000, Math.min(seconds, 15));
            say(
                    paced.lost.sum() == 0 && paced.late.millis(0.99) <= 20,
                    "memory, 10,000 webhooks/s: %s (aim: p99 <= 20 ms)",
                    paced.late);
            note("%s", paced);
            Paced half = paced(server, 2_000, Math.min(seconds, 15));
            note("memory, 2,000 webhooks/s: %s", half.late);
        }
    }

    private void webhookToCreate() throws Exception {
        try (LiveKitStub livekit = new LiveKitStub(signed);
                Databases database = new Databases();
                Server server = Server.product(jar, Figures.settings(livekit, ignoringCalls(database.settings(jar))))) {
            warmUpWithAgents(server);
            create(livekit, begun(server, 4, 20), 50, "unloaded (4 calls/s)");
            int before = livekit.requests();
            ExecutorService others = Executors.newSingleThreadExecutor();
            Future<Paced> load = others.submit(() -> paced(server, 800, 20));
            Paced loaded = begun(server, 100, 20);
            load.get(5, TimeUnit.MINUTES);
            others.shutdown();
            create(livekit, loaded, 150, "at 1,000 webhooks/s, 100 calls/s");
            note(
                    "%.1f requests to LiveKit a call (aim 2; the protocol looks with three lists before and one after)",
                    (livekit.requests() - before) / (double) loaded.watched.size());
        }
    }

    private void warmUpWithAgents(Server server) throws Exception {
        begun(server, 40, 10);
        signed.endAll();
        TimeUnit.SECONDS.sleep(5);
    }

    /** So many calls a second that wait for their agents; it does not come. */
    private Paced begun(Server server, int perSecond, int forSeconds) throws Exception {
        int webhooks = signed.joining() + 1;
        Paced paced = new Paced(server.port(), signed.begun(Figures.PATH, webhooks), signed.joining());
        int calls = perSecond * forSeconds;
        paced.send(take(calls), calls, webhooks, perSecond * webhooks);
        TimeUnit.SECONDS.sleep(3);
        return paced;
    }

    /** Whether two came for one attempt. No agent ever joins here, so the next attempt comes at the deadline of joining. */
    private static boolean isDoubled(List<Long> creates) {
        return IntStream.range(1, creates.size())
                .anyMatch(i -> creates.get(i) - creates.get(i - 1) < JOIN_DEADLINE_NANOS);
    }

    private void create(LiveKitStub livekit, Paced paced, double aim, String how) {
        Latencies until = new Latencies();
        int none = 0;
        int several = 0;
        for (Map.Entry<Integer, Long> call : paced.watched.entrySet()) {
            List<Long> creates = livekit.creates(signed.room(call.getKey()));
            none += creates.isEmpty() ? 1 : 0;
            several += isDoubled(creates) ? 1 : 0;
            creates.stream().findFirst().ifPresent(came -> until.add(came - call.getValue()));
        }
        say(
                several == 0 && until.millis(0.99) <= aim,
                "join webhook sent to CreateDispatch there, %s: %s (aim: p99 <= %.0f ms)",
                how,
                until,
                aim);
        note("%d calls, %d without a create yet, %d with several", paced.watched.size(), none, several);
    }

    private void roomStorm() throws Exception {
        try (LiveKitStub livekit = new LiveKitStub(signed);
                Databases database = new Databases();
                Server server = Server.product(jar, Figures.settings(livekit, database.settings(jar)))) {
            warmUpWithAgents(server);
            storm(livekit, server, "half a minute after the start");
            signed.endAll();
            storm(livekit, server, "and once more");
            note("LiveKit had %d requests at once at most (limit 96 calls x 3)", livekit.mostUnderWay());
        }
    }

    private void storm(LiveKitStub livekit, Server server, String when) throws Exception {
        int most = signed.joining() + 1;
        Paced storm = new Paced(server.port(), signed.begun(Figures.PATH, most), signed.joining());
        int first = take(STORM);
        long begin = System.nanoTime();
        storm.send(first, STORM, most, STORM * most);
        double told = (System.nanoTime() - begin) / 1e9;
        long end = begin + TimeUnit.SECONDS.toNanos(30);
        List<String> rooms =
                IntStream.range(first, first + STORM).mapToObj(signed::room).toList();
        while (!livekit.dispatchedRooms().containsAll(rooms) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        Latencies until = new Latencies();
        rooms.forEach(room -> livekit.creates(room).forEach(came -> until.add(came - begin)));
        long several =
                rooms.stream().filter(room -> isDoubled(livekit.creates(room))).count();
        say(
                until.count() == STORM && several == 0 && until.millis(1) <= 10_000,
                "1,000 rooms within 1 s, %s: %d dispatched, %d twice, the last after %.1f s (aim: all, none, 10 s)",
                when,
                until.count() - several,
                several,
                until.millis(1) / 1e3);
        note(
                "%s, all told of after %.1f s; half of them dispatched after %.1f s",
                storm, told, until.millis(0.5) / 1e3);
    }

    private void burst() throws Exception {
        try (LiveKitStub livekit = new LiveKitStub(signed);
                Databases database = new Databases();
                Server server = Server.product(jar, Figures.settings(livekit, ignoringCalls(database.settings(jar))))) {
            warmUp(server, 1_000);
            double before = database.number(EVENTS);
            Paced burst = to(server);
            burst.send(
                    takeIgnored(BURST_CALLS),
                    BURST_CALLS,
                    signed.webhooksPerCall(),
                    BURST_CALLS * signed.webhooksPerCall());
            double kept = database.number(EVENTS) - before;
            say(
                    burst.lost.sum() == 0 && kept == concerningCalls(burst) && burst.answered.millis(1) <= 1_000,
                    "20,000 webhooks due within 1 s over 64 connections, each answered within: %s (aim: worst 1 s)",
                    burst.answered);
            note("%s; %.0f in the inbox", burst, kept);
            Paced after = paced(server, 500, 5);
            say(
                    after.late.millis(0.99) <= 50,
                    "right after it, 500 webhooks/s: %s (aim: steady within 10 s)",
                    after.late);
        }
    }

    private void dyingStore() throws Exception {
        try (LiveKitStub livekit = new LiveKitStub(signed);
                Databases database = new Databases();
                Server server = Server.product(jar, Figures.settings(livekit, ignoringCalls(database.settings(jar))))) {
            warmUp(server, 500);
            double before = database.number(EVENTS);
            ExecutorService other = Executors.newSingleThreadExecutor();
            Future<Paced> sent = other.submit(() -> paced(server, 500, 20));
            TimeUnit.SECONDS.sleep(5);
            database.signal("STOP");
            TimeUnit.SECONDS.sleep(6);
            database.signal("CONT");
            Paced paced = sent.get(5, TimeUnit.MINUTES);
            other.shutdown();
            double kept = database.number(EVENTS) - before;
            say(
                    paced.answered.millis(0.999) <= 1_000 && paced.lost.sum() == 0 && kept == concerningCalls(paced),
                    "PostgreSQL stopped for 6 s under 500 webhooks/s, each answered within: %s (aim: p99.9 <= 1 s)",
                    paced.answered);
            note("%s; %.0f in the inbox", paced, kept);
        }
    }

    private void sameEvent() throws Exception {
        List<Server> replicas = new ArrayList<>();
        try (LiveKitStub livekit = new LiveKitStub(signed);
                Databases database = new Databases()) {
            Map<String, String> settings = Figures.settings(livekit, database.settings(jar));
            for (int i = 0; i < REPLICAS; i++) {
                replicas.add(Server.product(jar, settings));
            }
            int call = take(1);
            signed.begin(call);
            byte[] join = signed.requests(call, Figures.PATH).get(signed.joining());
            List<Paced> storms = new ArrayList<>();
            ExecutorService senders = Executors.newFixedThreadPool(REPLICAS);
            List<Future<?>> all = new ArrayList<>();
            for (Server replica : replicas) {
                Paced storm = new Paced(replica.port(), number -> List.of(join), 0);
                storms.add(storm);
                all.add(senders.submit(() -> {
                    storm.send(0, SAME_EVENT / REPLICAS, 1, SAME_EVENT);
                    return true;
                }));
            }
            for (Future<?> one : all) {
                one.get(5, TimeUnit.MINUTES);
            }
            senders.shutdown();
            double events = database.number(EVENTS);
            double rows = database.number("SELECT count(*) FROM telephony_call");
            boolean twice = isDoubled(livekit.creates(signed.room(call)));
            say(
                    !twice && rows == 1 && events == 1,
                    "one event %,d times over %d processes: %.0f in the inbox, %.0f call, created %s (aim: 1, 1, once)",
                    SAME_EVENT / REPLICAS * REPLICAS,
                    REPLICAS,
                    events,
                    rows,
                    twice ? "twice" : "once");
            storms.forEach(storm -> note("%s; answered within %s", storm, storm.answered));
        } finally {
            replicas.forEach(Server::close);
        }
    }

    private void memory() throws Exception {
        try (LiveKitStub livekit = new LiveKitStub(signed);
                Server server = Server.product(jar, Figures.settings(livekit, Map.of()), "-Xmx256m")) {
            Paced paced = new Paced(server.port(), signed.begun(Figures.PATH, UNTIL_AUDIBLE), signed.joining());
            paced.send(take(LIVE), LIVE, UNTIL_AUDIBLE, 1_000);
            boolean alive = server.isAlive() && server.get("/healthz").contains("up");
            say(
                    alive && paced.lost.sum() == 0,
                    "10,000 calls begun in a heap of 256 MB, memory store: %s; %s",
                    alive ? "it answers" : "it died",
                    paced);
            note("webhooks answered within %s", paced.answered);
        }
        HeapFigures.print();
    }
}
