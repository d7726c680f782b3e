package telephony.app.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import telephony.app.proof.Happening.Moment;
import telephony.call.DialResult;
import telephony.call.Participant;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.DispatchTiming;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.NewRoom;
import telephony.dispatch.RoomPort;
import telephony.outbound.SipDial;
import telephony.outbound.SipPort;
import telephony.outbound.SipTransfer;
import telephony.outbound.SipTransferAnswer;
import telephony.simulation.RoomTruth;
import telephony.simulation.SimulatedLiveKit;

/** The line of a process to LiveKit's API: everything that it asks is shown to the witness before LiveKit does it. */
final class LiveKitLine implements AgentDispatchPort, RoomPort, SipPort {

    private static final Duration SLOW = Duration.ofMillis(500);

    /** How long the real client waits for an answer. */
    private static final Duration DEADLINE = DispatchTiming.DEFAULT.requestDeadline();

    private final SimulatedLiveKit livekit;
    private final SimulatedProcess process;
    private final int replica;
    private final Witness witness;
    private final Cuts cuts;

    /** What of this line is cut just now. */
    interface Cuts {
        /** A request is about to be sent. */
        void asked();

        /** Whether requests do not get through. */
        boolean noRequests();

        /** Whether answers do not. */
        boolean noAnswers();
    }

    LiveKitLine(SimulatedLiveKit livekit, SimulatedProcess process, int replica, Witness witness, Cuts cuts) {
        this.livekit = livekit;
        this.process = process;
        this.replica = replica;
        this.witness = witness;
        this.cuts = cuts;
    }

