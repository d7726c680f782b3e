package telephony.app.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static telephony.app.proof.History.START;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import telephony.call.DispatchAttempt;
import telephony.call.DispatchState;
import telephony.call.Lease;
import telephony.call.Outcome;
import telephony.call.OwedEffect;
import telephony.call.TelephonyCall;
import telephony.testkit.Calls;

/** The same for what is written and answered, and for the end of a day. */
class RowsCheckerTest {

    private final History history = new History();

    @Test
    void anAnswerWithoutAnEntryShouldBeFound() {
        history.checker.answered(history.now(), "EV_1", true, false);

        assertThat(history.violated()).containsExactly(Invariant.ANSWERED_IS_KEPT);
    }

    @Test
    void anAnswerToAnEventOfNoCallShouldNotBeFound() {
        history.checker.answered(history.now(), "EV_1", false, false);
        history.checker.answered(history.now(), "EV_2", true, true);

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aVersionThatIsWrittenTwiceShouldBeFound() {
        TelephonyCall row = open();
        written(row, 1);
        written(row, 2);
        written(row, 2);

        assertThat(history.violated()).containsExactly(Invariant.VERSIONS_NEVER_REPEAT);
    }

    @Test
    void versionsThatRiseAndThoseOfAnotherStoreShouldNotBeFound() {
        TelephonyCall row = open();
        written(row, 1);
        written(row, 2);
        history.checker.forgot(history.now());
        written(row, 1);

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aRowThatLeavesDoneOrGoesOnShouldBeFound() {
        TelephonyCall row = done();
        written(row, 1);
        written(state(row, DispatchState.CLEAN), 2);
        TelephonyCall ended = done();
        written(ended, 1);
        written(ended.withTimes(open().times()), 2);

        assertThat(history.violated()).containsExactly(Invariant.DONE_IS_FINAL, Invariant.DONE_IS_FINAL);
    }

    @Test
    void aRowThatComesToDoneShouldNotBeFound() {
        TelephonyCall row = done();
        written(state(row, DispatchState.CLEAN), 1);
        written(row, 2);
        written(row, 3);

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void anAttemptThatIsLostOrRepeatedInTheRowShouldBeFound() {
        TelephonyCall row = open();
        written(attempts(row, 1, 2), 1);
        written(attempts(row, 1), 2);
        TelephonyCall other = open();
        written(attempts(other, 2), 1);
        written(attempts(other, 2, 1), 2);

        assertThat(history.violated()).containsExactly(Invariant.ATTEMPTS_INCREASE, Invariant.ATTEMPTS_INCREASE);
    }

    @Test
    void attemptsThatRiseShouldNotBeFound() {
        TelephonyCall row = open();
        written(row, 1);
        written(attempts(row, 1), 2);
        written(attempts(row, 1, 2), 3);

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aRowThatIsOpenOrDueOrOwesInTheEndShouldBeFound() {
        closed(List.of(
                open(),
                done().withDueAt(START),
                done().withDispatch(done().dispatch().owing(List.of(OwedEffect.remove("a"))))));

        assertThat(history.violated())
                .containsExactly(Invariant.EVERY_ROW_CLOSES, Invariant.EVERY_ROW_CLOSES, Invariant.EVERY_ROW_CLOSES);
    }

    @Test
    void aRowMayBeOpenInTheEndWhileLiveKitListsItsCallerAndHisRestartWasNotTold() {
        history.checker.openingNotTold(START, History.SID);
        history.rooms(Bounds.SAMPLE, History.haunted(History.agent("a", true)));
        closed(List.of(open()));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aRowThatIsOpenInTheEndShouldBeFoundWhenTheRestartWasToldOrTheCallerIsListedNoMore() {
        history.rooms(Bounds.SAMPLE, History.haunted(History.agent("a", true)));
        closed(List.of(open()));
        history.checker.openingNotTold(START, History.SID);
        history.rooms(Bounds.SAMPLE, History.room(History.agent("a", true)));
        closed(List.of(open()));

        assertThat(history.violated()).containsExactly(Invariant.EVERY_ROW_CLOSES, Invariant.EVERY_ROW_CLOSES);
    }

    @Test
    void aRowMayBeOpenInTheEndWhileLiveKitListsItsCallerAndTheStoreForgotTheRestart() {
        history.rooms(Bounds.SAMPLE, History.haunted(History.agent("a", true)));
        history.checker.forgot(START);
        history.rooms(Bounds.SAMPLE, History.haunted(History.agent("a", true)));
        closed(List.of(open()));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aRowThatIsOpenInTheEndShouldBeFoundWhenTheStoreForgotBeforeTheRestart() {
        history.rooms(Bounds.SAMPLE, History.room(History.agent("a", true)));
        history.checker.forgot(START);
        history.rooms(Bounds.SAMPLE, History.haunted(History.agent("a", true)));
        closed(List.of(open()));

        assertThat(history.violated()).containsExactly(Invariant.EVERY_ROW_CLOSES);
    }

    @Test
    void aLeaseThatIsHeldInTheEndShouldBeFound() {
        closed(List.of(leasedUntil(START.plusSeconds(1))));

        assertThat(history.violated()).containsExactly(Invariant.NO_LEASE_LEFT);
    }

    @Test
    void aRowThatIsDoneAndALeaseThatRanOutShouldNotBeFound() {
        closed(List.of(done(), leasedUntil(START)));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aCallerWhoIsStillThereInTheEndShouldBeFound() {
        closed(List.of(done("SCL_1")), caller("SCL_1", false));

        assertThat(history.violated()).containsExactly(Invariant.EVERY_CALL_ENDS);
    }

    @Test
    void aCallerOfWhomNoRecordKnowsShouldBeFound() {
        history.rooms(Duration.ofSeconds(15), History.room(History.caller(), History.agent("a", true)));
        closed(List.of(), caller("SCL_1", true));

        assertThat(history.violated()).containsExactly(Invariant.EVERY_CALL_IS_RECORDED);
    }

    @Test
    void aCallerWhoWasThereForAMomentOrIsForgottenShouldNotBeFound() {
        history.rooms(Duration.ofSeconds(5), History.room(History.caller()));
        closed(List.of(), caller("SCL_1", true));
        history.rooms(Duration.ofSeconds(15), History.room(History.caller()));
        history.checker.forgot(history.now());
        closed(List.of(), caller("SCL_1", true));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void oneCallInTwoRecordsShouldBeFound() {
        closed(List.of(done("SCL_1"), done("SCL_1")), caller("SCL_1", true));

        assertThat(history.violated()).containsExactly(Invariant.ONE_RECORD_PER_CALL);
    }

    @Test
    void twoCallsInARecordEachShouldNotBeFound() {
        closed(List.of(done("SCL_1"), done("SCL_2")), caller("SCL_1", true), caller("SCL_2", true));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void anOutcomeThatWasNotSoShouldBeFound() {
        closed(
                List.of(observed("SCL_1", Outcome.Result.ANSWERED, Outcome.EndedBy.CALLER)),
                new Witness.CallerTruth("SCL_1", "sip_1", History.ROOM, List.of(), "hangup", true));
        closed(
                List.of(observed("SCL_2", Outcome.Result.ABANDONED, Outcome.EndedBy.CALLER)),
                new Witness.CallerTruth("SCL_2", "sip_1", History.ROOM, List.of(Bounds.AGENT), "hangup", true));
        closed(
                List.of(observed("SCL_3", Outcome.Result.ANSWERED, Outcome.EndedBy.CALLER)),
                new Witness.CallerTruth("SCL_3", "sip_1", History.ROOM, List.of(Bounds.AGENT), "active", true));

        assertThat(history.violated())
                .containsExactly(Invariant.OUTCOME_IS_TRUE, Invariant.OUTCOME_IS_TRUE, Invariant.OUTCOME_IS_TRUE);
    }

    @Test
    void anOutcomeThatWasSoOrIsConcludedShouldNotBeFound() {
        closed(
                List.of(observed("SCL_1", Outcome.Result.ANSWERED, Outcome.EndedBy.CALLER)),
                new Witness.CallerTruth("SCL_1", "sip_1", History.ROOM, List.of(Bounds.AGENT), "hangup", true));
        TelephonyCall concluded = done("SCL_2");
        assertThat(concluded.outcome()).isNotNull();
        assertThat(concluded.outcome().certainty()).isNotEqualTo(Outcome.Certainty.OBSERVED);
        closed(
                List.of(concluded),
                new Witness.CallerTruth("SCL_2", "sip_1", History.ROOM, List.of(Bounds.AGENT), "hangup", true));

        assertThat(history.violated()).isEmpty();
    }

    @Test
    void aStepThatFailsAndWorkWithoutEndShouldBeFound() {
        history.checker.surprised(history.now(), 0, "a step failed", new IllegalStateException("planted"));
        history.checker.ranAway(history.now());

        assertThat(history.violated()).containsExactly(Invariant.NO_SURPRISE, Invariant.WORK_IS_BOUNDED);
    }

    @Test
    void eachInvariantShouldHaveAPlantedViolation() throws Exception {
        List<Class<?>> tests = List.of(
                CheckerTest.class,
                RowsCheckerTest.class,
                ReleaseCheckerTest.class,
                DialCheckerTest.class,
                TransferCheckerTest.class,
                TurnCheckerTest.class);
        StringBuilder sources = new StringBuilder();
        for (Class<?> test : tests) {
            sources.append(java.nio.file.Files.readString(
                    java.nio.file.Path.of("src/test/java", test.getName().replace('.', '/') + ".java")));
        }

        assertThat(Invariant.values()).allMatch(invariant -> sources.indexOf("Invariant." + invariant.name()) >= 0);
    }

    private void written(TelephonyCall row, long version) {
        history.checker.written(history.now(), 0, row.withControl(row.control().withVersion(version)));
    }

    private void closed(List<TelephonyCall> rows, Witness.CallerTruth... callers) {
        history.checker.closed(START, rows, List.of(callers));
    }

    private static Witness.CallerTruth caller(String sipCallId, boolean over) {
        return new Witness.CallerTruth(sipCallId, "sip_1", History.ROOM, List.of(Bounds.AGENT), "hangup", over);
    }

    private static TelephonyCall open() {
        return Calls.inbound(History.SID, "SCL_1", START);
    }

    private static TelephonyCall done() {
        return done("SCL_1");
    }

    private static TelephonyCall done(String sipCallId) {
        return state(Calls.inbound(History.SID, sipCallId, START), DispatchState.DONE)
                .ended(START.plusSeconds(10), "CLIENT_INITIATED");
    }

    private static TelephonyCall leasedUntil(Instant until) {
        return done().withControl(done().control().withLease(new Lease("somebody", until)));
    }

    private static TelephonyCall observed(String sipCallId, Outcome.Result result, Outcome.EndedBy endedBy) {
        TelephonyCall row = done(sipCallId);
        Outcome outcome = new Outcome(result, Outcome.Finality.FINAL, endedBy, null, null, Outcome.Certainty.OBSERVED);
        return new TelephonyCall(
                row.callId(),
                row.control(),
                row.origin(),
                row.legs(),
                row.route(),
                row.dispatch(),
                row.times(),
                row.endReason(),
                outcome,
                row.gaps());
    }

    private static TelephonyCall state(TelephonyCall row, DispatchState state) {
        return row.withDispatch(row.dispatch().withState(state, START));
    }

    private static TelephonyCall attempts(TelephonyCall row, int... numbers) {
        TelephonyCall next = row;
        for (int number : numbers) {
            next = next.withDispatch(next.dispatch()
                    .withAttempt(new DispatchAttempt(
                            number,
                            History.marker(number, "r" + number),
                            START,
                            START,
                            START,
                            DispatchAttempt.Answer.PENDING,
                            null,
                            null)));
        }
        return next;
    }
}
