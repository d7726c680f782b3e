package telephony.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import telephony.routing.AgentConfig;
import telephony.routing.CallRoutingPort;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;

/** What every source of routing rules must keep; implement it in its test. */
public interface CallRoutingPortContract {

    /** Rules that speak for calls to {@link #speaksFor}. */
    CallRoutingPort rules();

    /** A number for which these rules decide something. */
    String speaksFor();

    private static RoutingRequest to(String number) {
        return new RoutingRequest("+15551231", number, "ST_1", "SDR_1", "room", Map.of(), Calls.START);
    }

    @Test
    default void routeShouldDecideWithAReasonForANumberItSpeaksFor() {
        assertThat(rules().route(to(speaksFor())))
                .hasValueSatisfying(d -> assertThat(d.reason()).isNotBlank());
    }

    @Test
    default void explainShouldDecideAsRouteDoesAndTellHow() {
        for (String number : new String[] {speaksFor(), "anonymous"}) {
            List<RoutingStep> steps = new ArrayList<>();

            assertThat(rules().explain(to(number), steps::add)).isEqualTo(rules().route(to(number)));
            assertThat(steps).isNotEmpty().allSatisfy(step -> {
                assertThat(step.asked()).isNotBlank();
                assertThat(step.said()).isNotBlank();
            });
            assertThat(steps)
                    .extracting(RoutingStep::reason)
                    .filteredOn(reason -> reason != null)
                    .as("the step that decided names the decision's reason")
                    .isEqualTo(rules().route(to(number)).map(RoutingDecision::reason).stream()
                            .toList());
        }
    }

    @Test
    default void agentNamesShouldHoldEveryAgentThatIsSent() {
        Set<String> names = rules().agentNames();

        assertThat(rules().route(to(speaksFor()))
                        .flatMap(RoutingDecision::agent)
                        .map(AgentConfig::name))
                .hasValueSatisfying(name -> assertThat(names).contains(name));
    }

    @Test
    default void routeShouldTakeWhateverACarrierSends() {
        for (String odd : new String[] {"", "anonymous", "+", "sip:x@y", "\u0000", "9".repeat(10_000)}) {
            assertThat(rules().route(to(odd))).isNotNull();
        }
        assertThat(rules().route(new RoutingRequest(null, null, null, null, "room", Map.of(), Calls.START)))
                .isNotNull();
    }

    @Test
    default void routeShouldAnswerManyThreadsAlikeInAnyTimeZone() throws InterruptedException {
        CallRoutingPort rules = rules();
        Set<Optional<RoutingDecision>> answers = Collections.newSetFromMap(new ConcurrentHashMap<>());
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
            Race.run(8, racer -> {
                for (int i = 0; i < 200; i++) {
                    answers.add(rules.route(to(speaksFor())));
                }
            });
        } finally {
            TimeZone.setDefault(before);
        }

        assertThat(answers).hasSize(1);
    }
}
