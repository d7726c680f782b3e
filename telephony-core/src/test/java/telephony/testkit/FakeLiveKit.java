package telephony.testkit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import telephony.call.DialResult;
import telephony.call.Participant;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.NewRoom;
import telephony.dispatch.RoomPort;
import telephony.outbound.SipDial;
import telephony.outbound.SipPort;
import telephony.outbound.SipTransfer;
import telephony.outbound.SipTransferAnswer;
import telephony.routing.RoomMetadata;

/**
 * LiveKit's rooms, participants and dispatches in memory, surprising where the real one is: creates are not idempotent,
 * a create for a missing room makes the room, a room that is not live has no list of dispatches. It sends no agents and
 * no webhooks; a test says what happens. Every request is recorded, and the next answers of a method can be scripted.
 */
public final class FakeLiveKit implements AgentDispatchPort, RoomPort, SipPort {

    /** The requests that can be scripted and counted. */
    public enum Method {
        CREATE_DISPATCH,
        LIST_DISPATCH,
        DELETE_DISPATCH,
        LIST_ROOMS,
        LIST_PARTICIPANTS,
        REMOVE_PARTICIPANT,
        CREATE_ROOM,
        DELETE_ROOM,
        CREATE_SIP_PARTICIPANT,
        TRANSFER_SIP_PARTICIPANT
    }

    /**
     * A request that arrived.
     *
     * @param target agent name, dispatch id or identity; empty where there is none
     */
    public record Request(Method method, String room, String target) {}

    private record Script(LiveKitAnswer.Kind kind, boolean takesEffect) {}

    private static final class Room {
        private final String sid;
        private final Instant madeAt;
        private final Map<String, Participant> participants = new LinkedHashMap<>();
        private final Map<String, ListedDispatch> dispatches = new LinkedHashMap<>();
        private RoomMetadata metadata = RoomMetadata.NONE;

