package telephony.app.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import telephony.call.TelephonyCall;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.LiveKitAnswer;
import telephony.outbound.SipTransfer;
import telephony.simulation.RoomTruth;

/** Writes down what happens, for people: rooms only when they have changed, all else line by line. */
final class Trace implements Witness {

    /** A trace that is longer than this is not read. */
    private static final int MOST_LINES = 20_000;

    private final List<String> lines = new ArrayList<>();
    private String rooms = "";

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** What was violated, where it was. */
    void violated(Violation violation) {
        add(violation.at(), "!!! " + violation.invariant() + ": " + violation.what());
    }

    private void add(Instant at, String line) {
        if (lines.size() < MOST_LINES) {
            lines.add(at + " " + line);
        }
    }

    @Override
    public void sampled(Instant at, List<RoomTruth> now) {
        String shown = now.stream().map(Trace::shown).collect(Collectors.joining("; "));
        if (!shown.equals(rooms)) {
            add(at, "rooms: " + (shown.isEmpty() ? "none" : shown));
        }
        rooms = shown;
    }

    private static String shown(RoomTruth room) {
        return room.state().name()
                + room.present().stream()
                        .map(who -> who.identity() + (who.audible() ? " (heard)" : ""))
                        .collect(Collectors.joining(", ", " [", "]"));
    }

    @Override
    public void disturbed(Instant at, Instant until, String why) {
        add(at, "disturbed until " + until + ": " + why);
    }

    @Override
    public void openingNotTold(Instant at, String roomSid) {
        add(at, "LiveKit never tells that it opened " + roomSid);
    }

    @Override
    public void forgot(Instant at) {
        add(at, "the store knows nothing");
    }

    @Override
    public void creating(Instant at, int replica, DispatchOrder order, @Nullable RoomTruth room) {
        add(at, replica + " > create " + order.roomName() + " " + order.marker());
    }

    @Override
    public void created(Instant at, int replica, DispatchOrder order, LiveKitAnswer.Kind kind) {
        add(at, replica + " < created " + order.marker() + ": " + kind);
    }

    @Override
    public void transferring(Instant at, int replica, SipTransfer transfer) {
        add(at, replica + " > transfer " + transfer.identity() + " in " + transfer.roomName());
    }

    @Override
    public void turned(Instant at, int replica, List<TelephonyCall> calls) {
        calls.forEach(call -> add(at, replica + " turn of " + call.origin().roomName()));
    }

    @Override
    public void removing(Instant at, int replica, String identity, String roomName, @Nullable RoomTruth room) {
        add(at, replica + " > remove " + identity + " from " + roomName);
    }

    @Override
    public void deleting(Instant at, int replica, String dispatchId, String roomName, @Nullable RoomTruth room) {
        add(at, replica + " > delete " + dispatchId + " in " + roomName);
    }

    @Override
    public void deletingRoom(Instant at, int replica, String roomName) {
        add(at, replica + " > delete the room " + roomName);
    }

    @Override
    public void surprised(Instant at, int replica, String what, Throwable cause) {
        add(at, replica + " !! " + what + ": " + cause);
    }

    @Override
    public void written(Instant at, int replica, TelephonyCall row) {
        add(
                at,
                replica + " wrote " + row.origin().roomName() + " v"
                        + row.control().version() + " "
                        + row.dispatch().state() + ", due " + row.control().dueAt()
                        + (row.control().lease() == null ? "" : ", leased")
                        + (row.times().answeredAt() == null
                                ? ""
                                : ", answered at " + row.times().answeredAt())
                        + (row.times().endedAt() == null
                                ? ""
                                : ", ended at " + row.times().endedAt()));
    }

    @Override
    public void remarked(Instant at, String line) {
        add(at, line);
    }
}
