package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentDispatch;
import telephony.call.AgentPresence;
import telephony.call.AnsweredBy;
import telephony.call.CallId;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchState;
import telephony.call.Heartbeat;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.observe.TelephonyListener;
import telephony.routing.RoutingDecision;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;

/**
 * Where agents ask whether they may speak, and tell that they are alive. Both are optional for an agent, and both go by
 * the one identity that the row has for the call's agent: the first agent that is seen or asks wins. Thread-safe; each
 * method is one atomic step on the store, and none waits for LiveKit.
 *
 * <p>A heartbeat that does not come is found missing only by the process that heard the one before, which knows that it was
 * there to hear the next. When that process is gone, nobody accuses its agents; they go on to another process, and until
 * then LiveKit's word counts, as for agents that send none. While one process listens, heartbeats cost no write.
 */
public final class AgentCheckIn {

    /** Longest identity that an agent may have, in characters. */
    public static final int MAX_IDENTITY_CHARS = 256;

    /** What the row of an agent that is the call's comes to. */
    private interface WhenChosen {
        /** Null = it is as it should be. */
        @Nullable
        Transition decide(TelephonyCall row, DispatchAttempt attempt);
    }

    private final TelephonyStorePort store;
    private final RowWriter writer;
    private final DispatchMachine machine;
    private final DispatchDriver driver;
    private final HeartbeatWatch watch = new HeartbeatWatch();

    /**
     * @param store where the calls are
     * @param machine decides what follows from a heartbeat that is missing
     * @param driver performs it; its name is that of this process
     * @param listener told what is stored
     */
    public AgentCheckIn(
            TelephonyStorePort store, DispatchMachine machine, DispatchDriver driver, TelephonyListener listener) {
        this.store = store;
        this.writer = new RowWriter(store, listener);
        this.machine = machine;
        this.driver = driver;
    }

    /**
     * An agent asks whether it is the one. When the call has none yet, it is from now on.
     *
     * @param identity the agent's own identity as a participant
     * @param token the one from its metadata
     * @throws IllegalArgumentException when the identity cannot be one: empty, longer than {@value #MAX_IDENTITY_CHARS}, or
     *     with control characters
     * @throws StoreUnavailableException when the store is down; nothing was changed, and the agent may ask again
     */
    public AgentStanding admission(CallId callId, String identity, String token) {
        requireIdentity(identity);
        return decide(callId, identity, token, (row, attempt) -> chosen(row, attempt, identity));
    }

    /**
     * An agent tells that it is alive; counts as asking for admission as well.
     *
     * @param identity the agent's own identity as a participant
     * @param token the one from its metadata
     * @throws IllegalArgumentException when the identity cannot be one
     * @throws StoreUnavailableException when the store is down; nothing was changed, no agent counts as silent for it, and
     *     the agent may repeat it
     */
    public AgentStanding heartbeat(CallId callId, String identity, String token) {
        requireIdentity(identity);
        try {
            AgentStanding standing = decide(callId, identity, token, (row, attempt) -> beating(row, attempt, identity));
            if (standing == AgentStanding.CALL_ENDED) {
                watch.forget(callId);
            }
            return standing;
        } catch (RuntimeException e) {
            // Whatever it was, an agent was not heard.
            turnedAway();
            throw e;
        }
    }

    /**
     * The call's agent tells who took up the phone; the last word stands, and what the call came to is judged by it.
     *
     * @param identity the agent's own identity as a participant
     * @param token the one from its metadata
     * @return {@link AgentStanding#CHOSEN} = it is written; anything else = nothing was
     * @throws IllegalArgumentException when the identity cannot be one
     * @throws StoreUnavailableException when the store is down; nothing was changed, and the agent may tell it again
     */
    public AgentStanding answeredBy(CallId callId, AnsweredBy.Who who, String identity, String token) {
        requireIdentity(identity);
        return decide(callId, identity, token, (row, attempt) -> {
            Transition known = chosen(row, attempt, identity);
            TelephonyCall named = known == null ? row : known.next();
            return told(named, new AnsweredBy(who, store.now(), identity))
                    .after(known == null ? List.of() : known.lines());
        });
    }

