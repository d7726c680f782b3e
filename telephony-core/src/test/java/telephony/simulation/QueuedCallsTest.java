package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telephony.Telephony;
import telephony.call.CallId;
import telephony.call.DialState;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.outbound.CallInitiationException;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.outbound.OrderResult;
import telephony.outbound.OutboundOrder;
import telephony.queue.QueueCount;
import telephony.queue.QueuePace;
import telephony.queue.QueueRules;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.testkit.FakeTelephonyStore;

/** Calls that wait for their turn on a trunk. */
class QueuedCallsTest {

    private static final AgentConfig AGENT = AgentConfig.named("sales");
    private static final Duration TALK = Duration.ofSeconds(20);

    private final SimulatedLiveKit liveKit = new SimulatedLiveKit();
    private final FakeTelephonyStore store = new FakeTelephonyStore(liveKit.clock());
    private QueuePace pace = QueuePace.UNLIMITED;
    private int length = 100;
    private GuardVerdict verdict = GuardVerdict.PERMITTED;
    private int orders;
    private Telephony telephony;

    @BeforeEach
    void begin() {
        liveKit.worker("sales");
        telephony = switchboard();
        liveKit.connect(telephony);
    }

    private Telephony switchboard() {
        QueueRules rules = new QueueRules() {
            @Override
            public QueuePace pace(String trunkId) {
                return pace;
            }

            @Override
            public int length() {
                return length;
            }
        };
        DialGuard guard = (dial, now) -> verdict;
        return liveKit.telephony(store)
                .router(CallRouter.always(AGENT))
                .dialGuard(guard)
                .queue(store.queue(), rules)
                .build();
    }

    private OrderResult order(@Nullable String tenant) {
        orders++;
        liveKit.dials().next(CalleeBehaviour.answering().talkingFor(TALK));
        String number = "+1415555" + (1000 + orders);
        return telephony.placeCall(OutboundOrder.to(number, AGENT).of(tenant, null), "K-" + orders);
    }

    private CallId place(@Nullable String tenant) {
        return order(tenant).orThrow().callId();
    }

    private TelephonyCall call(CallId callId) {
        return store.find(callId).orElseThrow();
    }

    private long dials() {
        return liveKit.api().count(ApiMethod.CREATE_SIP_PARTICIPANT);
    }

    private void pass(int seconds) {
        liveKit.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void aCallShouldBePlacedAtOnceWhereNothingIsLimited() {
        CallId callId = place(null);
        pass(2);

        assertThat(dials()).isEqualTo(1);
        assertThat(store.timeline(callId, 0, 100)).noneMatch(line -> line.name().equals("TURN"));
    }

    @Test
    void noMoreCallsShouldBeUnderWayThanAtATimeAndEachShouldBeDialledOnce() {
        pace = new QueuePace(null, 2L);
        List<CallId> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(place("acme"));
        }
        assertThat(call(calls.get(4)).dial().state()).isEqualTo(DialState.QUEUED);

        pass(3);
        assertThat(dials()).isEqualTo(2);
        assertThat(telephony.queue()).containsExactly(new QueueCount("ST_simulated", "acme", 3, 0, 2));
        pass(200);

        assertThat(dials()).isEqualTo(5);
        assertThat(calls).allSatisfy(callId -> assertThat(call(callId).outcome().isAnswered())
                .isTrue());
        assertThat(telephony.queue()).isEmpty();
    }

    @Test
    void aTenantWithOneCallShouldNotWaitForThoseWithMany() {
        pace = new QueuePace(1L, null);
        List<CallId> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(place("big"));
        }
        CallId one = place("small");

        pass(4);

