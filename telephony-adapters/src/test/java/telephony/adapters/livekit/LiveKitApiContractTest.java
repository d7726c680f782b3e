package telephony.adapters.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telephony.call.Participant;
import telephony.dispatch.AgentDispatchPort;
import telephony.dispatch.ListedRoom;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.dispatch.RoomPort;
import telephony.routing.RoomMetadata;
import telephony.testkit.AgentDispatchPortContract;
import telephony.testkit.FakeLiveKit;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.HandClock;
import telephony.testkit.RoomPortContract;

/** The adapters keep the contracts of their ports, over HTTP. */
final class LiveKitApiContractTest implements AgentDispatchPortContract, RoomPortContract {

    private final HandClock clock = new HandClock(Api.NOW);
    private final FakeLiveKit livekit = new FakeLiveKit(clock);
    private final RawServer server = new RawServer(new TwirpStub(livekit));
    private final LiveKitApi api = Api.patient(server.url());

    @AfterEach
    void close() throws IOException {
        api.close();
        server.close();
    }

    @Test
    void theFakeShouldReceiveWhatWasOrdered() {
        Api.answer(api.dispatches().create(Api.order()));

        assertThat(livekit.orders()).singleElement().satisfies(order -> {
            assertThat(order.roomName()).isEqualTo("room");
            assertThat(order.agentName()).isEqualTo("phone-agent");
            assertThat(order.marker()).isEqualTo(Api.MARKER);
            assertThat(order.metadata()).isEqualTo(Api.order().metadata());
        });
    }

    @Test
    void aListOfRoomsShouldTellWhatTheirMetadataSays() {
        RoomMetadata metadata = RoomMetadata.of(Map.of("tenant_id", "acme", "other", "\u00e4"));
        livekit.openRoom("plain");
        livekit.describeRoom("described", metadata);

        assertThat(Api.answer(api.rooms().listRooms(Set.of())).value())
                .extracting(ListedRoom::metadata)
                .containsExactly(RoomMetadata.NONE, metadata);
    }

    @Override
    public AgentDispatchPort dispatches() {
        return api.dispatches();
    }

    @Override
    public RoomPort rooms() {
        return api.rooms();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public String openRoom(String name) {
        return livekit.openRoom(name);
    }

    @Override
    public void put(String room, Participant participant) {
        livekit.put(room, participant);
    }

    @Override
    public void loseNextCreate(boolean takesEffect) {
        livekit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, takesEffect);
    }

    @Override
    public void loseNextDelete() {
        livekit.answerNext(Method.DELETE_DISPATCH, Kind.AMBIGUOUS, true);
    }

    @Override
    public void refuseNextCreate() {
        livekit.answerNext(Method.CREATE_DISPATCH, Kind.REFUSED, false);
    }

    @Override
    public long createsSeen() {
        return livekit.count(Method.CREATE_DISPATCH);
    }

    @Override
    public void loseNextRemoval(boolean takesEffect) {
        livekit.answerNext(Method.REMOVE_PARTICIPANT, Kind.AMBIGUOUS, takesEffect);
    }

    @Override
    public void loseNextParticipants() {
        livekit.answerNext(Method.LIST_PARTICIPANTS, Kind.AMBIGUOUS, true);
    }
}