    /**
     * Somebody who may write calls tells who took up the phone, at any time.
     *
     * @throws StoreUnavailableException when the store is down, or a newer version of this software looks after the call;
     *     nothing was changed
     */
    public void answeredBy(CallId callId, AnsweredBy.Who who) {
        writer.update(callId, row -> {
            if (row.control().isFromNewerVersion()) {
                throw new StoreUnavailableException("nothing was written for " + callId
                        + ": a newer version of this software looks after it; ask again");
            }
            return told(row, new AnsweredBy(who, store.now(), "api"));
        });
    }

    private static Transition told(TelephonyCall row, AnsweredBy told) {
        TelephonyCall next = row.withSteering(row.steering().with(told)).judged();
        TimelineEntry line = new TimelineEntry(
                row.callId(),
                told.at(),
                TimelineEntry.Kind.EVENT,
                "answered_by",
                Map.of("who", told.who().name(), "source", told.source()));
        return new Transition(next.withTimes(next.times().updatedAt(told.at())), List.of(line));
    }

    /** An agent could not be listened to, whatever it wanted to tell: no silence until now proves anything. */
    public void turnedAway() {
        watch.turnedAway();
    }

    /**
     * Finds the heartbeats that are missing, and has those calls looked at, which replaces the agent if the caller is still
     * there. To be called a few times a second, and only where the store has just answered: the time between counts as
     * silence.
     *
     * @return how many were found
     * @throws StoreUnavailableException when the store is down; what was missing still is at the next call
     */
    public int findMissing() {
        List<CallId> silent = watch.silentFor(deadline(), store.now());
        int found = 0;
        for (CallId callId : silent) {
            Optional<TelephonyCall> accused = writer.update(callId, this::missing);
            accused.ifPresent(driver::wakeIfDue);
            found += accused.isPresent() ? 1 : 0;
            watch.forgetSilent(callId, deadline());
        }
        return found;
    }

    private AgentStanding decide(CallId callId, String identity, String token, WhenChosen whenChosen) {
        AtomicReference<AgentStanding> standing = new AtomicReference<>(AgentStanding.UNKNOWN_CALL);
        writer.update(callId, row -> {
                    Optional<DispatchAttempt> attempt = attempt(row, new AgentToken(token));
                    standing.set(
                            attempt.map(known -> standing(row, known, identity)).orElse(AgentStanding.WRONG_TOKEN));
                    return standing.get() == AgentStanding.CHOSEN
                            ? whenChosen.decide(row, attempt.orElseThrow())
                            : null;
                })
                .ifPresent(driver::wakeIfDue);
        return Objects.requireNonNull(standing.get());
    }

    private static void requireIdentity(String identity) {
        boolean odd = identity.isBlank()
                || identity.length() > MAX_IDENTITY_CHARS
                || identity.chars().anyMatch(Character::isISOControl);
        if (odd) {
            throw new IllegalArgumentException(
                    "an identity has 1 to " + MAX_IDENTITY_CHARS + " characters, none of control");
        }
    }

    private static Optional<DispatchAttempt> attempt(TelephonyCall row, AgentToken token) {
        return row.dispatch().attempts().stream().filter(token::isOf).findFirst();
    }

    /** How this agent stands; whoever asks first where nobody is the call's yet is chosen. */
    private static AgentStanding standing(TelephonyCall row, DispatchAttempt attempt, String identity) {
        AgentDispatch dispatch = row.dispatch();
        if (row.isEnded() || dispatch.state().isClosed()) {
            return AgentStanding.CALL_ENDED;
        }
        String keeper = dispatch.keeper();
        if (identity.equals(keeper)) {
            return AgentStanding.CHOSEN;
        }
        boolean spent = attempt.dispatchId() != null
                && dispatch.replacement().spentDispatches().contains(attempt.dispatchId());
        boolean givenUp = attempt.number() <= dispatch.replacement().retiredAttempt()
                || spent
                || dispatch.replacement().removed().contains(identity)
                || dispatch.state() == DispatchState.FAILED;
        if (givenUp) {
            return AgentStanding.REPLACED;
        }
        if (keeper != null) {
            return AgentStanding.ANOTHER_CHOSEN;
        }
        if (row.control().isFromNewerVersion()) {
            throw new StoreUnavailableException("nothing was written for " + row.callId()
                    + ": a newer version of this software looks after it; ask again");
        }
        return AgentStanding.CHOSEN;
    }

