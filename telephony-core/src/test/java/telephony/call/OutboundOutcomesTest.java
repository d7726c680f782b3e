package telephony.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.call.DialEnding.Conversation;
import telephony.call.DialEnding.Leaving;
import telephony.call.DialEnding.Told;
import telephony.call.Outcome.Certainty;
import telephony.call.Outcome.EndedBy;
import telephony.call.Outcome.Finality;
import telephony.call.Outcome.Result;

class OutboundOutcomesTest {

    private static final List<DialEnding> ENDINGS = endings();

    private static List<DialEnding> endings() {
        List<DialEnding> all = new ArrayList<>();
        for (Told told : Told.values()) {
            for (Conversation conversation : Conversation.values()) {
                for (Leaving leaving : Leaving.values()) {
                    all.add(new DialEnding(told, told == Told.SIP_CODE ? 486 : null, conversation, leaving, null));
                }
            }
        }
        return all;
    }

    @Test
    void everyEndingShouldHaveAnOutcomeAndEveryRowAnEnding() {
        Set<OutboundOutcomes.Rule> used = new HashSet<>();
        for (DialEnding ending : ENDINGS) {
            if (ending.told() != Told.SIP_CODE || ending.conversation() == Conversation.SEEN) {
                used.add(OutboundOutcomes.RULES.stream()
                        .filter(rule -> rule.fits(ending))
                        .findFirst()
                        .orElseThrow());
            }
        }

        assertThat(used).containsExactlyInAnyOrderElementsOf(OutboundOutcomes.RULES);
    }

    @Test
    void whatWasSeenToBeAnsweredShouldNeverBeAFailedDial() {
        for (DialEnding ending : ENDINGS) {
            boolean dialled = !Set.of(Told.GUARD, Told.NO_SLOT, Told.NO_AGENT, Told.ENDED_BEFORE, Told.NOT_SENT)
                    .contains(ending.told());
            if (dialled && ending.conversation() == Conversation.SEEN) {
                assertThat(OutboundOutcomes.of(ending).result())
                        .as("%s", ending)
                        .isEqualTo(Result.ANSWERED);
            }
        }
    }

    @Test
    void whatNeverRangShouldNeverBeAnswered() {
        for (DialEnding ending : ENDINGS) {
            if (Set.of(Told.GUARD, Told.NO_SLOT, Told.NO_AGENT, Told.ENDED_BEFORE, Told.NOT_SENT)
                    .contains(ending.told())) {
                Outcome outcome = OutboundOutcomes.of(ending);
                assertThat(outcome.isAnswered()).isFalse();
                assertThat(outcome.certainty()).isEqualTo(Certainty.OBSERVED);
            }
        }
    }

