package telephony.simulation;

import java.time.Instant;
import java.util.List;

/**
 * A dispatch as LiveKit shows it.
 *
 * @param id {@code AD_…}
 * @param asked what was asked for
 * @param createdAt when LiveKit made it
 * @param jobs the agents started for it; up to 5 s late, and {@code JS_RUNNING} whatever became of them
 */
public record DispatchState(String id, NewDispatch asked, Instant createdAt, List<Job> jobs) {

    public DispatchState {
        jobs = List.copyOf(jobs);
    }

    /**
     * An agent's job.
     *
     * @param id {@code AJ_…}
     * @param identity the agent's identity in the room
     * @param startedAt when it was assigned
     */
    public record Job(String id, String identity, Instant startedAt) {}
}
