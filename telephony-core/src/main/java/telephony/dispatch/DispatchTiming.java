package telephony.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The times that the protocol stands on, and what must hold between them.
 *
 * @param requestDeadline how long a CreateDispatch may take before its answer counts as lost
 * @param quiescence how long after an unanswered create nothing is created again
 * @param tokenLeeway how long after its expiry LiveKit still accepts a token (60 s, seen); a create's token is made to
 *     expire that much earlier
 * @param joinDeadline how long a dispatched agent may take to join before it is replaced
 * @param audioDeadline how long an agent that joined may stay mute before it is replaced
 * @param rejoinDeadline how long an agent may take to come back after LiveKit was restarted, before it is replaced
 * @param heartbeatDeadline how long after the last heartbeat of an agent that sends them the next one counts as missing
 * @param giveUp how long after an agent was first wanted no further create is begun
 * @param lease how long one process may work on one call
 * @param storeTimeout the longest that one step on the store takes
 */
public record DispatchTiming(
        Duration requestDeadline,
        Duration quiescence,
        Duration tokenLeeway,
        Duration joinDeadline,
        Duration audioDeadline,
        Duration rejoinDeadline,
        Duration heartbeatDeadline,
        Duration giveUp,
        Duration lease,
        Duration storeTimeout) {

    /** How far LiveKit's clock and ours may differ. */
    static final Duration CLOCK_ERROR = Duration.ofSeconds(1);

    /** LiveKit itself tries a dispatch for 3 + 5 + 7 s inside. */
    static final Duration LIVEKIT_OWN_RETRIES = Duration.ofSeconds(15);

    /** What a lease must leave for everything that is not the request or the store. */
    static final Duration LEASE_MARGIN = Duration.ofSeconds(5);

    /** What a lease must leave after a request's deadline, before the request is sent. */
    static final Duration LEASE_LEFT_OVER = Duration.ofSeconds(2);

    /** An event younger than this needs no look to prove that its caller is there; lists lag behind events. */
    static final Duration FRESH_EVENT = Duration.ofSeconds(5);

    /** A look older than this is not used again after somebody else changed the row. */
    static final Duration LOOK_REUSE = Duration.ofSeconds(2);

    /** Between two looks or two tries of an owed effect. */
    static final Duration POLL = Duration.ofSeconds(1);

    /** The longest wait between two creates; the first is {@link #POLL}, each next one twice as long. */
    static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(8);

    /** A look that began sooner than this after a leg joined does not prove that the leg is gone. */
    static final Duration LEG_GRACE = Duration.ofSeconds(5);

    /** A look that began sooner than this after a restart of LiveKit proves nobody's absence: they come back in 2-4 s (seen). */
    static final Duration RESTART_GRACE = Duration.ofSeconds(10);

    /** Two looks must show a call without callers, this far apart at least, before it counts as over. */
    static final Duration BETWEEN_PROOFS = Duration.ofSeconds(6);

    /** No agent starts in less; a shorter deadline would replace each one before it can answer. */
    public static final Duration LEAST_DEADLINE = Duration.ofSeconds(1);

    /** How often an agent is to send its heartbeat. */
    public static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(2);

    /** Where two processes hear an agent in turn, one of them writes that it listens, at most this often. */
    static final Duration LEAST_BETWEEN_BEATS = Duration.ofSeconds(1);

    /** How often an agent that had been heard is replaced in one call. */
    static final int MAX_RECOVERIES = 2;

    /** How long a clean-up may stay unproven while LiveKit itself answers. */
    static final Duration CLEAN_CAP = Duration.ofSeconds(60);

    /** How long after the end of a call its agents may stay where they are not removed with it; LiveKit's own is 20 s. */
    static final Duration KEEP_FOR = Duration.ofSeconds(30);

    /** A room that was made longer than this before the call's first caller joined was not made for the call. */
    static final Duration ROOM_BEFORE_CALLER = Duration.ofSeconds(5);

    // Last of the constants: its making is checked against the ones above.
    /** The times of {@code docs/protocol.md}. */
    public static final DispatchTiming DEFAULT = new DispatchTiming(
            Duration.ofSeconds(5),
            Duration.ofSeconds(22),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2));

    public DispatchTiming {
        List<String> problems = new ArrayList<>();
        Duration least = requestDeadline.plus(CLOCK_ERROR).plus(LIVEKIT_OWN_RETRIES);
        if (quiescence.compareTo(least) < 0) {
            problems.add("quiescence (" + quiescence + ") must be at least the request deadline (" + requestDeadline
                    + ") + clock error (" + CLOCK_ERROR + ") + LiveKit's own retries (" + LIVEKIT_OWN_RETRIES + ") = "
                    + least);
        }
        Duration leastLease = requestDeadline.plus(storeTimeout.multipliedBy(2)).plus(LEASE_MARGIN);
        if (lease.compareTo(leastLease) < 0) {
            problems.add("lease (" + lease + ") must be at least the request deadline (" + requestDeadline
                    + ") + 2 x store timeout (" + storeTimeout + ") + " + LEASE_MARGIN + " = " + leastLease);
        }
        if (giveUp.compareTo(quiescence.plus(joinDeadline)) < 0) {
            problems.add("give-up (" + giveUp + ") must be at least quiescence (" + quiescence + ") + join deadline ("
                    + joinDeadline + ") = " + quiescence.plus(joinDeadline));
        }
        if (joinDeadline.compareTo(LEAST_DEADLINE) < 0) {
            problems.add("join deadline (" + joinDeadline + ") must be at least " + LEAST_DEADLINE);
        }
        if (audioDeadline.compareTo(LEAST_DEADLINE) < 0) {
            problems.add("audio deadline (" + audioDeadline + ") must be at least " + LEAST_DEADLINE);
        }
        if (giveUp.compareTo(audioDeadline) < 0) {
            problems.add("give-up (" + giveUp + ") must be at least the audio deadline (" + audioDeadline + ")");
        }
        Duration leastSilence = HEARTBEAT_EVERY.multipliedBy(2).plus(HeartbeatWatch.LONGEST_STEP);
        if (heartbeatDeadline.compareTo(leastSilence) < 0) {
            problems.add(
                    "heartbeat deadline (" + heartbeatDeadline + ") must be at least 2 x the time between heartbeats ("
                            + HEARTBEAT_EVERY + ") + a pause (" + HeartbeatWatch.LONGEST_STEP + ") = " + leastSilence);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** The same with another quiescence, and a give-up that is late enough for it. */
    public DispatchTiming withQuiescence(Duration next) {
        Duration earliest = next.plus(joinDeadline);
        Duration end = giveUp.compareTo(earliest) < 0 ? earliest : giveUp;
        return new DispatchTiming(
                requestDeadline,
                next,
                tokenLeeway,
                joinDeadline,
                audioDeadline,
                rejoinDeadline,
                heartbeatDeadline,
                end,
                lease,
                storeTimeout);
    }

    /** The same with other deadlines for an agent's joining and its first audio. */
    public DispatchTiming withAgentDeadlines(Duration join, Duration audio) {
        return new DispatchTiming(
                requestDeadline,
                quiescence,
                tokenLeeway,
                join,
                audio,
                rejoinDeadline,
                heartbeatDeadline,
                giveUp,
                lease,
                storeTimeout);
    }

    /** Quiescence of a create whose token could not be made to expire early: LiveKit's leeway comes on top. */
    Duration wideQuiescence() {
        return quiescence.plus(tokenLeeway);
    }
}
