package telephony.app.proof;

import java.time.Duration;
import java.util.function.Supplier;
import telephony.app.proof.Happening.BadAnswer;
import telephony.app.proof.Happening.Call;
import telephony.app.proof.Happening.Moment;
import telephony.app.proof.Happening.Outage;
import telephony.app.proof.Happening.Snag;
import telephony.app.proof.Happening.WebhookTrouble;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.ApiFault;
import telephony.simulation.ApiMethod;
import telephony.simulation.SimulationTiming;
import telephony.simulation.WebhookFault;

/** Schedules that are played as they are: those that once found a fault in the core, and those for what chance rarely meets. */
enum Directed {
    TWO_LOOKS_OF_ONE_PROCESS(
            "A process is stopped in the middle of a look for longer than its lease, and claims the "
                    + "same row again when it wakes up: its two looks made each other void for ever",
            () -> Schedule.of(
                    Call.of(1, seconds(50), seconds(19)),
                    new Snag(seconds(60), 0, Moment.AFTER_LIST, 2, Snag.What.STOPS, seconds(40)))),
    VOICE_IN_THE_LAST_SECOND(
            "The caller leaves in the second in which the agent speaks: LiveKit's dates do not tell "
                    + "which came first",
            () -> Schedule.of(
                            Call.of(1, seconds(30), seconds(1)),
                            new BadAnswer(Duration.ofMillis(31_157), ApiMethod.REMOVE_PARTICIPANT, ApiFault.refused()))
                    .in(World.plain(1)
                            .with(SimulationTiming.SEEN.withAgentStart(Duration.ofMillis(1_500)))
                            .withProcessesAhead(seconds(1)))),
    GHOST_OF_THE_CALL_BEFORE(
            "LiveKit goes on listing an earlier call's agent, who can neither be removed nor heard: the "
                    + "next caller waited for ever",
            () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(12)).toAll(),
                    new BadAnswer(seconds(0), ApiMethod.REMOVE_PARTICIPANT, ApiFault.refused()),
                    new Outage(seconds(13), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)),
                    Call.of(1, seconds(50), seconds(300)).toAll())),
    VOICE_BEFORE_THE_CALLER_WAS_FOUND(
            "An agent spoke before a sweep found the caller, and was gone: nobody can say that the "
                    + "caller heard nobody",
            () -> Schedule.of(Call.of(0, seconds(0), seconds(4))
                    .withRuleAgent()
                    .meeting(AgentBehaviour.leaving(Duration.ofMillis(107)))
                    .disturbedBy(new WebhookTrouble(WebhookFault.Kind.DROP, "", seconds(0), 3))));

    private final String sentence;

    @SuppressWarnings("ImmutableEnumChecker") // A supplier cannot promise it by its type; those above keep no state.
    private final Supplier<Schedule> schedule;

    Directed(String sentence, Supplier<Schedule> schedule) {
        this.sentence = sentence;
        this.schedule = schedule;
    }

    /** What happens, for people. */
    String sentence() {
        return sentence;
    }

    Schedule schedule() {
        return schedule.get();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
