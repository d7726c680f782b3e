package telephony.app.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import telephony.call.DialIntent;
import telephony.call.DialSeries;
import telephony.call.ParticipantKind;
import telephony.call.RetryRule;
import telephony.call.TelephonyCall;
import telephony.call.Transfer;
import telephony.call.TransferResult;
import telephony.outbound.Dial;
import telephony.outbound.SipDial;
import telephony.outbound.SipTransfer;
import telephony.simulation.RoomTruth.Present;
import telephony.testkit.Calls;

/** The same for transfers, and for what stands before a phone rings. */
class TransferCheckerTest {

    private static final String LEG = "sip_1";
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final History history = new History();
    private final TelephonyCall row = Calls.outbound();
    private final Transfer bridge = committed(Transfer.Mode.BRIDGE, 1);
    private final Transfer cold = committed(Transfer.Mode.COLD, 1);

    @Test
    void aTargetThatRingsBeforeItsIntentShouldBeFound() {
        permitted(bridge);
        dialled();
        assertThat(history.violated()).containsExactly(Invariant.INTENT_BEFORE_EFFECT);
    }

    @Test
    void aTargetThatRingsOnceByItsIntentAndPermissionShouldNotBeFound() {
        permitted(bridge);
        written(row, bridge);
        dialled();

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aTargetThatRingsWithoutTheLastWordShouldBeFound() {
        history.checker.judged(history.now(), dialOf(bridge).at(Dial.Phase.ORDER));
        written(row, bridge);
        dialled();

        assertThat(history.violated()).containsExactly(Invariant.LAST_WORD_ASKED);
    }

    @Test
    void aTargetThatIsCalledLongAfterTheCallShouldBeFoundAndOneShortlyAfterwardsShouldNot() {
        permitted(bridge);
        written(row.ended(history.now(), "over"), bridge);
        History shortly = history;
        dialled();
        assertThat(shortly.violated()).isEmpty();

        history.rooms(Duration.ofSeconds(6), History.room());
        history.checker.dialling(history.now(), 0, dial(), History.room());

        assertThat(history.violated()).contains(Invariant.NOBODY_CALLED_FOR_NOTHING);
    }

    @Test
    void aTargetThatIsCalledTwiceShouldBeFound() {
        permitted(bridge);
        written(row, bridge);
        dialled();
        dialled();

        assertThat(history.violated()).containsExactly(Invariant.ONE_DIAL_PER_CALL);
    }

    @Test
    void aLegThatIsHandedOverBeforeItsIntentOrWithoutTheLastWordShouldBeFound() {
        transferred();
        assertThat(history.violated()).containsExactly(Invariant.INTENT_BEFORE_EFFECT);

        History unasked = new History();
        unasked.checker.written(unasked.now(), 0, with(row, cold));
        unasked.checker.transferring(unasked.now(), 0, refer());

        assertThat(unasked.violated()).containsExactly(Invariant.LAST_WORD_ASKED);
    }

    @Test
    void aLegThatIsHandedOverTwiceByOneIntentShouldBeFound() {
        permitted(cold);
        written(row, cold);
        transferred();
        assertThat(history.violated()).isEmpty();

        transferred();

        assertThat(history.violated()).containsExactly(Invariant.ONE_REQUEST_PER_TRANSFER);
    }

    @Test
    void twoTransfersOfALegAtATimeShouldBeFound() {
        Transfer second = committed(Transfer.Mode.COLD, 2);
        permitted(cold);
        permitted(second);
        history.checker.written(history.now(), 0, with(with(row, cold), second));

        history.checker.transferring(history.now(), 0, refer());
        history.checker.transferring(history.now(), 0, refer());

        assertThat(history.violated()).containsExactly(Invariant.ONE_REQUEST_PER_TRANSFER);
    }

    @Test
    void aRequestThatTheStoreForgotShouldNotCountAsOneUnderWay() {
        Transfer second = committed(Transfer.Mode.COLD, 2);
        permitted(cold);
        permitted(second);
        history.checker.written(history.now(), 0, with(with(row, cold), second));

        history.checker.transferring(history.now(), 0, refer());
        history.checker.forgot(history.now());
        history.checker.transferring(history.now(), 0, refer());

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aRequestThatIsTwoTransfersShouldBeFound() {
        asked(1);
        asked(1);
        assertThat(history.violated()).isEmpty();

        asked(2);

        assertThat(history.violated()).containsExactly(Invariant.ONE_REQUEST_PER_TRANSFER);
    }

    @Test
    void aTransferThatIsForgottenOrStaysOpenShouldBeFound() {
        asked(1);
        closed(row);
        assertThat(history.violated()).contains(Invariant.TRANSFER_HAS_RESULT);

        History open = new History();
        open.checker.closed(open.now(), List.of(with(row, bridge)), List.of());

        assertThat(open.violated()).contains(Invariant.TRANSFER_HAS_RESULT);
    }

    @Test
    void aResultThatWasNotSoShouldBeFound() {
        assertThat(isFound(TransferResult.Kind.DONE, false)).isTrue();
        assertThat(isFound(TransferResult.Kind.BUSY, true)).isTrue();
        assertThat(isFound(TransferResult.Kind.DONE, true)).isFalse();
        assertThat(isFound(TransferResult.Kind.BUSY, false)).isFalse();
        assertThat(isFound(TransferResult.Kind.CALLER_HUNG_UP, true)).isFalse();
        assertThat(isFound(TransferResult.Kind.NOT_SENT, false)).isTrue();
    }

    @Test
    void anAttemptThatIsTwoCallsShouldBeFound() {
        DialSeries second = DialSeries.first(row.callId(), new RetryRule(2, RetryRule.LEAST_BACKOFF, RetryRule.ALLOWED))
                .following(row.callId());
        TelephonyCall next = Calls.outbound();
        TelephonyCall another = Calls.outbound();

        history.checker.written(history.now(), 0, next.withDial(next.dial().withSeries(second)));
        assertThat(history.violated()).isEmpty();
        history.checker.written(
                history.now(), 0, another.withDial(another.dial().withSeries(second)));

        assertThat(history.violated()).containsExactly(Invariant.ONE_CALL_PER_ORDER);
    }

    @Test
    void aCallerWhoWaitsWithATargetThatOnlyRingsShouldBeFoundAndOneWhoTalksWithItShouldNot() {
        Present target = new Present("PA_t", bridge.identity(), ParticipantKind.SIP, "", History.START, false);
        Duration longer = Bounds.SERVED.plus(MOMENT);
        history.rooms(longer, History.room(History.caller(), target));
        assertThat(history.violated()).contains(Invariant.SERVED_IN_CALM);

        History talking = new History();
        talking.checker.talking(talking.now(), Set.of(bridge.identity()));
        talking.rooms(longer, History.room(History.caller(), target));

        assertThat(talking.violated()).isEmpty();
    }

    @Test
    void anAgentWhoIsRemovedForATargetThatOnlyRingsShouldBeFoundAndForOneWhoTalksShouldNot() {
        assertThat(relieved(Set.of())).contains(Invariant.HEALTHY_AGENT_KEPT);
        assertThat(relieved(Set.of(bridge.identity()))).isEmpty();
    }

    private List<Invariant> relieved(Set<String> talking) {
        Present target = new Present("PA_t", bridge.identity(), ParticipantKind.SIP, "", History.START, false);
        History one = new History();
        var room = History.room(History.caller(), target, History.agent("agent-1", true));
        one.rooms(Bounds.SETTLED.plus(MOMENT), room);
        one.checker.talking(one.now(), talking);
        one.checker.removing(one.now(), 0, "agent-1", History.ROOM, room);
        return one.violated();
    }

    private boolean isFound(TransferResult.Kind kind, boolean answered) {
        History one = new History();
        Transfer over = bridge.over(TransferResult.observed(kind, null, "planted"), one.now());
        one.checker.rang(one.now(), List.of(new Witness.CalleeTruth(bridge.identity(), answered, true)));
        one.checker.closed(one.now(), List.of(with(row, over)), List.of());
        return one.violated().contains(Invariant.TRANSFER_HAS_RESULT);
    }

    private void permitted(Transfer transfer) {
        history.checker.judged(history.now(), dialOf(transfer).at(Dial.Phase.COMMIT));
    }

    private void written(TelephonyCall call, Transfer transfer) {
        history.checker.written(history.now(), 0, with(call, transfer));
    }

    private void dialled() {
        history.checker.dialling(history.now(), 0, dial(), History.room());
    }

    private void transferred() {
        history.checker.transferring(history.now(), 0, refer());
        history.checker.transferred(history.now(), refer());
    }

    private void asked(int number) {
        history.checker.handedOver(history.now(), new Witness.TransferTruth(7, row.callId(), number));
    }

    private void closed(TelephonyCall call) {
        history.checker.closed(history.now(), List.of(call), List.of());
    }

    private static TelephonyCall with(TelephonyCall call, Transfer transfer) {
        return call.withSteering(call.steering().with(transfer));
    }

    private Transfer committed(Transfer.Mode mode, int number) {
        boolean dialled = mode == Transfer.Mode.BRIDGE;
        Transfer.Order order = new Transfer.Order(
                number,
                mode,
                Transfer.Cause.ASKED,
                "+14155550142",
                null,
                dialled ? "ST_out" : null,
                dialled ? null : "SCL_1",
                Duration.ofSeconds(30),
                Map.of(),
                "K-" + number);
        Instant at = History.START;
        return Transfer.committed(
                order, dialled ? Transfer.targetOf(row.callId(), number) : LEG, new DialIntent(at, at, at, at));
    }

    private Dial dialOf(Transfer transfer) {
        return new Dial(
                row.callId(),
                transfer.order().number() + 1,
                Dial.Kind.BRIDGE,
                Dial.Phase.ORDER,
                transfer.order().to(),
                null,
                null,
                null,
                null,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Map.of());
    }

    private SipDial dial() {
        return new SipDial(
                History.ROOM,
                bridge.identity(),
                bridge.order().to(),
                null,
                "ST_out",
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(35),
                History.START);
    }

    private SipTransfer refer() {
        return new SipTransfer(
                row.origin().roomName(),
                LEG,
                "tel:+14155550142",
                Map.of(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(35),
                History.START);
    }
}
