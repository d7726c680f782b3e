package telephony.app.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchMarker;
import telephony.call.ParticipantKind;
import telephony.dispatch.DispatchOrder;
import telephony.simulation.RoomState;
import telephony.simulation.RoomTruth;
import telephony.simulation.RoomTruth.Present;

/** A history made by hand, and what the checker says to it. */
final class History {

    static final Instant START = Instant.parse("2026-01-01T09:00:00Z");
    static final String ROOM = "call_1";
    static final String SID = "RM_1";
    private static final RoomState STATE =
            new RoomState(SID, ROOM, START, Duration.ofMinutes(5), Duration.ofSeconds(20));
    static final Bounds BOUNDS = new Bounds(Duration.ofSeconds(5), Duration.ofSeconds(4), null, 1);

    final Checker checker;
    private Instant now = START;

    /** On a day like any other. */
    History() {
        this(BOUNDS);
    }

    History(Bounds bounds) {
        checker = new Checker(bounds);
    }

    Instant now() {
        return now;
    }

    /** The rooms are so, for this long. */
    History rooms(Duration length, RoomTruth... rooms) {
        Instant end = now.plus(length);
        while (now.isBefore(end)) {
            checker.sampled(now, List.of(rooms));
            now = now.plus(Bounds.SAMPLE);
        }
        return this;
    }

    /** So much time passes in which nobody looks. */
    void pass(Duration length) {
        now = now.plus(length);
    }

    List<Invariant> violated() {
        return checker.violations().stream().map(Violation::invariant).toList();
    }

    static RoomTruth room(Present... present) {
        return room(List.of(), present);
    }

    static RoomTruth room(List<RoomTruth.Sent> dispatches, Present... present) {
        return new RoomTruth(STATE, List.of(), List.of(present), false, false, dispatches);
    }

    /** A room in which LiveKit lists a caller who was there when it died. */
    static RoomTruth haunted(Present... present) {
        return new RoomTruth(STATE, List.of(), List.of(present), true, false, List.of());
    }

    static Present caller() {
        return new Present("PA_c", "sip_1", ParticipantKind.SIP, "", START, false);
    }

    static Present agent(String identity, boolean audible) {
        return agent(identity, Bounds.AGENT, audible);
    }

    static Present agent(String identity, String name, boolean audible) {
        return new Present("PA_" + identity, identity, ParticipantKind.AGENT, name, START, audible);
    }

    static DispatchMarker marker(int attempt, String random) {
        return new DispatchMarker(SID, 1, attempt, "store-1", random);
    }

    /** A create is sent. */
    History create(int attempt, @Nullable RoomTruth room) {
        checker.creating(now, 0, order(attempt), room);
        return this;
    }

    static DispatchOrder order(int attempt) {
        return new DispatchOrder(ROOM, Bounds.AGENT, marker(attempt, "r" + attempt), Map.of(), START);
    }
}
