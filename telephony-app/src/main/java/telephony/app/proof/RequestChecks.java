package telephony.app.proof;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.DispatchMarker;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.LiveKitAnswer;
import telephony.simulation.RoomTruth;

/** Whether each create that LiveKit would take may be sent. */
final class RequestChecks implements Witness {

    private final int stores;
    private final Hearing hearing;
    private final Checker.Findings findings;
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Integer> creates = new HashMap<>();
    private final Map<String, Instant> unanswered = new HashMap<>();
    private final Map<String, Instant> callerSeen = new HashMap<>();

    RequestChecks(Bounds bounds, Hearing hearing, Checker.Findings findings) {
        this.stores = bounds.stores();
        this.hearing = hearing;
        this.findings = findings;
    }

    @Override
    public void creating(Instant at, int replica, DispatchOrder order, @Nullable RoomTruth room) {
        DispatchMarker marker = order.marker();
        String episode = inRoom(marker) + " of " + marker.instance();
        Integer last = attempts.put(episode, marker.attempt());
        if (last != null && last >= marker.attempt()) {
            findings.violated(
                    Invariant.ATTEMPTS_INCREASE,
                    at,
                    "attempt " + marker.attempt() + " is sent after attempt " + last + " of " + episode);
        }
        if (creates.merge(episode, 1, Integer::sum) == Bounds.MOST_CREATES + 1) {
            findings.violated(
                    Invariant.ATTEMPTS_INCREASE, at, "more than " + Bounds.MOST_CREATES + " creates of " + episode);
        }
        Instant before = unanswered.put(inRoom(marker), at);
        if (before != null && at.isBefore(before.plus(Bounds.LATE_EFFECT))) {
            findings.violated(
                    Invariant.QUIESCENCE_KEPT,
                    at,
                    "a create in " + order.roomName() + " while the one of " + before + " may still take effect");
        }
        Instant seen = callerSeen.getOrDefault(order.roomName(), at);
        // Whom LiveKit goes on listing after a restart is, for all that can be asked, there.
        boolean listed = room != null && (room.callers().findAny().isPresent() || room.remembersCaller());
        if (!listed && seen.isBefore(at.minus(Bounds.CALLER_GONE))) {
            findings.violated(
                    Invariant.NO_CREATE_WITHOUT_CALLER, at, "in " + order.roomName() + " the last was seen at " + seen);
        }
        if (room != null && room.agents(Bounds.AGENT).anyMatch(hearing::isSettled)) {
            findings.violated(
                    Invariant.NO_CREATE_BESIDE_AN_AGENT, at, "although an agent is heard in " + order.roomName());
        }
    }

    @Override
    public void created(Instant at, int replica, DispatchOrder order, LiveKitAnswer.Kind kind) {
        if (kind != LiveKitAnswer.Kind.AMBIGUOUS) {
            unanswered.remove(inRoom(order.marker()));
        }
    }

    /** A create takes effect once: what is there cannot come any more. */
    @Override
    public void sampled(Instant at, List<RoomTruth> rooms) {
        rooms.stream()
                .filter(room -> room.callers().findAny().isPresent())
                .forEach(room -> callerSeen.put(room.state().name(), at));
        rooms.stream()
                .flatMap(room -> room.dispatches().stream())
                .flatMap(sent -> Stream.ofNullable(sent.marker()))
                .forEach(marker -> unanswered.remove(inRoom(marker)));
    }

    /** Of what a process with another store sends nobody can know before it is there. */
    private String inRoom(DispatchMarker marker) {
        String room = marker.roomSid() + "/" + marker.episode();
        return stores == 1 ? room : room + " of " + marker.instance();
    }
}
