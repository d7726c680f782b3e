package telephony.decided;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.lead.LeadPort;
import telephony.lead.Meeting;
import telephony.observe.SafeListener;
import telephony.observe.TelephonyListener;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingDecision.Dispatch;
import telephony.routing.RoutingRequest;

/**
 * Decides who answers calls of which a front end asks before LiveKit sees them, by the router that decides LiveKit's own calls,
 * and keeps what was answered, so that such a call is recognised when its room appears and is not routed twice.
 *
 * <p>Somebody waits for the answer with a caller on the line: it always comes, within {@link #LOOKUP_DEADLINE} and
 * {@link #KEEP_DEADLINE} together, and it is never an exception but for a programming error. Rules that fail or take longer are
 * answered for by the fallback agent. A decision that the store could not keep is answered all the same; its call is routed anew
 * when it comes. Safe for any number of threads.
 */
public final class EarlyDecisions {

    /** How long the rules may take. They are read in memory; what takes this long is broken. */
    public static final Duration LOOKUP_DEADLINE = Duration.ofMillis(400);

    /** How long the store may take to keep a decision. */
    public static final Duration KEEP_DEADLINE = Duration.ofMillis(400);

    /** Whoever takes longer to ask the rules is told of as slow. */
    public static final Duration LOOKUP_BUDGET = Duration.ofMillis(100);

    /** Whoever takes longer for the whole decision is told of as slow. */
    public static final Duration TOTAL_BUDGET = Duration.ofMillis(500);

    /** Reason of a decision by the fallback, because the rules could not be asked. */
    public static final String LOOKUP_FAILED = "lookup-failed";

    /** Reason of a decision by the fallback, because the rules did not answer in time. */
    public static final String LOOKUP_LATE = "lookup-late";

    /** In the name of a room of a call that is nobody's in particular. */
    static final String NO_ORGANIZATION = "default";

    /** Names that are tried for one call; each one that is taken was made by another process in the same millisecond. */
    static final int TRIES = 20;

    private final CallRouter router;
    private final Supplier<EarlyFallback> fallbacks;
    private final DecidedCallPort decided;
    private final LeadPort leads;
    private final Threads threads;
    private final Ticking time;
    private final TelephonyListener listener;
    private final RoomNames rooms = new RoomNames();

    /**
     * What it works on; both may refuse work, which is then as good as failed.
     *
     * @param lookups asks the rules
     * @param keeping asks the store, apart from the others: a store that hangs must not take the threads of look-ups
     */
    public record Threads(Executor lookups, Executor keeping) {}

    /**
     * How it knows time.
     *
     * @param clock of all processes
     * @param nanos for durations
     * @param lookup how long the rules may take
     * @param keep how long the store may take
     */
    public record Ticking(InstantSource clock, LongSupplier nanos, Duration lookup, Duration keep) {

        /** With the deadlines that are usual. */
        public Ticking(InstantSource clock, LongSupplier nanos) {
            this(clock, nanos, LOOKUP_DEADLINE, KEEP_DEADLINE);
        }
    }

    /**
     * Where it writes.
     *
     * @param decided keeps decisions
     * @param leads counts callers
     */
    public record Books(DecidedCallPort decided, LeadPort leads) {}

    /**
     * @param router decides
     * @param fallbacks who answers otherwise, asked anew each time; must answer from memory
     * @param listener told of each decision and of what fails
     */
    public EarlyDecisions(
            CallRouter router,
            Supplier<EarlyFallback> fallbacks,
            Books books,
            Threads threads,
            Ticking time,
            TelephonyListener listener) {
        this.router = router;
        this.fallbacks = fallbacks;
        this.decided = books.decided();
        this.leads = books.leads();
        this.threads = threads;
        this.time = time;
        this.listener = new SafeListener(List.of(listener));
    }

    /** Who stands in just now. */
    public EarlyFallback fallback() {
        return fallbacks.get();
    }

    /**
     * Decides, and keeps nothing.
     *
     * @param asker which question it is, a word of few, for the listener
     */
    public EarlyDecision look(@Nullable String from, String to, String asker) {
        Watch watch = new Watch();
        Found found = found(from, to, null, watch);
        return told(asker, found, null, null, watch);
    }

    /**
     * Decides, names a room for the caller, and keeps both.
     *
     * @param asker which question it is, a word of few, for the listener
     */
    public EarlyDecision intoRoom(EarlyCall call, String asker) {
        Watch watch = new Watch();
        Found found = found(call.from(), call.to(), call.trunkId(), watch);
        // Made here, so that what is kept too late is still kept of the room that was answered.
        String room = roomName(found);
        Kept kept = within(time.keep(), threads.keeping(), () -> kept(call, found, room, watch), failure -> {
            listener.onTrouble("a decision was not kept; its call is routed anew when it comes", failure);
            return new Kept(null, room);
        });
        return told(asker, found, kept.id(), kept.roomName(), watch);
    }

    /**
     * Decides, counts the caller among the leads, once for each call id, and keeps the decision. A caller whose number cannot be
     * read is no lead.
     *
     * @param asker which question it is, a word of few, for the listener
     */
    public EarlyDecision ofLead(EarlyCall call, String asker) {
        Watch watch = new Watch();
        Found found = found(call.from(), call.to(), call.trunkId(), watch);
        Kept kept = within(
                time.keep(),
                threads.keeping(),
                () -> {
                    Kept done = kept(call, found, null, watch);
                    meet(call, found);
                    return done;
                },
                failure -> {
                    listener.onTrouble(
                            "a decision or its lead was not kept; both are made again when the call comes", failure);
                    return new Kept(null, null);
                });
        return told(asker, found, kept.id(), null, watch);
    }

