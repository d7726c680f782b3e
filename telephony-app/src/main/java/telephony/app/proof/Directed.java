package telephony.app.proof;

import java.time.Duration;
import java.util.function.Supplier;
import telephony.app.proof.Happening.Amnesia;
import telephony.app.proof.Happening.BadAnswer;
import telephony.app.proof.Happening.Call;
import telephony.app.proof.Happening.Fate;
import telephony.app.proof.Happening.Moment;
import telephony.app.proof.Happening.Outage;
import telephony.app.proof.Happening.Partition;
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
                    .disturbedBy(new WebhookTrouble(WebhookFault.Kind.DROP, "", seconds(0), 3)))),
    VOICE_OF_THE_CALL_BEFORE(
            "An agent cannot be removed because the API is away, and the next caller hears it: nobody can say that he heard"
                    + " nobody",
            () -> Schedule.of(
                    Call.of(1, seconds(3), seconds(20)).toAll(),
                    new Partition(seconds(17), 0, Partition.Side.API, seconds(27)),
                    Call.of(2, seconds(30), seconds(2)).toAll())),
    AMNESIA_AFTER_A_LOST_CREATE(
            "The store forgets a create whose answer was lost, and which takes effect later",
            () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(60)),
                    new BadAnswer(seconds(0), ApiMethod.CREATE_DISPATCH, ApiFault.lateEffect(seconds(4))),
                    new Amnesia(Duration.ofMillis(100), seconds(1)))),
    AN_AGENT_COMES_AND_GOES_BEFORE_OURS(
            "A create is lost on its way, somebody's script sends an agent, and that one leaves again before ours is there",
            () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(60)).meeting(AgentBehaviour.leaving(seconds(2))),
                    new BadAnswer(seconds(0), ApiMethod.CREATE_DISPATCH, ApiFault.lateEffect(seconds(15))),
                    new Fate(seconds(1), 0, Fate.Kind.GETS_OUR_AGENT))),
    A_SENDER_IS_STOPPED(
            "A process is stopped in the moment of sending, another one takes over, and the first one goes on",
            () -> Schedule.of(
                            Call.of(0, seconds(0), seconds(100)),
                            new Snag(seconds(0), 0, Moment.BEFORE_CREATE, 0, Snag.What.STOPS, seconds(40)))
                    .in(World.plain(1).withReplicas(2))),
    A_SENDER_IS_STOPPED_BEFORE("The same between the intent and the sending", () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(100)),
                    new Snag(seconds(0), 0, Moment.AFTER_WRITE, 2, Snag.What.STOPS, seconds(40)))
            .in(World.plain(1).withReplicas(2))),
    NOBODY_EVER_COMES(
            "No agent ever comes, however many are sent",
            () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(300)), new Outage(seconds(0), Outage.Kind.WORKER, seconds(400)))),
    A_LATE_JOIN(
            "A caller's join is told when he has long gone, and his leaving never",
            () -> Schedule.of(Call.of(0, Duration.ofMillis(3_200), seconds(1))
                    .disturbedBy(
                            new WebhookTrouble(WebhookFault.Kind.DELAY, "participant_joined", seconds(28), 1),
                            new WebhookTrouble(WebhookFault.Kind.DROP, "participant_left", seconds(0), 9),
                            new WebhookTrouble(WebhookFault.Kind.DROP, "room_finished", seconds(0), 9)))),
    THE_NAME_COMES_BACK(
            "The end of a room is told late, when its name has another incarnation with another caller",
            () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(10))
                            .toAll()
                            .disturbedBy(new WebhookTrouble(WebhookFault.Kind.DELAY, "room_finished", seconds(25), 1)),
                    Call.of(1, seconds(35), seconds(80)).toAll())),
    LISTS_LAG(
            "Lists do not show a caller for 5 s after his join", () -> Schedule.of(Call.of(0, seconds(0), seconds(60)))
                    .in(World.plain(1).with(SimulationTiming.SEEN.withParticipantListLag(seconds(5))))),
    A_LOOK_FAILS(
            "An agent is there already, sent by the room's configuration, when the list of dispatches fails",
            () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(60)).withRuleAgent(),
                    new BadAnswer(seconds(0), ApiMethod.LIST_DISPATCH, ApiFault.lostAnswer())));

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
