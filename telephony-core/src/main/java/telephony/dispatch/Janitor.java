package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import telephony.call.DispatchMarker;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.TelephonyCall;
import telephony.observe.TelephonyListener;
import telephony.store.TelephonyStorePort;

/**
 * Removes agents and dispatches of ours that no call has any more: those whose marker names another incarnation of the
 * room, or an episode that this store records as ended. What the store does not know is not ended. Only markers of our
 * own instance and agents that count as ours are ever touched, and never the agent of an open call.
 *
 * <p>It asks for dispatches only where an agent of ours is in a room without being the agent of an open call. A room
 * whose incarnation changed meanwhile is left for the next time.
 */
public final class Janitor {

    /** How many rooms are asked for their dispatches in one sweep, in turn. */
    public static final int LISTS_PER_SWEEP = 10;

    /** How many dispatches are dealt with in one sweep. */
    public static final int DISPATCHES_PER_SWEEP = 10;

    /** How many agents of one dispatch are removed in one sweep; LiveKit starts one, rarely two. */
    public static final int AGENTS_PER_DISPATCH = 2;

    /** Most requests of one sweep: the lists, one ListRooms, the removals. */
    public static final int REQUESTS_PER_SWEEP = LISTS_PER_SWEEP + 1 + DISPATCHES_PER_SWEEP * (AGENTS_PER_DISPATCH + 1);

    /** A list of dispatches names a new agent up to 5 s late (seen); one without agents that is older has none. */
    private static final Duration JOBS_LAG = Duration.ofSeconds(10);

    /**
     * A room with those who are in it.
     *
     * @param listed the room
     * @param there its participants
     * @param newest its newest call when it was listed; empty = the store knows none
     */
    record Room(ListedRoom listed, List<Participant> there, Optional<TelephonyCall> newest) {

        /** The same, knowing what became of its call meanwhile. */
        Room asOfNow(TelephonyStorePort store) {
            return new Room(listed, there, store.findNewestByRoomSid(listed.sid()));
        }

        /** The agent of its open call; empty = it has none that must stay. */
        Optional<String> keeper() {
            return newest.filter(call -> !call.isEnded())
                    .flatMap(call -> Optional.ofNullable(call.dispatch().keeper()));
        }
    }

    /** A dispatch that no call has, and the agents that it brought. */
    private record Leftover(Room room, ListedDispatch dispatch, List<String> agents) {}

    private final DispatchPolicy policy;
    private final TelephonyStorePort store;
    private final AgentDispatchPort dispatches;
    private final RoomPort rooms;
    private final Executor executor;
    private final TelephonyListener listener;
    private final RoomTurn turn = new RoomTurn(LISTS_PER_SWEEP);

    /**
     * @param policy which agents and markers are ours
     * @param store knows which episodes have ended
     * @param dispatches LiveKit's dispatches
     * @param rooms LiveKit's rooms
     * @param executor lent
     * @param listener told what is removed
     */
    public Janitor(
            DispatchPolicy policy,
            TelephonyStorePort store,
            AgentDispatchPort dispatches,
            RoomPort rooms,
            Executor executor,
            TelephonyListener listener) {
        this.policy = policy;
        this.store = store;
        this.dispatches = dispatches;
        this.rooms = rooms;
        this.executor = executor;
        this.listener = listener;
    }

