package telephony.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import telephony.app.demo.CallRecords.Recorded;

class VerdictTest {

    private static final Expectation ONE_AGENT = Expectation.answeredBy("a");
    private static final Optional<Recorded> ANSWERED = Optional.of(new Recorded("id", "answered"));

    @Test
    void aCallAsItMustBeShouldBeGood() {
        assertThat(on(new Ears(1, List.of("a")), true, ANSWERED)).isEmpty();
    }

    @Test
    void twoAgentsAtOnceShouldBeWrongEvenWhenTheNamesAreRight() {
        assertThat(on(new Ears(2, List.of("a")), true, ANSWERED)).containsExactly("heard 2 agents at once");
    }

    @Test
    void silenceShouldBeWrong() {
        assertThat(on(new Ears(0, List.of()), true, ANSWERED)).containsExactly("heard nobody, not a");
    }

    @Test
    void anAgentThatWasReplacedWithoutNeedShouldBeWrong() {
        assertThat(on(new Ears(1, List.of("a", "a")), true, ANSWERED)).containsExactly("heard a, then a, not a");
    }

    @Test
    void aCallThatDoesNotEndShouldBeWrong() {
        assertThat(on(new Ears(1, List.of("a")), false, ANSWERED)).containsExactly("never ended");
    }

    @Test
    void aRecordThatTellsSomethingElseShouldBeWrong() {
        Ears right = new Ears(1, List.of("a"));

        assertThat(on(right, true, Optional.of(new Recorded("id", "abandoned"))))
                .containsExactly("the record says abandoned, not answered");
        assertThat(on(right, true, Optional.empty())).containsExactly("the record says nothing, not answered");
    }

    @Test
    void anAgentHeardByACallerWhoMustHearNoneShouldBeWrong() {
        Verdict verdict = Verdict.on(Expectation.refused(), new Ears(1, List.of("a")), true, ANSWERED);

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.complaints())
                .containsExactly("heard a, not nobody", "the record says answered, not blocked_policy");
    }

    private static List<String> on(Ears ears, boolean over, Optional<Recorded> recorded) {
        return Verdict.on(ONE_AGENT, ears, over, recorded).complaints();
    }
}