        assertThat(call(one).dial().state()).isNotEqualTo(DialState.QUEUED);
        assertThat(many.stream().filter(callId -> call(callId).dial().state() == DialState.QUEUED))
                .hasSizeGreaterThan(15);
    }

    @Test
    void callsShouldBeginNoFasterThanTheirTrunkMay() {
        pace = new QueuePace(2L, null);
        for (int i = 0; i < 12; i++) {
            place("t" + i % 3);
        }
        Map<Integer, Long> afterSeconds = new HashMap<>();
        for (int second = 1; second <= 8; second++) {
            pass(1);
            afterSeconds.put(second, dials());
        }

        assertThat(afterSeconds.get(3)).isBetween(3L, 7L);
        assertThat(afterSeconds.get(8)).isEqualTo(12);
    }

    @Test
    void aFullQueueShouldRefuseAndStoreNothing() {
        pace = new QueuePace(0L, null);
        length = 2;
        place(null);
        place(null);

        OrderResult refused = order(null);

        assertThat(refused).isInstanceOf(OrderResult.QueueFull.class);
        assertThat(store.findOrderKey("", "K-3")).isEmpty();
        assertThat(telephony.queue()).containsExactly(new QueueCount("ST_simulated", null, 2, 0, 0));
        assertThatThrownBy(refused::orThrow)
                .isInstanceOfSatisfying(
                        CallInitiationException.class, e -> assertThat(e.code()).isEqualTo("queue-full"));
    }

    @Test
    void whatIsRefusedWhenItsTurnComesShouldBringNoAgent() {
        pace = new QueuePace(0L, null);
        CallId callId = place(null);
        verdict = GuardVerdict.refused(GuardReason.of("G7", "outside-window", 409, "too late"));
        pace = QueuePace.UNLIMITED;

        pass(3);

        assertThat(call(callId).outcome().result()).isEqualTo(Outcome.Result.BLOCKED_POLICY);
        assertThat(call(callId).dial().refusal()).isEqualTo("outside-window");
        assertThat(liveKit.api().count(ApiMethod.CREATE_ROOM)).isZero();
        pass(60);
        assertThat(call(callId).control().dueAt()).isNull();
        assertThat(telephony.queue()).isEmpty();
    }

    @Test
    void aCallThatIsEndedWhileItWaitsShouldNeverRing() {
        pace = new QueuePace(0L, null);
        CallId callId = place(null);

        telephony.endCall(callId);
        pace = QueuePace.UNLIMITED;
        pass(30);

        assertThat(call(callId).outcome().result()).isEqualTo(Outcome.Result.CANCELED);
        assertThat(dials()).isZero();
    }

    @Test
    void aCallThatWaitedForADayShouldNotBePlacedAnyMore() {
        pace = new QueuePace(0L, null);
        CallId callId = place(null);
        liveKit.clock().advance(Duration.ofHours(25));
        pace = QueuePace.UNLIMITED;

        pass(3);

        assertThat(call(callId).outcome().result()).isEqualTo(Outcome.Result.CAPACITY);
        assertThat(dials()).isZero();
    }

    @Test
    void aTurnThatAProcessTookIntoItsGraveShouldBeTakenUpByAnother() {
        pace = new QueuePace(0L, null);
        CallId callId = place(null);
        store.queue().turns("ST_simulated", QueuePace.UNLIMITED, "dead", Duration.ofSeconds(20), 1);

        pass(15);
        assertThat(dials()).isZero();
        pass(15);

        assertThat(dials()).isEqualTo(1);
        assertThat(call(callId).outcome()).isNull();
    }

    @Test
    void aCallThatWaitedLongShouldBeTriedAgainWhenItsRoomCouldNotBeMade() {
        pace = new QueuePace(0L, null);
        place(null);
        pass(90);
        liveKit.api().failNext(ApiMethod.CREATE_ROOM, ApiFault.refused());
        pace = QueuePace.UNLIMITED;

        pass(5);

        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void aCallThatDoesNotWaitForItsAgentShouldBeDialledHoweverLongItWaitedForItsTurn() {
        pace = new QueuePace(0L, null);
        telephony.placeCall(OutboundOrder.to("+14155551000", AGENT).withoutWaitingForAgent(), "K");
        pass(90);
        pace = QueuePace.UNLIMITED;

        pass(5);

        assertThat(dials()).isEqualTo(1);
    }
}
