package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.DispatchState;
import telephony.call.EventHeader;
import telephony.call.Participant;
import telephony.call.TimelineEntry;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.dispatch.Reconciler;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoomMetadata;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.Switchboard;

/** What is found without any webhook. */
class ReconcilerTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);

    private final Switchboard board = new Switchboard();
    private final Reconciler reconciler = board.reconciler;

    private void pass(Duration time) {
        for (long seconds = 0; seconds < time.toSeconds(); seconds += 3) {
            board.pass(Duration.ofSeconds(3));
            reconciler.sweep();
        }
    }

    private Participant agent(boolean audio) {
        return Calls.agent("PA_a", "agent-AJ_1", audio, board.clock.instant());
    }

    @Test
    void aCallWhoseEveryWebhookIsLostShouldGetOneAgentAndEnd() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);

        reconciler.sweep();
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        board.liveKit.put(ROOM, agent(false));
        reconciler.sweep();
        assertThat(board.state(SID)).isEqualTo(DispatchState.JOINED);
        board.liveKit.put(ROOM, agent(true));
        reconciler.sweep();
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        pass(Duration.ofSeconds(30));
        assertThat(board.call(SID).isEnded()).isFalse();
        board.liveKit.closeRoom(ROOM);
        pass(Duration.ofSeconds(15));

        assertThat(board.call(SID).isEnded()).isTrue();
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
        pass(Duration.ofSeconds(30));
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        assertThat(board.store.timeline(board.call(SID).callId(), 0, 100))
                .filteredOn(line -> line.kind() == TimelineEntry.Kind.EVENT)
                .allSatisfy(line -> assertThat(line.details()).containsAllEntriesOf(Map.of("source", "RECONCILED")));
    }

    @Test
    void aCallThatIsFoundShouldBeDecidedByItsRoomsMetadataAsOneThatIsTold() {
        RoomMetadata metadata = RoomMetadata.of(Map.of("tenant_id", "acme"));
        List<RoutingRequest> asked = new ArrayList<>();
        CallRoutingPort rules = new CallRoutingPort() {
            @Override
            public Optional<RoutingDecision> route(RoutingRequest request) {
                asked.add(request);
                return Optional.of(new RoutingDecision.Ignore("seen"));
            }

            @Override
            public Set<String> agentNames() {
                return Set.of();
            }
        };
        AgentConfig agent = AgentConfig.named(Calls.AGENT);
        Switchboard asking =
                new Switchboard(new CallRouter(rules, agent, Rung.DEFAULT, Set.of(), failure -> {}), Runnable::run);
        asking.liveKit.openRoom(ROOM, SID);
        asking.liveKit.describeRoom(ROOM, metadata);
        asking.liveKit.put(ROOM, CALLER);
        asking.reconciler.sweep();
        EventHeader told = new EventHeader(
                "EV_2", EventHeader.Source.WEBHOOK, Calls.START, Calls.START, "room-RM_2", "RM_2", metadata);
        asking.send(new CallEvent.ParticipantJoined(told, Calls.caller("PA_2", "SCL_2", "ringing", Calls.START)));

        assertThat(asked).extracting(RoutingRequest::roomName).containsExactly(ROOM, "room-RM_2");
        assertThat(asked).extracting(RoutingRequest::roomMetadata).containsExactly(metadata, metadata);
    }

    @Test
    void anAgentWhoseCrashWasNotToldShouldBeReplaced() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        board.send(Calls.joined(SID, CALLER, Calls.START));
        Participant agent = agent(true);
        board.liveKit.put(ROOM, agent);
        board.send(Calls.joined(SID, agent, board.clock.instant()));
        board.send(Calls.audio(SID, agent, board.clock.instant()));
        pass(Duration.ofSeconds(12));

        board.liveKit.take(ROOM, agent.identity());
        pass(Duration.ofSeconds(12));

        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(2);
    }

    @Test
    void aSweepThatFindsWhatIsKnownShouldStoreNothing() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        CallEvent join = Calls.joined(SID, CALLER, Calls.START);
        board.send(join);
        long version = board.call(SID).control().version();
        int lines = board.told.size();

        reconciler.sweep();
        reconciler.sweep();

        assertThat(board.call(SID).control().version()).isEqualTo(version);
        assertThat(board.told).hasSize(lines);
    }

    @Test
    void listsThatFailShouldEndNothing() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        board.send(Calls.joined(SID, CALLER, Calls.START));
        Participant agent = agent(true);
        board.liveKit.put(ROOM, agent);
        board.send(Calls.joined(SID, agent, board.clock.instant()));
        board.send(Calls.audio(SID, agent, board.clock.instant()));
        for (int i = 0; i < 100; i++) {
            board.liveKit.answerNext(Method.LIST_ROOMS, Kind.AMBIGUOUS, false);
        }

        pass(Duration.ofSeconds(60));

        assertThat(board.call(SID).isEnded()).isFalse();
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void aSweepShouldAskABoundedNumberOfRoomsAndTheOthersNextTime() {
        int rooms = Reconciler.LISTS_PER_SWEEP * 2 + 10;
        for (int i = 0; i < rooms; i++) {
            board.liveKit.openRoom("empty-" + i);
        }

        reconciler.sweep();
        assertThat(board.liveKit.count(Method.LIST_PARTICIPANTS)).isEqualTo(Reconciler.LISTS_PER_SWEEP);
        reconciler.sweep();
        reconciler.sweep();

        assertThat(board.liveKit.requests().stream()
                        .filter(request -> request.method() == Method.LIST_PARTICIPANTS)
                        .map(request -> request.room())
                        .distinct())
                .hasSize(rooms);
    }
}
