package telephony.app.proof;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import telephony.dispatch.DispatchTiming;
import telephony.simulation.SimulationTiming;

/**
 * How long what may not last may last, in calm. Time in which LiveKit, its API, a process or the store is disturbed counts
 * for nothing, and the aftermath of a disturbance belongs to it.
 *
 * @param twins how long a caller may hear two agents: a sweep, the lag of the lists, and the requests in between
 * @param release how long an agent may stay after the record says that its call is over: the requests, and one that was
 *     under way
 * @param silence how long a caller may be without an agent's voice on this day, whatever is disturbed; null = not promised
 * @param stores how many stores there are; of each other they do not know
 */
record Bounds(Duration twins, Duration release, @Nullable Duration silence, int stores) {

    /** The agent that our routing sends. */
    static final String AGENT = "phone-agent";

    /** How often the rooms are looked into. */
    static final Duration SAMPLE = Duration.ofMillis(250);

    /** Nobody answered for so long: the time to give up, the last try's quiescence, and what sweeps take. */
    static final Duration SILENCE = DispatchTiming.DEFAULT
            .giveUp()
            .plus(DispatchTiming.DEFAULT.quiescence())
            .plusSeconds(13);

    /** A caller waits so long at most for an agent that comes: quiescence, lists that lag, sweeps, and its own start. */
    static final Duration SERVED = DispatchTiming.DEFAULT.quiescence().plusSeconds(18);

    /** An agent that does not come, stays mute, dies or leaves costs a caller no more than this: its deadline, and the next one. */
    static final Duration ODD_AGENT = Duration.ofSeconds(15);

    /** Of so many odd agents in a room it is known what they cost. */
    static final int MOST_ODD_AGENTS = 1;

    /** What is left in a room is gone after quiescence, LiveKit's own retries, two sweeps and their lists. */
    static final Duration LEFT_BEHIND = DispatchTiming.DEFAULT.quiescence().plusSeconds(25);

    /** Who was heard for so long is settled: whatever was on its way when he came has arrived. */
    static final Duration SETTLED = Duration.ofSeconds(10);

    /** Who was there for so long, in calm, was found by a sweep if no webhook told of him. */
    static final Duration KNOWN = Duration.ofSeconds(12);

    /** What was asked without an answer may take effect for so long: the deadline, and LiveKit's own retries. */
    static final Duration LATE_EFFECT = DispatchTiming.DEFAULT.requestDeadline().plusSeconds(15);

    /** A caller who left so long ago is known to have left: lists that lag, two looks, and a request under way. */
    static final Duration CALLER_GONE = Duration.ofSeconds(20);

    /** More creates than this for one call are a loop. */
    static final int MOST_CREATES = 20;

    /** More requests to LiveKit than this in one schedule are a loop. */
    static final int MOST_REQUESTS = 20_000;

    /** After a slow or lost answer of LiveKit: a sweep, and the look after it. */
    static final Duration AFTER_BAD_ANSWER = Duration.ofSeconds(5);

    /** After a restart of LiveKit: who comes back comes within 14 s, or is replaced after 10. */
    static final Duration AFTER_RESTART = Duration.ofSeconds(25);

    /** After the end of a process, or of its being stopped: its leases and its last create run out. */
    static final Duration AFTER_PROCESS = DispatchTiming.DEFAULT.quiescence().plusSeconds(5);

    /** After an outage of the API or the store: the longest pause between two sweeps, and a sweep. */
    static final Duration AFTER_OUTAGE = Duration.ofSeconds(35);

    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration RELEASE = Duration.ofSeconds(4);
    private static final int REQUESTS = 4;

    /** On this day. */
    static Bounds of(Schedule schedule) {
        SimulationTiming timing = schedule.world().timing();
        Duration requests = timing.answer().multipliedBy(REQUESTS);
        Duration twins = timing.participantListLag().plus(requests).plus(SWEEP);
        Duration together = schedule.promised().together();
        return new Bounds(
                together == null ? twins : together,
                requests.plus(RELEASE),
                schedule.promised().silence(),
                schedule.world().stores());
    }
}