    /** Looks into those rooms that need it. */
    CompletionStage<Void> tidy(List<Room> shown) {
        Map<ListedRoom, Room> doubtful = new LinkedHashMap<>();
        shown.stream().filter(this::hasAgentWithoutCall).forEach(room -> doubtful.put(room.listed(), room));
        List<CompletableFuture<List<Leftover>>> found = new ArrayList<>();
        for (ListedRoom listed : turn.next(List.copyOf(doubtful.keySet()))) {
            Room room = Optional.ofNullable(doubtful.get(listed)).orElseThrow();
            found.add(dispatches
                    .list(listed.name())
                    .thenApplyAsync(
                            answer -> leftovers(
                                    room.asOfNow(store), answer.answered().orElse(List.of())),
                            executor)
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
                .thenComposeAsync(
                        all -> remove(found.stream()
                                .flatMap(leftovers -> leftovers.join().stream())
                                .limit(DISPATCHES_PER_SWEEP)
                                .toList()),
                        executor);
    }

    private boolean hasAgentWithoutCall(Room room) {
        Set<String> agents = agentsOfOurs(room);
        room.keeper().ifPresent(agents::remove);
        return !agents.isEmpty();
    }

    private Set<String> agentsOfOurs(Room room) {
        return room.there().stream()
                .filter(who -> who.kind() == ParticipantKind.AGENT)
                .filter(who -> who.agentName() != null && isOurs(room, who.agentName()))
                .map(Participant::identity)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** What a call of this room may send is ours also after the routing forgot its name. */
    private boolean isOurs(Room room, String agentName) {
        return policy.adoptable().test(agentName)
                || room.newest().filter(call -> policy.isOurs(call, agentName)).isPresent();
    }

    private List<Leftover> leftovers(Room room, List<ListedDispatch> listed) {
        Set<String> present = agentsOfOurs(room);
        Set<String> wanted = new HashSet<>();
        room.keeper().ifPresent(wanted::add);
        listed.stream().filter(d -> !isLeftover(room, d)).forEach(d -> wanted.addAll(d.agentIdentities()));
        List<Leftover> found = new ArrayList<>();
        for (ListedDispatch dispatch : listed) {
            boolean wantedAgent = dispatch.agentIdentities().stream().anyMatch(wanted::contains);
            if (isLeftover(room, dispatch) && !wantedAgent) {
                List<String> agents = dispatch.agentIdentities().stream()
                        .filter(present::contains)
                        .sorted()
                        .limit(AGENTS_PER_DISPATCH)
                        .toList();
                found.add(new Leftover(room, dispatch, agents));
            }
        }
        return found;
    }

    private boolean isLeftover(Room room, ListedDispatch dispatch) {
        return isOurs(room, dispatch.agentName())
                && dispatch.attempt()
                        .filter(marker -> marker.instance().equals(policy.instance()))
                        .filter(marker -> !marker.roomSid().equals(room.listed().sid()) || isEnded(marker))
                        .isPresent();
    }

    /** A later episode is begun only when the one before has ended. */
    private boolean isEnded(DispatchMarker marker) {
        return store.findNewestByRoomSid(marker.roomSid())
                .filter(newest -> newest.origin().episode() > marker.episode()
                        || (newest.origin().episode() == marker.episode() && newest.isEnded()))
                .isPresent();
    }

    /** Names come back for other calls: only what is in the same incarnation as before is removed. */
    private CompletionStage<Void> remove(List<Leftover> leftovers) {
        if (leftovers.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Set<String> names = leftovers.stream()
                .map(leftover -> leftover.room().listed().name())
                .collect(Collectors.toSet());
        return rooms.listRooms(names)
                .thenComposeAsync(
                        answer -> {
                            Set<String> sids = answer.answered().orElse(List.of()).stream()
                                    .map(ListedRoom::sid)
                                    .collect(Collectors.toSet());
                            List<CompletableFuture<?>> removals = leftovers.stream()
                                    .filter(leftover -> sids.contains(
                                            leftover.room().listed().sid()))
                                    .map(this::remove)
                                    .collect(Collectors.toList());
                            return CompletableFuture.allOf(removals.toArray(CompletableFuture[]::new));
                        },
                        executor);
    }

    /** The agent first: deleting its dispatch leaves it talking for seconds (seen). */
    private CompletableFuture<?> remove(Leftover leftover) {
        String room = leftover.room().listed().name();
        List<CompletableFuture<LiveKitAnswer<Void>>> removals = new ArrayList<>();
        for (String agent : leftover.agents()) {
            listener.onLeftoverRemoved(room, agent, marker(leftover));
            removals.add(rooms.removeParticipant(room, agent).toCompletableFuture());
        }
        return CompletableFuture.allOf(removals.toArray(CompletableFuture[]::new))
                .thenComposeAsync(
                        all -> {
                            boolean gone = removals.stream()
                                    .allMatch(removal -> removal.join().isGone());
                            return gone && isSettled(leftover)
                                    ? delete(leftover)
                                    : CompletableFuture.completedFuture(null);
                        },
                        executor);
    }

    private CompletionStage<?> delete(Leftover leftover) {
        String room = leftover.room().listed().name();
        listener.onLeftoverRemoved(room, leftover.dispatch().id(), marker(leftover));
        return dispatches.delete(room, leftover.dispatch().id());
    }

    /** Without its dispatch an agent that is on its way could not be told from somebody else's. */
    private boolean isSettled(Leftover leftover) {
        Instant jobsKnown = leftover.dispatch().createdAt().plus(JOBS_LAG);
        return !leftover.agents().isEmpty() || jobsKnown.isBefore(store.now());
    }

    private static String marker(Leftover leftover) {
        return leftover.dispatch().attempt().map(DispatchMarker::toString).orElse("");
    }
}
