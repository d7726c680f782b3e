package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import telephony.call.Participant;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.RoomPort;
import telephony.testkit.AgentDispatchPortContract;
import telephony.testkit.RoomPortContract;

/** The simulation keeps what the ports promise; for its slow answers, time is turned. */
final class SimulatedPortsTest implements AgentDispatchPortContract, RoomPortContract {

    private static final Duration SLOWEST = Duration.ofSeconds(5);

    private final SimulatedLiveKit livekit = new SimulatedLiveKit();

    @Override
    public AgentDispatchPort dispatches() {
        return new AgentDispatchPort() {
            @Override
            public CompletionStage<LiveKitAnswer<String>> create(DispatchOrder order) {
                return answered(livekit.create(order));
            }

            @Override
            public CompletionStage<LiveKitAnswer<List<ListedDispatch>>> list(String roomName) {
                return answered(livekit.list(roomName));
            }

            @Override
            public CompletionStage<LiveKitAnswer<Void>> delete(String roomName, String dispatchId) {
                return answered(livekit.delete(roomName, dispatchId));
            }
        };
    }

    @Override
    public RoomPort rooms() {
        return livekit;
    }

    private <T> CompletionStage<T> answered(CompletionStage<T> stage) {
        livekit.clock().runUntil(() -> stage.toCompletableFuture().isDone(), SLOWEST);
        return stage;
    }

    @Override
    public Instant now() {
        return livekit.clock().instant();
    }

    @Override
    public String openRoom(String name) {
        return livekit.openRoom(name);
    }

    @Override
    public void put(String room, Participant participant) {
        livekit.join(room, participant);
    }

    @Override
    public void loseNextCreate(boolean takesEffect) {
        livekit.api().failNext(ApiMethod.CREATE_DISPATCH, lost(takesEffect));
    }

    @Override
    public void loseNextDelete() {
        livekit.api().failNext(ApiMethod.DELETE_DISPATCH, ApiFault.lostAnswer());
    }

    @Override
    public void refuseNextCreate() {
        livekit.api().failNext(ApiMethod.CREATE_DISPATCH, ApiFault.refused());
    }

    @Override
    public long createsSeen() {
        return livekit.api().count(ApiMethod.CREATE_DISPATCH);
    }

    @Override
    public void loseNextRemoval(boolean takesEffect) {
        livekit.api().failNext(ApiMethod.REMOVE_PARTICIPANT, lost(takesEffect));
    }

    @Override
    public void loseNextParticipants() {
        livekit.api().failNext(ApiMethod.LIST_PARTICIPANTS, ApiFault.lostAnswer());
    }

    private static ApiFault lost(boolean takesEffect) {
        return takesEffect ? ApiFault.lostAnswer() : ApiFault.lostRequest();
    }
}
