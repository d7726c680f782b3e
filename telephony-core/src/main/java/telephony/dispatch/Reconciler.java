package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.call.CallEvent;
import telephony.call.CallId;
import telephony.call.EventHeader;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.ParticipantSession;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;
import telephony.observe.TelephonyListener;
import telephony.store.CallQuery;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;

/**
 * Compares LiveKit's rooms and participants with the rows, because webhooks get lost. What it finds goes the way of all
 * events, marked {@link EventHeader.Source#RECONCILED}: a caller of whom no row knows joined, a session that a row does
 * not know joined, a track is there, a room is gone. It decides nothing and ends no call by itself: a session that is
 * missing only makes the call be looked at, and the looks prove whether it is over.
 *
 * <p>A sweep costs one ListRooms and at most {@value #LISTS_PER_SWEEP} ListParticipants, the rooms in turn. One sweep
 * runs at a time. It owns no thread.
 */
public final class Reconciler {

    /** How many rooms are asked for their participants in one sweep; the others follow in the next. */
    public static final int LISTS_PER_SWEEP = 50;

    /** How long after the beginning of a sweep the next one may begin. */
    public static final Duration EVERY = Duration.ofSeconds(3);

    private final TelephonyStorePort store;
    private final RoomPort rooms;
    private final Consumer<CallEvent> sink;
    private final Consumer<CallId> suspect;
    private final Executor executor;
    private final TelephonyListener listener;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile Instant nextSweep = Instant.MIN;
    private @Nullable String lastRoom;

    /**
     * @param store where the rows are
     * @param rooms LiveKit's rooms
     * @param sink takes what was found, as events
     * @param suspect takes an open call that LiveKit does not show as the row has it
     * @param executor lent
     * @param listener told of sweeps that failed
     */
    public Reconciler(
            TelephonyStorePort store,
            RoomPort rooms,
            Consumer<CallEvent> sink,
            Consumer<CallId> suspect,
            Executor executor,
            TelephonyListener listener) {
        this.store = store;
        this.rooms = rooms;
        this.sink = sink;
        this.suspect = suspect;
        this.executor = executor;
        this.listener = listener;
    }

    /** Begins a sweep when it is time for one; the first one is at once. Returns without waiting for it. */
    public void sweepIfDue() {
        Instant now = store.now();
        if (!now.isBefore(nextSweep)) {
            nextSweep = now.plus(EVERY);
            sweep();
        }
    }

