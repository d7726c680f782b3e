package telephony.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import telephony.simulation.DispatchRule;
import telephony.simulation.NewDispatch;
import telephony.simulation.PhoneCall;

/** The programme of the demonstration on a clock that is turned, and whether a fault in it would be seen. */
class ProgrammeTest {

    private static final String ROOM = "lobby";
    private static final String STRANGER = "stranger";

    /** Late enough for the switchboard to know that it forgot nothing of the room. */
    private static final Duration BEGIN = Duration.ofSeconds(3);

    private final Rehearsal rehearsal = new Rehearsal();

    @Test
    void everyCallOfTheProgrammeShouldGoAsItMust() {
        Performance played = rehearsal.withSwitchboard().play(Programme.full());

        assertThat(played.calls()).hasSizeGreaterThanOrEqualTo(20).allSatisfy(call -> assertThat(
                        call.verdict().complaints())
                .as(call.scenario().what())
                .isEmpty());
        assertThat(played.isGood()).isTrue();
        assertThat(rehearsal.states.troubles()).isZero();
    }

    @Test
    void theProgrammeShouldBeOverInAboutAMinute() {
        rehearsal.withSwitchboard().play(Programme.full());

        assertThat(rehearsal.took).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(75));
    }

    @Test
    void whatIsDoneToACallShouldReallyBeDoneToIt() {
        rehearsal.withSwitchboard().play(Programme.full());

        assertThat(rehearsal.livekit.undelivered()).isNotEmpty();
        assertThat(rehearsal.seen)
                .contains("LiveKit is restarted", "hears nobody", "hears reception", "LiveKit's API is out of reach");
    }

    @Test
    void anAgentTooManyShouldMakeTheCallAWrongOne() {
        rehearsal.livekit.worker(STRANGER);
        Trouble intruder = new Trouble(BEGIN.plusSeconds(2), "a stranger comes", livekit -> livekit.api()
                .create(new NewDispatch(ROOM, STRANGER, "", null, null)));

        Performance played = rehearsal.withSwitchboard().play(oneCall(List.of(intruder)));

        assertThat(played.isGood()).isFalse();
        assertThat(complaints(played))
                .containsExactly("heard 2 agents at once", "heard phone-agent, then stranger, not phone-agent");
    }

    @Test
    void aCallerWhomNobodyAnswersShouldMakeTheCallAWrongOne() {
        rehearsal.livekit.stopWorker(DemoRouting.AGENT);

        Performance played = rehearsal.withSwitchboard().play(oneCall(List.of()));

        assertThat(played.isGood()).isFalse();
        assertThat(complaints(played))
                .containsExactly("heard nobody, not phone-agent", "the record says abandoned, not answered");
    }

    @Test
    void withoutASwitchboardNoCallShouldBeGood() {
        Performance played = rehearsal.play(Programme.full());

        assertThat(played.isGood()).isFalse();
        assertThat(played.calls()).noneMatch(call -> call.verdict().isGood());
    }

    @Test
    void aProgrammeThatIsBrokenOffShouldNotBeGood() {
        Performance begun = new Performance(
                Programme.full(), rehearsal.livekit, room -> Optional.empty(), rehearsal.livekit.clock(), rehearsal);

        assertThat(begun.step()).isFalse();
        assertThat(begun.isGood()).isFalse();
    }

    private static Programme oneCall(List<Trouble> troubles) {
        PhoneCall call = PhoneCall.between("+15551230001", DemoRouting.FRONT_DESK_NUMBER)
                .by(DispatchRule.direct(ROOM))
                .hangingUpAfter(Duration.ofSeconds(5));
        Scenario scenario = new Scenario("", BEGIN, call, List.of(), Expectation.answeredBy(DemoRouting.AGENT));
        return new Programme(List.of(scenario), troubles);
    }

    private static List<String> complaints(Performance played) {
        return played.calls().get(0).verdict().complaints();
    }
}