    /** The row with this agent as the call's; null = it is already. */
    private @Nullable Transition chosen(TelephonyCall row, DispatchAttempt attempt, String identity) {
        if (identity.equals(row.dispatch().keeper())) {
            return null;
        }
        AgentPresence agent = row.dispatch().agent(identity).orElseGet(() -> AgentPresence.of(identity, sentAs(row)));
        return new Transition(
                row.withDispatch(row.dispatch().withAgent(agent)), List.of(line(row, "admission", identity, attempt)));
    }

    private @Nullable Transition beating(TelephonyCall row, DispatchAttempt attempt, String identity) {
        Transition known = chosen(row, attempt, identity);
        TelephonyCall named = known == null ? row : known.next();
        Instant now = store.now();
        Optional<AgentPresence> agent = named.dispatch().agent(identity);
        Optional<Heartbeat> before = agent.flatMap(AgentPresence::beating);
        if (agent.isEmpty() || row.control().isFromNewerVersion()) {
            return known;
        }
        if (before.filter(beat -> isHeardHere(beat, driver.owner())).isPresent()) {
            watch.heard(row.callId(), identity, now);
            return known;
        }
        // Two processes that hear one agent in turn write once a second at most.
        if (before.filter(beat -> isHeardJustNow(beat, now)).isPresent()) {
            watch.forget(row.callId());
            return known;
        }
        watch.heard(row.callId(), identity, now);
        TelephonyCall next = named.withDispatch(
                named.dispatch().withAgent(agent.get().withHeartbeat(Heartbeat.heardBy(driver.owner(), now))));
        boolean first = before.isEmpty();
        return new Transition(next, first ? List.of(line(row, "heartbeat", identity, attempt)) : List.of());
    }

    private Duration deadline() {
        return machine.timing().heartbeatDeadline();
    }

    private static boolean isHeardHere(Heartbeat beat, String listener) {
        return beat.missedAt() == null && beat.listener().equals(listener);
    }

    private static boolean isHeardJustNow(Heartbeat beat, Instant now) {
        return beat.missedAt() == null && now.isBefore(beat.since().plus(DispatchTiming.LEAST_BETWEEN_BEATS));
    }

    /** The row with the heartbeat of its agent missing; null when somebody else listens, or there is nothing to accuse. */
    private @Nullable Transition missing(TelephonyCall row) {
        Optional<AgentPresence> agent = row.dispatch().keptAgent();
        Optional<Heartbeat> heartbeat = agent.flatMap(AgentPresence::beating);
        boolean ours =
                heartbeat.filter(beat -> isHeardHere(beat, driver.owner())).isPresent();
        if (row.isEnded() || row.control().isFromNewerVersion() || agent.isEmpty() || !ours) {
            return null;
        }
        if (!watch.isSilent(row.callId(), agent.get().identity(), deadline())) {
            return null;
        }
        Instant now = store.now();
        AgentPresence accused =
                agent.get().withHeartbeat(heartbeat.orElseThrow().missed(now));
        TelephonyCall silent = row.withDispatch(row.dispatch().withAgent(accused));
        return machine.decide(silent, List.of(Trigger.HEARTBEAT_MISSED), now);
    }

    /** The name under which the newest attempt was sent. */
    private static String sentAs(TelephonyCall row) {
        return row.route() instanceof RoutingDecision.Dispatch route
                ? route.agentAfter(row.dispatch().replacement().rungs()).name()
                : "";
    }

    private TimelineEntry line(TelephonyCall row, String name, String identity, DispatchAttempt attempt) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("identity", identity);
        details.put("attempt", Integer.toString(attempt.number()));
        return new TimelineEntry(row.callId(), store.now(), TimelineEntry.Kind.EVENT, name, details);
    }
}
