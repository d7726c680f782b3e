package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import telephony.Telephony;
import telephony.call.CallId;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.outbound.GuardVerdict;
import telephony.outbound.OutboundOrder;
import telephony.queue.QueuePace;
import telephony.queue.QueueRules;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.FakeTelephonyStore;

/** More calls at once than the driver has places: who waits for whom. */
class ManyCallsTest {

    private static final AgentConfig AGENT = AgentConfig.named("sales");
    private static final int AT_ONCE = 1000;
    private static final int PER_SECOND = 50;
    private static final Duration STEP = Duration.ofMillis(50);

    private SimulatedLiveKit liveKit = new SimulatedLiveKit();
    private FakeTelephonyStore store = new FakeTelephonyStore(liveKit.clock());
    private Telephony telephony;

    private void begin(SimulationTiming timing) {
        liveKit = new SimulatedLiveKit(SimulatedLiveKit.START, 1, timing);
        store = new FakeTelephonyStore(liveKit.clock());
        telephony = liveKit.telephony(store)
                .router(CallRouter.always(AGENT))
                .dialGuard((dial, now) -> GuardVerdict.PERMITTED)
                .queue(store.queue(), paced(new QueuePace((long) PER_SECOND, null)))
                .build();
        liveKit.connect(telephony);
        liveKit.dials().usually(CalleeBehaviour.busy());
    }

    private static QueueRules paced(QueuePace pace) {
        return new QueueRules() {
            @Override
            public QueuePace pace(String trunkId) {
                return pace;
            }

            @Override
            public int length() {
                return MOST_LENGTH;
            }
        };
    }

    private List<CallId> order(int calls) {
        List<CallId> ordered = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            OutboundOrder order = OutboundOrder.to("+141555" + (10_000 + i), AGENT);
            ordered.add(telephony.placeCall(order, "K-" + i).orThrow().callId());
        }
        return ordered;
    }

    private void pass(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(STEP)) {
            telephony.takeTurns();
            liveKit.advance(STEP);
        }
    }

    private List<Outcome.Result> outcomes(List<CallId> calls) {
        return calls.stream()
                .map(callId -> store.find(callId).orElseThrow())
                .map(TelephonyCall::outcome)
                .map(outcome -> outcome == null ? null : outcome.result())
                .distinct()
                .toList();
    }

    @Test
    void aCallerShouldNotWaitForCallsThatAreOver() {
        begin(SimulationTiming.SEEN);
        liveKit.worker("sales");
        for (int i = 0; i < AT_ONCE; i++) {
            liveKit.call(PhoneCall.between("+1555" + (1_000_000 + i), "+15559990000")
                    .hangingUpAfter(Duration.ofMillis(1500)));
        }
        liveKit.advance(Duration.ofMillis(22_500));

        SimulatedCall caller = liveKit.call("+15557654321", "+15559990000");
        liveKit.advance(Duration.ofSeconds(1));

        assertThat(caller.heardAt()).isPresent();
    }

    @Test
    void theQueueShouldKeepItsPaceThoughEachCallThatIsOverIsLookedAtForSeconds() {
        begin(SimulationTiming.SEEN);
        liveKit.worker("sales");

        List<CallId> calls = order(30 * PER_SECOND);
        pass(Duration.ofSeconds(32));

        assertThat(liveKit.dials().calls()).hasSize(calls.size());
        assertThat(outcomes(calls)).containsExactly(Outcome.Result.BUSY);
    }

    @Test
    void theQueueShouldStandStillWhileNoAgentComesAndGoOnWhenOneDoes() {
        begin(SimulationTiming.SEEN);
        List<CallId> calls = order(10 * PER_SECOND);

        pass(Duration.ofSeconds(20));
        long begun = liveKit.api().count(ApiMethod.CREATE_ROOM);
        liveKit.worker("sales");
        pass(Duration.ofSeconds(60));

        assertThat(begun).isEqualTo(5 * PER_SECOND);
        assertThat(liveKit.dials().calls()).hasSize(calls.size());
    }

    @Test
    void callsWhoseTurnHasComeShouldGoBeforeThoseThatWait() {
        begin(SimulationTiming.SEEN.withAnswer(Duration.ofMillis(500)));
        liveKit.worker("sales");

        List<CallId> calls = order(10 * PER_SECOND);
        pass(Duration.ofSeconds(60));

        assertThat(liveKit.dials().calls()).hasSize(calls.size());
        assertThat(calls.stream()
                        .map(this::fromTurnToDial)
                        .max(Duration::compareTo)
                        .orElseThrow())
                .isLessThan(Duration.ofMillis(2_250));
    }

    private Duration fromTurnToDial(CallId callId) {
        return Duration.between(told(callId, "TURN"), told(callId, "DIAL"));
    }

    private Instant told(CallId callId, String what) {
        return store.timeline(callId, 0, 100).stream()
                .filter(line -> line.name().equals(what))
                .findFirst()
                .orElseThrow()
                .at();
    }
}
