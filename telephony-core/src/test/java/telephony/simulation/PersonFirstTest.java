package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.Telephony;
import telephony.TelephonyBuilder;
import telephony.call.DispatchState;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;
import telephony.outbound.Dial;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.Rung;
import telephony.testkit.FakeTelephonyStore;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookVerdict;

/** A route that hands the caller on to a person before any agent, on a simulated LiveKit. */
class PersonFirstTest {

    private static final String PERSON = "+14155552671";

    private final SimulatedLiveKit liveKit = new SimulatedLiveKit().worker("sales");
    private final FakeTelephonyStore store = new FakeTelephonyStore(liveKit.clock());

    private SimulatedCall caller(@Nullable DialGuard guard) {
        RoutingDecision handedOn = new RoutingDecision.Dispatch(
                        AgentConfig.named("sales"), null, "outside-hours", null, null, Map.of(), List.of())
                .withPersonFirst(PERSON);
        CallRoutingPort rules = new CallRoutingPort() {
            @Override
            public Optional<RoutingDecision> route(RoutingRequest request) {
                return Optional.of(handedOn);
            }

            @Override
            public Set<String> agentNames() {
                return Set.of("sales");
            }
        };
        CallRouter router = new CallRouter(rules, AgentConfig.named("sales"), Rung.DEFAULT, Set.of(), failure -> {});
        TelephonyBuilder parts =
                guard == null ? withoutPhones() : liveKit.telephony(store).dialGuard(guard);
        var unused = liveKit.connect(parts.router(router).build());
        return liveKit.call("+14155550123", "+14155550100");
    }

    /** A switchboard that was given no way to place calls. */
    private TelephonyBuilder withoutPhones() {
        return Telephony.builder()
                .store(store)
                .clock(liveKit.clock())
                .executor(Runnable::run)
                .dispatches(liveKit)
                .rooms(liveKit)
                .random(new Ids(1).of("switchboard"))
                .verifier((body, authorization) -> WebhookVerdict.AUTHENTIC)
                .reader((body, receivedAt) -> new WebhookReading.NotOurs("simulated"));
    }

    private TelephonyCall call(SimulatedCall caller) {
        return store.findBySipCallId(caller.sipCallId()).orElseThrow();
    }

    private long count(ApiMethod method) {
        return liveKit.api().count(method);
    }

    private void pass(int seconds) {
        liveKit.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void thePersonShouldBeCalledAtOnceAndNoAgentBeSent() {
        SimulatedCall caller = caller(DialGuard.permittingAll());
        pass(10);

        assertThat(call(caller).steering().transfers().get(0).state()).isEqualTo(Transfer.State.BRIDGED);
        assertThat(call(caller).dispatch().state()).isEqualTo(DispatchState.BRIDGED);
        assertThat(caller.isAnswered()).isTrue();
        liveKit.dials().calls().get(0).hangUp();
        pass(60);
        assertThat(caller.isOver()).isTrue();
        assertThat(count(ApiMethod.CREATE_SIP_PARTICIPANT)).isEqualTo(1);
        assertThat(count(ApiMethod.CREATE_DISPATCH)).isZero();
        assertThat(call(caller).dispatch().state()).isEqualTo(DispatchState.DONE);
    }

    @Test
    void aPersonWhoIsBusyShouldBeCalledOnceAndTheCallerHungUpOn() {
        SimulatedCall caller = caller(DialGuard.permittingAll());
        liveKit.dials().usually(CalleeBehaviour.busy());
        pass(60);

        assertThat(caller.isOver()).isTrue();
        assertThat(count(ApiMethod.CREATE_SIP_PARTICIPANT)).isEqualTo(1);
        assertThat(count(ApiMethod.CREATE_DISPATCH)).isZero();
    }

    @Test
    void aCallerWhoGivesUpWhileThePhoneRingsShouldStopItsRinging() {
        SimulatedCall caller = caller(DialGuard.permittingAll());
        liveKit.dials().usually(CalleeBehaviour.absent());
        pass(5);
        caller.hangUp();
        pass(60);

        assertThat(liveKit.dials().calls().get(0).isOver()).isTrue();
        assertThat(call(caller).dispatch().state()).isEqualTo(DispatchState.DONE);
        assertThat(count(ApiMethod.CREATE_DISPATCH)).isZero();
    }

    @Test
    void aPersonWhomGuardsRefuseShouldNotBeCalledAndTheCallerHungUpOn() {
        GuardVerdict no = GuardVerdict.refused(GuardReason.of("G2", "destination-blocked", 403, "premium"));
        SimulatedCall caller = caller((dial, now) -> dial.kind() == Dial.Kind.RUNG ? no : GuardVerdict.PERMITTED);
        pass(60);

        assertThat(count(ApiMethod.CREATE_SIP_PARTICIPANT)).isZero();
        assertThat(caller.isOver()).isTrue();
    }

    @Test
    void whereNoPhoneCanBeMadeToRingTheAgentShouldAnswer() {
        SimulatedCall caller = caller(null);
        pass(20);

        assertThat(caller.heard()).containsExactly("sales");
        assertThat(count(ApiMethod.CREATE_SIP_PARTICIPANT)).isZero();
    }

    @Test
    void aLookThatFailedShouldDelayTheDialAndNotDoubleIt() {
        SimulatedCall caller = caller(DialGuard.permittingAll());
        liveKit.api().failNext(ApiMethod.LIST_DISPATCH, ApiFault.lostAnswer());
        pass(10);

        assertThat(count(ApiMethod.CREATE_SIP_PARTICIPANT)).isEqualTo(1);
        assertThat(caller.isAnswered()).isTrue();
    }
}
