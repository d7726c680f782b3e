package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.call.ParticipantKind;

/**
 * The rooms of a LiveKit server: who is in them, when they open and close, and what a restart does to them. All methods
 * are called while the world is being changed.
 */
final class LiveKitServer {

    /** More rooms at once than this are a simulation that has run away. */
    static final int MAX_ROOMS = 10_000;

    final VirtualTime time;
    final Ids ids;
    final SimulationTiming timing;
    final Workers workers = new Workers();
    final WebhookSender webhooks;

    /** How agents reach the switchboard. */
    volatile AgentLine agentLine = AgentLine.DEAD;

    private final Map<String, Room> live = new LinkedHashMap<>();
    private final Map<String, Room.Stored> stored = new LinkedHashMap<>();
    /** Who was in a room when the server died, and is not back. */
    private final Set<Occupant> cutOff = new LinkedHashSet<>();

    private boolean up = true;
    private int generation;

    LiveKitServer(VirtualTime time, Ids ids, SimulationTiming timing) {
        this.time = time;
        this.ids = ids;
        this.timing = timing;
        this.webhooks = new WebhookSender(time);
    }

    boolean isUp() {
        return up;
    }

    /** How often it has died. */
    int generation() {
        return generation;
    }

    /** The room of this name that is in memory; null = there is none, whatever Redis says. */
    @Nullable
    Room live(String name) {
        return live.get(name);
    }

    /** The rooms in memory, as they are. */
    List<RoomTruth> truth() {
        return live.values().stream().map(RoomTruth::of).toList();
    }

    /** What Redis lists, rooms that died empty included. */
    List<Room.Stored> stored() {
        return List.copyOf(stored.values());
    }

    boolean isStored(String name) {
        return stored.containsKey(name);
    }

    /** What Redis keeps of the room of this name; null = it knows none. */
    Room.@Nullable Stored stored(String name) {
        return stored.get(name);
    }

    /** Plans something that dies with the server. */
    VirtualTime.Planned later(Duration delay, Runnable what) {
        int plannedIn = generation;
        return time.after(delay, () -> {
            if (plannedIn == generation) {
                what.run();
            }
        });
    }

    /** The room of this name: as it is, as Redis remembers it, or a new one with these agents in its configuration. */
    Room open(String name, List<String> agents) {
        Room there = live.get(name);
        if (there != null) {
            return there;
        }
        if (stored.size() >= MAX_ROOMS) {
            throw new IllegalStateException("more than " + MAX_ROOMS + " rooms in the simulation");
        }
        Room.Stored known = stored.computeIfAbsent(name, n -> new Room.Stored(newState(n), agents));
        Room room = new Room(known, time.instant(), timing.participantListLag());
        live.put(name, room);
        tell("room_started", room, null, null);
        closeWhenLeft(room);
        // A room whose configuration names nobody gets LiveKit's own dispatch, to workers without a name.
        List<String> sent = known.agents().isEmpty() ? List.of("") : known.agents();
        sent.forEach(agentName -> dispatch(room, NewDispatch.automatic(name, agentName)));
        return room;
    }

    private RoomState newState(String name) {
        return new RoomState(ids.next("RM_"), name, time.instant(), Seen.EMPTY_TIMEOUT, Seen.DEPARTURE_TIMEOUT);
    }

    /** Makes a dispatch; whoever is registered under its name sets out, and when nobody is, nobody ever does. */
    Dispatch dispatch(Room room, NewDispatch asked) {
        Dispatch dispatch = new Dispatch(ids.next("AD_"), asked, time.instant());
        room.dispatches.put(dispatch.id, dispatch);
        room.agentAskedFor |= !asked.agentName().isEmpty();
        workers.take(room.name(), asked.agentName()).ifPresent(behaviour -> {
            Agent agent = new Agent(this, room.stored, asked, behaviour);
            dispatch.agent = agent;
            agent.start(timing);
        });
        return dispatch;
    }

