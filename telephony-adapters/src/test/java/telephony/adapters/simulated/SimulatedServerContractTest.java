package telephony.adapters.simulated;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import telephony.adapters.livekit.LiveKitApi;
import telephony.call.Participant;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.ListedDispatch;
import telephony.dispatch.LiveKitAnswer;
import telephony.dispatch.RoomPort;
import telephony.simulation.ApiFault;
import telephony.simulation.ApiMethod;
import telephony.testkit.AgentDispatchPortContract;
import telephony.testkit.RoomPortContract;

/** The adapter that speaks to a real LiveKit keeps its contracts on the simulated one, over HTTP. */
final class SimulatedServerContractTest implements AgentDispatchPortContract, RoomPortContract {

    private final RunningSimulation simulation = new RunningSimulation();
    private final LiveKitApi api = simulation.api();

    @AfterEach
    void close() {
        api.close();
        simulation.close();
    }

    @Override
    public AgentDispatchPort dispatches() {
        return new AgentDispatchPort() {
            @Override
            public CompletionStage<LiveKitAnswer<String>> create(DispatchOrder order) {
                return api.dispatches().create(order);
            }

            @Override
            public CompletionStage<LiveKitAnswer<List<ListedDispatch>>> list(String roomName) {
                return simulation.turnUntilAnswered(api.dispatches().list(roomName));
            }

            @Override
            public CompletionStage<LiveKitAnswer<Void>> delete(String roomName, String dispatchId) {
                return simulation.turnUntilAnswered(api.dispatches().delete(roomName, dispatchId));
            }
        };
    }

    @Override
    public RoomPort rooms() {
        return api.rooms();
    }

    /** The simulation's own time: its clock may have been turned a step further. */
    @Override
    public Instant now() {
        return simulation.livekit().clock().instant();
    }

    @Override
    public String openRoom(String name) {
        return simulation.livekit().openRoom(name);
    }

    @Override
    public void put(String room, Participant participant) {
        simulation.livekit().join(room, participant);
    }

    @Override
    public void loseNextCreate(boolean takesEffect) {
        simulation.livekit().api().failNext(ApiMethod.CREATE_DISPATCH, lost(takesEffect));
    }

    @Override
    public void loseNextDelete() {
        simulation.livekit().api().failNext(ApiMethod.DELETE_DISPATCH, ApiFault.lostAnswer());
    }

    @Override
    public void refuseNextCreate() {
        simulation.livekit().api().failNext(ApiMethod.CREATE_DISPATCH, ApiFault.refused());
    }

    @Override
    public long createsSeen() {
        return simulation.livekit().api().count(ApiMethod.CREATE_DISPATCH);
    }

    @Override
    public void loseNextRemoval(boolean takesEffect) {
        simulation.livekit().api().failNext(ApiMethod.REMOVE_PARTICIPANT, lost(takesEffect));
    }

    @Override
    public void loseNextParticipants() {
        simulation.livekit().api().failNext(ApiMethod.LIST_PARTICIPANTS, ApiFault.lostAnswer());
    }

    private static ApiFault lost(boolean takesEffect) {
        return takesEffect ? ApiFault.lostAnswer() : ApiFault.lostRequest();
    }
}
