package telephony.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import telephony.PrintedPage;
import telephony.call.CallEnding.Heard;
import telephony.call.CallEnding.Leaving;
import telephony.call.CallEnding.Route;
import telephony.call.Outcome.Certainty;
import telephony.call.Outcome.Result;

class InboundOutcomesTest {

    private static final List<CallEnding> ENDINGS = endings();

    private static List<CallEnding> endings() {
        List<CallEnding> all = new ArrayList<>();
        for (Route route : Route.values()) {
            for (Heard heard : Heard.values()) {
                for (Leaving leaving : Leaving.values()) {
                    all.add(new CallEnding(route, heard, leaving, null));
                }
            }
        }
        return all;
    }

    @Test
    void thePageShouldBeTheTable() throws IOException {
        PrintedPage.isUpToDate("outcomes.md", print());
    }

    @Test
    void everyEndingShouldHaveAnOutcomeAndEveryRowAnEnding() {
        Set<InboundOutcomes.Rule> used = new HashSet<>();
        for (CallEnding ending : ENDINGS) {
            used.add(InboundOutcomes.RULES.stream()
                    .filter(rule -> rule.fits(ending))
                    .findFirst()
                    .orElseThrow());
        }

        assertThat(used).containsExactlyInAnyOrderElementsOf(InboundOutcomes.RULES);
    }

    @Test
    void onlyTheAgentsVoiceAndAToldLeaveShouldMakeAnAnswerObserved() {
        for (CallEnding ending : ENDINGS) {
            Outcome outcome = InboundOutcomes.of(ending);
            if (outcome.isAnswered() && outcome.certainty() == Certainty.OBSERVED) {
                assertThat(ending.heard()).isEqualTo(Heard.AGENT);
                assertThat(ending.leaving()).isIn(Leaving.HUNG_UP, Leaving.REMOVED_BY_US);
            }
        }
    }

    @Test
    void silenceShouldBeObservedOnlyWhereNobodyCouldHaveSpoken() {
        for (CallEnding ending : ENDINGS) {
            Outcome outcome = InboundOutcomes.of(ending);
            boolean silent = outcome.result() == Result.ABANDONED || outcome.result() == Result.AGENT_UNAVAILABLE;
            if (silent && outcome.certainty() == Certainty.OBSERVED) {
                assertThat(ending.heard()).isEqualTo(Heard.NOBODY);
            }
        }
    }

    @Test
    void anUnknownResultShouldNeverBeSureOfAnything() {
        for (CallEnding ending : ENDINGS) {
            Outcome outcome = InboundOutcomes.of(ending);
            assertThat(outcome.result() == Result.UNKNOWN).isEqualTo(outcome.certainty() == Certainty.UNKNOWN);
        }
    }

    @Test
    void theRowsOfTheContractShouldStandAsWritten() {
        assertThat(told(Heard.AGENT, Leaving.HUNG_UP)).isEqualTo("answered final caller observed");
        assertThat(told(Heard.AGENT, Leaving.REMOVED_BY_US)).isEqualTo("answered final us observed");
        assertThat(told(Heard.AGENT, Leaving.REMOVED)).isEqualTo("answered final unknown derived");
        assertThat(told(Heard.AGENT, Leaving.CONNECTION_LOST)).isEqualTo("answered final livekit derived");
        assertThat(told(Heard.NOBODY, Leaving.HUNG_UP)).isEqualTo("abandoned final caller observed");
        assertThat(told(Heard.NOBODY, Leaving.RANG_OUT)).isEqualTo("agent_unavailable final livekit observed");
        assertThat(told(Heard.NOBODY, Leaving.NOT_TOLD)).isEqualTo("unknown final unknown unknown");
        for (Leaving leaving : Leaving.values()) {
            Outcome refused = InboundOutcomes.of(new CallEnding(Route.REJECTED, Heard.NOBODY, leaving, null));
            assertThat(told(refused)).startsWith("blocked_policy never ").endsWith(" observed");
        }
    }

    private static String told(Heard heard, Leaving leaving) {
        return told(InboundOutcomes.of(new CallEnding(Route.LET_IN, heard, leaving, null)));
    }

    private static String told(Outcome outcome) {
        return String.join(
                " ",
                word(outcome.result()),
                word(outcome.finality()),
                word(outcome.endedBy()),
                word(outcome.certainty()));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String print() {
        StringBuilder page = new StringBuilder(
                """
                # Outcomes

                What a call came to, on its record as `outcome`: `{result, class, endedBy, sipStatusCode, livekitReason,
                certainty}`. `class` is `final`, `retryable` (another try may come to something else) or `never`.
                `certainty` is `observed` (LiveKit said so, or it was our own decision), `derived` (concluded, with something
                missing or ambiguous) or `unknown`. The outcome is set by the write that ends the call. It is what all facts
                say together, in whatever order they came, so a fact that is told late corrects it: a leave after
                `room_finished`, the voice of an agent who spoke before the caller left. What happens after the end does not.

                ## Inbound calls

                Printed from `telephony.call.InboundOutcomes`, which is what runs. The first row that fits wins.

                | call | the caller heard | the caller's leg left | result | class | ended by | certainty |
                |---|---|---|---|---|---|---|
                """);
        for (InboundOutcomes.Rule rule : InboundOutcomes.RULES) {
            List<String> cells = List.of(
                    words(rule.routes(), Route.values().length, Route::words),
                    words(rule.heard(), Heard.values().length, Heard::words),
                    words(rule.leavings(), Leaving.values().length, Leaving::words),
                    word(rule.result()),
                    word(rule.finality()),
                    word(rule.endedBy()),
                    word(rule.certainty()));
            page.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        page.append(
                """

                An inbound call has no SIP code: no webhook carries one. `livekitReason` is that of the leg that left last.
                """);
        return page.append(OutboundOutcomesTest.print()).toString();
    }

    private static <E extends Enum<E>> String words(Set<E> values, int all, Function<E, String> words) {
        return values.size() == all
                ? "any"
                : values.stream().sorted().map(words).collect(Collectors.joining("; "));
    }
}
