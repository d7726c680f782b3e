package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.LiveKitAnswer.Kind;

/**
 * The API of a simulated LiveKit, with answers in the classes of the real one's: what the ports of the domain are made of,
 * and what can be put behind HTTP. A lost answer is {@link Kind#AMBIGUOUS}, a server that is down
 * {@link Kind#REFUSED}. Safe for any number of threads; stages complete at once, or when time is turned.
 */
public final class SimulatedApi {

    private static final int MAX_REMEMBERED = 10_000;
    private static final String ANY_ROOM = "";

    private final LiveKitServer server;
    private final Map<Aim, Deque<ApiFault>> faults = new HashMap<>();
    private final Deque<ApiCall> calls = new ArrayDeque<>();
    private Instant outageEnds = Instant.MIN;

    /** Which requests a fault waits for. */
    private record Aim(ApiMethod method, String room) {}

    SimulatedApi(LiveKitServer server) {
        this.server = server;
    }

    /** The next request of this method, after those of which this was said before, meets this fault. */
    public void failNext(ApiMethod method, ApiFault fault) {
        failNext(method, ANY_ROOM, fault);
    }

    /** The same for requests about this room alone; such a fault comes before those for any room. */
    public void failNext(ApiMethod method, String room, ApiFault fault) {
        server.time.change(() -> {
            faults.computeIfAbsent(new Aim(method, room), aim -> new ArrayDeque<>())
                    .add(fault);
        });
    }

    /** From now on no request reaches it, for so long; rooms and webhooks go on. */
    public void beUnreachableFor(Duration time) {
        server.time.change(() -> {
            outageEnds = server.time.instant().plus(time);
        });
    }

    /** Whether requests get through. */
    public boolean isReachable() {
        return server.time.change(this::reachable);
    }

    /** Every request that arrived, the newest {@value #MAX_REMEMBERED}. */
    public List<ApiCall> calls() {
        return server.time.change(() -> List.copyOf(calls));
    }

    /** How many of the remembered requests were of this method. */
    public long count(ApiMethod method) {
        return calls().stream().filter(call -> call.method() == method).count();
    }

    /** CreateDispatch: never idempotent, makes the room when there is none, and says nothing of whether anybody comes. */
    public CompletionStage<LiveKitAnswer<DispatchState>> create(NewDispatch asked) {
        return serve(ApiMethod.CREATE_DISPATCH, asked.room(), asked.agentName(), () -> {
            Instant expires = asked.tokenExpiresAt();
            if (expires != null && server.time.instant().isAfter(expires.plus(Seen.TOKEN_LEEWAY))) {
                return failed(Kind.UNAUTHENTICATED, "invalid authorization token");
            }
            Dispatch made = server.dispatch(server.open(asked.room(), List.of()), asked);
            return LiveKitAnswer.done(made.state(server.time.instant()));
        });
    }

    /** ListDispatch. */
    public CompletionStage<LiveKitAnswer<List<DispatchState>>> list(String roomName) {
        return serve(ApiMethod.LIST_DISPATCH, roomName, "", () -> {
            Room room = server.live(roomName);
            return room == null
                    ? notLive()
                    : LiveKitAnswer.done(room.dispatches.values().stream()
                            .map(dispatch -> dispatch.state(server.time.instant()))
                            .toList());
        });
    }

    /** DeleteDispatch: off the list at once, while the agent goes on for 3 to 15 s. */
    public CompletionStage<LiveKitAnswer<DispatchState>> delete(String roomName, String dispatchId) {
        return serve(ApiMethod.DELETE_DISPATCH, roomName, dispatchId, () -> {
            Room room = server.live(roomName);
            if (room == null) {
                return notLive();
            }
            Dispatch dispatch = room.dispatches.remove(dispatchId);
            if (dispatch == null) {
                return failed(Kind.ABSENT, "dispatch ID not found");
            }
            Agent agent = dispatch.agent;
            if (agent != null) {
                agent.sendAway();
            }
            return LiveKitAnswer.done(dispatch.state(server.time.instant()));
        });
    }

    /** ListRooms: those of these names, all when there are none; also the ones that died empty with the server. */
    public CompletionStage<LiveKitAnswer<List<RoomState>>> listRooms(Set<String> names) {
        return serve(
                ApiMethod.LIST_ROOMS,
                "",
                "",
                () -> LiveKitAnswer.done(server.stored().stream()
                        .map(Room.Stored::state)
                        .filter(room -> names.isEmpty() || names.contains(room.name()))
                        .toList()));
    }

    /** ListParticipants: nobody, when the room is missing; also those who are only remembered since the server died. */
    public CompletionStage<LiveKitAnswer<List<ParticipantState>>> listParticipants(String roomName) {
        return serve(ApiMethod.LIST_PARTICIPANTS, roomName, "", () -> LiveKitAnswer.done(participants(roomName)));
    }

    /** GetParticipant. */
    public CompletionStage<LiveKitAnswer<ParticipantState>> getParticipant(String roomName, String identity) {
        return serve(ApiMethod.GET_PARTICIPANT, roomName, identity, () -> participants(roomName).stream()
                .filter(participant -> participant.identity().equals(identity))
                .findFirst()
                .map(LiveKitAnswer::done)
                .orElseGet(() -> failed(Kind.ABSENT, "participant does not exist")));
    }