    @Test
    void onlyLiveKitsOwnAnswerShouldMakeAnAnswerObserved() {
        for (DialEnding ending : ENDINGS) {
            Outcome outcome = OutboundOutcomes.of(ending);
            if (outcome.isAnswered() && outcome.certainty() == Certainty.OBSERVED) {
                assertThat(ending.told()).isEqualTo(Told.ANSWERED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "486, BUSY, RETRYABLE, CALLEE",
        "600, BUSY, RETRYABLE, CALLEE",
        "480, NO_ANSWER, RETRYABLE, CARRIER",
        "408, NO_ANSWER, RETRYABLE, CARRIER",
        "603, DECLINED, NEVER, CALLEE",
        "403, DECLINED, NEVER, CALLEE",
        "404, INVALID_NUMBER, NEVER, CARRIER",
        "410, INVALID_NUMBER, NEVER, CARRIER",
        "484, INVALID_NUMBER, NEVER, CARRIER",
        "604, INVALID_NUMBER, NEVER, CARRIER",
        "487, CANCELED, RETRYABLE, CARRIER",
        "607, BLOCKED_CARRIER, NEVER, CARRIER",
        "608, BLOCKED_CARRIER, NEVER, CARRIER",
        "500, TRUNK_FAILED, RETRYABLE, CARRIER",
        "503, TRUNK_FAILED, RETRYABLE, CARRIER",
        "488, TRUNK_FAILED, RETRYABLE, CARRIER",
        "491, NO_ANSWER, RETRYABLE, CARRIER",
        "606, DECLINED, NEVER, CALLEE"
    })
    void aSipCodeShouldMeanWhatTheTableSays(int code, Result result, Finality finality, EndedBy endedBy) {
        Outcome outcome = OutboundOutcomes.of(
                new DialEnding(Told.SIP_CODE, code, Conversation.NOT_SEEN, Leaving.REJECTED, "USER_REJECTED"));

        assertThat(outcome)
                .isEqualTo(new Outcome(result, finality, endedBy, code, "USER_REJECTED", Certainty.OBSERVED));
    }

    @Test
    void noSipCodeShouldStandInTwoRowsAndNoneShouldBeASuccess() {
        List<Integer> codes =
                OutboundOutcomes.CODES.values().stream().flatMap(Set::stream).toList();

        assertThat(codes).doesNotHaveDuplicates().allMatch(code -> code >= 300 && code < 700);
        assertThat(OutboundOutcomes.MAY_BE_REPEATED).doesNotContainAnyElementsOf(codes);
        IntStream.range(300, 700)
                .forEach(code -> assertThat(OutboundOutcomes.ofCode(code)).isNotEqualTo(Result.ANSWERED));
    }

    @Test
    void whoWasHungUpOnByUsWhileItRangShouldNotCountAsNotAnswering() {
        Outcome outcome = OutboundOutcomes.of(new DialEnding(
                Told.RANG_OUT, null, Conversation.NOT_SEEN, Leaving.REMOVED_BY_US, "PARTICIPANT_REMOVED"));

        assertThat(outcome.result()).isEqualTo(Result.CANCELED);
        assertThat(outcome.endedBy()).isEqualTo(EndedBy.US);
    }

    /** The part of {@code docs/outcomes.md} about calls that we place. */
    static String print() {
        StringBuilder page = new StringBuilder(
                """

                ## Calls that we place

                Printed from `telephony.call.OutboundOutcomes`, which is what runs. LiveKit's answer to the dial is the only one
                that has the SIP code, so where the dial failed with one, the code decides:

                | SIP code | result | class |
                |---|---|---|
                """);
        OutboundOutcomes.CODES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(row -> page.append("| ")
                        .append(row.getValue().stream()
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")))
                        .append(cells(row.getKey())));
        page.append("| other 6xx").append(cells(OutboundOutcomes.ofCode(606)));
        page.append("| ")
                .append(OutboundOutcomes.MAY_BE_REPEATED.stream()
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ")))
                .append(cells(Result.NO_ANSWER));
        page.append("| any other").append(cells(OutboundOutcomes.ofCode(500)));
        page.append(
                """

                Otherwise the first row that fits wins:

                | the dial | the call | the callee's leg left | result | class | ended by | certainty |
                |---|---|---|---|---|---|---|
                """);
        for (OutboundOutcomes.Rule rule : OutboundOutcomes.RULES) {
            List<String> cells = List.of(
                    words(rule.told(), Told.values().length, Told::words),
                    words(rule.conversations(), Conversation.values().length, Conversation::words),
                    words(rule.leavings(), Leaving.values().length, Leaving::words),
                    word(rule.result()),
                    word(OutboundOutcomes.finality(rule.result())),
                    word(rule.endedBy()),
                    word(rule.certainty()));
            page.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        page.append(
                """

                A call that somebody else's program dialled in LiveKit is not judged: `unknown`, `final`, `unknown`, `unknown`.
                """);
        return page.toString();
    }

    private static String cells(Result result) {
        return " | " + word(result) + " | " + word(OutboundOutcomes.finality(result)) + " |\n";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> String words(Set<E> values, int all, Function<E, String> words) {
        return values.size() == all
                ? "any"
                : values.stream().sorted().map(words).collect(Collectors.joining("; "));
    }
}
