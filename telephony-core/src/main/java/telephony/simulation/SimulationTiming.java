package telephony.simulation;

import java.time.Duration;

/**
 * How fast a simulated LiveKit and its agents are, where that is a matter of the machine. What LiveKit itself fixes,
 * such as the 20 s that an agent stays after its caller, is not to be chosen.
 *
 * @param answer until a request of the API is answered; zero = within the call
 * @param participantListLag how old the list of participants is that is shown
 * @param agentStart from a dispatch to its agent's join
 * @param agentTrack from an agent's join to its audio
 * @param agentRejoin from LiveKit's restart until an agent that was in a room is back
 * @param callerRejoin from LiveKit's restart until a caller who was in a room is back
 * @param workerReconnect from LiveKit's restart until the workers can be sent again
 */
public record SimulationTiming(
        Duration answer,
        Duration participantListLag,
        Duration agentStart,
        Duration agentTrack,
        Duration agentRejoin,
        Duration callerRejoin,
        Duration workerReconnect) {

    /** As seen on one machine, with lists that are up to date. */
    public static final SimulationTiming SEEN = new SimulationTiming(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMillis(250),
            Duration.ofMillis(50),
            Duration.ofMillis(1500),
            Duration.ofMillis(2500),
            Duration.ofMillis(2000));

    /** The same with answers that take this long. */
    public SimulationTiming withAnswer(Duration next) {
        return new SimulationTiming(
                next, participantListLag, agentStart, agentTrack, agentRejoin, callerRejoin, workerReconnect);
    }

    /** The same with lists of participants that are this old; real ones were up to 5 s behind. */
    public SimulationTiming withParticipantListLag(Duration next) {
        return new SimulationTiming(answer, next, agentStart, agentTrack, agentRejoin, callerRejoin, workerReconnect);
    }

    /** The same with agents that need this long to start. */
    public SimulationTiming withAgentStart(Duration next) {
        return new SimulationTiming(
                answer, participantListLag, next, agentTrack, agentRejoin, callerRejoin, workerReconnect);
    }

    /** The same with another order of who comes back after a restart. */
    public SimulationTiming withRestart(Duration agents, Duration callers, Duration workers) {
        return new SimulationTiming(answer, participantListLag, agentStart, agentTrack, agents, callers, workers);
    }
}
