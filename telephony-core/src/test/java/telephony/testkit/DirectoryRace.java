package telephony.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import telephony.directory.DirectoryPort;
import telephony.store.TelephonyStorePort;

/**
 * Several switchboards on one store take calls at a pace that waits for nobody, while on each of them agents are toggled, numbers move
 * and campaigns change. What came of it is a {@link DirectoryRaceReport}.
 */
public final class DirectoryRace {

    /** Threads on which each replica takes calls. */
    private static final int CALLING = 4;

    /** In which all calls have come on the busiest of machines. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final List<RacingReplica> replicas = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger nextCall = new AtomicInteger();

    /**
     * What one replica stands on: connections of its own to the store of all.
     *
     * @param calls where the calls are
     * @param directory beside them
     */
    public record Place(TelephonyStorePort calls, DirectoryPort directory) {}

    /**
     * How it is run.
     *
     * @param calls how many come, over all replicas
     * @param perSecond how many of them a second, as far as the machine keeps up
     * @param look how often a replica looks for changes
     * @param thought how long whoever changes things, three on each replica, thinks after each change
     */
    public record Pace(int calls, int perSecond, Duration look, Duration thought) {}

    private DirectoryRace(List<Place> places) {
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            replicas.add(new RacingReplica("replica " + i, place.calls(), new RecordedDirectory(place.directory())));
        }
    }

    /**
     * Runs it on a store with nothing in it.
     *
     * @return when each call was decided
     * @throws AssertionError when a call could not be taken in, or not all of them came in time
     */
    public static DirectoryRaceReport run(List<Place> places, Pace pace) throws InterruptedException {
        DirectoryRace race = new DirectoryRace(places);
        race.race(pace);
        return new DirectoryRaceReport(race.replicas);
    }

    private void race(Pace pace) throws InterruptedException {
        new RacingChanges(replicas.get(0).directory(), 0, "begin").begin();
        replicas.forEach(RacingReplica::look);
        int callers = CALLING * replicas.size();
        CountDownLatch over = new CountDownLatch(pace.calls());
        ScheduledExecutorService calling = Executors.newScheduledThreadPool(callers);
        ScheduledExecutorService changing = Executors.newScheduledThreadPool(3 * replicas.size());
        ScheduledExecutorService looking = Executors.newScheduledThreadPool(replicas.size());
        try {
            for (int i = 0; i < replicas.size(); i++) {
                RacingReplica replica = replicas.get(i);
                every(looking, pace.look(), replica::look, over);
                RacingChanges toggles = new RacingChanges(replica.directory(), 3L * i + 1, "toggle " + i);
                RacingChanges moves = new RacingChanges(replica.directory(), 3L * i + 2, "move " + i);
                RacingChanges campaigns = new RacingChanges(replica.directory(), 3L * i + 3, "campaign " + i);
                every(changing, pace.thought(), () -> replica.change(toggles::toggle), over);
                every(changing, pace.thought(), () -> replica.change(moves::moveNumber), over);
                every(changing, pace.thought(), () -> replica.change(campaigns::changeCampaign), over);
            }
            long gap = TimeUnit.SECONDS.toNanos(1) * callers / pace.perSecond();
            for (int i = 0; i < callers; i++) {
                RacingReplica replica = replicas.get(i % replicas.size());
                Runnable call = guarded(() -> call(replica, over, pace.calls()), over);
                var unused = calling.scheduleAtFixedRate(call, gap * i / callers, gap, TimeUnit.NANOSECONDS);
            }
            if (!over.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the calls did not come within " + LIMIT);
            }
        } finally {
            for (ScheduledExecutorService pool : List.of(calling, changing, looking)) {
                pool.shutdown();
                if (!pool.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    pool.shutdownNow();
                }
            }
        }
        if (failure.get() != null) {
            throw new AssertionError("a racer failed", failure.get());
        }
    }

    private void call(RacingReplica replica, CountDownLatch over, int calls) {
        int id = nextCall.getAndIncrement();
        if (id < calls) {
            // Seven goes round the numbers evenly, and on each replica through all of them.
            replica.call(id, RacingChanges.CALLED.get(7 * id % RacingChanges.CALLED.size()));
            over.countDown();
        }
    }

    private void every(ScheduledExecutorService on, Duration pause, Runnable work, CountDownLatch over) {
        var unused = on.scheduleWithFixedDelay(guarded(work, over), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The first failure ends the race, for it would end in vain. */
    private Runnable guarded(Runnable work, CountDownLatch over) {
        return () -> {
            try {
                work.run();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
                while (over.getCount() > 0) {
                    over.countDown();
                }
            }
        };
    }
}
