package telephony.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.Telephony;
import telephony.call.DispatchState;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;
import telephony.call.TransferResult.Kind;
import telephony.outbound.Dial;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardReason;
import telephony.outbound.GuardVerdict;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.routing.Rung;
import telephony.testkit.FakeTelephonyStore;

/** The rung that brings in a person because no agent comes, on a simulated LiveKit. */
class BroughtInTest {

    private static final String PERSON = "+14155552671";

    private final SimulatedLiveKit liveKit = new SimulatedLiveKit().worker("sales", AgentBehaviour.neverComing());
    private final FakeTelephonyStore store = new FakeTelephonyStore(liveKit.clock());

    private SimulatedCall caller(DialGuard guard, Rung... rungs) {
        CallRouter router = CallRouter.always(AgentConfig.named("sales"), List.of(rungs), Set.of("backup"));
        Telephony telephony =
                liveKit.telephony(store).dialGuard(guard).router(router).build();
        var unused = liveKit.connect(telephony);
        return liveKit.call("+14155550123", "+14155550100");
    }

    private TelephonyCall call(SimulatedCall caller) {
        return store.findBySipCallId(caller.sipCallId()).orElseThrow();
    }

    private Transfer transfer(SimulatedCall caller) {
        return call(caller).steering().transfers().get(0);
    }

    private long dials() {
        return liveKit.api().count(ApiMethod.CREATE_SIP_PARTICIPANT);
    }

    private void pass(int seconds) {
        liveKit.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void aPersonShouldTalkWhenNoAgentComesAndTheCallEndWithHim() {
        SimulatedCall caller = caller(DialGuard.permittingAll(), new Rung.BringIn(PERSON));
        pass(25);

        assertThat(dials()).isEqualTo(1);
        assertThat(transfer(caller).order().cause()).isEqualTo(Transfer.Cause.RUNG);
        assertThat(transfer(caller).state()).isEqualTo(Transfer.State.BRIDGED);
        assertThat(call(caller).dispatch().state()).isEqualTo(DispatchState.BRIDGED);
        assertThat(caller.isAnswered()).isTrue();
        pass(120);
        assertThat(caller.isOver()).isFalse();
        liveKit.dials().calls().get(0).hangUp();
        pass(5);
        assertThat(caller.isOver()).isTrue();
        assertThat(call(caller).outcome().result()).isEqualTo(Outcome.Result.ANSWERED);
        pass(120);
        assertThat(call(caller).dispatch().state()).isEqualTo(DispatchState.DONE);
        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void whenThePersonDoesNotComeEitherTheCallerShouldBeHungUpOnAndNobodyCalledTwice() {
        SimulatedCall caller = caller(DialGuard.permittingAll(), new Rung.BringIn(PERSON));
        liveKit.dials().usually(CalleeBehaviour.busy());
        pass(60);

        assertThat(transfer(caller).result().kind()).isEqualTo(Kind.BUSY);
        assertThat(caller.isOver()).isTrue();
        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void afterThePersonTheNextRungShouldBeTaken() {
        SimulatedCall caller = caller(
                DialGuard.permittingAll(),
                new Rung.BringIn(PERSON),
                new Rung.FallbackAgent(AgentConfig.named("backup")));
        liveKit.worker("backup");
        liveKit.dials().usually(CalleeBehaviour.failing(480));
        pass(45);

        assertThat(transfer(caller).result().kind()).isEqualTo(Kind.NO_ANSWER);
        assertThat(caller.heard()).containsExactly("backup");
        assertThat(dials()).isEqualTo(1);
    }

    @Test
    void aRequestThatIsLostShouldBeFollowedAndNotRepeated() {
        SimulatedCall caller = caller(DialGuard.permittingAll(), new Rung.BringIn(PERSON));
        liveKit.api().failNext(ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lostAnswer());
        pass(40);

        assertThat(transfer(caller).state()).isEqualTo(Transfer.State.BRIDGED);
        assertThat(dials()).isEqualTo(1);
        caller.hangUp();
        pass(60);
        assertThat(liveKit.dials().calls().get(0).isOver()).isTrue();
    }

    @Test
    void aNumberThatGuardsRefuseShouldNotBeCalled() {
        GuardVerdict no = GuardVerdict.refused(GuardReason.of("G2", "destination-blocked", 403, "premium"));
        SimulatedCall caller = caller(
                (dial, now) -> dial.kind() == Dial.Kind.RUNG ? no : GuardVerdict.PERMITTED, new Rung.BringIn(PERSON));
        pass(60);

        assertThat(dials()).isZero();
        assertThat(transfer(caller).result().kind()).isEqualTo(Kind.GUARD_REFUSED);
        assertThat(caller.isOver()).isTrue();
    }

    @Test
    void theWordOfARungShouldNameOneNumberInE164() {
        assertThat(Rung.of("number:" + PERSON, name -> Optional.empty())).contains(new Rung.BringIn(PERSON));
        assertThat(Rung.of("number:4155552671", name -> Optional.empty())).isEmpty();
        assertThat(Rung.of("number:sip:desk@office.example", name -> Optional.empty()))
                .isEmpty();
        assertThat(new Rung.BringIn(PERSON).word()).isEqualTo("number:" + PERSON);
    }
}
