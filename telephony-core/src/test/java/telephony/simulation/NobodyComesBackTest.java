package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import telephony.Telephony;
import telephony.call.Gap;
import telephony.call.TelephonyCall;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.CallQuery;
import telephony.testkit.FakeTelephonyStore;

/**
 * LiveKit is killed, and who was in a room does not come back: no second {@code room_started} tells of it, and everybody
 * is listed as before, for ever.
 */
class NobodyComesBackTest {

    private static final String AGENT = "phone-agent";

    /** Callers come back before agents do. */
    private final SimulatedLiveKit livekit = new SimulatedLiveKit(
            SimulatedLiveKit.START,
            1,
            SimulationTiming.SEEN.withRestart(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(2)));

    private final FakeTelephonyStore store = new FakeTelephonyStore(livekit.clock());

    private void connect() {
        Telephony telephony = livekit.telephony(store)
                .router(CallRouter.always(AgentConfig.named(AGENT)))
                .build();
        livekit.connect(telephony);
    }

    private void everybodyIsLost(SimulatedCall call) {
        livekit.kill();
        livekit.killAgents();
        call.hangUp();
        livekit.start();
    }

    private TelephonyCall record(SimulatedCall call) {
        return store.query(new CallQuery(call.roomName(), false, 10, null))
                .items()
                .get(0);
    }

    @Test
    void aCallThatRestsShouldEndWithAGap() {
        connect();
        livekit.worker(AGENT);
        SimulatedCall call = livekit.call("+15551230001", "+15559990000");
        livekit.advance(Duration.ofSeconds(20));
        everybodyIsLost(call);

        livekit.advance(Duration.ofMinutes(2));

        assertThat(record(call).endReason()).isEqualTo("ROOM_UNREADABLE");
        assertThat(record(call).gaps().all()).extracting(Gap::kind).contains(Gap.Kind.ROOM_UNREADABLE);
    }

    @Test
    void aCallWhoseAgentIsAwaitedShouldEnd() {
        connect();
        SimulatedCall call = livekit.call("+15551230001", "+15559990000");
        livekit.advance(Duration.ofSeconds(5));
        everybodyIsLost(call);

        livekit.advance(Duration.ofMinutes(3));

        assertThat(record(call).isEnded()).isTrue();
    }

    @Test
    void aCallerWhoIsToBeHungUpOnShouldNotKeepItsCallOpen() {
        connect();
        SimulatedCall call = livekit.call("+15551230001", "+15559990000");
        livekit.advance(Duration.ofSeconds(59));
        everybodyIsLost(call);

        livekit.advance(Duration.ofMinutes(3));

        assertThat(record(call).isEnded()).isTrue();
    }

    /** Where nobody serves a room a look takes three seconds, as long as it is between two sweeps. */
    @Test
    void aLookThatTakesAsLongAsASweepShouldNotBeVoidedByIt() {
        connect();
        livekit.worker(AGENT);
        SimulatedCall call = livekit.call("+15551230001", "+15559990000");
        livekit.advance(Duration.ofSeconds(20));
        livekit.restart(Duration.ofSeconds(2));
        livekit.clock().runUntil(() -> record(call).dispatch().restartedAt() != null, Duration.ofSeconds(10));
        livekit.advance(Duration.ofSeconds(1));
        everybodyIsLost(call);

        livekit.advance(Duration.ofMinutes(2));

        assertThat(record(call).isEnded()).isTrue();
    }

    @Test
    void aCallThatGoesOnShouldBeLookedAtNowAndThenAndLeftAlone() {
        connect();
        livekit.worker(AGENT);
        SimulatedCall call = livekit.call("+15551230001", "+15559990000");
        livekit.advance(Duration.ofSeconds(20));
        long before = livekit.api().count(ApiMethod.LIST_DISPATCH);

        livekit.advance(Duration.ofMinutes(2));

        assertThat(livekit.api().count(ApiMethod.LIST_DISPATCH) - before).isBetween(3L, 5L);
        assertThat(livekit.api().count(ApiMethod.REMOVE_PARTICIPANT)).isZero();
        assertThat(call.agentsNow()).isEqualTo(1);
    }
}
