package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A room in the memory of the server. */
final class Room {

    /**
     * What Redis keeps of a room.
     *
     * @param state name and incarnation
     * @param agents the agents of its configuration
     * @param remembered who was there when the server died and has not come back, by identity: listed as if he were
     *     there, for ever if need be; changes as the room does
     */
    record Stored(RoomState state, List<String> agents, Map<String, ParticipantState> remembered) {

        Stored(RoomState state, List<String> agents) {
            this(state, List.copyOf(agents), new LinkedHashMap<>());
        }

        /** Who is listed while no server has the room in its memory. */
        List<ParticipantState> listed() {
            return List.copyOf(remembered.values());
        }
    }

    private record Snapshot(Instant at, List<ParticipantState> participants) {}

    final Stored stored;
    final Instant openedAt;
    final Map<String, Session> sessions = new LinkedHashMap<>();
    final Map<String, Dispatch> dispatches = new LinkedHashMap<>();

    /** Whether an agent was asked for by its name, since it is in memory. */
    boolean agentAskedFor;

    @Nullable
    Instant leftAt;

    /** Its closing, while nobody but agents is in it. */
    VirtualTime.@Nullable Planned closing;

    private final Duration listLag;
    private final Deque<Snapshot> shown = new ArrayDeque<>();

    Room(Stored stored, Instant openedAt, Duration listLag) {
        this.stored = stored;
        this.openedAt = openedAt;
        this.listLag = listLag;
        if (!listLag.isZero()) {
            shown.add(new Snapshot(openedAt.minus(listLag), participants()));
        }
    }

    String name() {
        return stored.state().name();
    }

    /** When it is closed unless somebody but agents is in it by then. */
    Instant closesAt() {
        return leftAt == null
                ? openedAt.plus(stored.state().emptyTimeout())
                : leftAt.plus(stored.state().departureTimeout());
    }

    boolean isKeptOpen() {
        return sessions.values().stream().anyMatch(Session::keepsRoomOpen);
    }

    /** It need not be closed, for now or because it is. */
    void keepOpen() {
        if (closing != null) {
            closing.cancel();
            closing = null;
        }
    }

    /** To be called after every change of who is in it. */
    void changed(Instant now) {
        if (!listLag.isZero()) {
            shown.add(new Snapshot(now, participants()));
            while (shown.size() > 1 && !second().at().isAfter(now.minus(listLag))) {
                shown.removeFirst();
            }
        }
        List.copyOf(sessions.values()).forEach(session -> session.occupant.onRoomChanged(this));
    }

    private Snapshot second() {
        return shown.stream().skip(1).findFirst().orElseThrow();
    }

    /** The list as it is shown now. */
    List<ParticipantState> listed(Instant now) {
        if (listLag.isZero()) {
            return participants();
        }
        return shown.stream()
                .filter(snapshot -> !snapshot.at().isAfter(now.minus(listLag)))
                .reduce((older, newer) -> newer)
                .map(Snapshot::participants)
                .orElse(List.of());
    }

    private List<ParticipantState> participants() {
        return Stream.concat(
                        stored.remembered().values().stream(),
                        sessions.values().stream().map(session -> session.state(null)))
                .toList();
    }
}
