package telephony.app.proof;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import telephony.simulation.SimulationTiming;

/**
 * What does not change while a schedule is played.
 *
 * @param seed of all ids and of all chance that is left while it is played
 * @param timing how fast LiveKit and its agents are
 * @param replicas how many processes work on the store
 * @param everyReplicaHears whether each webhook goes to every process, instead of to one of them
 * @param storeClock how the store's clock differs from LiveKit's
 * @param processClocks how the clock of each process differs from LiveKit's
 */
record World(
        long seed,
        SimulationTiming timing,
        int replicas,
        boolean everyReplicaHears,
        Drift storeClock,
        List<Drift> processClocks) {

    /** More processes than this show nothing that these do not. */
    static final int MOST_REPLICAS = 3;

    World {
        processClocks = List.copyOf(processClocks);
        if (replicas < 1 || replicas > MOST_REPLICAS || processClocks.size() < replicas) {
            throw new IllegalArgumentException("from 1 to " + MOST_REPLICAS + " processes, each with a clock");
        }
    }

    /**
     * How a clock differs from LiveKit's.
     *
     * @param ahead at the beginning
     * @param perMinute how much more in each minute
     */
    record Drift(Duration ahead, Duration perMinute) {
        static final Drift NONE = new Drift(Duration.ZERO, Duration.ZERO);
    }

    /** One process, fast answers, true clocks. */
    static World plain(long seed) {
        return new World(
                seed, SimulationTiming.SEEN, 1, false, Drift.NONE, List.of(Drift.NONE, Drift.NONE, Drift.NONE));
    }

    /** The worlds that are one step simpler. */
    Stream<World> simpler() {
        return Stream.of(
                        new World(seed, timing, 1, everyReplicaHears, storeClock, processClocks),
                        new World(
                                seed, timing, Math.max(1, replicas - 1), everyReplicaHears, storeClock, processClocks),
                        new World(seed, timing, replicas, false, storeClock, processClocks),
                        new World(seed, timing, replicas, everyReplicaHears, Drift.NONE, plain(seed).processClocks),
                        new World(seed, SimulationTiming.SEEN, replicas, everyReplicaHears, storeClock, processClocks),
                        with(timing.withAnswer(Duration.ZERO)),
                        with(timing.withParticipantListLag(Duration.ZERO)),
                        with(timing.withAgentStart(SimulationTiming.SEEN.agentStart())))
                .filter(world -> !world.equals(this));
    }

    World with(SimulationTiming next) {
        return new World(seed, next, replicas, everyReplicaHears, storeClock, processClocks);
    }

    /** The same with processes whose clocks are so far ahead of LiveKit's. */
    World withProcessesAhead(Duration next) {
        Drift drift = new Drift(next, Duration.ZERO);
        return new World(seed, timing, replicas, everyReplicaHears, storeClock, List.of(drift, drift, drift));
    }

    /** The same with so many processes. */
    World withReplicas(int next) {
        return new World(seed, timing, next, everyReplicaHears, storeClock, processClocks);
    }
}
