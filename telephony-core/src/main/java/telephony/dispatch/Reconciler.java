package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.EventHeader;
import telephony.call.Gap;
import telephony.call.Participant;
import telephony.call.TelephonyCall;
import telephony.observe.TelephonyListener;
import telephony.store.CallQuery;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;

/**
 * Compares LiveKit's rooms and participants with the rows, because webhooks get lost. What it finds goes the way of all
 * events, marked {@link EventHeader.Source#RECONCILED}: a caller of whom no row knows joined, a session that a row does
 * not know joined, a track is there, a room is gone. It decides nothing and ends no call by itself: a session that is
 * missing only makes the call be looked at, and the looks prove whether it is over. A call that rests is looked at now and
 * then all the same, at most {@value RestingRounds#LOOKS_PER_SWEEP} in a sweep.
 *
 * <p>A sweep costs one ListRooms, at most {@value #LISTS_PER_SWEEP} ListParticipants, the rooms in turn, one more ListRooms
 * when these show something new, and what the {@link Janitor} may ask: {@value #REQUESTS_PER_SWEEP} requests at most. One sweep runs at a time, every three seconds;
 * every second until each room was asked once, at the start and after a gap: when LiveKit's API was away, when webhooks
 * had to be turned away, and when somebody is found who joined long ago. While LiveKit does not answer, pauses double up
 * to 30 s; a webhook that arrives meanwhile ends the wait. It owns no thread.
 *
 * <p>Of several processes on one store, one sweeps: the one that holds the lease, which another takes over two sweeps
 * after it stopped. The lease spares LiveKit the same questions; nothing goes wrong when two sweep at once.
 */
public final class Reconciler {

    /** How many rooms are asked for their participants in one sweep; the others follow in the next. */
    public static final int LISTS_PER_SWEEP = 50;

    /** Most requests of one sweep. Sweeps begin a second apart at least, so this bounds the requests per second too. */
    public static final int REQUESTS_PER_SWEEP = 2 + LISTS_PER_SWEEP + Janitor.REQUESTS_PER_SWEEP;

    /** How long after the beginning of a sweep the next one may begin. */
    public static final Duration EVERY = SweepPace.EVERY;

    /** Whose turn it is to sweep, where several processes share a store. */
    private static final String LEASE = "sweep";

    /** Two sweeps may fail to begin before another process takes over. */
    private static final Duration LEASE_TIME = EVERY.multipliedBy(2);

    /** Takes what was found. */
    public interface Findings {

        /** An event that no webhook told. */
        void found(CallEvent event);

        /** An open call that LiveKit does not show as its row has it. */
        void suspect(CallId callId);

        /** Of this time the call's record cannot know everything. */
        void missed(CallId callId, Gap gap);

        /** An agent is in a room, and LiveKit does not tell its name. */
        void namelessAgent();
    }

    private final String owner;
    private final TelephonyStorePort store;
    private final RoomPort rooms;
    private final Janitor janitor;
    private final Findings findings;
    private final Executor executor;
    private final TelephonyListener listener;
    private final RoomComparison comparison;
    private final SweepPace pace = new SweepPace();
    private final RoomTurn turn = new RoomTurn(LISTS_PER_SWEEP);
    private final RestingRounds rounds = new RestingRounds();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final AtomicReference<@Nullable Gap> turnedAway = new AtomicReference<>();
    private Set<String> unreadable = Set.of();

    /**
     * @param owner names this process among those that share the store
     * @param store where the rows are
     * @param rooms LiveKit's rooms
     * @param janitor removes what calls that are over left behind
     * @param findings takes what was found
     * @param executor lent
     * @param listener told of sweeps that failed
     */
    public Reconciler(
            String owner,
            TelephonyStorePort store,
            RoomPort rooms,
            Janitor janitor,
            Findings findings,
            Executor executor,
            TelephonyListener listener) {
        this.owner = owner;
        this.store = store;
        this.rooms = rooms;
        this.janitor = janitor;
        this.findings = findings;
        this.executor = executor;
        this.listener = listener;
        this.comparison = new RoomComparison(findings);
    }

    /**
     * Begins a sweep when it is time for one, and when it is this process that sweeps; the first one is at once. Blocks
     * for one step on the store, and does not wait for the sweep.
     */
    public void sweepIfDue() {
        if (pace.begin(store.now()) && isMine()) {
            run();
        }
    }

    /** Who missed something himself sweeps in any case: nobody else knows of it. */
    private boolean isMine() {
        boolean held = store.lease(LEASE, owner, LEASE_TIME);
        return held || pace.isCatchingUp() || turnedAway.get() != null;
    }

    /**
     * Begins a sweep, unless one is under way.
     *
     * @return done when the sweep is; a sweep that fails is told to the listener and completes normally
     */
    public CompletionStage<Void> sweep() {
        pace.began(store.now());
        return run();
    }

    /** A webhook was taken in: where LiveKit sends, it can be asked as well. */
    public void webhookTaken() {
        pace.signOfLife();
        if (turnedAway.get() != null) {
            pace.catchUp();
        }
    }

    /** A webhook had to be turned away then, because it could not be stored; LiveKit may give up on it. */
    public void webhookTurnedAway(Instant at) {
        turnedAway.updateAndGet(known -> {
            Instant from = known == null ? at : known.from();
            return Gap.of(Gap.Kind.WEBHOOKS_REFUSED, from, at);
        });
    }

