package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchState;
import telephony.call.Outcome;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.TimelineEntry;
import telephony.dispatch.DispatchOrder;
import telephony.dispatch.LiveKitAnswer.Kind;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeRouting;
import telephony.testkit.Switchboard;

/** What is done for a caller whose agent is missing, in the order that the route names. */
class RungsTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Rung REDISPATCH = new Rung.Redispatch();
    private static final Rung BACKUP = new Rung.FallbackAgent(AgentConfig.named("backup"));
    private static final Rung HANG_UP = new Rung.HangUp();

    private static Switchboard withRungs(Rung... rungs) {
        return ringing(board -> {}, rungs);
    }

    private static Switchboard withAForbiddenCreate(Rung... rungs) {
        Switchboard board = ringing(b -> b.liveKit.answerNext(Method.CREATE_DISPATCH, Kind.ALARM, false), rungs);
        board.pass(Duration.ofSeconds(5));
        return board;
    }

    private static Switchboard ringing(Consumer<Switchboard> prepare, Rung... rungs) {
        RoutingDecision route = RoutingDecision.Dispatch.of(AgentConfig.named(Calls.AGENT), "number")
                .withOnAgentMissing(List.of(rungs));
        CallRouter router = new CallRouter(
                FakeRouting.always(route), AgentConfig.named(Calls.AGENT), Rung.DEFAULT, Set.of("backup"), e -> {});
        Switchboard board = new Switchboard(router, Runnable::run);
        prepare.accept(board);
        Participant caller = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, caller);
        board.send(Calls.joined(SID, caller, Calls.START));
        return board;
    }

    private static List<String> sent(Switchboard board) {
        return board.liveKit.orders().stream().map(DispatchOrder::agentName).toList();
    }

    @Test
    void rungsShouldBeTakenInOrderAndTheLastOneRepeated() {
        Switchboard board = withRungs(REDISPATCH, BACKUP);

        board.pass(Duration.ofSeconds(50));

        assertThat(sent(board)).startsWith(Calls.AGENT, Calls.AGENT, "backup", "backup");
        assertThat(board.told.stream()
                        .flatMap(line -> Stream.ofNullable(line.details().get("rung")))
                        .distinct())
                .containsExactly("redispatch", "agent:backup");
        board.pass(Duration.ofSeconds(20));
        assertThat(board.state(SID)).isEqualTo(DispatchState.FAILED);
        assertThat(board.liveKit.participants(ROOM)).isEmpty();
    }

    @Test
    void theFallbackAgentShouldBeToldThatItIsTheAgent() {
        Switchboard board = withRungs(BACKUP);

        board.pass(Duration.ofSeconds(15));

        assertThat(board.liveKit.orders()).hasSize(2);
        assertThat(board.liveKit.orders().get(1).metadata().toString()).contains("name=backup");
    }

    @Test
    void hangingUpShouldComeWithoutAnotherAttemptWhereTheRouteSaysSo() {
        Switchboard board = withRungs(HANG_UP);

        board.pass(Duration.ofSeconds(13));

        assertThat(sent(board)).containsExactly(Calls.AGENT);
        assertThat(board.liveKit.participants(ROOM)).isEmpty();
        assertThat(board.liveKit.dispatches(ROOM)).isEmpty();
        assertThat(board.timeline(SID, TimelineEntry.Kind.ALARM)).containsExactly("RECOVER", "FAILED");
    }

    @Test
    void anAgentThatWasHeardAndLostShouldBeginTheRungsAnew() {
        Switchboard board = withRungs(REDISPATCH, BACKUP);
        board.pass(Duration.ofSeconds(25));
        assertThat(sent(board)).containsExactly(Calls.AGENT, Calls.AGENT, "backup");
        Participant backup =
                new Participant("PA_b", "agent-b", ParticipantKind.AGENT, board.clock.instant(), true, "backup", null);
        board.liveKit.put(ROOM, backup);
        board.send(Calls.joined(SID, backup, board.clock.instant()));
        assertThat(board.state(SID)).isEqualTo(DispatchState.AUDIBLE);

        board.liveKit.take(ROOM, "agent-b");
        board.send(Calls.left(SID, backup, "CONNECTION_TIMEOUT", board.clock.instant()));
        board.pass(Duration.ofSeconds(5));

        assertThat(sent(board)).containsExactly(Calls.AGENT, Calls.AGENT, "backup", Calls.AGENT);
    }

    @Test
    void aCreateThatLiveKitForbidsShouldGoOnWithTheFallbackAgentAndNotBeRepeated() {
        Switchboard board = withAForbiddenCreate(REDISPATCH, BACKUP);

        assertThat(sent(board)).containsExactly(Calls.AGENT, "backup");
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
    }

    @Test
    void aCreateThatLiveKitForbidsShouldHangUpWhereNobodyElseIsNamed() {
        Switchboard board = withAForbiddenCreate(REDISPATCH);

        assertThat(sent(board)).containsExactly(Calls.AGENT);
        assertThat(board.state(SID)).isEqualTo(DispatchState.FAILED);
        assertThat(board.liveKit.participants(ROOM)).isEmpty();
    }

    @Test
    void aCallerWhomWeHungUpOnShouldEndTheCallAsSoonAsItIsTold() {
        Switchboard board = withRungs(HANG_UP);
        board.pass(Duration.ofSeconds(13));
        Instant gone = board.clock.instant();

        Participant caller = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);
        board.send(Calls.left(SID, caller, "PARTICIPANT_REMOVED", gone));

        assertThat(board.call(SID).times().endedAt()).isEqualTo(gone);
        assertThat(board.call(SID).endReason()).isEqualTo("PARTICIPANT_REMOVED");
        assertThat(board.call(SID).outcome().result()).isEqualTo(Outcome.Result.AGENT_UNAVAILABLE);
    }

    @Test
    void whatWasGivenUpOnEarlierShouldNotBeDeletedAgain() {
        Switchboard board = withRungs(REDISPATCH);

        board.pass(Duration.ofSeconds(45));

        assertThat(sent(board).size()).isGreaterThan(2);
        assertThat(board.liveKit.requests().stream()
                        .filter(request -> request.method() == Method.DELETE_DISPATCH)
                        .map(request -> request.target()))
                .doesNotHaveDuplicates()
                .isNotEmpty();
    }
}
