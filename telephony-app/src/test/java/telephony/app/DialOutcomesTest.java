package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import telephony.adapters.guards.DialGuards;
import telephony.adapters.guards.GuardFile;
import telephony.adapters.guards.LibPhoneNumberFacts;
import telephony.call.CallTimes;
import telephony.call.Outcome;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.guard.DialBook;
import telephony.guard.Rulings;
import telephony.guard.SpendWatch;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.FakeDialLedger;
import telephony.testkit.FakeRulings;

/** What the guards are told of how dials ended. */
class DialOutcomesTest {

    private static final byte[] KEY = "a key of sixteen bytes".getBytes(StandardCharsets.US_ASCII);
    private static final Instant ANSWERED = Calls.START.plusSeconds(10);
    private static final Instant ENDED = Calls.START.plusSeconds(60);

    /** Within the hour, the day and the month: what is counted of an answered call of a campaign that was not short. */
    private static final int LINES_OF_ANSWERED = 3;

    private final FakeDialLedger ledger = new FakeDialLedger();
    private final DialOutcomes outcomes = new DialOutcomes(
            DialGuards.open(null, GuardFile.Settings.NONE, shared(), KEY, decision -> {})
                    .book(),
            new LibPhoneNumberFacts(),
            () -> ENDED);

    private DialGuards.Shared shared() {
        return new DialGuards.Shared(
                ledger,
                new Rulings(new FakeRulings(), () -> ENDED, new Random(1), System::nanoTime),
                new SpendWatch(ledger, "process-1", alert -> {}));
    }

    /** A call that we placed, over with this result; its agent joined so long after the answer, null = never. */
    private static TelephonyCall over(Outcome.Result result, @Nullable Integer agentAfterMillis) {
        TelephonyCall row = Calls.outbound();
        CallTimes times = new CallTimes(
                Calls.START,
                ENDED,
                agentAfterMillis == null ? null : ANSWERED.plusMillis(agentAfterMillis),
                ANSWERED,
                ENDED);
        return with(row, times, result);
    }

    private static TelephonyCall with(TelephonyCall row, CallTimes times, Outcome.@Nullable Result result) {
        Outcome outcome = result == null
                ? null
                : new Outcome(
                        result, Outcome.Finality.FINAL, Outcome.EndedBy.CALLEE, null, null, Outcome.Certainty.OBSERVED);
        return new TelephonyCall(
                        row.callId(),
                        row.control(),
                        row.origin(),
                        row.legs(),
                        row.route(),
                        row.dispatch(),
                        times,
                        "GONE",
                        outcome,
                        row.gaps())
                .withDial(row.dial());
    }

    private static TelephonyCall atVersion(int version, TelephonyCall row) {
        return row.withControl(row.control().withVersion(version));
    }

    @ParameterizedTest
    @CsvSource({
        "ANSWERED, -500, ANSWERED",
        "ANSWERED, 0, ANSWERED",
        "ANSWERED, 2000, ANSWERED",
        "ANSWERED, 2001, ABANDONED",
        "ANSWERED, , ABANDONED",
        "VOICEMAIL, 0, ANSWERED",
        "VOICEMAIL, , ABANDONED",
        "DECLINED, 0, DECLINED",
        "BUSY, 0, NOT_ANSWERED",
        "NO_ANSWER, 0, NOT_ANSWERED",
        "INVALID_NUMBER, 0, NOT_ANSWERED",
        "CANCELED, 0, NOT_ANSWERED",
        "BLOCKED_CARRIER, 0, NOT_ANSWERED",
        "BLOCKED_POLICY, , NOT_ANSWERED",
        "TRUNK_FAILED, 0, NOT_ANSWERED",
        "CAPACITY, , NOT_ANSWERED",
        "AGENT_UNAVAILABLE, , NOT_ANSWERED",
        "ABANDONED, 0, NOT_ANSWERED",
        "UNKNOWN, 0, UNKNOWN",
        "UNRECOGNISED, 0, UNKNOWN"
    })
    void everyResultShouldBeToldAsWhatItIsToTheGuards(
            Outcome.Result result, @Nullable Integer agentAfterMillis, DialBook.Ending ending) {
        assertThat(DialOutcomes.ending(over(result, agentAfterMillis))).isEqualTo(ending);
    }

