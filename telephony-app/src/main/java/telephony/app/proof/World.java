package telephony.app.proof;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.SimulationTiming;

/**
 * What does not change while a schedule is played.
 *
 * @param seed of all ids and of all chance that is left while it is played
 * @param timing how fast LiveKit and its agents are
 * @param replicas how many processes work on the store
 * @param everyReplicaHears whether each webhook goes to every process, instead of to one of them
 * @param storesApart whether each process has a store of its own, which is a mistake of whoever set it up
 * @param beats whether agents send heartbeats, and to whom
 * @param storeClock how the store's clock differs from LiveKit's
 * @param processClocks how the clock of each process differs from LiveKit's
 */
record World(
        long seed,
        SimulationTiming timing,
        int replicas,
        boolean everyReplicaHears,
        boolean storesApart,
        Beats beats,
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

    /** How agents tell that they are alive. */
    enum Beats {
        /** They do not. */
        NONE,
        /** Each to one process, and to the next one when that does not answer. */
        TO_ONE,
        /** To the processes in turn. */
        IN_TURN
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

    /** One process, fast answers, true clocks, agents without heartbeats. */
    static World plain(long seed) {
        Drift none = Drift.NONE;
        return new World(seed, SimulationTiming.SEEN, 1, false, false, Beats.NONE, none, List.of(none, none, none));
    }

    /** The worlds that are one step simpler. */
    Stream<World> simpler() {
        return Stream.of(
                        withReplicas(1),
                        withReplicas(Math.max(1, replicas - 1)),
                        new World(seed, timing, replicas, false, storesApart, beats, storeClock, processClocks),
                        with(Beats.NONE),
                        with(Drift.NONE, plain(seed).processClocks),
                        with(SimulationTiming.SEEN),
                        with(timing.withAnswer(Duration.ZERO)),
                        with(timing.withParticipantListLag(Duration.ZERO)),
                        with(timing.withAgentStart(SimulationTiming.SEEN.agentStart())))
                .filter(world -> !world.equals(this));
    }

    /** An agent that behaves so here. */
    AgentBehaviour here(AgentBehaviour behaviour) {
        return beats == Beats.NONE ? behaviour : behaviour.withHeartbeats();
    }

    World with(SimulationTiming next) {
        return new World(seed, next, replicas, everyReplicaHears, storesApart, beats, storeClock, processClocks);
    }

    World with(Beats next) {
        return new World(seed, timing, replicas, everyReplicaHears, storesApart, next, storeClock, processClocks);
    }

    /** The same with processes whose clocks are so far ahead of LiveKit's. */
    World withProcessesAhead(Duration next) {
        Drift drift = new Drift(next, Duration.ZERO);
        return with(storeClock, List.of(drift, drift, drift));
    }

    /** The same with a store whose clock is so far ahead of LiveKit's. */
    World withStoreAhead(Duration next) {
        return with(new Drift(next, Duration.ZERO), processClocks);
    }

    private World with(Drift store, List<Drift> processes) {
        return new World(seed, timing, replicas, everyReplicaHears, storesApart, beats, store, processes);
    }

    /** The same with a store for each process, and every process hearing of everything. */
    World withStoresApart() {
        return new World(seed, timing, replicas, true, true, beats, storeClock, processClocks);
    }

    /** How many stores there are. */
    int stores() {
        return storesApart ? replicas : 1;
    }

    /** The same with so many processes. */
    World withReplicas(int next) {
        return new World(seed, timing, next, everyReplicaHears, storesApart, beats, storeClock, processClocks);
    }
}
