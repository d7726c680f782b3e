package telephony.app.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import telephony.call.DialIntent;
import telephony.call.DialResult;
import telephony.call.OutboundDial;
import telephony.call.Outcome;
import telephony.call.ParticipantKind;
import telephony.call.TelephonyCall;
import telephony.dispatch.DispatchMachine;
import telephony.outbound.SipDial;
import telephony.simulation.RoomTruth;
import telephony.simulation.RoomTruth.Present;
import telephony.testkit.Calls;

/** The same for the calls that we place. */
class DialCheckerTest {

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final History history = new History();
    private final TelephonyCall row = Calls.outbound();

    @Test
    void aPhoneThatIsDialledTwiceShouldBeFound() {
        intended(history, row);
        dialled(History.room(History.agent("agent-1", true)));
        dialled(History.room(History.agent("agent-1", true)));

        assertThat(history.violated()).containsExactly(Invariant.ONE_DIAL_PER_CALL);
    }

    @Test
    void aPhoneThatRangTwiceShouldBeFoundHoweverItCameAbout() {
        history.checker.rang(history.now(), List.of(callee(false, true), callee(true, true)));

        assertThat(history.violated()).containsExactly(Invariant.ONE_DIAL_PER_CALL);
    }

    @Test
    void aDialWithoutAgentShouldBeFoundUnlessItWasOrderedSo() {
        intended(history, row);
        dialled(History.room(History.agent("agent-1", "stranger", true)));
        assertThat(history.violated()).containsExactly(Invariant.NO_DIAL_WITHOUT_AGENT);

        History ordered = new History();
        ordered.checker.mayRingAlone(dial().to());
        intended(ordered, row);
        ordered.checker.dialling(ordered.now(), 0, dial(), null);

        assertThat(ordered.violated()).isEmpty();
    }

    @Test
    void anAgentThatLeftJustNowShouldCountAndOneThatIsLongGoneShouldNot() {
        history.rooms(MOMENT, History.room(History.agent("agent-1", true)));
        intended(history, row);
        dialled(History.room());
        assertThat(history.violated()).isEmpty();

        History later = new History();
        later.rooms(MOMENT, History.room(History.agent("agent-1", true)));
        later.rooms(Bounds.KNOWN.plus(MOMENT), History.room());
        intended(later, row);
        later.checker.dialling(later.now(), 0, dial(), History.room());

        assertThat(later.violated()).containsExactly(Invariant.NO_DIAL_WITHOUT_AGENT);
    }

    @Test
    void anOrderThatIsTwoCallsShouldBeFound() {
        ordered(1, row);
        ordered(1, row);
        ordered(2, Calls.outbound());
        assertThat(history.violated()).isEmpty();

        ordered(1, Calls.outbound());

        assertThat(history.violated()).containsExactly(Invariant.ONE_CALL_PER_ORDER);
    }

    @Test
    void anOrderWithoutRecordOrOutcomeShouldBeFound() {
        ordered(1, row);
        ordered(2, Calls.outbound());
        history.checker.closed(history.now(), List.of(row), List.of());

        assertThat(history.violated())
                .contains(Invariant.ORDER_HAS_OUTCOME, Invariant.ORDER_HAS_OUTCOME)
                .doesNotContain(Invariant.OUTCOME_IS_TRUE);
    }

    @Test
    void anOrderThatTheStoreForgotShouldNotBeFound() {
        ordered(1, row);
        history.checker.forgot(history.now());
        ordered(1, Calls.outbound());
        history.checker.closed(history.now(), List.of(), List.of());

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aCalleeWhoStaysWhenTheCallIsOverShouldBeFound() {
        Present callee = new Present("PA_1", row.dial().identity(), ParticipantKind.SIP, "", History.START, false);
        history.checker.written(history.now(), 0, row);
        history.rooms(Bounds.LEFT_BEHIND.plus(MOMENT), History.room(callee));
        assertThat(history.violated()).doesNotContain(Invariant.NO_PHONE_LEFT_RINGING);

        history.checker.written(
                history.now(),
                0,
                over(DialResult.Kind.LOST).withControl(row.control().withVersion(9)));
        history.rooms(Bounds.LEFT_BEHIND.plus(MOMENT), History.room(callee));

        assertThat(history.violated()).contains(Invariant.NO_PHONE_LEFT_RINGING);
    }

    @Test
    void aCalleeWhoIsThereInTheEndShouldBeFound() {
        history.checker.rang(history.now(), List.of(callee(true, false)));

        assertThat(history.violated()).containsExactly(Invariant.NO_PHONE_LEFT_RINGING);
    }

    @Test
    void anAnswerThatWasNoneAndAFailureThatWasAnsweredShouldBeFound() {
        judged(over(DialResult.Kind.ANSWERED), callee(false, true));
        judged(over(DialResult.Kind.RANG_OUT), callee(true, true));
        judged(neverDialled(), callee(false, true));

        assertThat(history.violated())
                .filteredOn(Invariant.OUTCOME_IS_TRUE::equals)
                .hasSize(3);
    }

    @Test
    void anOutcomeThatWasSoShouldNotBeFound() {
        judged(over(DialResult.Kind.ANSWERED), callee(true, true));
        judged(over(DialResult.Kind.RANG_OUT), callee(false, true));
        judged(over(DialResult.Kind.LOST), callee(true, true));
        history.checker.rang(history.now(), List.of());
        history.checker.closed(history.now(), List.of(neverDialled()), List.of());

        assertThat(history.violated()).doesNotContain(Invariant.OUTCOME_IS_TRUE);
    }

    private static void intended(History history, TelephonyCall call) {
        history.checker.judged(history.now(), DispatchMachine.dialOf(call));
        DialIntent intent = new DialIntent(History.START, History.START, History.START, History.START);
        history.checker.written(history.now(), 0, call.withDial(call.dial().committed(intent)));
    }

    private void dialled(RoomTruth room) {
        history.checker.dialling(history.now(), 0, dial(), room);
    }

    private void ordered(int number, TelephonyCall call) {
        history.checker.ordered(history.now(), new Witness.OrderTruth(number, call.callId()));
    }

    private void judged(TelephonyCall call, Witness.CalleeTruth callee) {
        history.checker.rang(history.now(), List.of(callee));
        history.checker.closed(history.now(), List.of(call), List.of());
    }

    private Witness.CalleeTruth callee(boolean answered, boolean over) {
        return new Witness.CalleeTruth(row.dial().identity(), answered, over);
    }

    private SipDial dial() {
        return new SipDial(
                History.ROOM,
                row.dial().identity(),
                "+14155552671",
                null,
                "ST_out",
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(35),
                History.START);
    }

    private TelephonyCall neverDialled() {
        TelephonyCall ended = row.withDial(row.dial().withheld(OutboundDial.Withheld.NO_AGENT, null))
                .ended(history.now(), "NO_AGENT");
        assertThat(ended.outcome().result()).isEqualTo(Outcome.Result.AGENT_UNAVAILABLE);
        return ended;
    }

    private TelephonyCall over(DialResult.Kind kind) {
        DialIntent intent = new DialIntent(History.START, History.START, History.START, History.START);
        return row.withDial(row.dial().committed(intent).answered(DialResult.of(kind, "planted")))
                .ended(history.now(), "over");
    }
}
