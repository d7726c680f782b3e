package telephony.app.proof;

import java.time.Duration;
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

    private static WebhookTrouble untold(String event, int times) {
        return new WebhookTrouble(WebhookFault.Kind.DROP, event, seconds(0), times);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
