package telephony.app.proof;

import java.time.Duration;
import telephony.app.proof.Happening.Amnesia;
import telephony.app.proof.Happening.BadAnswer;
import telephony.app.proof.Happening.Call;
import telephony.app.proof.Happening.Fate;
import telephony.app.proof.Happening.Moment;
import telephony.app.proof.Happening.Outage;
import telephony.app.proof.Happening.Partition;
import telephony.app.proof.Happening.Snag;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.ApiFault;
import telephony.simulation.ApiMethod;
import telephony.simulation.SimulationTiming;
import telephony.simulation.WebhookFault;

/** What happens on the days of {@link Directed} on which what is told of a room leaves somebody out. */
final class DirectedRooms {

    private static final int ALL = 99;

    private DirectedRooms() {}

    static Schedule voiceOfTheCallBefore() {
        return Schedule.of(
                Call.of(1, seconds(3), seconds(20)).toAll(),
                new Partition(seconds(17), 0, Partition.Side.API, seconds(27)),
                Call.of(2, seconds(30), seconds(2)).toAll());
    }

    static Schedule onlyHeard() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(50)).toAll(),
                new Partition(seconds(30), 0, Partition.Side.API, seconds(30)),
                Call.of(1, seconds(36), seconds(60)).toAll().disturbedBy(untold("participant_joined", 1)));
    }

    static Schedule comesWhileWeAreAway() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(50)).toAll(),
                new Snag(seconds(20), 0, Moment.NOW, 0, Snag.What.STOPS, seconds(40)),
                Call.of(1, seconds(30), seconds(60)).toAll().disturbedBy(untold("", 2)));
    }

    /** The store's clock is a little ahead, so that the last look begins 5 s after the join, and just before. */
    static Schedule comesBetweenTwoLooks() {
        World world = World.plain(1).with(SimulationTiming.SEEN.withParticipantListLag(seconds(5)));
        return Schedule.of(
                        Call.of(0, seconds(0), seconds(40)).toAll(),
                        new Fate(Duration.ofMillis(8_681), 0, Fate.Kind.LOSES_SIP),
                        Call.of(1, seconds(36), seconds(50)).toAll())
                .in(world.withStoreAhead(Duration.ofMillis(400)));
    }

    static Schedule ghostOfTheCallBefore() {
        return ghostAfter(Call.of(0, seconds(0), seconds(12)).toAll().disturbedBy(untold("room_started", ALL)))
                .servedWithin(seconds(70));
    }

    static Schedule ghostThatIsToldOf() {
        return ghostAfter(Call.of(0, seconds(0), seconds(12)).toAll()).servedWithin(seconds(3));
    }

    private static Schedule ghostAfter(Call first) {
        return Schedule.of(
                first,
                new BadAnswer(seconds(0), ApiMethod.REMOVE_PARTICIPANT, ApiFault.refused()),
                new Outage(seconds(13), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)),
                Call.of(1, seconds(50), seconds(300)).toAll());
    }

    static Schedule ghostWaits() {
        return Schedule.of(
                Call.of(1, seconds(0), seconds(0)).toAll().withRuleAgent(),
                new Outage(seconds(20), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)),
                Call.of(2, seconds(40), seconds(30)).toAll());
    }

    static Schedule olderThanItsRecord() {
        return Schedule.of(
                Call.of(1, seconds(23), seconds(10))
                        .withRuleAgent()
                        .disturbedBy(new WebhookTrouble(WebhookFault.Kind.DELAY, "", seconds(4), 2)),
                new Outage(seconds(24), Outage.Kind.RESTART_WITH_AGENTS, seconds(5)),
                new Partition(seconds(30), 0, Partition.Side.ANSWERS, seconds(10)));
    }

    static Schedule restartLosesNews() {
        return Schedule.of(
                        Call.of(0, seconds(0), seconds(30)).meeting(AgentBehaviour.leaving(seconds(6))),
                        new Snag(seconds(3), 0, Moment.NOW, 0, Snag.What.DIES, seconds(10)),
                        new Snag(seconds(4), 0, Moment.BEFORE_LIST, 0, Snag.What.DIES, seconds(0)),
                        new Outage(seconds(13), Outage.Kind.RESTART, seconds(0)))
                .in(World.plain(1)
                        .with(SimulationTiming.SEEN
                                .withAgentStart(seconds(4))
                                .withRestart(seconds(14), seconds(9), seconds(8))));
    }

    static Schedule onlyHeartbeats() {
        return Schedule.of(
                        Call.of(3, seconds(20), seconds(90))
                                .disturbedBy(
                                        new WebhookTrouble(
                                                WebhookFault.Kind.DELAY, "participant_joined", seconds(6), 3),
                                        new WebhookTrouble(WebhookFault.Kind.REORDER, "", seconds(13), 3)),
                        new Outage(seconds(30), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)))
                .in(World.plain(1)
                        .with(World.Beats.TO_ONE)
                        .with(SimulationTiming.SEEN.withParticipantListLag(seconds(5))));
    }

    static Schedule neverSettled() {
        return Schedule.of(
                        Call.of(0, seconds(0), seconds(300)).disturbedBy(untold("room_started", ALL)),
                        new Outage(seconds(20), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)))
                .in(World.plain(1).with(World.Beats.TO_ONE))
                .servedWithin(seconds(80));
    }

    static Schedule meetingLasts() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(90)).toAll(),
                new Fate(seconds(0), 0, Fate.Kind.GETS_COMPANY),
                new Fate(seconds(2), 0, Fate.Kind.GETS_OUR_AGENT));
    }

    static Schedule meetingEnds() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(60)).toAll(),
                new Fate(seconds(0), 0, Fate.Kind.GETS_COMPANY),
                new Fate(seconds(2), 0, Fate.Kind.GETS_OUR_AGENT),
                new Fate(seconds(5), 0, Fate.Kind.LOSES_COMPANY),
                Call.of(1, seconds(20), seconds(30)).toAll());
    }

    static Schedule meetingEndsOutOfSight() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(60)).toAll(),
                new Fate(seconds(0), 0, Fate.Kind.GETS_COMPANY),
                new Fate(seconds(2), 0, Fate.Kind.GETS_OUR_AGENT),
                new Fate(seconds(5), 0, Fate.Kind.LOSES_COMPANY),
                new BadAnswer(Duration.ofMillis(20_001), ApiMethod.LIST_PARTICIPANTS, ApiFault.lostAnswer()),
                new BadAnswer(Duration.ofMillis(20_001), ApiMethod.LIST_DISPATCH, ApiFault.lostAnswer()),
                Call.of(1, seconds(20), seconds(30)).toAll());
    }

    /** The guest is one whom LiveKit only remembers, and so is the agent that comes back as the second one. */
    static Schedule forgottenInCompany() {
        return Schedule.of(
                        Call.of(1, seconds(40), seconds(80)).withRuleAgent(),
                        new Amnesia(seconds(56), Duration.ofMillis(16_100)),
                        new Fate(Duration.ofMillis(59_427), 1, Fate.Kind.GETS_COMPANY),
                        new Outage(seconds(60), Outage.Kind.RESTART, seconds(0)))
                .in(World.plain(1).with(SimulationTiming.SEEN.withRestart(seconds(14), seconds(9), seconds(8))));
    }

    static Schedule forgottenBesideAGhost() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(10)).toAll(),
                Call.of(2, seconds(0), seconds(120)).toAll(),
                new Outage(seconds(9), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)),
                new Amnesia(seconds(70), seconds(0)));
    }

    /** A guest keeps the room open, and with it the agent. */
    static Schedule endsUntold() {
        return Schedule.of(
                Call.of(3, seconds(50), seconds(29)).withRuleAgent(),
                new Snag(seconds(54), 0, Moment.BEFORE_CLAIM, 0, Snag.What.STOPS, seconds(20)),
                new Snag(seconds(60), 0, Moment.BEFORE_READ, 0, Snag.What.STOPS, seconds(20)),
                new Snag(seconds(60), 2, Moment.AFTER_LIST, 1, Snag.What.STOPS, seconds(40)),
                new Fate(Duration.ofMillis(75_741), 3, Fate.Kind.GETS_COMPANY));
    }

    /** The second restart begins when the agent is back from the first, and the caller is not. */
    static Schedule restartedTwice() {
        return Schedule.of(
                        Call.of(0, seconds(0), seconds(90)),
                        new Outage(seconds(9), Outage.Kind.RESTART, seconds(6)),
                        new Snag(seconds(21), 2, Moment.AFTER_READ, 0, Snag.What.STOPS, seconds(20)),
                        new Outage(seconds(23), Outage.Kind.RESTART_WITH_AGENTS, seconds(6)))
                .in(World.plain(1)
                        .withReplicas(2)
                        .with(SimulationTiming.SEEN.withRestart(seconds(5), seconds(9), seconds(2))));
    }

    /** The first agent is mute; LiveKit launches another one when the room is opened again. */
    static Schedule backBeforeTheCaller() {
        return Schedule.of(
                        Call.of(2, seconds(44), seconds(20)).withRuleAgent().meeting(AgentBehaviour.mute()),
                        new Outage(seconds(48), Outage.Kind.RESTART, seconds(0)))
                .in(World.plain(1)
                        .with(SimulationTiming.SEEN.withRestart(
                                Duration.ofMillis(1_500), seconds(9), Duration.ofMillis(500))));
    }

    static Schedule onlySilenceTold() {
        return Schedule.of(
                        Call.of(0, seconds(0), seconds(38))
                                .meeting(AgentBehaviour.crashing(seconds(1)))
                                .disturbedBy(untold("participant_left", 1)),
                        new Snag(seconds(3), 0, Moment.NOW, 0, Snag.What.DIES, seconds(33)))
                .in(World.plain(1).with(SimulationTiming.SEEN.withAgentStart(seconds(4))));
    }

    static Schedule agentToldWhenClosed() {
        return Schedule.of(
                        Call.of(1, seconds(4), Duration.ofMillis(600)),
                        new Partition(seconds(6), 0, Partition.Side.STORE_OF_ALL, seconds(30)),
                        new Outage(seconds(10), Outage.Kind.RESTART, seconds(0)))
                .in(World.plain(1).with(SimulationTiming.SEEN.withAgentStart(seconds(4))));
    }

    static Schedule nothingToldOfTheSecond() {
        return Schedule.of(
                        Call.of(1, seconds(13), seconds(6)).toAll().withRuleAgent(),
                        Call.of(2, seconds(15), seconds(70)).toAll().disturbedBy(untold("", 5)))
                .in(World.plain(1)
                        .with(SimulationTiming.SEEN.withAgentStart(seconds(4)).withParticipantListLag(seconds(5))));
    }

    static Schedule twoAreFound() {
        return Schedule.of(
                        Call.of(0, seconds(0), seconds(0)).toAll().withRuleAgent(),
                        Call.of(1, seconds(0), seconds(80))
                                .toAll()
                                .disturbedBy(
                                        new WebhookTrouble(WebhookFault.Kind.DELAY, "", Duration.ofMillis(15_577), 5)),
                        Call.of(2, seconds(15), seconds(55)).toAll().disturbedBy(untold("", 2), untold("", 3)),
                        new Outage(Duration.ofMillis(21_064), Outage.Kind.RESTART, seconds(5)),
                        new Amnesia(seconds(29), seconds(10)))
                .in(World.plain(1)
                        .with(SimulationTiming.SEEN.withRestart(
                                Duration.ofMillis(1_500), seconds(9), Duration.ofMillis(500))));
    }

    static WebhookTrouble untold(String event, int times) {
        return new WebhookTrouble(WebhookFault.Kind.DROP, event, seconds(0), times);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