    @ParameterizedTest
    @EnumSource(Outcome.Result.class)
    void noResultShouldBeWithoutAnEnding(Outcome.Result result) {
        assertThat(DialOutcomes.ending(over(result, 0))).isNotNull();
    }

    @Test
    void aCallWithoutAnOutcomeShouldBeUnknown() {
        TelephonyCall row = Calls.outbound();

        assertThat(DialOutcomes.ending(row)).isEqualTo(DialBook.Ending.UNKNOWN);
    }

    @Test
    void whatIsToldOfACallShouldBeWrittenOnceAndNotBeforeItIsTime() {
        outcomes.onCallEnded(over(Outcome.Result.ANSWERED, 0));
        assertThat(ledger.size()).isZero();

        outcomes.write();
        outcomes.write();

        assertThat(ledger.size()).isEqualTo(LINES_OF_ANSWERED);
    }

    @Test
    void anAnsweredCallWithoutItsAgentShouldCountForTheCampaignAsAbandoned() {
        outcomes.onCallEnded(over(Outcome.Result.ANSWERED, null));
        outcomes.write();

        assertThat(ledger.size()).isEqualTo(LINES_OF_ANSWERED + 2);
    }

    @Test
    void whatTheLedgerCannotTakeShouldBeWrittenLater() {
        outcomes.onCallEnded(over(Outcome.Result.ANSWERED, 0));
        ledger.setDown(true);
        assertThatThrownBy(outcomes::write).isInstanceOf(StoreUnavailableException.class);

        ledger.setDown(false);
        outcomes.write();

        assertThat(ledger.size()).isEqualTo(LINES_OF_ANSWERED);
    }

    @Test
    void anAnswerThatComesAfterTheEndShouldCorrectWhatWasNoted() {
        TelephonyCall first = atVersion(4, over(Outcome.Result.NO_ANSWER, 0));
        TelephonyCall corrected = atVersion(5, with(first, first.times(), Outcome.Result.ANSWERED));
        TimelineEntry answer =
                new TimelineEntry(first.callId(), ENDED, TimelineEntry.Kind.ANSWER, "CreateSIPParticipant", Map.of());

        outcomes.onCallEnded(first);
        outcomes.onTimeline(corrected, answer);
        outcomes.onCallEnded(first);
        outcomes.write();

        assertThat(ledger.size())
                .as("the newest version counts, whatever is told last")
                .isEqualTo(LINES_OF_ANSWERED);
    }

    @Test
    void whatIsNoEndOfADialShouldNotBeNoted() {
        TelephonyCall goesOn = Calls.outbound();
        TelephonyCall inbound = Calls.inbound("RM_1", "SCL_1").ended(ENDED, "GONE");
        TelephonyCall over = over(Outcome.Result.ANSWERED, 0);

        outcomes.onCallEnded(inbound);
        Stream.of(TimelineEntry.Kind.values())
                .filter(kind -> kind != TimelineEntry.Kind.ANSWER)
                .forEach(kind ->
                        outcomes.onTimeline(over, new TimelineEntry(over.callId(), ENDED, kind, "anything", Map.of())));
        outcomes.onTimeline(
                goesOn, new TimelineEntry(goesOn.callId(), ENDED, TimelineEntry.Kind.ANSWER, "CreateRoom", Map.of()));
        outcomes.write();

        assertThat(ledger.size()).isZero();
    }

    @Test
    void whatWaitsToBeWrittenShouldBeBounded() {
        TelephonyCall known = over(Outcome.Result.BUSY, 0);
        outcomes.onCallEnded(known);
        for (int i = 1; i < DialOutcomes.MAX_NOTED; i++) {
            outcomes.onCallEnded(over(Outcome.Result.BUSY, 0));
        }

        assertThatThrownBy(() -> outcomes.onCallEnded(over(Outcome.Result.BUSY, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not written for the guards");
        outcomes.onCallEnded(known);
    }
}
