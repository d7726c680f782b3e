package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.call.CallId;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.TimelineEntry;
import telephony.dispatch.AgentCheckIn;
import telephony.dispatch.AgentStanding;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.LiveKitAnswer;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeTelephonyStore;
import telephony.testkit.Race;

/** Agents that ask before they speak. */
class AdmissionTest extends CallScenario {

    private static final String FIRST = "agent-AJ_1";
    private static final String SECOND = "agent-AJ_2";

    private String token(int attempt) {
        DispatchOrder order = board.liveKit.orders().get(attempt - 1);
        return (String) ((Map<?, ?>) order.metadata().get("telephony")).get("token");
    }

    private CallId callId() {
        return board.call(SID).callId();
    }

    private AgentStanding asks(String identity) {
        return board.agents.admission(callId(), identity, token(1));
    }

    private void joins(String identity) {
        Participant agent = Calls.agent("PA_" + identity, identity, false, board.clock.instant());
        board.liveKit.put(ROOM, agent);
        board.send(Calls.joined(SID, agent, board.clock.instant()));
    }

    @Test
    void theFirstAgentThatAsksShouldBeTheCallsBeforeItJoins() {
        callerJoins();

        assertThat(asks(FIRST)).isEqualTo(AgentStanding.CHOSEN);
        assertThat(asks(SECOND)).isEqualTo(AgentStanding.ANOTHER_CHOSEN);
        assertThat(asks(FIRST)).isEqualTo(AgentStanding.CHOSEN);

        assertThat(board.call(SID).dispatch().keeper()).isEqualTo(FIRST);
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.timeline(SID, TimelineEntry.Kind.EVENT)).containsOnlyOnce("admission");
    }

    @Test
    void whoWasAdmittedShouldWinOverWhoWasSeenFirst() {
        callerJoins();
        asks(SECOND);

        joins(FIRST);
        assertThat(board.call(SID).dispatch().keeper()).isEqualTo(SECOND);
        joins(SECOND);

        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .containsExactly(CALLER.identity(), SECOND);
        assertThat(board.state(SID)).isEqualTo(DispatchState.JOINED);
        board.pass(Duration.ofSeconds(4));
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @Test
    void whoWasSeenFirstShouldBeAdmittedAndNobodyElse() {
        callerJoins();
        joins(FIRST);

        assertThat(asks(SECOND)).isEqualTo(AgentStanding.ANOTHER_CHOSEN);
        assertThat(asks(FIRST)).isEqualTo(AgentStanding.CHOSEN);
    }

    @Test
    void anAgentThatWasAdmittedAndNeverJoinsShouldGiveWayToTheNextOne() {
        callerJoins();
        asks(FIRST);

        board.pass(Duration.ofSeconds(14));

        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(2);
        assertThat(asks(FIRST)).isEqualTo(AgentStanding.REPLACED);
        assertThat(board.agents.admission(callId(), SECOND, token(2))).isEqualTo(AgentStanding.CHOSEN);
        joins(SECOND);
        assertThat(board.state(SID)).isEqualTo(DispatchState.JOINED);
        assertThat(board.liveKit.participants(ROOM)).hasSize(2);
    }

    @Test
    void anAgentThatWasAdmittedInADoubtfulAttemptAndDidNotJoinShouldGiveWayToTheNextOne() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, LiveKitAnswer.Kind.AMBIGUOUS, false);
        callerJoins();
        asks(FIRST);

        board.pass(Duration.ofSeconds(25));

        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(2);
        assertThat(board.agents.admission(callId(), SECOND, token(2))).isEqualTo(AgentStanding.CHOSEN);
        joins(SECOND);
        assertThat(board.call(SID).dispatch().keeper()).isEqualTo(SECOND);
        assertThat(asks(FIRST)).isEqualTo(AgentStanding.REPLACED);
    }

    @Test
    void anAgentOfAnAttemptThatWasGivenUpShouldNotSpeak() {
        callerJoins();

        board.pass(Duration.ofSeconds(14));

        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(2);
        assertThat(asks("agent-late")).isEqualTo(AgentStanding.REPLACED);
        assertThat(board.call(SID).dispatch().keeper()).isNull();
    }

    @Test
    void nobodyShouldSpeakWhenTheCallIsOver() {
        callerJoins();
        asks(FIRST);
        agentComes();

        callerHangsUp();

        assertThat(asks(FIRST)).isEqualTo(AgentStanding.CALL_ENDED);
        assertThat(asks(SECOND)).isEqualTo(AgentStanding.CALL_ENDED);
        assertThat(board.state(SID).isClosed()).isTrue();
    }

    @Test
    void anAgentThatWasAdmittedShouldBeRemovedWithItsCallAlsoWhenNoEventToldOfIt() {
        callerJoins();
        asks(FIRST);
        board.liveKit.put(ROOM, AGENT);

        callerHangsUp();

        assertThat(board.liveKit.participants(ROOM)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "x x", "\u0000"})
    void aTokenThatIsNotTheCallsShouldChangeNothing(String wrong) {
        callerJoins();
        int writes = ((FakeTelephonyStore) board.store).rowWrites();

        assertThat(board.agents.admission(callId(), FIRST, wrong)).isEqualTo(AgentStanding.WRONG_TOKEN);
        assertThat(board.agents.admission(callId(), FIRST, token(1) + wrong + "x"))
                .isEqualTo(AgentStanding.WRONG_TOKEN);
        assertThat(board.agents.heartbeat(callId(), FIRST, wrong)).isEqualTo(AgentStanding.WRONG_TOKEN);

        assertThat(((FakeTelephonyStore) board.store).rowWrites()).isEqualTo(writes);
        assertThat(board.call(SID).dispatch().keeper()).isNull();
    }

    @Test
    void aTokenOfAnotherCallShouldBeAWrongOne() {
        callerJoins();
        Participant other = Calls.caller("PA_d", "SCL_2", "ringing", Calls.START);
        board.liveKit.openRoom("room-RM_2", "RM_2");
        board.liveKit.put("room-RM_2", other);
        board.send(Calls.joined("RM_2", other, Calls.START));

        assertThat(token(1)).isNotEqualTo(token(2));
        assertThat(board.agents.admission(callId(), FIRST, token(2))).isEqualTo(AgentStanding.WRONG_TOKEN);
        assertThat(board.agents.admission(board.call("RM_2").callId(), FIRST, token(2)))
                .isEqualTo(AgentStanding.CHOSEN);
    }

    @Test
    void anUnknownCallShouldBeToldSo() {
        callerJoins();
        CallId unknown = CallId.parse("019aa604-6f7b-7a2c-8d1e-0123456789ab");

        assertThat(board.agents.admission(unknown, FIRST, token(1))).isEqualTo(AgentStanding.UNKNOWN_CALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "agent\n1"})
    void anIdentityThatCannotBeOneShouldBeRefused(String identity) {
        callerJoins();

        assertThatThrownBy(() -> asks(identity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 256 characters");
        assertThatThrownBy(() -> asks("a".repeat(AgentCheckIn.MAX_IDENTITY_CHARS + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTokenShouldStandNowhereButInWhatTheAgentGets() {
        callerJoins();
        asks(FIRST);

        assertThat(token(1)).hasSizeGreaterThanOrEqualTo(32);
        assertThat(board.call(SID).toString()).doesNotContain(token(1));
        assertThat(board.store.timeline(callId(), 0, 1_000).toString()).doesNotContain(token(1));
    }

    @Test
    void ofManyThatAskAtOnceExactlyOneShouldSpeak() throws InterruptedException {
        callerJoins();
        List<AgentStanding> answers = Collections.synchronizedList(new ArrayList<>());

        Race.run(8, racer -> answers.add(asks("agent-" + racer)));

        assertThat(answers).hasSize(8);
        assertThat(answers).filteredOn(AgentStanding::maySpeak).hasSize(1);
        assertThat(answers).filteredOn(answer -> !answer.maySpeak()).containsOnly(AgentStanding.ANOTHER_CHOSEN);
    }

    @Test
    void aStoreThatIsDownShouldAdmitNobody() {
        callerJoins();
        CallId callId = callId();
        String token = token(1);
        ((FakeTelephonyStore) board.store).setDown(true);

        assertThatThrownBy(() -> board.agents.admission(callId, FIRST, token))
                .isInstanceOf(StoreUnavailableException.class);

        ((FakeTelephonyStore) board.store).setDown(false);
        assertThat(asks(SECOND)).isEqualTo(AgentStanding.CHOSEN);
    }
}
