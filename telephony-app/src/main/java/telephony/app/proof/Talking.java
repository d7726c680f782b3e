package telephony.app.proof;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import telephony.call.Transfer;
import telephony.simulation.RoomTruth;
import telephony.simulation.RoomTruth.Present;
import telephony.simulation.SimulatedCall;
import telephony.simulation.SimulatedLiveKit;

/** Knows in which rooms the target of a transfer talks, so that no agent has to. */
final class Talking implements Witness {

    private final Map<String, Instant> last = new HashMap<>();
    private Set<String> identities = Set.of();

    /** Whose phones were made to ring in this LiveKit and who talk now. */
    static Set<String> in(SimulatedLiveKit livekit) {
        return livekit.dials().calls().stream()
                .filter(call -> call.isAnswered() && !call.isOver())
                .map(SimulatedCall::identity)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether this is somebody whom a transfer called into the room. */
    static boolean isTarget(Present who) {
        return who.identity().startsWith(Transfer.IDENTITY_PREFIX);
    }

    @Override
    public void talking(Instant at, Set<String> now) {
        identities = now;
    }

    @Override
    public void sampled(Instant at, List<RoomTruth> rooms) {
        rooms.stream()
                .filter(this::isBridged)
                .forEach(room -> last.put(room.state().name(), at));
    }

    /** Whether a target talks in this room. */
    boolean isBridged(RoomTruth room) {
        return room.callers().anyMatch(who -> isTarget(who) && identities.contains(who.identity()));
    }

    /** Whether one talks there, or did so short ago that what follows may still be under way. */
    boolean wasBridged(Instant at, RoomTruth room) {
        Instant seen = last.get(room.state().name());
        return isBridged(room) || (seen != null && seen.isAfter(at.minus(Bounds.LEFT_BEHIND)));
    }
}
