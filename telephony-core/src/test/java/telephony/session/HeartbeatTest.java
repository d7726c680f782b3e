package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.TimelineEntry;
import telephony.dispatch.AgentStanding;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.Switchboard;

/** Agents that tell that they are alive. LiveKit lists them all the time, as it does for 20 s after a crash. */
class HeartbeatTest extends CallScenario {

    private static final Duration BEAT = Duration.ofSeconds(2);

    private final Switchboard other = board.replica();

    @BeforeEach
    void anAgentSpeaks() {
        callerJoins();
        agentComes();
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
    }

    private String token(int attempt) {
        return (String)
                ((Map<?, ?>) board.liveKit.orders().get(attempt - 1).metadata().get("telephony")).get("token");
    }

    private AgentStanding beats(Switchboard process) {
        return process.agents.heartbeat(board.call(SID).callId(), AGENT.identity(), token(1));
    }

    private void beatsFor(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(BEAT)) {
            assertThat(beats(board)).isEqualTo(AgentStanding.CHOSEN);
            board.pass(BEAT);
        }
    }

    private long creates() {
        return board.liveKit.count(Method.CREATE_DISPATCH);
    }

    private int writes() {
        return ((FakeTelephonyStore) board.store).rowWrites();
    }

    private void setStoreDown(boolean down) {
        ((FakeTelephonyStore) board.store).setDown(down);
    }

    @Test
    void anAgentWhoseHeartbeatStopsShouldBeReplacedAlthoughLiveKitListsIt() {
        beatsFor(Duration.ofSeconds(10));
        board.pass(Duration.ofMillis(2_500));
        assertThat(creates()).isEqualTo(1);

        board.pass(Duration.ofMillis(2_500));

        assertThat(creates()).isEqualTo(2);
        assertThat(board.liveKit.participants(ROOM)).containsExactly(CALLER);
        List<Method> requests = board.liveKit.requests().stream()
                .map(request -> request.method())
                .filter(EnumSet.of(Method.REMOVE_PARTICIPANT, Method.DELETE_DISPATCH, Method.CREATE_DISPATCH)::contains)
                .toList();
        assertThat(requests)
                .containsExactly(
                        Method.CREATE_DISPATCH,
                        Method.REMOVE_PARTICIPANT,
                        Method.DELETE_DISPATCH,
                        Method.CREATE_DISPATCH);
        assertThat(board.store.timeline(board.call(SID).callId(), 0, 1_000))
                .filteredOn(line -> line.kind() == TimelineEntry.Kind.ALARM)
                .singleElement()
                .satisfies(line -> assertThat(line.details())
                        .containsEntry("because", "the caller is there, the agent's heartbeat is missing"));
    }

    @Test
    void anAgentThatNeverSentAHeartbeatShouldNotBeMissed() {
        board.pass(Duration.ofSeconds(60));

        assertThat(board.agents.admission(board.call(SID).callId(), AGENT.identity(), token(1)))
                .isEqualTo(AgentStanding.CHOSEN);
        board.pass(Duration.ofSeconds(60));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.liveKit.participants(ROOM)).hasSize(2);
    }

    @Test
    void heartbeatsOfAHealthyAgentShouldCostOneWriteInAllAndNoRequest() {
        int before = writes();
        int asked = board.liveKit.requests().size();

        beatsFor(Duration.ofSeconds(60));

        assertThat(writes()).isEqualTo(before + 1);
        assertThat(board.liveKit.requests()).hasSize(asked);
        assertThat(board.timeline(SID, TimelineEntry.Kind.EVENT)).containsOnlyOnce("heartbeat");
    }

    @Test
    void anAgentThatWasReplacedShouldBeToldSo() {
        beatsFor(BEAT);
        board.pass(Duration.ofSeconds(6));
        assertThat(creates()).isEqualTo(2);

        assertThat(beats(board)).isEqualTo(AgentStanding.REPLACED);

        board.pass(Duration.ofSeconds(1));
        assertThat(board.call(SID).dispatch().keeper()).isNull();
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void anAgentShouldBeToldThatItsCallIsOver() {
        beatsFor(BEAT);
        callerHangsUp();

        assertThat(beats(board)).isEqualTo(AgentStanding.CALL_ENDED);

        board.pass(Duration.ofSeconds(60));
        assertThat(creates()).isEqualTo(1);
        assertThat(board.trouble).isEmpty();
    }

    @Test
    void aPauseOfTheProcessShouldNotCountAsSilence() {
        beatsFor(Duration.ofSeconds(4));

        board.clock.advance(Duration.ofSeconds(30));
        board.tick();
        board.pass(Duration.ofMillis(1_500));

        assertThat(creates()).isEqualTo(1);
        beatsFor(Duration.ofSeconds(10));
        assertThat(creates()).isEqualTo(1);
        // Once it is silent for good, that counts.
        board.pass(Duration.ofSeconds(6));
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void aClockThatIsPutBackShouldNotCountAsSilence() {
        beatsFor(Duration.ofSeconds(4));

        board.clock.advance(Duration.ofSeconds(-30));
        beatsFor(Duration.ofSeconds(10));

        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aStoreThatWasAwayShouldNotCountAsSilence() {
        beatsFor(Duration.ofSeconds(4));
        var callId = board.call(SID).callId();

        for (int i = 0; i < 15; i++) {
            setStoreDown(true);
            assertThatThrownBy(() -> board.agents.heartbeat(callId, AGENT.identity(), token(1)))
                    .isInstanceOf(StoreUnavailableException.class);
            // The worst case: only the heartbeats meet the store while it is away.
            setStoreDown(false);
            board.pass(BEAT);
        }

        assertThat(creates()).isEqualTo(1);
        board.pass(Duration.ofSeconds(6));
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void agentsThatWereTurnedAwayAtTheDoorShouldNotCountAsSilent() {
        beatsFor(Duration.ofSeconds(4));

        for (int i = 0; i < 15; i++) {
            board.agents.turnedAway();
            board.pass(BEAT);
        }

        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aHeartbeatThatIsMissedWhileTheStoreIsAwayShouldBeFoundWhenItIsBack() {
        beatsFor(Duration.ofSeconds(4));
        board.pass(Duration.ofMillis(2_500));
        setStoreDown(true);
        board.clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(board::tick).isInstanceOf(StoreUnavailableException.class);
        setStoreDown(false);

        board.pass(Duration.ofSeconds(3));

        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void anotherProcessShouldNotAccuseTheAgentOfOneThatIsGone() {
        beatsFor(Duration.ofSeconds(4));

        other.pass(Duration.ofMinutes(2));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
    }

    @Test
    void whoHeardTheLastHeartbeatShouldFindTheNextOneMissing() {
        beatsFor(Duration.ofSeconds(4));

        assertThat(beats(other)).isEqualTo(AgentStanding.CHOSEN);
        board.pass(Duration.ofSeconds(30));
        assertThat(creates()).isEqualTo(1);
        other.pass(Duration.ofSeconds(8));

        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void anAgentHeardByTwoProcessesInTurnShouldBeMissedByNeither() {
        for (int i = 0; i < 20; i++) {
            assertThat(beats(i % 2 == 0 ? board : other)).isEqualTo(AgentStanding.CHOSEN);
            board.pass(BEAT);
            other.tick();
        }

        assertThat(creates()).isEqualTo(1);
        assertThat(board.timeline(SID, TimelineEntry.Kind.EVENT)).containsOnlyOnce("heartbeat");
    }

    @Test
    void beatsInQuickSuccessionOnTwoProcessesShouldNotWriteEachTime() {
        beats(board);
        int before = writes();

        for (int i = 0; i < 20; i++) {
            beats(i % 2 == 0 ? other : board);
        }

        assertThat(writes()).isEqualTo(before);
    }

    @Test
    void aLateHeartbeatShouldRefuteThatOneWasMissedAsLongAsLiveKitDoesNotAnswer() {
        beatsFor(Duration.ofSeconds(4));
        board.liveKit.setBroken(EnumSet.of(Method.LIST_PARTICIPANTS));
        board.pass(Duration.ofSeconds(6));
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);

        beats(board);
        board.liveKit.setBroken(EnumSet.noneOf(Method.class));
        beatsFor(Duration.ofSeconds(10));

        assertThat(creates()).isEqualTo(1);
        assertThat(board.call(SID).dispatch().keeper()).isEqualTo(AGENT.identity());
    }

    @Test
    void heartbeatsShouldNotMakeALookVoid() {
        beatsFor(Duration.ofSeconds(2));
        Participant twin = Calls.agent("PA_t", "agent-AJ_9", false, board.clock.instant());
        board.liveKit.put(ROOM, twin);
        board.liveKit.hold(Method.LIST_DISPATCH);
        board.send(Calls.joined(SID, twin, board.clock.instant()));

        // Another process takes the agent over in the middle of the look, which changes the row.
        beats(other);
        board.liveKit.release(Method.LIST_DISPATCH);

        assertThat(board.liveKit.participants(ROOM)).doesNotContain(twin);
        // One look before the create, one after it, and this one.
        assertThat(board.liveKit.count(Method.LIST_DISPATCH)).isEqualTo(3);
    }

    @Test
    void aCallerShouldBeGivenUpOnWhoseSilentAgentCannotBeRemoved() {
        beatsFor(Duration.ofSeconds(4));
        board.liveKit.setBroken(Set.of(Method.REMOVE_PARTICIPANT));
        board.pass(Duration.ofSeconds(20));
        assertThat(board.state(SID)).isEqualTo(DispatchState.RECOVER);

        board.pass(Duration.ofSeconds(60));

        assertThat(board.state(SID)).isEqualTo(DispatchState.FAILED);
    }

    @Test
    void silenceAloneShouldNeverHangUpOnACaller() {
        for (int attempt = 1; attempt <= 2; attempt++) {
            silentAgent(attempt);
            board.pass(Duration.ofSeconds(8));
            assertThat(creates()).isEqualTo(attempt + 1L);
        }
        silentAgent(3);

        board.pass(Duration.ofSeconds(60));

        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        assertThat(board.liveKit.participants(ROOM)).hasSize(2);
        assertThat(board.liveKit.participants(ROOM)).contains(CALLER);
    }

    private void silentAgent(int attempt) {
        String identity = "agent-AJ_" + attempt;
        Participant agent = Calls.agent("PA_a" + attempt, identity, true, board.clock.instant());
        board.liveKit.put(ROOM, agent);
        board.send(Calls.joined(SID, agent, board.clock.instant()));
        board.send(Calls.audio(SID, agent, board.clock.instant()));
        board.agents.heartbeat(board.call(SID).callId(), identity, token(attempt));
    }

    @Test
    void aTwinThatSendsHeartbeatsShouldLearnThatItIsNotTheOne() {
        assertThat(board.agents.heartbeat(board.call(SID).callId(), "agent-AJ_2", token(1)))
                .isEqualTo(AgentStanding.ANOTHER_CHOSEN);

        board.pass(Duration.ofSeconds(20));

        assertThat(creates()).isEqualTo(1);
    }
}
