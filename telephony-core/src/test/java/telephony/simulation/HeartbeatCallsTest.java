package telephony.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.Telephony;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.FakeTelephonyStore;

/** What a caller hears when agents tell that they are alive, and when they do not. */
class HeartbeatCallsTest {

    private static final String AGENT = "phone-agent";
    private static final AgentBehaviour HEALTHY = AgentBehaviour.normal().withHeartbeats();

    private final SimulatedLiveKit livekit = new SimulatedLiveKit().worker(AGENT, HEALTHY);
    private final FakeTelephonyStore store = new FakeTelephonyStore(livekit.clock());
    private SimulatedLiveKit.Connection connection = livekit.connect(process(1));

    private Telephony process(long seed) {
        return livekit.telephony(store)
                .router(CallRouter.always(AgentConfig.named(AGENT)))
                .random(new Ids(seed).of("process"))
                .build();
    }

    private SimulatedCall call() {
        return livekit.call("+15551230001", "+15559990000");
    }

    private void waitFor(SimulatedCall call, int agents, Duration atMost) {
        assertThat(livekit.clock().runUntil(() -> call.agentsNow() == agents, atMost))
                .as("%d agents after %s", agents, atMost)
                .isTrue();
    }

    /** How long the caller hears nobody after the first agent has crashed. */
    private Duration silence(SimulatedCall call) {
        waitFor(call, 1, ofSeconds(5));
        waitFor(call, 0, ofSeconds(60));
        Instant crashed = livekit.clock().instant();
        waitFor(call, 1, ofSeconds(60));
        return Duration.between(crashed, livekit.clock().instant());
    }