    Session newSession(String identity, String name, ParticipantKind kind, Occupant occupant) {
        return new Session(ids.next("PA_"), identity, name, kind, time.instant(), occupant);
    }

    /** Lets a session in; an older one of the same identity has to go. */
    void join(Room room, Session session) {
        Session older = room.sessions.get(session.identity);
        if (older != null) {
            leave(room, older, "DUPLICATE_IDENTITY");
        }
        room.sessions.put(session.identity, session);
        room.stored.remembered().remove(session.identity);
        cutOff.remove(session.occupant);
        if (session.keepsRoomOpen()) {
            room.keepOpen();
        }
        tell("participant_joined", room, session.state(null), null);
        room.changed(time.instant());
    }

    /** A session's audio is there. */
    void publish(Room room, Session session) {
        if (room.sessions.get(session.identity) != session || session.trackSid != null) {
            return;
        }
        session.trackSid = ids.next("TR_AM");
        tell("track_published", room, session.state(null), session.trackSid);
        room.changed(time.instant());
    }

    /** A session ends. */
    void leave(Room room, Session session, String reason) {
        if (room.sessions.get(session.identity) != session) {
            return;
        }
        if (session.trackSid != null) {
            tell("track_unpublished", room, session.state(null), session.trackSid);
        }
        tell("participant_left", room, session.state(reason), null);
        room.sessions.remove(session.identity);
        session.occupant.onLeft(reason);
        if (session.keepsRoomOpen()) {
            room.leftAt = time.instant();
            closeWhenLeft(room);
        }
        room.changed(time.instant());
    }

    private void closeWhenLeft(Room room) {
        room.keepOpen();
        if (!room.isKeptOpen()) {
            room.closing = later(Duration.between(time.instant(), room.closesAt()), () -> close(room, "ROOM_CLOSED"));
        }
    }

    /** Closes a room with everybody in it, who leave in any order (seen: not the one in which they came). */
    void close(Room room, String reason) {
        ids.shuffled("order of leaving", room.sessions.values()).forEach(session -> leave(room, session, reason));
        room.keepOpen();
        tell("room_finished", room, null, null);
        live.remove(room.name());
        stored.remove(room.name());
        workers.forgetRoom(room.name());
    }

    /**
     * The process dies. Nobody is told; rooms stay in Redis, with their incarnation, the agents of their rule, and
     * everybody who was in them.
     */
    void kill() {
        live.values().forEach(room -> {
            room.keepOpen();
            room.sessions.values().forEach(session -> {
                cutOff.add(session.occupant);
                room.stored.remembered().put(session.identity, session.state(null));
            });
            room.dispatches.values().forEach(dispatch -> Optional.ofNullable(dispatch.agent)
                    .ifPresent(cutOff::add));
        });
        up = false;
        generation++;
        live.clear();
        webhooks.forget();
        workers.connected(false);
        cutOff.forEach(Occupant::onServerLost);
    }

    /** The machine of all agents dies; also of those who are waiting for the server to come back. */
    void agentsDie() {
        Set<Occupant> dying = new LinkedHashSet<>(cutOff);
        for (Room room : live.values()) {
            room.dispatches.values().forEach(dispatch -> Optional.ofNullable(dispatch.agent)
                    .ifPresent(dying::add));
            room.sessions.values().forEach(session -> dying.add(session.occupant));
        }
        dying.forEach(occupant -> {
            if (occupant instanceof Agent agent) {
                agent.die();
            }
        });
    }

    /** It is there again; who was in a room comes back, and finds it as Redis remembers it. */
    void start() {
        if (up) {
            return;
        }
        up = true;
        later(timing.workerReconnect(), () -> workers.connected(true));
        cutOff.removeIf(occupant -> !occupant.onServerBack(timing));
    }

    private void tell(String event, Room room, @Nullable ParticipantState participant, @Nullable String trackSid) {
        Instant now = time.instant();
        webhooks.send(new SimulatedWebhook(ids.next("EV_"), event, now, room.stored.state(), participant, trackSid));
    }
}
