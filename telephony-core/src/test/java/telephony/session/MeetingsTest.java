package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.dispatch.ListedDispatch;
import telephony.testkit.Calls;

/** A room in which a person sits before anything was sent, or after the call. */
class MeetingsTest extends CallScenario {

    @Test
    void anAgentOfAMeetingShouldNotBeAdopted() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, Calls.person("bob"));
        board.liveKit.put(ROOM, AGENT); // bob's, dispatched by bob's web application
        board.liveKit.put(ROOM, CALLER);
        board.send(Calls.joined(SID, CALLER, Calls.START));
        callerHangsUp();
        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .contains("agent-AJ_1");
    }

    @Test
    void aDispatchOfAMeetingShouldNotBeAdopted() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, Calls.person("bob"));
        board.liveKit.putDispatch(ROOM, new ListedDispatch("AD_bob", Calls.AGENT, Calls.START, null, Set.of()));
        board.liveKit.put(ROOM, CALLER);
        board.send(Calls.joined(SID, CALLER, Calls.START));
        callerHangsUp();
        assertThat(board.liveKit.dispatches(ROOM))
                .extracting(ListedDispatch::id)
                .contains("AD_bob");
    }

    @Test
    void anAgentOfAWebSessionHoursAfterTheCallShouldStay() {
        callerJoins();
        agentComes();
        callerHangsUp();
        board.liveKit.put(ROOM, Calls.person("bob"));
        board.pass(Duration.ofMinutes(60));
        assertThat(board.state(SID)).isEqualTo(DispatchState.DONE);
        board.liveKit.putDispatch(
                ROOM, new ListedDispatch("AD_bob", Calls.AGENT, board.clock.instant(), null, Set.of("agent-AJ_bob")));
        Participant bobs = Calls.agent("PA_bob_a", "agent-AJ_bob", true, board.clock.instant());
        board.liveKit.put(ROOM, bobs);
        board.send(Calls.joined(SID, bobs, board.clock.instant()));
        assertThat(board.liveKit.participants(ROOM))
                .extracting(Participant::identity)
                .contains("agent-AJ_bob");
    }

    @Test
    void askingForAnAgentAfterAMeetingShouldSendOne() {
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, Calls.person("bob"));
        board.liveKit.put(ROOM, CALLER);
        board.send(Calls.joined(SID, CALLER, Calls.START));
        board.liveKit.take(ROOM, "bob");
        board.clock.advance(Duration.ofSeconds(90));
        board.sessions.dispatchAgentIfNeeded(board.call(SID).callId());
        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
    }
}
