package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.Telephony;
import telephony.call.CallId;
import telephony.call.DialSeries;
import telephony.call.Outcome;
import telephony.call.RetryRule;
import telephony.call.TelephonyCall;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.outbound.OutboundOrder;
import telephony.queue.QueuePace;
import telephony.queue.QueueRules;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.store.CallQuery;
import telephony.testkit.FakeTelephonyStore;

/** Orders that are tried again. */
class RetriedCallsTest {

    private static final AgentConfig AGENT = AgentConfig.named("sales");
    private static final Duration BACKOFF = Duration.ofMinutes(5);
    private static final RetryRule RULE =
            new RetryRule(3, BACKOFF, Set.of(Outcome.Result.BUSY, Outcome.Result.NO_ANSWER));

    private final SimulatedLiveKit liveKit = new SimulatedLiveKit();
    private final FakeTelephonyStore store = new FakeTelephonyStore(liveKit.clock());
    private GuardVerdict verdict = GuardVerdict.PERMITTED;
    private QueuePace pace = QueuePace.UNLIMITED;
    private Telephony telephony;
    private SimulatedLiveKit.Connection connection;

    @BeforeEach
    void begin() {
        liveKit.worker("sales");
        start();
    }

    private void start() {
        QueueRules rules = new QueueRules() {
            @Override
            public QueuePace pace(String trunkId) {
                return pace;
            }

            @Override
            public int length() {
                return QueueRules.DEFAULT_LENGTH;
            }
        };
        telephony = liveKit.telephony(store)
                .router(CallRouter.always(AGENT))
                .dialGuard((dial, now) -> verdict)
                .queue(store.queue(), rules)
                .build();
        connection = liveKit.connect(telephony);
    }

    private CallId place(CalleeBehaviour... behaviours) {
        liveKit.dials().next(behaviours);
        OutboundOrder order = OutboundOrder.to("+14155552671", AGENT).retrying(RULE);
        return telephony.placeCall(order, "K-1").orThrow().callId();
    }

    /** All calls there are, the first one first. */
    private List<TelephonyCall> calls() {
        return store.query(CallQuery.all(null, 50, null)).items().stream()
                .sorted((one, other) ->
                        one.times().createdAt().compareTo(other.times().createdAt()))
                .toList();
    }

    private long dials() {
        return liveKit.api().count(ApiMethod.CREATE_SIP_PARTICIPANT);
    }

    private void pass(Duration time) {
        liveKit.advance(time);
    }

    @Test
    void aBusyCalleeShouldBeCalledAgainAfterTheBackoffByACallOfItsOwn() {
        CallId first = place(CalleeBehaviour.busy(), CalleeBehaviour.answering().talkingFor(Duration.ofSeconds(5)));
        pass(BACKOFF.minusSeconds(10));
        assertThat(dials()).isEqualTo(1);

        pass(Duration.ofMinutes(2));

        assertThat(dials()).isEqualTo(2);
        List<TelephonyCall> calls = calls();
        CallId second = calls.get(1).callId();
        assertThat(calls.get(0).dial().series()).isEqualTo(new DialSeries(first, 1, null, second, RULE));
        assertThat(calls.get(1).dial().series()).isEqualTo(new DialSeries(first, 2, first, null, RULE));
        assertThat(calls.get(1).origin().roomName()).isEqualTo("out-" + second);
        assertThat(calls.get(1).outcome().isAnswered()).isTrue();
        pass(Duration.ofHours(1));
        assertThat(calls()).hasSize(2);
        assertThat(calls())
                .allSatisfy(call -> assertThat(call.control().dueAt()).isNull());
    }

