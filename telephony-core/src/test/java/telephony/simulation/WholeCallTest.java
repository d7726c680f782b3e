package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.Telephony;
import telephony.call.CallStatus;
import telephony.call.TelephonyCall;
import telephony.observe.TelephonyListener;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.CallQuery;
import telephony.testkit.FakeTelephonyStore;

/** The whole switchboard on a simulated LiveKit: what the person on the phone gets. */
class WholeCallTest {

    private static final String AGENT = "phone-agent";
    private static final String FROM = "+15551230001";
    private static final String TO = "+15559990000";

    private final SimulatedLiveKit livekit = new SimulatedLiveKit().worker(AGENT);
    private final FakeTelephonyStore store = new FakeTelephonyStore(livekit.clock());
    private final Telephony telephony = livekit.telephony(store)
            .router(CallRouter.always(AgentConfig.named(AGENT)))
            .listener(new TelephonyListener() {
                @Override
                public void onTrouble(String what, Throwable cause) {
                    throw new AssertionError(what, cause);
                }
            })
            .build();
    private SimulatedLiveKit.Connection connection = livekit.connect(telephony);

    @Test
    void aCallerShouldHearOneAgentAndTheCallShouldEnd() {
        SimulatedCall call = livekit.call(FROM, TO);
        livekit.advance(Duration.ofMillis(400));

        assertThat(call.isAnswered()).isTrue();
        assertThat(call.heard()).containsExactly(AGENT);

        livekit.advance(Duration.ofSeconds(30));
        call.hangUp();
        livekit.clock().runUntilQuiet(Duration.ofMinutes(2));

        assertThat(call.endReason()).contains("CLIENT_INITIATED");
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
        assertThat(record(call).status()).isEqualTo(CallStatus.ENDED);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void theAgentShouldBeTakenOutWhenTheCallerHasHungUp() {
        SimulatedCall call = livekit.call(PhoneCall.between(FROM, TO).hangingUpAfter(Duration.ofSeconds(5)));
        livekit.advance(Duration.ofSeconds(6));

        assertThat(call.isOver()).isTrue();
        assertThat(leftBecause()).containsExactly("CLIENT_INITIATED", "PARTICIPANT_REMOVED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"never", "mute", "slow=20s", "crash@5s", "leave@5s"})
    void aCallerWhoseAgentFailsShouldGetAnotherOne(String behaviour) {
        SimulatedCall call = livekit.call(PhoneCall.between(FROM, TO).meeting(AgentBehaviour.parse(behaviour)));
        livekit.advance(Duration.ofSeconds(60));

        assertThat(call.isOver()).isFalse();
        assertThat(call.agentsNow()).isEqualTo(1);
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void anAgentThatSpeaksOnlyAfterItsTimeShouldBeReplacedAndNotBeHeardAnyMore() {
        SimulatedCall call =
                livekit.call(PhoneCall.between(FROM, TO).meeting(AgentBehaviour.hesitant(Duration.ofSeconds(8))));
        livekit.advance(Duration.ofSeconds(60));

        assertThat(call.agentsNow()).isEqualTo(1);
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void anAgentThatHesitatesInTimeShouldBeKept() {
        SimulatedCall call =
                livekit.call(PhoneCall.between(FROM, TO).meeting(AgentBehaviour.hesitant(Duration.ofSeconds(3))));
        livekit.advance(Duration.ofSeconds(60));

        assertThat(call.agentsNow()).isEqualTo(1);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aCallerWhoNobodyAnswersShouldBeHungUp() {
        livekit.stopWorker(AGENT);

        SimulatedCall call = livekit.call(FROM, TO);
        livekit.advance(Duration.ofSeconds(90));

        assertThat(call.endReason()).contains("PARTICIPANT_REMOVED");
        assertThat(call.heard()).isEmpty();
    }

    @Test
    void aRestartOfLiveKitShouldNotBringASecondAgent() {
        SimulatedCall call = livekit.call(FROM, TO);
        livekit.advance(Duration.ofSeconds(5));
        livekit.restart(Duration.ofSeconds(2));
        livekit.advance(Duration.ofSeconds(60));

        assertThat(call.isOver()).isFalse();
        assertThat(call.agentsNow()).isEqualTo(1);
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void anAgentOfTheRuleThatIsLaunchedAgainShouldBeRemovedAsATwin() {
        SimulationTiming workersFirst =
                SimulationTiming.SEEN.withRestart(Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(1));
        SimulatedLiveKit own = new SimulatedLiveKit(SimulatedLiveKit.START, 1, workersFirst).worker(AGENT);
        Telephony board = own.telephony(new FakeTelephonyStore(own.clock()))
                .router(CallRouter.always(AgentConfig.named(AGENT)))
                .build();
        own.connect(board);

        SimulatedCall call = own.call(
                PhoneCall.between(FROM, TO).by(DispatchRule.individual("call").withAgents(AGENT)));
        own.advance(Duration.ofSeconds(5));
        own.restart(Duration.ofSeconds(2));
        own.advance(Duration.ofSeconds(60));

        // It is out again before the caller is back.
        assertThat(own.api().count(ApiMethod.REMOVE_PARTICIPANT)).isEqualTo(1);
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
        assertThat(call.agentsNow()).isEqualTo(1);
        assertThat(own.api().count(ApiMethod.CREATE_DISPATCH)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"room_started", "participant_joined", "track_published", "participant_left", "room_finished"})
    void aWebhookThatIsLostShouldBeMadeUpFor(String event) {
        livekit.disturb(WebhookFault.drop(WebhookFault.event(event)));

        SimulatedCall call = livekit.call(PhoneCall.between(FROM, TO).hangingUpAfter(Duration.ofSeconds(20)));
        livekit.advance(Duration.ofSeconds(15));
        assertThat(call.heard()).containsExactly(AGENT);
        livekit.advance(Duration.ofSeconds(60));

        assertThat(record(call).status()).isEqualTo(CallStatus.ENDED);
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"room_started", "participant_joined", "track_published", "participant_left"})
    void aWebhookThatIsDoubledOrOvertakenShouldChangeNothing(String event) {
        livekit.disturb(WebhookFault.duplicate(WebhookFault.event(event)));
        livekit.disturb(WebhookFault.reorder(WebhookFault.event(event)));

        SimulatedCall call = livekit.call(PhoneCall.between(FROM, TO).hangingUpAfter(Duration.ofSeconds(20)));
        livekit.advance(Duration.ofSeconds(80));

        assertThat(record(call).status()).isEqualTo(CallStatus.ENDED);
        assertThat(call.mostAgentsAtOnce()).isEqualTo(1);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aCreateThatTakesEffectAfterItsAnswerWasLostShouldNotBeSentAgain() {
        livekit.api().failNext(ApiMethod.CREATE_DISPATCH, ApiFault.lateEffect(Duration.ofSeconds(3)));

        SimulatedCall call = livekit.call(FROM, TO);
        livekit.advance(Duration.ofSeconds(60));

        assertThat(call.heard()).containsExactly(AGENT);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void anOutageOfTheApiShouldOnlyDelayTheAgent() {
        livekit.api().beUnreachableFor(Duration.ofSeconds(10));

        SimulatedCall call = livekit.call(FROM, TO);
        livekit.advance(Duration.ofSeconds(30));

        assertThat(call.heard()).containsExactly(AGENT);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void callsThatShareARoomShouldBeOneCallWithOneAgent() {
        DispatchRule lobby = DispatchRule.direct("lobby");
        SimulatedCall first = livekit.call(PhoneCall.between(FROM, TO).by(lobby));
        SimulatedCall second =
                livekit.call(PhoneCall.between("+15551230002", TO).by(lobby));
        livekit.advance(Duration.ofSeconds(10));

        assertThat(List.of(first, second)).allSatisfy(call -> {
            assertThat(call.isAnswered()).isTrue();
            assertThat(call.agentsNow()).isEqualTo(1);
        });
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aSwitchboardThatWasAwayShouldFindTheCallWhenItIsBack() {
        connection.close();
        SimulatedCall call = livekit.call(FROM, TO);
        livekit.advance(Duration.ofSeconds(60));
        assertThat(call.heard()).isEmpty();

        connection = livekit.connect(telephony);
        livekit.advance(Duration.ofSeconds(5));

        assertThat(call.heard()).containsExactly(AGENT);
    }

    @Test
    void theSameSeedShouldGiveTheSameCall() {
        List<Delivery> one = deliveriesOfACall(7);
        List<Delivery> again = deliveriesOfACall(7);
        List<Delivery> other = deliveriesOfACall(8);

        assertThat(again).isEqualTo(one);
        assertThat(other).hasSameSizeAs(one).isNotEqualTo(one);
    }

    private static List<Delivery> deliveriesOfACall(long seed) {
        SimulatedLiveKit own = new SimulatedLiveKit(Instant.EPOCH, seed, SimulationTiming.SEEN).worker(AGENT);
        own.connect(own.telephony(new FakeTelephonyStore(own.clock()))
                .router(CallRouter.always(AgentConfig.named(AGENT)))
                .build());
        own.call(PhoneCall.between(FROM, TO).hangingUpAfter(Duration.ofSeconds(9)));
        own.advance(Duration.ofMinutes(1));
        return own.deliveries();
    }

    private long creates() {
        return livekit.api().count(ApiMethod.CREATE_DISPATCH);
    }

    private List<String> leftBecause() {
        return livekit.deliveries().stream()
                .map(Delivery::webhook)
                .filter(WebhookFault.event("participant_left"))
                .map(webhook -> webhook.participant().disconnectReason())
                .toList();
    }

    private TelephonyCall record(SimulatedCall call) {
        return store.query(new CallQuery(call.roomName(), false, 10, null))
                .items()
                .get(0);
    }
}
