package telephony.app.proof;

import java.time.Duration;
import telephony.app.proof.Happening.BadAnswer;
import telephony.app.proof.Happening.Moment;
import telephony.app.proof.Happening.Order;
import telephony.app.proof.Happening.Outage;
import telephony.app.proof.Happening.Partition;
import telephony.app.proof.Happening.Snag;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.ApiFault;
import telephony.simulation.ApiMethod;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.SimulationTiming;

/** What happens on the days of {@link Directed} on which a program orders a call. */
final class DirectedOrders {

    private DirectedOrders() {}

    static Schedule diesBeforeTheDial() {
        return Schedule.of(
                Order.of(seconds(0), CalleeBehaviour.answering().talkingFor(seconds(20))),
                new Snag(seconds(0), 0, Moment.BEFORE_DIAL, 0, Snag.What.DIES, seconds(1)));
    }

    static Schedule diesAfterTheDial() {
        return Schedule.of(
                Order.of(
                        seconds(0),
                        CalleeBehaviour.answering().after(seconds(8)).talkingFor(seconds(20))),
                new Snag(seconds(0), 0, Moment.AFTER_DIAL, 0, Snag.What.DIES, seconds(1)));
    }

    static Schedule agentLeavesUntold() {
        return Schedule.of(
                        new Snag(seconds(0), 0, Moment.BEFORE_READ, 0, Snag.What.DIES, seconds(8)),
                        Order.of(seconds(27), CalleeBehaviour.absent()).meeting(AgentBehaviour.leaving(seconds(25))),
                        new Snag(seconds(30), 0, Moment.AFTER_LIST, 0, Snag.What.STOPS, seconds(40)),
                        new Snag(seconds(40), 0, Moment.ANSWER, 0, Snag.What.DIES, seconds(0)))
                .in(World.plain(1).with(SimulationTiming.SEEN.withAgentStart(seconds(4))));
    }

    static Schedule isStopped() {
        return Schedule.of(
                        Order.of(seconds(0), CalleeBehaviour.answering().talkingFor(seconds(20))),
                        new Snag(seconds(0), 0, Moment.BEFORE_DIAL, 0, Snag.What.STOPS, seconds(80)))
                .in(World.plain(1).withReplicas(2));
    }

    static Schedule takesEffectLate() {
        return Schedule.of(
                Order.of(seconds(0), CalleeBehaviour.answering().talkingFor(seconds(20))),
                new BadAnswer(seconds(0), ApiMethod.CREATE_SIP_PARTICIPANT, ApiFault.lateEffect(seconds(15))));
    }

    static Schedule busyUnheard() {
        return Schedule.of(
                Order.of(seconds(0), CalleeBehaviour.busy().after(seconds(4))),
                new Partition(seconds(1), 0, Partition.Side.ANSWERS, seconds(30)));
    }

    static Schedule restartWhileItRings() {
        return Schedule.of(
                Order.of(
                        seconds(0),
                        CalleeBehaviour.answering().after(seconds(15)).talkingFor(seconds(20))),
                new Outage(seconds(5), Outage.Kind.RESTART, seconds(2)));
    }

    static Schedule restartBeforeTheAgent() {
        return Schedule.of(
                Order.of(seconds(0), CalleeBehaviour.answering().talkingFor(seconds(20)))
                        .meeting(AgentBehaviour.slow(seconds(6))),
                new Outage(seconds(2), Outage.Kind.RESTART, seconds(2)));
    }

    static Schedule goneUntold() {
        return Schedule.of(
                        Order.of(
                                seconds(0),
                                CalleeBehaviour.answering().after(seconds(2)).talkingFor(seconds(63))),
                        new Outage(seconds(60), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)))
                .in(World.plain(1).with(SimulationTiming.SEEN.withRestart(seconds(14), seconds(9), seconds(2))));
    }

    static Schedule noAgent() {
        return Schedule.of(
                new Outage(seconds(0), Outage.Kind.WORKER, seconds(200)),
                Order.of(seconds(1), CalleeBehaviour.answering().talkingFor(seconds(20))));
    }

    static Schedule agentDies() {
        return Schedule.of(
                Order.of(
                        seconds(0),
                        CalleeBehaviour.answering().after(seconds(15)).talkingFor(seconds(40))),
                new Outage(seconds(4), Outage.Kind.AGENTS_DIE, seconds(0)));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
