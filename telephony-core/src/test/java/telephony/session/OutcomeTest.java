package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.CallEvent;
import telephony.call.CallStatus;
import telephony.call.Direction;
import telephony.call.DispatchState;
import telephony.call.EventHeader;
import telephony.call.Outcome;
import telephony.call.Outcome.Certainty;
import telephony.call.Outcome.EndedBy;
import telephony.call.Outcome.Result;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.call.SipAttributes;
import telephony.dispatch.LiveKitAnswer;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.RoutingDecision;
import telephony.routing.Rung;
import telephony.testkit.Calls;
import telephony.testkit.FakeLiveKit.Method;
import telephony.testkit.FakeRouting;
import telephony.testkit.Switchboard;

/** What calls come to, as facts come, in time and late. */
class OutcomeTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";
    private static final Participant CALLER = Calls.caller("PA_c", "SCL_1", "ringing", Calls.START);
    private static final Instant END = Calls.START.plusSeconds(9);

    private final Switchboard board = new Switchboard();

    private static Participant agent() {
        return Calls.agent("PA_a", "agent-AJ_1", false, Calls.START.plusMillis(300));
    }

    private static void callerJoins(Switchboard board) {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, CALLER);
        board.send(Calls.joined(SID, CALLER, Calls.START));
    }

    private void agentSpeaks() {
        board.liveKit.put(ROOM, agent());
        board.send(Calls.joined(SID, agent(), Calls.START.plusMillis(300)));
        board.send(Calls.audio(SID, agent(), Calls.START.plusMillis(400)));
    }

    private static void callerLeaves(Switchboard board, String status, String reason) {
        board.liveKit.take(ROOM, CALLER.identity());
        board.send(Calls.left(SID, Calls.caller("PA_c", "SCL_1", status, Calls.START), reason, END));
    }

    private void outcomeIs(Result result, EndedBy endedBy, Certainty certainty) {
        outcomeIs(board, result, endedBy, certainty);
    }

    private static void outcomeIs(Switchboard board, Result result, EndedBy endedBy, Certainty certainty) {
        Outcome outcome = board.call(SID).outcome();
        assertThat(outcome).isNotNull();
        assertThat(outcome.result()).isEqualTo(result);
        assertThat(outcome.endedBy()).isEqualTo(endedBy);
        assertThat(outcome.certainty()).isEqualTo(certainty);
        assertThat(board.trouble).isEmpty();
    }

    @Test
    void aCallThatGoesOnShouldHaveNoOutcome() {
        callerJoins(board);
        agentSpeaks();
        assertThat(board.call(SID).outcome()).isNull();
    }

    @Test
    void anAgentHeardLateShouldMakeAnAbandonedCallAnswered() {
        callerJoins(board);
        callerLeaves(board, "hangup", "CLIENT_INITIATED");
        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.OBSERVED);
        assertThat(board.call(SID).status()).isEqualTo(CallStatus.FAILED);

        board.send(Calls.joined(SID, agent(), Calls.START.plusMillis(300)));
        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.DERIVED);

        board.send(Calls.audio(SID, agent(), Calls.START.plusMillis(400)));
        outcomeIs(Result.ANSWERED, EndedBy.CALLER, Certainty.OBSERVED);
        assertThat(board.call(SID).status()).isEqualTo(CallStatus.ENDED);
    }

    /** A call that was never answered and left nothing behind is closed at once: nobody adopts an agent any more. */
    @Test
    void anAgentThatIsFoundWhenAllIsClosedShouldMakeItsSilenceUncertain() {
        board.liveKit.setBroken(Set.of(Method.LIST_ROOMS));
        callerJoins(board);
        callerLeaves(board, "hangup", "CLIENT_INITIATED");
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.OBSERVED);

        board.send(Calls.joined(SID, agent(), END.plusSeconds(3)));

        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.DERIVED);
        assertThat(board.call(SID).dispatch().agents()).isEmpty();
    }

    @Test
    void anAgentThatCameWhenAllWasClosedShouldChangeNothing() {
        board.liveKit.setBroken(Set.of(Method.LIST_ROOMS));
        callerJoins(board);
        callerLeaves(board, "hangup", "CLIENT_INITIATED");
        Participant tardy = Calls.agent("PA_a", "agent-AJ_1", false, END.plusSeconds(2));

        board.send(Calls.joined(SID, tardy, END.plusSeconds(3)));

        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.OBSERVED);
    }

    @Test
    void anAgentThatOnlySpokeToUsShouldMakeItsSilenceUncertain() {
        callerJoins(board);
        Map<?, ?> telephony =
                (Map<?, ?>) board.liveKit.orders().get(0).metadata().get("telephony");
        board.agents.admission(board.call(SID).callId(), "agent-AJ_1", (String) telephony.get("token"));

        callerLeaves(board, "hangup", "CLIENT_INITIATED");

        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.DERIVED);
    }

    @Test
    void aCallOfWhichOnlyWhatFollowedARestartIsKnownShouldNotSurelyHaveHeardNobody() {
        board.send(new CallEvent.RoomStarted(Calls.header(SID, Calls.START), Calls.START.minusSeconds(30)));
        callerJoins(board);

        callerLeaves(board, "hangup", "CLIENT_INITIATED");

        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.DERIVED);
    }

    @Test
    void anAgentThatCameAfterTheCallerLeftShouldChangeNothing() {
        callerJoins(board);
        callerLeaves(board, "hangup", "CLIENT_INITIATED");
        Participant tardy = Calls.agent("PA_a", "agent-AJ_1", false, END.plusSeconds(3));

        board.send(Calls.joined(SID, tardy, END.plusSeconds(3)));
        board.send(Calls.audio(SID, tardy, END.plusSeconds(4)));

        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.OBSERVED);
    }

    /** A leave that is told late is dated by the second, an agent that a list shows by the millisecond. */
    @Test
    void anAgentThatCameInTheSecondInWhichTheCallerLeftShouldMakeItsSilenceUncertain() {
        callerJoins(board);
        callerLeaves(board, "hangup", "CLIENT_INITIATED");

        Participant sameSecond = Calls.agent("PA_a", "agent-AJ_1", false, END.plusMillis(500));
        board.send(Calls.joined(SID, sameSecond, END.plusMillis(500)));

        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.DERIVED);
    }

    /** A leave that comes within two seconds is dated by its coming: it may have been before what came in between. */
    @Test
    void anAgentThatCameAfterTheRingingEndedShouldNotHaveAnswered() {
        callerJoins(board);
        callerLeaves(board, "ringing", "CLIENT_INITIATED");
        Participant tardy = Calls.agent("PA_a", "agent-AJ_1", false, END.plusSeconds(3));
        board.send(Calls.joined(SID, tardy, END.plusSeconds(3)));
        board.send(Calls.audio(SID, tardy, END.plusSeconds(4)));

        board.send(Calls.finished(SID, END.plusSeconds(20)));

        outcomeIs(Result.AGENT_UNAVAILABLE, EndedBy.LIVEKIT, Certainty.OBSERVED);
        assertThat(board.call(SID).status()).isEqualTo(CallStatus.FAILED);
    }

    @Test
    void aLeaveToldAfterTheRoomWasFinishedShouldTellHowTheCallEnded() {
        callerJoins(board);
        agentSpeaks();
        board.send(Calls.finished(SID, END.plusSeconds(20)));
        outcomeIs(Result.ANSWERED, EndedBy.UNKNOWN, Certainty.DERIVED);

        callerLeaves(board, "hangup", "CLIENT_INITIATED");

        outcomeIs(Result.ANSWERED, EndedBy.CALLER, Certainty.OBSERVED);
    }

    @Test
    void aJoinReplayedAfterTheEndShouldNotUndoTheOutcome() {
        callerJoins(board);
        agentSpeaks();
        callerLeaves(board, "hangup", "CLIENT_INITIATED");

        board.send(Calls.joined(SID, Calls.caller("PA_d", "SCL_1", "ringing", END), END.plusSeconds(1)));

        outcomeIs(Result.ANSWERED, EndedBy.CALLER, Certainty.OBSERVED);
    }

    @Test
    void aCallOfWhichOnlyTheEndWasToldShouldNotBeSurelyAbandoned() {
        callerLeaves(board, "hangup", "CLIENT_INITIATED");
        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.DERIVED);
    }

    @Test
    void theVoiceOfOneWhoseJoiningWasLostShouldCountAsAnAnswerThatIsDerived() {
        callerJoins(board);
        board.send(Calls.audio(SID, CALLER, Calls.START.plusMillis(100)));
        board.send(Calls.audio(SID, agent(), Calls.START.plusMillis(400)));
        callerLeaves(board, "hangup", "CLIENT_INITIATED");
        board.pass(Duration.ofSeconds(15)); // a look tells first that it is nobody else's on the phone
        outcomeIs(Result.ANSWERED, EndedBy.CALLER, Certainty.DERIVED);
        assertThat(board.call(SID).status()).isEqualTo(CallStatus.ENDED);
    }

    @Test
    void anAgentWhoseJoiningWasLostAndWhoCameAfterTheCallerShouldNotHaveBeenHeard() {
        Participant late = Calls.agent("PA_a", "agent-AJ_1", true, END.plusMillis(1_300));
        callerJoins(board);
        board.pass(Duration.ofSeconds(1));
        board.liveKit.take(ROOM, CALLER.identity());
        board.liveKit.put(ROOM, late);
        board.clock.set(END);
        board.send(Calls.left(SID, Calls.caller("PA_c", "SCL_1", "ringing", Calls.START), "CONNECTION_TIMEOUT", END));
        board.clock.set(END.plusMillis(1_400));
        board.send(Calls.audio(SID, late, END.plusMillis(1_350)));
        board.pass(Duration.ofSeconds(60));

        assertThat(board.call(SID).dispatch().agents()).isNotEmpty();
        outcomeIs(Result.UNKNOWN, EndedBy.LIVEKIT, Certainty.UNKNOWN);
    }

    @Test
    void aJoinThatWasCutOffShouldNotCountAsRingingOut() {
        board.send(new CallEvent.ParticipantLeft(Calls.header(SID, END), CALLER, "CLIENT_INITIATED", true));
        board.send(Calls.finished(SID, END.plusSeconds(20)));
        outcomeIs(Result.UNKNOWN, EndedBy.UNKNOWN, Certainty.UNKNOWN);
        assertThat(board.call(SID).outcome().livekitReason()).isEqualTo("CLIENT_INITIATED");
    }

    @Test
    void aCallerRemovedBySomebodyElseShouldNotBeOurDoing() {
        callerJoins(board);
        agentSpeaks();
        callerLeaves(board, "active", "PARTICIPANT_REMOVED");
        board.send(Calls.finished(SID, END.plusSeconds(20)));
        outcomeIs(Result.ANSWERED, EndedBy.UNKNOWN, Certainty.DERIVED);
    }

    @Test
    void aCallDeclaredOverShouldBeEndedByUsAndSurelySoOnceTheRemovalIsTold() {
        callerJoins(board);
        agentSpeaks();
        board.clock.set(END);
        board.sessions.markEnded(board.call(SID).callId(), "closed by the operator");
        outcomeIs(Result.ANSWERED, EndedBy.US, Certainty.DERIVED);

        callerLeaves(board, "active", "ROOM_DELETED");

        outcomeIs(Result.ANSWERED, EndedBy.US, Certainty.OBSERVED);
    }

    @Test
    void aRejectedCallerShouldBeRemovedByUs() {
        CallRouter rejecting = new CallRouter(
                FakeRouting.always(new RoutingDecision.Reject("blocked")),
                AgentConfig.named(Calls.AGENT),
                Rung.DEFAULT,
                Set.of(),
                failure -> {});
        Switchboard refusing = new Switchboard(rejecting, Runnable::run);
        callerJoins(refusing);
        callerLeaves(refusing, "ringing", "PARTICIPANT_REMOVED");
        refusing.send(Calls.finished(SID, END.plusSeconds(20)));

        outcomeIs(refusing, Result.BLOCKED_POLICY, EndedBy.US, Certainty.OBSERVED);
        assertThat(refusing.call(SID).outcome().finality()).isEqualTo(Outcome.Finality.NEVER);
        assertThat(refusing.call(SID).status()).isEqualTo(CallStatus.ENDED);
    }

    @Test
    void aCallerWhomWeHungUpOnForWantOfAnAgentShouldBeRemovedByUs() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, LiveKitAnswer.Kind.ALARM, false);
        callerJoins(board);
        assertThat(board.liveKit.participants(ROOM)).isEmpty();
        callerLeaves(board, "ringing", "PARTICIPANT_REMOVED");
        board.send(Calls.finished(SID, END.plusSeconds(20)));

        outcomeIs(Result.AGENT_UNAVAILABLE, EndedBy.US, Certainty.OBSERVED);
    }

    @Test
    void aCallerWhomWeHungUpOnShouldBeAnsweredWhenHeCallsAgain() {
        board.liveKit.answerNext(Method.CREATE_DISPATCH, LiveKitAnswer.Kind.ALARM, false);
        callerJoins(board);
        callerLeaves(board, "hangup", "CLIENT_INITIATED");
        Instant later = END.plusSeconds(60);
        board.clock.set(later);
        Participant again = Calls.caller("PA_e", "SCL_2", "ringing", later);
        board.liveKit.put(ROOM, again);

        board.send(Calls.joined(SID, again, later));

        assertThat(board.call(SID).origin().episode()).isEqualTo(2);
        assertThat(board.liveKit.participants(ROOM)).containsExactly(again);
        assertThat(board.liveKit.dispatches(ROOM)).hasSize(1);
    }

    @Test
    void audioThatAListShowsAfterTheCallerLeftShouldNotHaveAnsweredHim() {
        callerJoins(board);
        board.send(Calls.joined(SID, agent(), Calls.START.plusMillis(300)));
        callerLeaves(board, "hangup", "CLIENT_INITIATED");
        Instant joined = Calls.START.plusMillis(300);
        EventHeader shown = new EventHeader(
                "reconciled-audio", EventHeader.Source.RECONCILED, joined, END.plusSeconds(2), ROOM, SID);

        board.send(new CallEvent.TrackPublished(shown, "PA_a", "agent-AJ_1", true));

        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.DERIVED);
    }

    @Test
    void aCallerWhoIsOnlyNoLongerThereShouldLeaveAnOutcomeThatClaimsNothing() {
        callerJoins(board);
        board.liveKit.take(ROOM, CALLER.identity());
        board.pass(Duration.ofSeconds(60));

        outcomeIs(Result.UNKNOWN, EndedBy.UNKNOWN, Certainty.UNKNOWN);

        callerLeaves(board, "hangup", "CLIENT_INITIATED");
        outcomeIs(Result.ABANDONED, EndedBy.CALLER, Certainty.OBSERVED);
    }

    @Test
    void aCallThatWasDialledShouldNotBeJudgedYet() {
        SipAttributes dialled = new SipAttributes("SCL_o", "dialing", "ST_o", null, null, null, Map.of());
        Participant callee = new Participant("PA_o", "callee", ParticipantKind.SIP, Calls.START, false, null, dialled);
        board.send(Calls.joined(SID, callee, Calls.START));
        board.send(Calls.left(SID, callee, "USER_REJECTED", END));
        board.send(Calls.finished(SID, END));

        assertThat(board.call(SID).origin().direction()).isEqualTo(Direction.OUTBOUND);
        outcomeIs(Result.UNKNOWN, EndedBy.UNKNOWN, Certainty.UNKNOWN);
        assertThat(board.call(SID).outcome().livekitReason()).isEqualTo("USER_REJECTED");
    }
}