        Room(String sid, Instant now) {
            this.sid = sid;
            this.madeAt = now.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    private final InstantSource clock;
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<DispatchOrder> orders = new ArrayList<>();
    private final Map<Method, Deque<Script>> scripts = new EnumMap<>(Method.class);
    private final Map<Method, List<Runnable>> held = new EnumMap<>(Method.class);
    private final Set<Method> broken = EnumSet.noneOf(Method.class);
    private final List<SipDial> dials = new ArrayList<>();
    private final List<SipTransfer> transfers = new ArrayList<>();
    private final Deque<CompletableFuture<DialResult>> ringing = new ArrayDeque<>();
    private int ids;

    /** Dispatches are stamped with this clock. */
    public FakeLiveKit(InstantSource clock) {
        this.clock = clock;
    }

    /** Opens a room if there is none of this name; its SID. */
    public synchronized String openRoom(String name) {
        return rooms.computeIfAbsent(name, n -> new Room("RM_" + ++ids, clock.instant())).sid;
    }

    /** Opens a room with this SID, in place of one of the same name. */
    public synchronized void openRoom(String name, String sid) {
        rooms.put(name, new Room(sid, clock.instant()));
    }

    /** Opens a room if there is none of this name, and gives it this metadata. */
    public synchronized void describeRoom(String name, RoomMetadata metadata) {
        openRoom(name);
        rooms.get(name).metadata = metadata;
    }

    /** Closes a room with everything in it. */
    public synchronized void closeRoom(String name) {
        rooms.remove(name);
    }

    /** Puts a participant into a room, in place of one of the same identity. */
    public synchronized void put(String room, Participant participant) {
        openRoom(room);
        rooms.get(room).participants.put(participant.identity(), participant);
    }

    /** Takes a participant out of a room. */
    public synchronized void take(String room, String identity) {
        Optional.ofNullable(rooms.get(room)).ifPresent(r -> r.participants.remove(identity));
    }

    /** Puts a dispatch into a room that somebody else created. */
    public synchronized void putDispatch(String room, ListedDispatch dispatch) {
        openRoom(room);
        rooms.get(room).dispatches.put(dispatch.id(), dispatch);
    }

    /** The next unscripted request of this method is answered so; whether it takes effect is said apart. */
    public synchronized void answerNext(Method method, LiveKitAnswer.Kind kind, boolean takesEffect) {
        scripts.computeIfAbsent(method, m -> new ArrayDeque<>()).add(new Script(kind, takesEffect));
    }

    /** From now on requests of these methods are lost, until told otherwise. */
    public synchronized void setBroken(Set<Method> methods) {
        broken.clear();
        broken.addAll(methods);
    }

    /** From now on answers of this method are held back until {@link #release}; requests take effect at once. */
    public synchronized void hold(Method method) {
        held.put(method, new ArrayList<>());
    }

    /** Hands out the answers held back, and holds no more. */
    public void release(Method method) {
        List<Runnable> answers;
        synchronized (this) {
            answers = Optional.ofNullable(held.remove(method)).orElse(List.of());
        }
        answers.forEach(Runnable::run);
    }

    /** Every request so far. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many requests of this method arrived. */
    public synchronized long count(Method method) {
        return requests.stream().filter(r -> r.method() == method).count();
    }

    /** Every create that arrived, as it was ordered. */
    public synchronized List<DispatchOrder> orders() {
        return List.copyOf(orders);
    }

    /** Every dial that arrived, as it was ordered. */
    public synchronized List<SipDial> dials() {
        return List.copyOf(dials);
    }

    /** Answers the dial that has been waiting longest. Who is in the room, and what webhooks tell, a test says itself. */
    public void answerDial(DialResult result) {
        CompletableFuture<DialResult> waiting;
        synchronized (this) {
            waiting = ringing.removeFirst();
        }
        waiting.complete(result);
    }

    /** The participants of a room. */
    public synchronized List<Participant> participants(String room) {
        return rooms.containsKey(room)
                ? List.copyOf(rooms.get(room).participants.values())
                : List.of();
    }

    /** The dispatches of a room. */
    public synchronized List<ListedDispatch> dispatches(String room) {
        return rooms.containsKey(room) ? List.copyOf(rooms.get(room).dispatches.values()) : List.of();
    }

    @Override
    public CompletionStage<LiveKitAnswer<String>> create(DispatchOrder order) {
        synchronized (this) {
            orders.add(order);
        }
        return serve(Method.CREATE_DISPATCH, order.roomName(), order.agentName(), () -> {
            openRoom(order.roomName());
            String id = "AD_" + ++ids;
            Instant now = clock.instant();
            putDispatch(order.roomName(), new ListedDispatch(id, order.agentName(), now, order.marker(), Set.of()));
            return LiveKitAnswer.done(id);
        });
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<ListedDispatch>>> list(String roomName) {
        return serve(
                Method.LIST_DISPATCH,
                roomName,
                "",
                () -> rooms.containsKey(roomName) ? LiveKitAnswer.done(dispatches(roomName)) : notLive());
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> delete(String roomName, String dispatchId) {
        return serve(Method.DELETE_DISPATCH, roomName, dispatchId, () -> {
            if (!rooms.containsKey(roomName)) {
                return notLive();
            }
            boolean there = rooms.get(roomName).dispatches.remove(dispatchId) != null;
            return there ? LiveKitAnswer.done() : absent("dispatch ID not found");
        });
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<ListedRoom>>> listRooms(Set<String> names) {
        return serve(Method.LIST_ROOMS, String.join(",", names), "", () -> {
            List<ListedRoom> listed = new ArrayList<>();
            rooms.forEach((name, room) -> {
                if (names.isEmpty() || names.contains(name)) {
                    listed.add(new ListedRoom(room.sid, name, room.madeAt, false, room.metadata));
                }
            });
            return LiveKitAnswer.done(List.copyOf(listed));
        });
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<Participant>>> listParticipants(String roomName) {
        return serve(Method.LIST_PARTICIPANTS, roomName, "", () -> LiveKitAnswer.done(participants(roomName)));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> removeParticipant(String roomName, String identity) {
        return serve(Method.REMOVE_PARTICIPANT, roomName, identity, () -> {
            boolean there = rooms.containsKey(roomName)
                    && rooms.get(roomName).participants.remove(identity) != null;
            return there ? LiveKitAnswer.done() : absent("participant does not exist");
        });
    }

    @Override
    public CompletionStage<LiveKitAnswer<ListedRoom>> createRoom(NewRoom room) {
        return serve(Method.CREATE_ROOM, room.name(), "", () -> {
            String sid = openRoom(room.name());
            return LiveKitAnswer.done(new ListedRoom(sid, room.name(), rooms.get(room.name()).madeAt, false));
        });
    }

    /** Answered by {@link #answerDial} alone. */
    @Override
    public synchronized CompletionStage<DialResult> createSipParticipant(SipDial dial) {
        requests.add(new Request(Method.CREATE_SIP_PARTICIPANT, dial.roomName(), dial.identity()));
        dials.add(dial);
        CompletableFuture<DialResult> answer = new CompletableFuture<>();
        ringing.add(answer);
        return answer;
    }

    /** Every transfer that was asked for, in order. */
    public synchronized List<SipTransfer> transfers() {
        return List.copyOf(transfers);
    }

    /** Succeeds at once. */
    @Override
    public synchronized CompletionStage<SipTransferAnswer> transferSipParticipant(SipTransfer transfer) {
        requests.add(new Request(Method.TRANSFER_SIP_PARTICIPANT, transfer.roomName(), transfer.identity()));
        transfers.add(transfer);
        return CompletableFuture.completedFuture(new SipTransferAnswer(SipTransferAnswer.Kind.DONE, null, "ok"));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> deleteRoom(String roomName) {
        return serve(
                Method.DELETE_ROOM,
                roomName,
                "",
                () -> rooms.remove(roomName) != null ? LiveKitAnswer.done() : absent("requested room does not exist"));
    }

    private <T> CompletionStage<LiveKitAnswer<T>> serve(
            Method method, String room, String target, Supplier<LiveKitAnswer<T>> effect) {
        CompletableFuture<LiveKitAnswer<T>> stage = new CompletableFuture<>();
        LiveKitAnswer<T> answer;
        synchronized (this) {
            requests.add(new Request(method, room, target));
            Script script = scripts.getOrDefault(method, new ArrayDeque<>()).poll();
            if (script == null && broken.contains(method)) {
                answer = LiveKitAnswer.failed(LiveKitAnswer.Kind.AMBIGUOUS, "no answer");
            } else if (script == null) {
                answer = effect.get();
            } else {
                if (script.takesEffect()) {
                    var unused = effect.get(); // Its answer gets lost; what it did stays.
                }
                answer = LiveKitAnswer.failed(script.kind(), "scripted " + script.kind());
            }
            List<Runnable> waiting = held.get(method);
            if (waiting != null) {
                LiveKitAnswer<T> later = answer;
                waiting.add(() -> stage.complete(later));
                return stage;
            }
        }
        stage.complete(answer);
        return stage;
    }

    private static <T> LiveKitAnswer<T> notLive() {
        return LiveKitAnswer.failed(LiveKitAnswer.Kind.UNAVAILABLE, "503 unavailable: no response from servers");
    }

    private static <T> LiveKitAnswer<T> absent(String message) {
        return LiveKitAnswer.failed(LiveKitAnswer.Kind.ABSENT, "404 not_found: " + message);
    }
}