    @Test
    void thereShouldBeNoMoreAttemptsThanAllowedAndEachShouldWaitTwiceAsLong() {
        place(CalleeBehaviour.busy(), CalleeBehaviour.busy(), CalleeBehaviour.busy(), CalleeBehaviour.busy());

        pass(BACKOFF.plusMinutes(1));
        assertThat(dials()).isEqualTo(2);
        pass(BACKOFF.plusMinutes(1));
        assertThat(dials()).isEqualTo(2);
        pass(BACKOFF.plusMinutes(1));
        assertThat(dials()).isEqualTo(3);
        pass(Duration.ofHours(3));

        assertThat(dials()).isEqualTo(3);
        assertThat(calls()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {603, 404, 503, 608})
    void whatTheRuleDoesNotNameShouldNotBeTriedAgain(int code) {
        place(CalleeBehaviour.failing(code));

        pass(Duration.ofHours(3));

        assertThat(calls()).hasSize(1);
        assertThat(calls().get(0).control().dueAt()).isNull();
    }

    @Test
    void aCallThatWasEndedShouldNotBeTriedAgain() {
        CallId callId = place(CalleeBehaviour.absent());
        pass(Duration.ofSeconds(5));

        telephony.endCall(callId);
        pass(Duration.ofHours(1));

        assertThat(calls()).hasSize(1);
    }

    @Test
    void anAttemptThatGuardsRefuseShouldBeTheLastAndBringNoAgent() {
        place(CalleeBehaviour.busy());
        pass(Duration.ofSeconds(30));
        verdict = GuardVerdict.refused(GuardReason.of("G7", "outside-window", 409, "too late"));

        pass(Duration.ofHours(3));

        assertThat(calls()).hasSize(2);
        assertThat(calls().get(1).outcome().result()).isEqualTo(Outcome.Result.BLOCKED_POLICY);
        assertThat(liveKit.api().count(ApiMethod.CREATE_ROOM)).isEqualTo(1);
        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void theNextAttemptShouldBeMadeAfterARestart() {
        place(CalleeBehaviour.busy());
        pass(Duration.ofMinutes(1));
        connection.close();
        telephony.close();
        pass(Duration.ofMinutes(20));
        assertThat(calls()).hasSize(1);

        start();
        pass(Duration.ofMinutes(1));

        assertThat(calls()).hasSize(2);
        assertThat(dials()).isEqualTo(2);
    }

    @Test
    void anAttemptThatTheStoreTookInSilenceShouldNotBeMadeTwice() {
        place(CalleeBehaviour.busy(), CalleeBehaviour.busy());
        pass(BACKOFF.minusSeconds(30));

        store.fallSilentAfterWriting(2);
        pass(Duration.ofMinutes(3));

        assertThat(calls()).hasSize(2);
        assertThat(dials()).isEqualTo(2);
        assertThat(calls().get(0).dial().series().next())
                .isEqualTo(calls().get(1).callId());
    }

    @Test
    void anAttemptShouldWaitForItsTurnLikeAnyCall() {
        place(CalleeBehaviour.busy(), CalleeBehaviour.busy());
        pass(Duration.ofMinutes(1));
        pace = new QueuePace(0L, null);

        pass(Duration.ofMinutes(10));
        assertThat(dials()).isEqualTo(1);
        assertThat(telephony.queue().get(0).waiting()).isEqualTo(1);
        pace = QueuePace.UNLIMITED;
        pass(Duration.ofSeconds(5));

        assertThat(dials()).isEqualTo(2);
    }

    @Test
    void aRuleShouldMakeAnotherOrderOfIt() {
        OutboundOrder order = OutboundOrder.to("+14155552671", AGENT);
        RetryRule later = new RetryRule(3, BACKOFF.plusSeconds(1), RULE.on());

        assertThat(order.retrying(RULE).fingerprint())
                .isNotEqualTo(order.fingerprint())
                .isNotEqualTo(order.retrying(later).fingerprint())
                .isEqualTo(order.retrying(RULE).fingerprint());
    }

    @Test
    void noRuleShouldAllowWhatMustNotBeTriedAgain() {
        assertThatThrownBy(() -> new RetryRule(2, BACKOFF, Set.of(Outcome.Result.DECLINED)))
                .hasMessageContaining("on must be");
        assertThatThrownBy(() -> new RetryRule(2, BACKOFF, Set.of())).hasMessageContaining("on must be");
        assertThatThrownBy(() -> new RetryRule(1, BACKOFF, RULE.on())).hasMessageContaining("maxAttempts");
        assertThatThrownBy(() -> new RetryRule(2, Duration.ofSeconds(9), RULE.on()))
                .hasMessageContaining("backoff");
        assertThat(new RetryRule(10, Duration.ofHours(13), RULE.on()).after(9)).isEqualTo(RetryRule.MOST_BACKOFF);
    }
}
