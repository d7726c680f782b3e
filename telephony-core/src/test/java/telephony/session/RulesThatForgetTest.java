package telephony.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchState;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;
import telephony.testkit.Calls;
import telephony.testkit.Switchboard;

/** A name that is taken out of the routing while a call is under way. */
class RulesThatForgetTest {

    private static final String SID = "RM_1";
    private static final String ROOM = "room-RM_1";

    private boolean forgotten;

    private final CallRoutingPort rules = new CallRoutingPort() {
        @Override
        public Optional<RoutingDecision> route(RoutingRequest request) {
            AgentConfig backup = AgentConfig.named("backup");
            return Optional.of(RoutingDecision.Dispatch.of(AgentConfig.named("sales"), "number")
                    .withOnAgentMissing(List.of(new Rung.FallbackAgent(backup))));
        }

        @Override
        public Set<String> agentNames() {
            return forgotten ? Set.of() : Set.of("sales", "backup");
        }
    };

    private final Switchboard board = new Switchboard(
            new CallRouter(rules, AgentConfig.named("phone-agent"), Rung.DEFAULT, Set.of(), failure -> {}),
            Runnable::run);

    @Test
    void anAgentThatTheCallsRouteSendsShouldStayOurs() {
        phoneRings();
        forgotten = true;

        agentJoins("sales");

        assertThat(board.state(SID)).isEqualTo(DispatchState.JOINED);
    }

    @Test
    void anAgentOfTheCallsRungsShouldStayOurs() {
        phoneRings();
        forgotten = true;

        agentJoins("backup");

        assertThat(board.state(SID)).isEqualTo(DispatchState.JOINED);
    }

    @Test
    void anAgentThatNeitherTheRulesNorTheRouteNameShouldBeAStranger() {
        phoneRings();
        forgotten = true;

        agentJoins("recorder");

        assertThat(board.state(SID)).isEqualTo(DispatchState.CONFIRMED);
        assertThat(board.call(SID).dispatch().agents()).isEmpty();
    }

    private void phoneRings() {
        Participant caller = Calls.caller("PA_1", "SCL_1", "ringing", Calls.START);
        board.liveKit.openRoom(ROOM, SID);
        board.liveKit.put(ROOM, caller);
        board.send(Calls.joined(SID, caller, Calls.START));
        board.pass(Duration.ofSeconds(1));
    }

    private void agentJoins(String name) {
        Participant agent =
                new Participant("PA_9", "agent-9", ParticipantKind.AGENT, board.clock.instant(), false, name, null);
        board.liveKit.put(ROOM, agent);
        board.send(Calls.joined(SID, agent, board.clock.instant()));
    }
}
