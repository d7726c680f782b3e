package telephony.app.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.LiveKitAnswer;
import telephony.outbound.Dial;
import telephony.outbound.SipDial;
import telephony.outbound.SipTransfer;
import telephony.queue.QueuePace;
import telephony.simulation.RoomTruth;

/** Holds what happens against every {@link Invariant}. It knows what is really in the rooms, and trusts no record. */
final class Checker implements Witness {

    private final List<Violation> violations = new ArrayList<>();
    private final List<Witness> checks;
    private final @Nullable Trace trace;

    Checker(Bounds bounds) {
        this(bounds, null);
    }

    /** @param trace is told all of it, and what is violated; null = nobody wants to read it */
    Checker(Bounds bounds, @Nullable Trace trace) {
        this.trace = trace;
        Calm calm = new Calm();
        Hearing hearing = new Hearing(calm);
        Talking talking = new Talking();
        checks = Stream.concat(
                        Stream.ofNullable(trace),
                        Stream.of(
                                calm,
                                hearing,
                                talking,
                                new RoomChecks(bounds, calm, talking, this::violated),
                                new RequestChecks(bounds, hearing, this::violated),
                                new RemovalChecks(hearing, talking, this::violated),
                                new RowChecks(this::violated),
                                new TimelineChecks(this::violated),
                                new ReleaseChecks(bounds, calm, this::violated),
                                new DialChecks(bounds, calm, this::violated),
                                new TransferChecks(calm, this::violated),
                                new TurnChecks(this::violated),
                                new EndChecks(bounds, calm, this::violated)))
                .toList();
    }

    /** Takes what was found. */
    interface Findings {
        /** Something is not as it must be. */
        void violated(Invariant invariant, Instant at, String what);
    }

    /** What was found so far, in its order. */
    List<Violation> violations() {
        return List.copyOf(violations);
    }

    private void violated(Invariant invariant, Instant at, String what) {
        Violation violation = new Violation(invariant, at, what);
        violations.add(violation);
        if (trace != null) {
            trace.violated(violation);
        }
    }

    @Override
    public void sampled(Instant at, List<RoomTruth> rooms) {
        checks.forEach(check -> check.sampled(at, rooms));
    }

    @Override
    public void disturbed(Instant at, Instant until, String why) {
        checks.forEach(check -> check.disturbed(at, until, why));
    }

    @Override
    public void openingNotTold(Instant at, String roomSid) {
        checks.forEach(check -> check.openingNotTold(at, roomSid));
    }

    @Override
    public void agentsAreOdd(Instant at, @Nullable String roomName, int agents) {
        checks.forEach(check -> check.agentsAreOdd(at, roomName, agents));
    }

    @Override
    public void beating(Instant at, String identity) {
        checks.forEach(check -> check.beating(at, identity));
    }

    @Override
    public void beaten(Instant at, String identity, boolean known) {
        checks.forEach(check -> check.beaten(at, identity, known));
    }

    @Override
    public void forgot(Instant at) {
        checks.forEach(check -> check.forgot(at));
    }

    @Override
    public void creating(Instant at, int replica, DispatchOrder order, @Nullable RoomTruth room) {
        checks.forEach(check -> check.creating(at, replica, order, room));
    }

    @Override
    public void created(Instant at, int replica, DispatchOrder order, LiveKitAnswer.Kind kind) {
        checks.forEach(check -> check.created(at, replica, order, kind));
    }

    @Override
    public void mayRingAlone(String number) {
        checks.forEach(check -> check.mayRingAlone(number));
    }

    @Override
    public void ordered(Instant at, OrderTruth order) {
        checks.forEach(check -> check.ordered(at, order));
    }

    @Override
    public void dialling(Instant at, int replica, SipDial dial, @Nullable RoomTruth room) {
        checks.forEach(check -> check.dialling(at, replica, dial, room));
    }

    @Override
    public void judged(Instant at, Dial dial) {
        checks.forEach(check -> check.judged(at, dial));
    }

    @Override
    public void handedOver(Instant at, TransferTruth transfer) {
        checks.forEach(check -> check.handedOver(at, transfer));
    }

    @Override
    public void transferring(Instant at, int replica, SipTransfer transfer) {
        checks.forEach(check -> check.transferring(at, replica, transfer));
    }

    @Override
    public void transferred(Instant at, SipTransfer transfer) {
        checks.forEach(check -> check.transferred(at, transfer));
    }

    @Override
    public void talking(Instant at, Set<String> identities) {
        checks.forEach(check -> check.talking(at, identities));
    }

    @Override
    public void paced(Instant at, QueuePace pace) {
        checks.forEach(check -> check.paced(at, pace));
    }

    @Override
    public void turned(Instant at, int replica, List<TelephonyCall> calls) {
        checks.forEach(check -> check.turned(at, replica, calls));
    }

    @Override
    public void rang(Instant at, List<CalleeTruth> callees) {
        checks.forEach(check -> check.rang(at, callees));
    }

    @Override
    public void removing(Instant at, int replica, String identity, String roomName, @Nullable RoomTruth room) {
        checks.forEach(check -> check.removing(at, replica, identity, roomName, room));
    }

    @Override
    public void deleting(Instant at, int replica, String dispatchId, String roomName, @Nullable RoomTruth room) {
        checks.forEach(check -> check.deleting(at, replica, dispatchId, roomName, room));
    }

    @Override
    public void deletingRoom(Instant at, int replica, String roomName) {
        checks.forEach(check -> check.deletingRoom(at, replica, roomName));
    }

    @Override
    public void answered(Instant at, String eventId, boolean concernsCall, boolean kept) {
        if (concernsCall && !kept) {
            violated(Invariant.ANSWERED_IS_KEPT, at, "event " + eventId);
        }
    }

    @Override
    public void written(Instant at, int replica, TelephonyCall row) {
        checks.forEach(check -> check.written(at, replica, row));
    }

    @Override
    public void surprised(Instant at, int replica, String what, Throwable cause) {
        checks.forEach(check -> check.surprised(at, replica, what, cause));
        violated(Invariant.NO_SURPRISE, at, "process " + replica + ": " + what + ": " + cause);
    }

    @Override
    public void ranAway(Instant at) {
        violated(Invariant.WORK_IS_BOUNDED, at, "more than " + Bounds.MOST_REQUESTS + " requests");
    }

    @Override
    public void remarked(Instant at, String line) {
        checks.forEach(check -> check.remarked(at, line));
    }

    @Override
    public void told(Instant at, TelephonyCall row, List<TimelineEntry> timeline) {
        checks.forEach(check -> check.told(at, row, timeline));
    }

    @Override
    public void closed(Instant at, List<TelephonyCall> rows, List<CallerTruth> callers) {
        checks.forEach(check -> check.closed(at, rows, callers));
    }
}
