package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.TimelineEntry;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.dispatch.Reconciler;
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
