package telephony.simulation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import telephony.Telephony;
import telephony.call.Participant;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.RoomPort;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.TelephonyStorePort;

/**
 * One process with a switchboard that can be killed at any step: from then on it sends nothing, learns no answer and
 * writes nothing. Everything that it asks of LiveKit is shown to the judge before LiveKit does it.
 */
final class ScenarioProcess implements AgentDispatchPort, RoomPort {

    private final SimulatedLiveKit livekit;
    private final ScenarioJudge judge;
    private final SimulatedLiveKit.Connection connection;
    private boolean alive = true;
    private boolean dyingBeforeCreate;
    private boolean dyingAfterCreate;

    /**
     * Begins to work.
     *
     * @param number of processes so far: each draws its own names
     * @param instance the name of the store
     */
    ScenarioProcess(
            SimulatedLiveKit livekit, ScenarioJudge judge, TelephonyStorePort store, long number, String instance) {
        this.livekit = livekit;
        this.judge = judge;
        Telephony telephony = livekit.telephony(store)
                .router(CallRouter.always(AgentConfig.named(RandomCalls.AGENT)))
                .dispatches(this)
                .rooms(this)
                .executor(this::execute)
                .random(new Ids(number).of("process"))
                .instance(instance)
                .listener(new Trouble())
                .build();
        this.connection = livekit.connect(telephony);
    }

    /** It dies at once. */
    void kill() {
        alive = false;
        connection.close();
    }

    /** It dies in the moment of its next create, with the request sent or not. */
    void killAtNextCreate(boolean sent) {
        dyingBeforeCreate = !sent;
        dyingAfterCreate = sent;
    }

    /** It does not die any more. */
    void liveOn() {
        dyingBeforeCreate = false;
        dyingAfterCreate = false;
    }

    boolean isAlive() {
        return alive;
    }

    private void execute(Runnable work) {
        if (alive) {
            work.run();
        }
    }

    /** Whoever is dead learns nothing. */
    private <T> CompletionStage<LiveKitAnswer<T>> told(CompletionStage<LiveKitAnswer<T>> answer) {
        var asked = livekit.clock().instant();
        CompletableFuture<LiveKitAnswer<T>> told = new CompletableFuture<>();
        answer.whenComplete((value, failure) -> {
            judge.answered(asked, value.kind());
            if (alive) {
                told.complete(value);
            }
        });
        return told;
    }

    private boolean isDead() {
        return !alive;
    }

    @Override
    public CompletionStage<LiveKitAnswer<String>> create(DispatchOrder order) {
        if (dyingBeforeCreate) {
            kill();
        }
        if (isDead()) {
            return new CompletableFuture<>();
        }
        judge.creating(order);
        CompletionStage<LiveKitAnswer<String>> answer = livekit.create(order);
        if (dyingAfterCreate) {
            kill();
        }
        CompletionStage<LiveKitAnswer<String>> told = told(answer);
        return told.thenApply(known -> {
            judge.created(order, known.kind());
            return known;
        });
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<ListedDispatch>>> list(String roomName) {
        return isDead() ? new CompletableFuture<>() : told(livekit.list(roomName));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> delete(String roomName, String dispatchId) {
        if (isDead()) {
            return new CompletableFuture<>();
        }
        judge.deleting(roomName, dispatchId);
        return told(livekit.delete(roomName, dispatchId));
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<ListedRoom>>> listRooms(Set<String> names) {
        return isDead() ? new CompletableFuture<>() : told(livekit.listRooms(names));
    }

    @Override
    public CompletionStage<LiveKitAnswer<List<Participant>>> listParticipants(String roomName) {
        return isDead() ? new CompletableFuture<>() : told(livekit.listParticipants(roomName));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> removeParticipant(String roomName, String identity) {
        if (isDead()) {
            return new CompletableFuture<>();
        }
        judge.removing(roomName, identity);
        return told(livekit.removeParticipant(roomName, identity));
    }

    @Override
    public CompletionStage<LiveKitAnswer<Void>> deleteRoom(String roomName) {
        judge.violated("a room was deleted: " + roomName);
        return told(livekit.deleteRoom(roomName));
    }

    /** What should not happen, and for the trace what the switchboard thinks. */
    private final class Trouble implements TelephonyListener {
        @Override
        public void onTimeline(TelephonyCall call, TimelineEntry entry) {
            judge.trace(() ->
                    "  " + call.origin().roomName() + " " + entry.kind() + " " + entry.name() + " " + entry.details());
        }

        @Override
        public void onTrouble(String what, Throwable cause) {
            judge.violated(what + ": " + cause);
        }
    }
}