    @Override
    public CompletionStage<LiveKitAnswer<String>> create(DispatchOrder order) {
        return ask(
                Moment.BEFORE_CREATE,
                () -> {
                    // What LiveKit refuses for its token can do no harm, whenever it is sent.
                    Instant taken = order.tokenExpiresAt().plus(DispatchTiming.DEFAULT.tokenLeeway());
                    if (!now().isAfter(taken)) {
                        witness.creating(now(), replica, order, room(order.roomName()));
                    }
                    return livekit.create(order);
                },
                Moment.AFTER_CREATE,
                answer -> witness.created(now(), replica, order, answer.kind()));
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<ListedDispatch>>> list(String roomName) {
        return list(() -> livekit.list(roomName));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> delete(String roomName, String dispatchId) {
        return remove(() -> {
            witness.deleting(now(), replica, dispatchId, roomName, room(roomName));
            return livekit.delete(roomName, dispatchId);
        });
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<ListedRoom>>> listRooms(Set<String> names) {
        return list(() -> livekit.listRooms(names));
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<Participant>>> listParticipants(String roomName) {
        return list(() -> livekit.listParticipants(roomName));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> removeParticipant(String roomName, String identity) {
        return remove(() -> {
            witness.talking(now(), Talking.in(livekit));
            witness.removing(now(), replica, identity, roomName, room(roomName));
            return livekit.removeParticipant(roomName, identity);
        });
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> deleteRoom(String roomName) {
        return remove(() -> {
            witness.deletingRoom(now(), replica, roomName);
            return livekit.deleteRoom(roomName);
        });
    }

    @Override
    public CompletionStage<LiveKitAnswer<ListedRoom>> createRoom(NewRoom room) {
        return ask(Moment.BEFORE_ROOM, () -> livekit.createRoom(room), Moment.AFTER_ROOM, answer -> {});
    }

    /** Its answer takes as long as the phone rings; whoever dies meanwhile never learns of it. */
    @Override
    public CompletionStage<DialResult> createSipParticipant(SipDial dial) {
        cuts.asked();
        process.reach(Moment.BEFORE_DIAL);
        CompletableFuture<DialResult> told = new CompletableFuture<>();
        Consumer<DialResult> tell = result -> process.run(() -> {
            process.reach(Moment.ANSWER);
            if (result.kind() == DialResult.Kind.LOST || result.kind() == DialResult.Kind.NOT_SENT) {
                witness.disturbed(now(), now().plus(Bounds.AFTER_BAD_ANSWER), "dial answered " + result.kind());
            }
            told.complete(result);
        });
        if (cuts.noRequests()) {
            livekit.clock().soon(() -> tell.accept(DialResult.of(DialResult.Kind.NOT_SENT, "simulated partition")));
            return told;
        }
        // What LiveKit refuses for its token can do no harm, whenever it is sent.
        Instant taken = dial.tokenExpiresAt().plus(DispatchTiming.DEFAULT.tokenLeeway());
        if (!now().isAfter(taken)) {
            witness.dialling(now(), replica, dial, room(dial.roomName()));
        }
        CompletionStage<DialResult> answered = livekit.createSipParticipant(dial);
        if (cuts.noAnswers()) {
            livekit.clock()
                    .in(
                            dial.answerWithin(),
                            () -> tell.accept(DialResult.of(DialResult.Kind.LOST, "simulated partition")));
        } else {
            answered.whenComplete((result, failure) -> livekit.clock().soon(() -> tell.accept(result)));
        }
        process.reach(Moment.AFTER_DIAL);
        return told;
    }

    /** Its answer takes as long as the far end needs for its last word. */
    @Override
    public CompletionStage<SipTransferAnswer> transferSipParticipant(SipTransfer transfer) {
        cuts.asked();
        process.reach(Moment.BEFORE_TRANSFER);
        CompletableFuture<SipTransferAnswer> told = new CompletableFuture<>();
        Consumer<SipTransferAnswer> tell = answer -> process.run(() -> {
            process.reach(Moment.ANSWER);
            if (answer.kind() == SipTransferAnswer.Kind.LOST || answer.kind() == SipTransferAnswer.Kind.NOT_SENT) {
                witness.disturbed(now(), now().plus(Bounds.AFTER_BAD_ANSWER), "transfer answered " + answer.kind());
            }
            told.complete(answer);
        });
        if (cuts.noRequests()) {
            livekit.clock().soon(() -> tell.accept(cut(SipTransferAnswer.Kind.NOT_SENT)));
            return told;
        }
        // What LiveKit refuses for its token can do no harm, whenever it is sent.
        Instant taken = transfer.tokenExpiresAt().plus(DispatchTiming.DEFAULT.tokenLeeway());
        boolean counts = !now().isAfter(taken);
        if (counts) {
            witness.transferring(now(), replica, transfer);
        }
        boolean noAnswer = cuts.noAnswers();
        if (noAnswer) {
            livekit.clock().in(transfer.answerWithin(), () -> tell.accept(cut(SipTransferAnswer.Kind.LOST)));
        }
        livekit.transferSipParticipant(transfer)
                .whenComplete((answer, failure) -> livekit.clock().soon(() -> {
                    if (counts) {
                        witness.transferred(now(), transfer);
                    }
                    if (!noAnswer) {
                        tell.accept(answer);
                    }
                }));
        process.reach(Moment.AFTER_TRANSFER);
        return told;
    }

    private static SipTransferAnswer cut(SipTransferAnswer.Kind kind) {
        return new SipTransferAnswer(kind, null, "simulated partition");
    }

    private Instant now() {
        return livekit.clock().instant();
    }

    private @Nullable RoomTruth room(String name) {
        return livekit.room(name).orElse(null);
    }

    private <T> CompletionStage<LiveKitAnswer<T>> list(Supplier<CompletionStage<LiveKitAnswer<T>>> request) {
        return ask(Moment.BEFORE_LIST, request, Moment.AFTER_LIST, answer -> {});
    }

    private <T> CompletionStage<LiveKitAnswer<T>> remove(Supplier<CompletionStage<LiveKitAnswer<T>>> request) {
        return ask(Moment.BEFORE_REMOVAL, request, Moment.AFTER_REMOVAL, answer -> {});
    }

    private <T> CompletionStage<LiveKitAnswer<T>> ask(
            Moment before,
            Supplier<CompletionStage<LiveKitAnswer<T>>> request,
            Moment after,
            Consumer<LiveKitAnswer<T>> learnt) {
        cuts.asked();
        process.reach(before);
        Instant asked = now();
        CompletableFuture<LiveKitAnswer<T>> told = new CompletableFuture<>();
        Consumer<LiveKitAnswer<T>> tell = answer -> process.run(() -> {
            process.reach(Moment.ANSWER);
            disturbed(asked, answer.kind());
            learnt.accept(answer);
            told.complete(answer);
        });
        if (cuts.noRequests()) {
            livekit.clock().soon(() -> tell.accept(failed(LiveKitAnswer.Kind.REFUSED)));
            return told;
        }
        CompletionStage<LiveKitAnswer<T>> answered = request.get();
        if (cuts.noAnswers()) {
            livekit.clock().in(DEADLINE, () -> tell.accept(failed(LiveKitAnswer.Kind.AMBIGUOUS)));
        } else {
            answered.whenComplete((answer, failure) -> livekit.clock().soon(() -> tell.accept(answer)));
        }
        process.reach(after);
        return told;
    }

    private static <T> LiveKitAnswer<T> failed(LiveKitAnswer.Kind kind) {
        return LiveKitAnswer.failed(kind, "simulated partition");
    }

    private void disturbed(Instant asked, LiveKitAnswer.Kind kind) {
        Instant now = now();
        boolean bad = kind == LiveKitAnswer.Kind.AMBIGUOUS || kind == LiveKitAnswer.Kind.REFUSED;
        // That nobody serves a room takes LiveKit 3 s to say, always.
        boolean slow = kind != LiveKitAnswer.Kind.UNAVAILABLE && now.isAfter(asked.plus(SLOW));
        if (bad || slow) {
            witness.disturbed(
                    now,
                    now.plus(Bounds.AFTER_BAD_ANSWER),
                    "answered " + kind + " after " + Duration.between(asked, now));
        }
    }
}
