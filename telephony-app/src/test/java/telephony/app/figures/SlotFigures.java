package telephony.app.figures;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import telephony.Telephony;
import telephony.adapters.store.InMemoryDirectory;
import telephony.call.CallEvent;
import telephony.call.Slot;
import telephony.directory.Agent;
import telephony.directory.DirectoryChange;
import telephony.directory.DirectoryNumber;
import telephony.directory.DirectoryWatch;
import telephony.directory.decision.AgentLoad;
import telephony.directory.decision.DirectoryPolicy;
import telephony.directory.decision.DirectoryRouting;
import telephony.directory.decision.DirectorySlots;
import telephony.directory.decision.OpeningTimes;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.Rung;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit;
import telephony.testkit.HandClock;
import telephony.testkit.Race;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookVerdict;

/**
 * Prints how many calls a second one agent gets from three replicas when it has a limit that lets all of them in, and when it has
 * none: those who take a place of the same limit are let in one after the other.
 */
public final class SlotFigures {

    private static final int LIMIT = 1_000;
    private static final int CALLS = 900;
    private static final int ROUNDS = 3;
    private static final int USUAL_THREADS = 6;
    private static final String NUMBER = "+15559990000";

    private SlotFigures() {}

    private interface Opener {
        ReplicaStores open() throws Exception;
    }

    /** How many calls come at the same time; six when not said. */
    public static void main(String... args) throws Exception {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : USUAL_THREADS;
        System.out.printf(
                "calls a second for one agent, %d calls from %d replicas on %d threads; limit %d, and none%n",
                CALLS, ReplicaStores.REPLICAS, threads, LIMIT);
        try (Databases server = new Databases()) {
            print("PostgreSQL", threads, () -> ReplicaStores.onPostgres(server));
        }
        print("H2", threads, ReplicaStores::onH2);
        try (RedisServer server = new RedisServer("everysec")) {
            print("Redis", threads, () -> ReplicaStores.onRedis(server));
        }
        System.exit(0);
    }

    private static void print(String name, int threads, Opener opener) throws Exception {
        // The first round of each warms up, and is not shown.
        for (int round = 0; round <= ROUNDS; round++) {
            String limited = measured(opener, threads, LIMIT);
            String free = measured(opener, threads, null);
            if (round > 0) {
                System.out.printf("%-10s limited: %s; free: %s%n", name, limited, free);
            }
        }
    }

    private static String measured(Opener opener, int threads, @Nullable Integer limit) throws Exception {
        try (ReplicaStores stores = opener.open()) {
            DirectoryWatch directory = directory(limit);
            List<Telephony> replicas = new ArrayList<>();
            stores.places().forEach(place -> replicas.add(replica(place, directory)));
            AtomicInteger next = new AtomicInteger();
            LongAdder again = new LongAdder();
            long began = System.nanoTime();
            Race.run(threads, racer -> {
                Telephony replica = replicas.get(racer % replicas.size());
                for (int call = next.getAndIncrement(); call < CALLS; call = next.getAndIncrement()) {
                    byte[] body = Integer.toString(call).getBytes(StandardCharsets.UTF_8);
                    while (!taken(replica, body)) {
                        again.increment();
                    }
                }
            });
            double seconds = (System.nanoTime() - began) / 1e9;
            long held = stores.places().get(0).slots().board().heldOf(Slot.keyOfAgent("sales"));
            return "%.0f a second, turned away %d times, places taken %d".formatted(CALLS / seconds, again.sum(), held);
        }
    }

    /** The webhook is tried again when the store was too busy for it. */
    private static boolean taken(Telephony replica, byte[] body) {
        try {
            replica.receive(body, null);
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private static DirectoryWatch directory(@Nullable Integer limit) {
        InMemoryDirectory directory = new InMemoryDirectory();
        Agent agent = new Agent("sales", null, "Sales", AgentConfig.named(Calls.AGENT), Agent.Status.ACTIVE, 10, limit);
        directory.commit(
                List.of(
                        DirectoryChange.put(0, agent),
                        DirectoryChange.put(0, new DirectoryNumber(NUMBER, null, List.of("sales"), Map.of()))),
                OptionalLong.empty());
        DirectoryWatch watch = new DirectoryWatch(directory);
        watch.refresh();
        return watch;
    }

    private static Telephony replica(ReplicaStores.Place place, DirectoryWatch directory) {
        AgentConfig last = AgentConfig.named(Calls.AGENT);
        DirectoryRouting rules = new DirectoryRouting(
                directory::snapshot,
                DirectoryPolicy.of(last),
                new OpeningTimes((calendar, from, to) -> Optional.empty()),
                AgentLoad.NONE);
        FakeLiveKit livekit = new FakeLiveKit(new HandClock(Calls.START));
        return Telephony.builder()
                .store(place.calls())
                .instance("figures")
                .clock(place.calls()::now)
                .dispatches(livekit)
                .rooms(livekit)
                .slots(place.slots(), new DirectorySlots(directory::snapshot, DirectorySlots.DEFAULT_WAIT, null))
                .verifier((body, authorization) -> WebhookVerdict.AUTHENTIC)
                .reader((body, at) -> read(body, place.calls().now()))
                .router(new CallRouter(rules, last, Rung.DEFAULT, Set.of(), failure -> {}))
                // Only the way in is measured.
                .executor(work -> {
                    throw new RejectedExecutionException();
                })
                .build();
    }

    private static WebhookReading read(byte[] body, Instant now) {
        String call = new String(body, StandardCharsets.UTF_8);
        CallEvent.ParticipantJoined joined = new CallEvent.ParticipantJoined(
                Calls.header("EV_" + call, "RM_" + call, now),
                Calls.caller("PA_" + call, "SCL_" + call, "ringing", now));
        return new WebhookReading.Event(joined);
    }
}
