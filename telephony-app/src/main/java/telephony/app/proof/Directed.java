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
import telephony.app.proof.Happening.Unheard;
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
            "LiveKit never tells of its restart and goes on listing an earlier call's agent, who can neither be removed nor"
                    + " heard: the next caller waited for ever",
            DirectedRooms::ghostOfTheCallBefore),
    GHOST_THAT_IS_TOLD_OF(
            "The same, and LiveKit tells of its restart between the two calls: the next caller waited until he was given up on",
            DirectedRooms::ghostThatIsToldOf),
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
            DirectedRooms::voiceOfTheCallBefore),
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
    THE_NAME_COMES_BACK_DURING_A_SWEEP(
            "A sweep lists a room, stands still, and lists the participants of the next room of that name",
            () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(7)).toAll(),
                    new Snag(seconds(10), 0, Moment.BEFORE_READ, 1, Snag.What.STOPS, seconds(30)),
                    Call.of(1, seconds(30), seconds(20)).toAll())),
    LISTS_LAG(
            "Lists do not show a caller for 5 s after his join", () -> Schedule.of(Call.of(0, seconds(0), seconds(60)))
                    .in(World.plain(1).with(SimulationTiming.SEEN.withParticipantListLag(seconds(5))))),
    A_LOOK_FAILS(
            "An agent is there already, sent by the room's configuration, when the list of dispatches fails",
            () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(60)).withRuleAgent(),
                    new BadAnswer(seconds(0), ApiMethod.LIST_DISPATCH, ApiFault.lostAnswer()))),
    AN_AGENT_SPEAKS_AFTER_ALL("An agent is mute until it is replaced, and then begins to speak", () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(40)).meeting(AgentBehaviour.hesitant(Duration.ofMillis(5_600))))
            .aloneWithin(Duration.ofMillis(500))),
    ONE_NEVER_COMES("The first agent that is sent never comes", () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(90)).meeting(AgentBehaviour.neverComing()))
            .servedWithin(seconds(13))),
    ONE_OF_A_RULE_NEVER_COMES("An agent that the room's configuration names never comes", () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(90)).withRuleAgent().meeting(AgentBehaviour.neverComing()))
            .servedWithin(seconds(13))),
    LIVEKIT_DIES_AT_ONCE(
            "LiveKit is restarted when the agent has just joined, who does not come back", () -> Schedule.of(
                            Call.of(0, seconds(1), seconds(200)),
                            new Outage(seconds(3), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)))
                    .in(World.plain(1)
                            .with(SimulationTiming.SEEN.withRestart(seconds(5), Duration.ofMillis(500), seconds(8))))),
    A_GHOST_HOLDS_UP_A_RELEASE(
            "A caller hangs up while the removal of somebody is not answered whom LiveKit only remembers",
            () -> Schedule.of(
                            Call.of(0, seconds(0), seconds(90)).toAll(),
                            new Outage(seconds(10), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)),
                            new Amnesia(seconds(40), seconds(10)),
                            Call.of(2, Duration.ofMillis(49_900), Duration.ofMillis(72_500))
                                    .toAll())
                    .in(World.plain(1)
                            .with(SimulationTiming.SEEN
                                    .withAnswer(Duration.ofMillis(20))
                                    .withRestart(Duration.ofMillis(500), Duration.ofMillis(500), seconds(2))))),
    A_MEETING_LASTS("A person brings an agent to a caller and stays: all are left alone", DirectedRooms::meetingLasts),
    A_MEETING_ENDS(
            "A person brings an agent to a caller and leaves; then another caller joins them",
            DirectedRooms::meetingEnds),
    A_MEETING_ENDS_OUT_OF_SIGHT(
            "The same, and the list of participants fails when the other caller joins",
            DirectedRooms::meetingEndsOutOfSight),
    THE_ROOM_IS_THERE_AGAIN(
            "A caller's join is told when he has long gone and somebody has made a room of the same name",
            () -> Schedule.of(
                    Call.of(0, Duration.ofMillis(3_200), seconds(1))
                            .disturbedBy(
                                    new WebhookTrouble(WebhookFault.Kind.DELAY, "participant_joined", seconds(28), 1),
                                    new WebhookTrouble(WebhookFault.Kind.DROP, "participant_left", seconds(0), 9),
                                    new WebhookTrouble(WebhookFault.Kind.DROP, "room_finished", seconds(0), 9)),
                    new Fate(seconds(26), 0, Fate.Kind.ROOM_COMES_BACK))),
    A_CREATE_OUTLIVES_ITS_ROOM(
            "A create whose answer was lost takes effect when its room has been deleted, and makes it anew",
            () -> Schedule.of(
                    Call.of(0, seconds(0), Duration.ofMillis(3_500)),
                    new BadAnswer(seconds(0), ApiMethod.CREATE_DISPATCH, ApiFault.lateEffect(Duration.ofMillis(4_800))),
                    new Fate(seconds(4), 0, Fate.Kind.LOSES_ROOM))),
    AN_AGENT_LEAVES_AND_IS_LISTED(
            "An agent leaves, which is told, and lists go on showing it for 5 s",
            () -> Schedule.of(Call.of(0, seconds(0), seconds(60)).meeting(AgentBehaviour.leaving(seconds(12))))
                    .in(World.plain(1).with(SimulationTiming.SEEN.withParticipantListLag(seconds(5))))
                    .servedWithin(seconds(4))),
    AN_AGENT_LEAVES_DURING_A_LOOK("An agent leaves while a slow look is under way that shows it", () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(60)).toAll().meeting(AgentBehaviour.leaving(seconds(18))),
                    Call.of(1, seconds(5), seconds(9)).toAll())
            .in(World.plain(1).with(SimulationTiming.SEEN.withAnswer(Duration.ofMillis(1_200))))
            .servedWithin(seconds(12))),
    NO_AGENT_COMES_BACK("LiveKit is restarted, and the agents' machine with it", () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(80)),
                    new Outage(seconds(20), Outage.Kind.RESTART_WITH_AGENTS, seconds(1)))
            .servedWithin(seconds(14))),
    A_REJOIN_TOLD_LATE(
            "LiveKit is restarted, the caller comes back, hangs up at once, and all of this is told when the call is over",
            () -> Schedule.of(
                    Call.of(0, seconds(0), Duration.ofMillis(13_600))
                            .disturbedBy(
                                    new WebhookTrouble(WebhookFault.Kind.DELAY, "participant_joined", seconds(28), 9),
                                    new WebhookTrouble(WebhookFault.Kind.DROP, "participant_left", seconds(0), 9)),
                    new Outage(seconds(10), Outage.Kind.RESTART, seconds(1)))),
    A_MUTE_AGENT_BEATS(
            "A mute agent's heartbeats go to two processes in turn, which changes the row every 2 s, while LiveKit is slow",
            () -> Schedule.of(Call.of(0, seconds(0), seconds(60)).meeting(AgentBehaviour.mute()))
                    .in(World.plain(1)
                            .withReplicas(2)
                            .with(World.Beats.IN_TURN)
                            .with(SimulationTiming.SEEN.withAnswer(Duration.ofMillis(1_900))))
                    .servedWithin(seconds(22))),
    A_SENDER_PAUSES(
            "A process is stopped for a moment in the moment of sending, and another one looks at what is due",
            () -> Schedule.of(
                            Call.of(0, seconds(0), seconds(60)),
                            new Snag(seconds(0), 0, Moment.BEFORE_CREATE, 0, Snag.What.STOPS, seconds(3)))
                    .in(World.plain(1).withReplicas(2))),
    A_PROCESS_WAKES_UP_WITH_AN_OLD_LOOK(
            "The only process is stopped in the middle of a replacement, and the caller hangs up meanwhile",
            () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(20)).meeting(AgentBehaviour.leaving(seconds(10))),
                    new Snag(seconds(10), 0, Moment.AFTER_LIST, 5, Snag.What.STOPS, seconds(40)))),
    A_CALLER_COMES_BACK_AFTER_THE_HANG_UP(
            "A process that is to hang up on a caller is stopped; another one does it, and the caller calls again",
            () -> Schedule.of(
                            Call.of(0, seconds(0), seconds(300)).toAll(),
                            new Outage(seconds(0), Outage.Kind.WORKER, seconds(70)),
                            new Snag(seconds(64), 1, Moment.AFTER_WRITE, 5, Snag.What.STOPS, seconds(45)),
                            Call.of(10_000, seconds(90), seconds(60)).toAll())
                    .in(World.plain(1).withReplicas(2))),
    THE_STORE_FAILS_FOR_AN_INSTANT("The store does not take what the look before a create came to", () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(60)),
                    new Snag(seconds(0), 0, Moment.BEFORE_WRITE, 2, Snag.What.STORE_FAILS, seconds(0)))
            .servedWithin(seconds(3))),
    AN_AGENT_COMES_AND_GOES_WHILE_THE_STORE_IS_AWAY(
            "Webhooks have to be turned away for so long that LiveKit gives up on those of an agent: nobody can say that the"
                    + " caller heard nobody",
            () -> Schedule.of(
                            Call.of(0, seconds(0), seconds(20))
                                    .meeting(AgentBehaviour.leaving(Duration.ofMillis(3_568))),
                            new Partition(seconds(1), 0, Partition.Side.STORE, seconds(36)))
                    .in(World.plain(1).with(SimulationTiming.SEEN.withAgentStart(Duration.ofMillis(1_500))))),
    THE_STORE_FORGETS_WHILE_LIVEKIT_IS_RESTARTED(
            "LiveKit is restarted twice and the store forgets: what it finds afterwards is a caller who is back and an agent"
                    + " whom LiveKit only remembers",
            () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(100)),
                    new Outage(seconds(8), Outage.Kind.RESTART, seconds(7)),
                    new Outage(seconds(10), Outage.Kind.RESTART, seconds(0)),
                    new Amnesia(seconds(10), seconds(10)))),
    THE_STORE_TAKES_IN_SILENCE("The store takes the intent and does not say so", () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(60)),
                    new Snag(seconds(0), 0, Moment.AFTER_WRITE, 2, Snag.What.STORE_FAILS, seconds(0)))
            .servedWithin(seconds(3))),
    A_CALL_ENDS_BEFORE_LISTS_KNOW("A caller hangs up when lists do not show his agent yet", () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(3)))
            .in(World.plain(1).with(SimulationTiming.SEEN.withParticipantListLag(seconds(5))))),
    A_BEATING_AGENT_DIES("An agent that sends heartbeats dies, and LiveKit lists it for 20 s", () -> Schedule.of(
                    Call.of(0, seconds(0), seconds(60)).meeting(AgentBehaviour.crashing(seconds(12))))
            .in(World.plain(1).with(World.Beats.TO_ONE))
            .servedWithin(seconds(9))),
    STORES_APART(
            "Two processes whose stores do not know of each other hear of a caller at once, and both send an agent, of whom one"
                    + " takes 20 s to come",
            () -> Schedule.of(Call.of(0, seconds(0), seconds(60))
                            .meeting(AgentBehaviour.normal(), AgentBehaviour.slow(seconds(20))))
                    .in(World.plain(1)
                            .withReplicas(2)
                            .withStoresApart()
                            .with(SimulationTiming.SEEN
                                    .withAnswer(Duration.ofMillis(300))
                                    .withAgentStart(seconds(2))))),
    HEARTBEATS_WAIT(
            "The process that hears an agent is stopped, and the heartbeats wait until it goes on", () -> Schedule.of(
                            Call.of(0, seconds(0), seconds(90)),
                            new Snag(seconds(41), 0, Moment.NOW, 0, Snag.What.STOPS, seconds(20)))
                    .in(World.plain(1).with(World.Beats.TO_ONE))),
    HEARTBEATS_ARE_TURNED_AWAY(
            "The process that hears an agent has too much to do, and turns heartbeats away", () -> Schedule.of(
                            Call.of(0, seconds(0), seconds(90)),
                            new Unheard(seconds(41), 0, Unheard.Why.TURNED_AWAY, seconds(20)))
                    .in(World.plain(1).with(World.Beats.TO_ONE))),
    AN_AGENT_GOES_TO_ANOTHER_PROCESS(
            "The process that hears an agent cannot be reached any more, and the agent goes to another one",
            () -> Schedule.of(
                            Call.of(0, seconds(0), seconds(90)),
                            new Unheard(seconds(41), 0, Unheard.Why.LOST, seconds(20)),
                            new Unheard(seconds(65), 1, Unheard.Why.LOST, seconds(20)))
                    .in(World.plain(1).withReplicas(2).with(World.Beats.TO_ONE))),
    A_CALLER_IS_ONLY_HEARD(
            "The first caller of a room hangs up while lists cannot be read, and another one is heard there of whose joining"
                    + " nothing told: both lost the agent",
            DirectedRooms::onlyHeard),
    A_CALLER_COMES_WHILE_WE_ARE_AWAY(
            "The only process is stopped while another caller joins, of whom LiveKit gives up telling, and the first one hangs"
                    + " up",
            DirectedRooms::comesWhileWeAreAway),
    A_CALLER_COMES_BETWEEN_TWO_LOOKS(
            "A caller is lost, and another one joins between the two looks that prove it, before lists show him",
            DirectedRooms::comesBetweenTwoLooks),
    A_GHOST_WAITS_FOR_A_CALLER(
            "LiveKit is restarted when nobody but an agent is in a room, and goes on listing it when the next caller comes",
            DirectedRooms::ghostWaits),
    A_CALL_IS_OLDER_THAN_ITS_RECORD(
            "What was told of a caller and of the agent he heard is lost in a restart: nobody can say that he heard nobody",
            DirectedRooms::olderThanItsRecord),
    A_RESTART_LOSES_WHAT_WAS_TO_BE_TOLD(
            "An agent comes and goes while the only process is dead, and LiveKit is restarted before it has told so: nobody can"
                    + " say that the caller heard nobody",
            DirectedRooms::restartLosesNews),
    AN_AGENT_WAS_ONLY_HEARD_BY_US(
            "Of an agent its heartbeats alone are known when LiveKit is restarted: nobody can say that it was not heard, and"
                    + " its removal is not waited for",
            DirectedRooms::onlyHeartbeats),
    A_REPLACEMENT_IS_NEVER_SETTLED(
            "An agent stops sending heartbeats in a restart of which LiveKit never tells, and its removal is not answered",
            DirectedRooms::neverSettled),
    A_HANG_UP_IS_TOLD_A_MINUTE_LATE(
            "A hang-up is told a minute late, while a guest keeps the agent's room open", DirectedRooms::endsUntold),
    A_CALL_IN_COMPANY_IS_FORGOTTEN(
            "The store forgets a call with a guest and two agents", DirectedRooms::forgottenInCompany),
    A_CALL_IS_FOUND_BESIDE_A_GHOST(
            "The store forgets a call whose agent LiveKit lists beside one who was lost in a restart",
            DirectedRooms::forgottenBesideAGhost),
    LIVEKIT_DIES_TWICE("LiveKit is restarted again before the caller is back", DirectedRooms::restartedTwice),
    AN_AGENT_IS_BACK_BEFORE_THE_CALLER(
            "After a restart of LiveKit a second agent speaks, and is removed, before the caller is back",
            DirectedRooms::backBeforeTheCaller),
    ONLY_SILENCE_IS_TOLD(
            "An agent comes, speaks and dies while the only process is dead: nothing tells of it but that its audio has ended",
            DirectedRooms::onlySilenceTold),
    AN_AGENT_IS_TOLD_OF_TOO_LATE(
            "An agent comes when the call is over and the store away, and a restart loses its dispatch",
            DirectedRooms::agentToldWhenClosed),
    NOTHING_TELLS_OF_THE_SECOND_CALLER(
            "Neither a room's second caller is told of nor the agent that both hear",
            DirectedRooms::nothingToldOfTheSecond),
    A_DIALLER_DIES_BEFORE_THE_DIAL(
            "A process dies between its intent to dial and the dial: nobody dials in its place",
            DirectedOrders::diesBeforeTheDial),
    A_DIALLER_DIES_AFTER_THE_DIAL(
            "A process dies when the phone rings: the call is followed, and nobody dials again",
            DirectedOrders::diesAfterTheDial),
    THE_AGENT_LEAVES_AND_NOBODY_TELLS_THE_DIALLER(
            "A process stands still before its dial and dies; the agent has left when the next one looks, which no webhook has"
                    + " told it yet",
            DirectedOrders::agentLeavesUntold),
    A_DIALLER_IS_STOPPED(
            "A process is stopped in the moment of dialling until its dial can take effect no more",
            DirectedOrders::isStopped),
    A_DIAL_TAKES_EFFECT_LATE(
            "A dial whose answer was lost makes the phone ring 15 s later", DirectedOrders::takesEffectLate),
    THE_CALLEE_IS_BUSY_AND_NOBODY_HEARS_IT(
            "A busy callee's dial ends while its answer cannot come through", DirectedOrders::busyUnheard),
    LIVEKIT_DIES_WHILE_IT_RINGS(
            "LiveKit is restarted while a phone rings that is answered afterwards",
            DirectedOrders::restartWhileItRings),
    LIVEKIT_DIES_BEFORE_THE_AGENT_COMES(
            "LiveKit is restarted before the agent of an ordered call is there", DirectedOrders::restartBeforeTheAgent),
    A_CALLEE_IS_GONE_AND_NOBODY_SAYS_SO(
            "LiveKit and the agents' machine are restarted, and whom we called has hung up meanwhile",
            DirectedOrders::goneUntold),
    NO_AGENT_FOR_AN_ORDER("No agent comes for an ordered call", DirectedOrders::noAgent),
    THE_AGENT_DIES_WHILE_IT_RINGS("The agent of an ordered call dies while the phone rings", DirectedOrders::agentDies),
    A_SENDER_DIES_BEFORE_THE_TRANSFER(
            "A process dies between its intent to transfer and the request: nobody sends it in its place",
            () -> DirectedTransfers.dies(Moment.BEFORE_TRANSFER)),
    A_SENDER_DIES_AFTER_THE_TRANSFER(
            "A process dies when a far end was asked to call somebody, which does not want to",
            () -> DirectedTransfers.dies(Moment.AFTER_TRANSFER)),
    A_SENDER_DIES_BEFORE_IT_CALLS_THE_TARGET(
            "A process dies between its intent to call a target and the dial", DirectedTransfers::diesBeforeItCalls),
    THE_ANSWER_TO_A_TRANSFER_IS_LOST(
            "The answer to a transfer is lost whose far end never says what came of it", DirectedTransfers::lostAnswer),
    A_TRANSFER_IS_TOLD_LATE(
            "A transfer works while its process is stopped, and another one finds that the call is over",
            DirectedTransfers::toldLate),
    TWO_AGENTS_ARE_FOUND(
            "The store forgets a call that has an agent and its twin: both went on speaking until something else was told",
            DirectedRooms::twoAreFound),
    A_TRANSFER_IS_FORGOTTEN(
            "The store forgets a transfer that is under way, and which works afterwards", DirectedTransfers::forgotten),
    A_TRANSFER_TAKES_EFFECT_LATE(
            "A transfer whose answer was lost works when nobody counts on it any more",
            DirectedTransfers::takesEffectLate),
    A_CALLER_LEAVES_WHILE_THE_TARGET_RINGS(
            "A caller hangs up while a target's phone rings that is taken up later", DirectedTransfers::callerLeaves),
    A_TRANSFER_WHILE_IT_RINGS(
            "A bridge is asked for whom we called while his phone rings", DirectedTransfers::whileItRings),
    A_PROCESS_DIES_BETWEEN_TWO_ATTEMPTS(
            "A process dies when the next attempt of an order is stored, and the one before does not say so yet",
            DirectedTransfers::betweenAttempts),
    A_GHOST_OF_THE_ATTEMPT_BEFORE(
            "The next attempt is made of a call whose room LiveKit lists after a restart, with an agent that is gone",
            DirectedTransfers::ghost),
    A_BRIDGE_BESIDE_A_GHOST(
            "A target is called to a caller whose agent LiveKit merely remembers since a restart that it never told of",
            DirectedTransfers::besideAGhost),
    A_PROCESS_DIES_WITH_A_TURN(
            "A process dies that has just got the turn of a call on a paced trunk", DirectedTransfers::paced);

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