    /** RemoveParticipant: silent at once. Nobody answers for one who is only remembered. */
    public CompletionStage<LiveKitAnswer<Void>> removeParticipant(String roomName, String identity) {
        return serve(ApiMethod.REMOVE_PARTICIPANT, roomName, identity, () -> {
            Room room = server.live(roomName);
            Session session = room == null ? null : room.sessions.get(identity);
            if (room == null || session == null) {
                Room.Stored stored = server.stored(roomName);
                boolean remembered = stored != null && stored.remembered().containsKey(identity);
                return remembered ? notLive() : failed(Kind.ABSENT, "participant does not exist");
            }
            server.leave(room, session, "PARTICIPANT_REMOVED");
            return LiveKitAnswer.done();
        });
    }

    /** CreateRoom: the room of this name, made when there is none; without agents in its configuration. */
    public CompletionStage<LiveKitAnswer<RoomState>> createRoom(String roomName) {
        return serve(
                ApiMethod.CREATE_ROOM,
                roomName,
                "",
                () -> LiveKitAnswer.done(server.open(roomName, List.of()).stored.state()));
    }

    /** DeleteRoom: everybody out at once. A room that died empty cannot be deleted before somebody revives it. */
    public CompletionStage<LiveKitAnswer<Void>> deleteRoom(String roomName) {
        return serve(ApiMethod.DELETE_ROOM, roomName, "", () -> {
            Room room = server.live(roomName);
            if (room != null) {
                server.close(room, "ROOM_DELETED");
                return LiveKitAnswer.done();
            }
            return server.isStored(roomName) ? notLive() : failed(Kind.ABSENT, "requested room does not exist");
        });
    }

    private boolean reachable() {
        return server.isUp() && !server.time.instant().isBefore(outageEnds);
    }

    private List<ParticipantState> participants(String roomName) {
        Room room = server.live(roomName);
        Room.Stored stored = server.stored(roomName);
        if (room == null) {
            return stored == null ? List.of() : stored.listed();
        }
        return room.listed(server.time.instant());
    }

    /** What comes of a request: arrived or not, as it meets a fault. */
    <T> CompletionStage<LiveKitAnswer<T>> serve(
            ApiMethod method, String room, String target, Supplier<LiveKitAnswer<T>> effect) {
        return server.time.change(() -> {
            Instant now = server.time.instant();
            if (!reachable()) {
                return CompletableFuture.completedFuture(failed(Kind.REFUSED, "no connection"));
            }
            if (calls.size() >= MAX_REMEMBERED) {
                calls.removeFirst();
            }
            calls.add(new ApiCall(now, method, room, target));
            ApiFault here = next(new Aim(method, room));
            return answer(here == null ? next(new Aim(method, ANY_ROOM)) : here, effect);
        });
    }

    private @Nullable ApiFault next(Aim aim) {
        Deque<ApiFault> planned = faults.get(aim);
        ApiFault fault = planned == null ? null : planned.poll();
        if (planned != null && planned.isEmpty()) {
            faults.remove(aim);
        }
        return fault;
    }

    private <T> CompletionStage<LiveKitAnswer<T>> answer(@Nullable ApiFault fault, Supplier<LiveKitAnswer<T>> effect) {
        if (fault == null) {
            return answerAfter(Duration.ZERO, effect.get());
        }
        Duration effectAfter = fault.effectAfter();
        if (effectAfter != null && !effectAfter.isZero()) {
            server.later(effectAfter, () -> {
                var unused = effect.get(); // Its answer was told long ago; what it does stays.
            });
        }
        boolean atOnce = effectAfter != null && effectAfter.isZero();
        LiveKitAnswer<T> truth = atOnce ? effect.get() : null;
        boolean truthful = truth != null && fault.kind() == Kind.DONE;
        return answerAfter(
                fault.answerAfter(), truthful && truth != null ? truth : failed(fault.kind(), "simulated fault"));
    }

    private <T> CompletionStage<LiveKitAnswer<T>> answerAfter(Duration extra, LiveKitAnswer<T> answer) {
        Duration own = answer.kind() == Kind.UNAVAILABLE ? Seen.UNAVAILABLE : Duration.ZERO;
        Duration delay = server.timing.answer().plus(own).plus(extra);
        if (delay.isZero()) {
            return CompletableFuture.completedFuture(answer);
        }
        CompletableFuture<LiveKitAnswer<T>> stage = new CompletableFuture<>();
        int askedIn = server.generation();
        server.time.after(delay, () -> {
            boolean broke = askedIn != server.generation();
            LiveKitAnswer<T> told = broke ? failed(Kind.AMBIGUOUS, "the connection broke") : answer;
            server.time.soon(() -> stage.complete(told));
        });
        return stage;
    }

    private static <T> LiveKitAnswer<T> notLive() {
        return failed(Kind.UNAVAILABLE, "no response from servers");
    }

    private static <T> LiveKitAnswer<T> failed(Kind kind, String detail) {
        return LiveKitAnswer.failed(kind, detail);
    }
}
