package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.Switchboard;

/** The whole domain on real databases: what it decides must come back from them as it was written. */
class WholeCallOnDatabaseTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);
    private static final Participant AGENT = Calls.agent("PA_a", "agent-AJ_1", false, Calls.START.plusMillis(300));

    private final JdbcStores stores = new JdbcStores();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        stores.close();
    }

    private Switchboard board(JdbcKind kind) {
        return new Switchboard(
                CallRouter.always(AgentConfig.named(Calls.AGENT)),
                Runnable::run,
                clock -> kind == JdbcKind.H2 ? stores.h2(folder, clock) : stores.postgres(clock));
    }

    private static void callerJoins(Switchboard board) {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        board.send(Calls.joined(SID, CALLER, Calls.START));
    }

    private static void agentComes(Switchboard board) {
        board.liveKit.put(ROOM, AGENT);
        board.send(Calls.joined(SID, AGENT, board.clock.instant()));
        board.send(Calls.audio(SID, AGENT, board.clock.instant()));
    }

    @ParameterizedTest
    @EnumSource
    void aCallShouldGetItsAgentAndLoseItWhenTheCallerHangsUp(JdbcKind kind) {
        Switchboard board = board(kind);
        callerJoins(board);
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        agentComes(board);
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);
        board.pass(Duration.ofSeconds(20));

        board.liveKit.take(ROOM, CALLER.identity());
        board.send(Calls.left(
                SID, Calls.caller("PA_c", "SCL_1", "hangup", Calls.START), "CLIENT_INITIATED", board.clock.instant()));
        board.pass(Duration.ofSeconds(40));

        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        assertThat(board.call(SID).isEnded()).isTrue();
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
        assertThat(board.liveKit.requests())
                .anyMatch(request -> request.method() == Method.REMOVE_PARTICIPANT
                        && request.target().equals(AGENT.identity()));
        assertThat(board.trouble).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anAgentThatNeverComesShouldBeReplaced(JdbcKind kind) {
        Switchboard board = board(kind);
        callerJoins(board);

        board.pass(Duration.ofSeconds(15));

        assertThat(board.liveKit.orders())
                .extracting(order -> order.marker().attempt())
                .containsExactly(1, 2);
        assertThat(board.trouble).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aProcessThatFollowsAKilledOneShouldFindWhatThatOneHasSentAndSendNothing(JdbcKind kind) {
        Switchboard killed = board(kind);
        killed.liveKit.hold(Method.CREATE_DISPATCH);
        callerJoins(killed);
        assertThat(killed.state(SID)).isEqualTo(DispatchState.INTENT);

        Switchboard next = killed.restarted(killed.store);
        next.pass(Duration.ofSeconds(30));

        assertThat(next.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(next.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsLostShouldBeLookedUpBeforeAnythingIsSentAgain(JdbcKind kind) {
        Switchboard board = board(kind);
        board.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.AMBIGUOUS, true);
        callerJoins(board);

        board.pass(Duration.ofSeconds(5));

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.liveKit.count(Method.CREATE_DISPATCH)).isEqualTo(1);
    }
}