    private long creates() {
        return livekit.api().calls().stream()
                .filter(asked -> asked.method() == ApiMethod.CREATE_DISPATCH)
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000, 9_500, 10_000, 10_500, 11_000})
    void aCrashShouldBeNoticedWithinFiveSecondsWhereAgentsSendHeartbeats(int crash) {
        livekit.nextAgents(AGENT, AgentBehaviour.crashing(ofMillis(crash)).withHeartbeats());
        SimulatedCall call = call();

        Duration silence = silence(call);

        // Five seconds, a tick, the back-off of a second and the start of an agent.
        assertThat(silence).isBetween(ofSeconds(3), ofSeconds(7));
        livekit.advance(Duration.ofMinutes(2));
        assertThat(call.agentsNow()).isEqualTo(1);
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void aCrashShouldBeNoticedOnLiveKitsWordWhereTheySendNone() {
        livekit.nextAgents(AGENT, AgentBehaviour.crashing(ofSeconds(10)));
        SimulatedCall call = call();

        assertThat(silence(call)).isBetween(ofSeconds(20), ofSeconds(24));
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
    }

    @Test
    void aHealthyAgentShouldSurviveAStoreThatIsAway() {
        SimulatedCall call = call();
        livekit.advance(ofSeconds(20));

        store.setDown(true);
        livekit.advance(ofSeconds(30));
        store.setDown(false);
        livekit.advance(Duration.ofMinutes(2));

        assertHealthy(call);
    }

    @Test
    void aHealthyAgentShouldSurviveARestartOfOurs() {
        SimulatedCall call = call();
        livekit.advance(ofSeconds(20));

        connection.close();
        livekit.advance(ofSeconds(30));
        connection = livekit.connect(process(2));
        livekit.advance(Duration.ofMinutes(2));

        assertHealthy(call);
        assertThat(store.findNewestByRoomSid(roomSid(call))
                        .orElseThrow()
                        .dispatch()
                        .keptAgent()
                        .orElseThrow()
                        .heartbeat())
                .as("the new process listens")
                .satisfies(
                        beat -> assertThat(beat.since()).isAfter(call.beganAt().plusSeconds(45)));
    }

    @Test
    void aHealthyAgentShouldSurviveARestartOfLiveKit() {
        SimulatedCall call = call();
        livekit.advance(ofSeconds(20));

        livekit.kill();
        livekit.advance(ofSeconds(2));
        livekit.start();
        livekit.advance(Duration.ofMinutes(2));

        assertHealthy(call);
    }

    @Test
    void anAgentThatCrashesAfterARestartOfOursShouldBeNoticedAsFast() {
        livekit.nextAgents(AGENT, AgentBehaviour.crashing(ofSeconds(40)).withHeartbeats());
        SimulatedCall call = call();
        livekit.advance(ofSeconds(20));
        connection.close();
        livekit.advance(ofSeconds(10));
        connection = livekit.connect(process(2));

        assertThat(silence(call)).isLessThan(ofSeconds(7));
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
    }

    @Test
    void aHealthyAgentShouldSurviveSlowAnswersOfLiveKit() {
        SimulatedLiveKit slow = new SimulatedLiveKit(
                        SimulatedLiveKit.START, 1, SimulationTiming.SEEN.withAnswer(ofSeconds(3)))
                .worker(AGENT, HEALTHY)
                .nextAgents(AGENT, AgentBehaviour.crashing(ofSeconds(20)).withHeartbeats());
        slow.connect(slow.telephony(new FakeTelephonyStore(slow.clock()))
                .router(CallRouter.always(AgentConfig.named(AGENT)))
                .build());
        SimulatedCall call = slow.call("+15551230001", "+15559990000");

        slow.advance(Duration.ofMinutes(3));

        assertThat(call.heard()).containsExactly(AGENT, AGENT);
        assertThat(call.agentsNow()).isEqualTo(1);
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
    }

    @Test
    void anAgentThatDiedInARestartOfLiveKitShouldNotHoldUpTheNextOneForLongerThanLiveKitIsSilentOnIt() {
        SimulatedCall call = call();
        livekit.advance(ofSeconds(20));
        livekit.disturb(WebhookFault.delay(WebhookFault.event("room_started"), ofSeconds(20)));

        livekit.kill();
        livekit.killAgents();
        livekit.advance(ofSeconds(2));
        livekit.start();
        // LiveKit lists the dead one, and answers nothing about it.
        livekit.advance(ofSeconds(18));
        assertThat(call.agentsNow()).isZero();
        livekit.advance(ofSeconds(15));

        assertThat(call.agentsNow()).isEqualTo(1);
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
    }

    @Test
    void aCallWhoseAgentCannotBeRemovedShouldEndAllTheSame() {
        SimulatedCall call = call();
        livekit.advance(ofSeconds(20));
        livekit.disturb(WebhookFault.drop(WebhookFault.event("room_started")).times(9));
        livekit.disturb(
                WebhookFault.drop(WebhookFault.event("participant_left")).times(9));
        livekit.disturb(WebhookFault.drop(WebhookFault.event("room_finished")).times(9));

        livekit.kill();
        livekit.killAgents();
        livekit.advance(ofSeconds(2));
        livekit.start();
        livekit.advance(ofSeconds(20));
        String sid = roomSid(call);
        call.hangUp();
        livekit.advance(Duration.ofMinutes(3));

        assertThat(store.findNewestByRoomSid(sid).orElseThrow().isEnded()).isTrue();
    }

    @Test
    void aHeartbeatShouldNotWaitForTheAnswerToTheOneBefore() {
        List<Instant> begun = new ArrayList<>();
        livekit.sendHeartbeatsTo((pass, identity) -> {
            begun.add(livekit.clock().instant());
            livekit.clock().standStill(begun.size() == 1 ? ofSeconds(5) : Duration.ZERO);
            return Optional.empty();
        });

        call();
        livekit.advance(ofSeconds(4));

        Instant first = begun.get(0);
        assertThat(begun).startsWith(first, first.plusSeconds(2), first.plusSeconds(4));
    }

    @Test
    void anAgentThatIsToldToLeaveShouldNotBeThereTwice() {
        SimulatedCall call = call();
        livekit.advance(ofSeconds(20));
        call.hangUp();

        livekit.clock().runUntilQuiet(Duration.ofMinutes(2));

        assertThat(call.agentsNow()).isZero();
        assertThat(creates()).isEqualTo(1);
    }

    private void assertHealthy(SimulatedCall call) {
        assertThat(call.heard()).containsExactly(AGENT);
        assertThat(call.agentsNow()).isEqualTo(1);
        assertThat(creates()).isEqualTo(1);
    }

    private String roomSid(SimulatedCall call) {
        return livekit.room(call.roomName()).orElseThrow().state().sid();
    }
}