    private CompletionStage<Void> run() {
        if (!sweeping.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        rooms.listRooms(Set.of()).thenComposeAsync(this::compare, executor).whenComplete((nothing, failure) -> {
            sweeping.set(false);
            if (failure != null) {
                listener.onTrouble("comparing LiveKit's rooms with the calls failed; it is tried again", failure);
            }
            done.complete(null);
        });
        return done;
    }

    private CompletionStage<Void> compare(LiveKitAnswer<List<ListedRoom>> answer) {
        if (!answer.isDone()) {
            pace.failed();
            return CompletableFuture.completedFuture(null);
        }
        List<Gap> gaps = new ArrayList<>();
        pace.answered(store.now()).ifPresent(gaps::add);
        Gap refused = turnedAway.get();
        Optional.ofNullable(refused).ifPresent(gaps::add);
        List<ListedRoom> listed = answer.answered().orElse(List.of());
        compareOpenCalls(listed, gaps);
        if (refused != null && turnedAway.compareAndSet(refused, null)) {
            pace.catchUp();
        }
        return compareRooms(listed);
    }

    /** A call that rests is looked at now and then, lest one go on for ever of which LiveKit only remembers everybody. */
    private void lookAtResting(List<ListedRoom> listed) {
        List<String> sids = listed.stream().map(ListedRoom::sid).toList();
        for (String sid : rounds.next(sids, store.now())) {
            store.findNewestByRoomSid(sid)
                    .filter(this::isResting)
                    .map(TelephonyCall::callId)
                    .ifPresent(findings::suspect);
        }
    }

    /** Whether nobody will look at it before its turn comes again; one that we placed is due at the end of its longest time. */
    private boolean isResting(TelephonyCall call) {
        Instant due = call.control().dueAt();
        return !call.isEnded() && (due == null || due.isAfter(store.now().plus(RestingRounds.EVERY)));
    }

    private CompletionStage<Void> compareRooms(List<ListedRoom> listed) {
        lookAtResting(listed);
        List<ListedRoom> chosen = turn.next(listed);
        pace.asked(chosen.size(), listed.size());
        ConcurrentLinkedQueue<RoomComparison.Shown> shown = new ConcurrentLinkedQueue<>();
        Set<String> failed = new HashSet<>();
        List<CompletableFuture<?>> comparisons = new ArrayList<>();
        for (ListedRoom room : chosen) {
            comparisons.add(rooms.listParticipants(room.name())
                    .thenAcceptAsync(
                            answer -> answer.answered()
                                    .ifPresentOrElse(
                                            there -> shown.add(compare(room, there)), () -> unread(room, failed)),
                            executor)
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(comparisons.toArray(CompletableFuture[]::new))
                .thenComposeAsync(
                        all -> {
                            unreadable = Set.copyOf(failed);
                            return handOn(List.copyOf(shown));
                        },
                        executor)
                .thenComposeAsync(
                        certain -> janitor.tidy(certain.stream()
                                .map(room -> new Janitor.Room(room.room(), room.there(), room.known()))
                                .toList()),
                        executor);
    }

    /**
     * Participants are listed by the room's name, which the next room may have by then: what they are news of is certain
     * only when the same room has the name afterwards.
     *
     * @return what is certain
     */
    private CompletionStage<List<RoomComparison.Shown>> handOn(List<RoomComparison.Shown> shown) {
        Set<String> withNews = shown.stream()
                .filter(room -> !room.news().isEmpty())
                .map(room -> room.room().name())
                .collect(Collectors.toSet());
        if (withNews.isEmpty()) {
            return CompletableFuture.completedFuture(shown);
        }
        return rooms.listRooms(withNews)
                .thenApplyAsync(
                        answer -> {
                            Set<String> still = sids(answer.answered().orElse(List.of()));
                            List<RoomComparison.Shown> certain = shown.stream()
                                    .filter(room -> room.news().isEmpty()
                                            || still.contains(room.room().sid()))
                                    .toList();
                            certain.forEach(room -> room.news().forEach(findings::found));
                            if (certain.stream().anyMatch(RoomComparison.Shown::late)) {
                                pace.catchUp();
                            }
                            return certain;
                        },
                        executor);
    }

    private static Set<String> sids(List<ListedRoom> listed) {
        return listed.stream().map(ListedRoom::sid).collect(Collectors.toSet());
    }

    /**
     * An open call whose incarnation is not listed: its room was closed, or LiveKit has lost it. What was missed is
     * written to all open calls, because any of them may lack something.
     */
    private void compareOpenCalls(List<ListedRoom> listed, List<Gap> gaps) {
        Set<String> sids = sids(listed);
        @Nullable String cursor = null;
        do {
            Page<TelephonyCall> page = store.query(new CallQuery(null, true, CallQuery.MAX_LIMIT, cursor));
            for (TelephonyCall call : page.items()) {
                gaps.stream()
                        .filter(gap ->
                                gap.until() == null || call.times().createdAt().isBefore(gap.until()))
                        .forEach(gap -> findings.missed(call.callId(), gap));
                String sid = call.origin().roomSid();
                if (sid != null && !sids.contains(sid)) {
                    findings.suspect(call.callId());
                }
            }
            cursor = page.nextCursor();
        } while (cursor != null);
    }

    private RoomComparison.Shown compare(ListedRoom room, List<Participant> listed) {
        Optional<TelephonyCall> known = store.findNewestByRoomSid(room.sid());
        List<Participant> there =
                known.map(call -> Look.withoutGhosts(call.dispatch(), listed)).orElse(listed);
        return comparison.compare(room, there, known, store.now());
    }

    /** A room that is listed, but twice in a row not shown: its call is looked at, which bounds how long it stays open. */
    private void unread(ListedRoom room, Set<String> failed) {
        synchronized (failed) {
            failed.add(room.sid());
        }
        if (unreadable.contains(room.sid())) {
            store.findNewestByRoomSid(room.sid())
                    .filter(call -> !call.isEnded())
                    .map(TelephonyCall::callId)
                    .ifPresent(findings::suspect);
        }
    }
}