    /** What the rules, or else the fallback, said. */
    private record Found(RoutingDecision decision, String agentId, String organization, boolean fallback, Instant at) {}

    private record Kept(@Nullable String id, @Nullable String roomName) {}

    private Found found(@Nullable String from, String to, @Nullable String trunkId, Watch watch) {
        Instant at = time.clock().instant();
        EarlyFallback standIn = fallbacks.get();
        RoutingRequest request = new RoutingRequest(from, to, trunkId, null, "", Map.of(), at);
        RoutingDecision made = within(
                time.lookup(), threads.lookups(), () -> router.decide(request).decision(), failure -> {
                    boolean late = failure instanceof TimeoutException;
                    listener.onTrouble("the rules were not asked in time; the fallback agent answers", failure);
                    return standIn(standIn, late ? LOOKUP_LATE : LOOKUP_FAILED);
                });
        watch.lookedUp();
        boolean failed = made.reason().equals(CallRouter.RULES_FAILED);
        RoutingDecision decision = failed ? standIn(standIn, CallRouter.RULES_FAILED) : made;
        boolean fallback =
                failed || made.reason().equals(LOOKUP_LATE) || made.reason().equals(LOOKUP_FAILED);
        String tenant = Optional.ofNullable(decision.tenantId()).orElse(standIn.tenantId());
        return new Found(decision, agentId(decision, standIn), tenant == null ? NO_ORGANIZATION : tenant, fallback, at);
    }

    private RoutingDecision standIn(EarlyFallback fallback, String reason) {
        return router.completed(new Dispatch(
                fallback.agent(), fallback.agentId(), reason, fallback.tenantId(), null, Map.of(), List.of()));
    }

    private static String agentId(RoutingDecision decision, EarlyFallback fallback) {
        if (!(decision instanceof Dispatch dispatch)) {
            return fallback.id();
        }
        if (dispatch.agentId() != null) {
            return dispatch.agentId();
        }
        boolean same = dispatch.config().name().equals(fallback.agent().name());
        return same ? fallback.id() : dispatch.config().name();
    }

    private String roomName(Found found) {
        return rooms.next(found.organization(), found.agentId(), found.at().toEpochMilli());
    }

    /** On a thread for the store. A front end that asks again about the same call gets a room of its own, which costs nothing. */
    private Kept kept(EarlyCall call, Found found, @Nullable String firstRoom, Watch watch) {
        String id = call.callId();
        String room = firstRoom;
        for (int i = 0; i < TRIES; i++) {
            if (decided.put(decidedCall(call, id, room, found, watch))) {
                return new Kept(id, room);
            }
            if (decided.findByCallId(id).isPresent()) {
                id = DecidedCall.again(call.callId(), found.at().plusMillis(i));
            } else if (room != null) {
                room = roomName(found);
            }
        }
        listener.onTrouble(
                "a decision was not kept; its call is routed anew when it comes",
                new IllegalStateException(TRIES + " ids and names in a row were taken"));
        return new Kept(null, room);
    }

    private static DecidedCall decidedCall(EarlyCall call, String id, @Nullable String room, Found found, Watch watch) {
        return new DecidedCall(
                id,
                room,
                call.from(),
                call.to(),
                call.trunkId(),
                call.sipCallId(),
                found.decision(),
                found.at(),
                watch.lookup(),
                watch.total());
    }

    private void meet(EarlyCall call, Found found) {
        String number = call.from();
        if (number == null || number.isEmpty() || number.length() > Meeting.MAX_CHARS) {
            return;
        }
        var unused = leads.met(new Meeting(
                found.decision().tenantId(),
                number,
                call.fromName(),
                found.decision().campaignId(),
                call.callId(),
                found.at()));
    }

    private EarlyDecision told(
            String asker, Found found, @Nullable String keptAs, @Nullable String roomName, Watch watch) {
        EarlyDecision answer = new EarlyDecision(
                found.decision(), found.agentId(), keptAs, roomName, found.fallback(), watch.lookup(), watch.total());
        listener.onEarlyDecision(asker, found.fallback(), answer.lookup(), answer.total());
        return answer;
    }

    /** What is done when work failed, was refused or took too long. */
    private interface Otherwise<T> {
        T instead(Throwable failure);
    }

    /** Work that is late goes on: to interrupt it could close what others need, such as a store's file. */
    private static <T> T within(Duration deadline, Executor executor, Supplier<T> work, Otherwise<T> otherwise) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                // What nobody waits for any more need not be begun.
                if (!done.isDone()) {
                    finish(done, work);
                }
            });
            return done.orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS).join();
        } catch (CompletionException e) {
            return otherwise.instead(e.getCause() == null ? e : e.getCause());
        } catch (RejectedExecutionException e) {
            return otherwise.instead(e);
        }
    }

    private static <T> void finish(CompletableFuture<T> done, Supplier<T> work) {
        try {
            done.complete(work.get());
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    /** Measures one decision. */
    private final class Watch {
        private final long begin = time.nanos().getAsLong();
        private volatile long lookedUp = begin;

        void lookedUp() {
            lookedUp = time.nanos().getAsLong();
        }

        Duration lookup() {
            return Duration.ofNanos(lookedUp - begin);
        }

        Duration total() {
            return Duration.ofNanos(time.nanos().getAsLong() - begin);
        }
    }
}