    /**
     * Begins a sweep, unless one is under way.
     *
     * @return done when the sweep is; a sweep that fails is told to the listener and completes normally
     */
    public CompletionStage<Void> sweep() {
        if (!sweeping.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        rooms.listRooms(Set.of())
                .thenComposeAsync(this::compare, executor)
                .whenComplete((nothing, failure) -> {
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
            return CompletableFuture.completedFuture(null);
        }
        List<ListedRoom> listed = answer.answered().orElse(List.of());
        suspectVanishedRooms(listed);
        List<CompletableFuture<?>> comparisons = new ArrayList<>();
        for (ListedRoom room : nextInTurn(listed)) {
            comparisons.add(rooms.listParticipants(room.name())
                    .thenAcceptAsync(participants -> compare(room, participants), executor)
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(comparisons.toArray(CompletableFuture[]::new));
    }

    /** An open call whose incarnation is not listed: its room was closed, or LiveKit has lost it. */
    private void suspectVanishedRooms(List<ListedRoom> listed) {
        Set<String> sids = listed.stream().map(ListedRoom::sid).collect(Collectors.toSet());
        @Nullable String cursor = null;
        do {
            Page<TelephonyCall> page = store.query(new CallQuery(null, true, CallQuery.MAX_LIMIT, cursor));
            page.items().stream()
                    .filter(call -> call.origin().roomSid() != null && !sids.contains(call.origin().roomSid()))
                    .map(TelephonyCall::callId)
                    .forEach(suspect);
            cursor = page.nextCursor();
        } while (cursor != null);
    }

    /** The rooms after the one that was asked last, in the order of their names, and from the first one again. */
    private List<ListedRoom> nextInTurn(List<ListedRoom> listed) {
        List<ListedRoom> sorted = new ArrayList<>(listed);
        sorted.sort((one, other) -> one.name().compareTo(other.name()));
        List<ListedRoom> turn = new ArrayList<>();
        sorted.stream()
                .filter(room -> lastRoom == null || room.name().compareTo(lastRoom) > 0)
                .limit(LISTS_PER_SWEEP)
                .forEach(turn::add);
        sorted.stream()
                .filter(room -> !turn.contains(room))
                .limit(LISTS_PER_SWEEP - turn.size())
                .forEach(turn::add);
        lastRoom = turn.isEmpty() ? null : turn.get(turn.size() - 1).name();
        return turn;
    }

    private void compare(ListedRoom room, LiveKitAnswer<List<Participant>> answer) {
        List<Participant> there = answer.answered().orElse(null);
        if (there == null) {
            return;
        }
        Instant now = store.now();
        Optional<TelephonyCall> known = store.findNewestByRoomSid(room.sid());
        for (Participant participant : there) {
            boolean matters = participant.sipCall().isPresent() || participant.kind() == ParticipantKind.AGENT;
            if (matters && !knows(known, participant)) {
                sink.accept(new CallEvent.ParticipantJoined(header("joined", room, participant, now), participant));
            } else if (matters && participant.audioPublished() && !knowsAudio(known, participant)) {
                sink.accept(new CallEvent.TrackPublished(
                        header("audio", room, participant, now), participant.sid(), participant.identity(), true));
            }
        }
        known.filter(call -> !call.isEnded())
                .filter(call -> isMissingSomebody(call, there))
                .map(TelephonyCall::callId)
                .ifPresent(suspect);
    }

    private static boolean knows(Optional<TelephonyCall> call, Participant participant) {
        return session(call, participant).isPresent();
    }

    private static boolean knowsAudio(Optional<TelephonyCall> call, Participant participant) {
        boolean isLeg = participant.sipCall().isPresent();
        return isLeg || session(call, participant).map(ParticipantSession::audio).orElse(false);
    }

    private static Optional<ParticipantSession> session(Optional<TelephonyCall> call, Participant participant) {
        if (call.isEmpty()) {
            return Optional.empty();
        }
        Optional<ParticipantSession> leg = participant
                .sipCall()
                .flatMap(sip -> call.get().leg(sip.callId()))
                .flatMap(known -> known.sessions().find(participant.sid()));
        return leg.isPresent()
                ? leg
                : call.get().dispatch()
                        .agent(participant.identity())
                        .flatMap(known -> known.sessions().find(participant.sid()));
    }

    private static boolean isMissingSomebody(TelephonyCall call, List<Participant> there) {
        boolean legMissing = call.legs().stream()
                .filter(SipParticipant::isPresent)
                .anyMatch(leg -> there.stream()
                        .noneMatch(p -> p.sipCall().filter(sip -> sip.callId().equals(leg.sipCallId())).isPresent()));
        boolean agentMissing = call.dispatch()
                .keptAgent()
                .filter(agent -> agent.sessions().isPresent())
                .filter(agent -> there.stream().noneMatch(p -> p.identity().equals(agent.identity())))
                .isPresent();
        return legMissing || agentMissing;
    }

    /** The same finding has the same id, whichever sweep or replica makes it. */
    private static EventHeader header(String what, ListedRoom room, Participant participant, Instant now) {
        Instant at = participant.joinedAt() == null ? now : participant.joinedAt();
        String id = "reconciled-" + what + "-" + room.sid() + "-" + participant.sid();
        return new EventHeader(id, EventHeader.Source.RECONCILED, at, now, room.name(), room.sid());
    }
}
