package telephony.app.proof;

import java.time.Duration;
import java.util.List;
import telephony.app.proof.Happening.Amnesia;
import telephony.app.proof.Happening.BadAnswer;
import telephony.app.proof.Happening.Call;
import telephony.app.proof.Happening.Handover;
import telephony.app.proof.Happening.Moment;
import telephony.app.proof.Happening.Order;
import telephony.app.proof.Happening.Outage;
import telephony.app.proof.Happening.Paced;
import telephony.app.proof.Happening.Snag;
import telephony.queue.QueuePace;
import telephony.simulation.ApiFault;
import telephony.simulation.ApiMethod;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.SimulationTiming;
import telephony.simulation.TransferBehaviour;
import telephony.simulation.WebhookFault;

/** What happens on the days of {@link Directed} that are about transfers, turns and further attempts. */
final class DirectedTransfers {

    private static final CalleeBehaviour ANSWERS = CalleeBehaviour.answering().talkingFor(seconds(40));

    private DirectedTransfers() {}

    /** The one process meets this when it is about to ask for a cold transfer, or to call the target. */
    static Schedule interrupted(Moment moment, Handover asked) {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(70)),
                new Snag(seconds(0), 0, moment, 0, Snag.What.DIES, seconds(2)),
                asked.ofCaller(0));
    }

    static Schedule dies(Moment moment) {
        return interrupted(moment, Handover.cold(seconds(10), TransferBehaviour.failing(603)));
    }

    static Schedule diesBeforeItCalls() {
        return interrupted(Moment.BEFORE_DIAL, Handover.bridge(seconds(10), ANSWERS));
    }

    static Schedule lostAnswer() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(60)),
                new BadAnswer(seconds(5), ApiMethod.TRANSFER_SIP_PARTICIPANT, ApiFault.lostAnswer()),
                Handover.cold(seconds(10), TransferBehaviour.silent()).ofCaller(0));
    }

    static Schedule toldLate() {
        return Schedule.of(
                        Call.of(0, seconds(0), seconds(60)),
                        Handover.cold(seconds(10), TransferBehaviour.working().after(seconds(10)))
                                .ofCaller(0),
                        new Snag(seconds(19), 0, Moment.NOW, 0, Snag.What.STOPS, seconds(30)))
                .in(World.plain(1).withReplicas(2));
    }

    static Schedule forgotten() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(60)),
                Handover.cold(seconds(19), TransferBehaviour.working().after(seconds(8)))
                        .ofCaller(0),
                new Amnesia(seconds(22), seconds(0)));
    }

    static Schedule takesEffectLate() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(60))
                        .disturbedBy(new WebhookTrouble(WebhookFault.Kind.DELAY, "participant_left", seconds(15), 9)),
                new BadAnswer(seconds(5), ApiMethod.TRANSFER_SIP_PARTICIPANT, ApiFault.lateEffect(seconds(6))),
                Handover.cold(seconds(6), TransferBehaviour.working()).ofCaller(0));
    }

    static Schedule callerLeaves() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(20)),
                Handover.bridge(
                                seconds(10),
                                CalleeBehaviour.answering().after(seconds(13)).talkingFor(seconds(90)))
                        .ofCaller(0));
    }

    static Schedule whileItRings() {
        return Schedule.of(
                Order.of(seconds(0), CalleeBehaviour.absent()),
                Handover.bridge(seconds(2), CalleeBehaviour.answering().talkingFor(seconds(5))));
    }

    static Schedule betweenAttempts() {
        return Schedule.of(
                Order.of(seconds(0), CalleeBehaviour.busy()).again(),
                new Snag(seconds(12), 0, Moment.AFTER_WRITE, BEFORE_IT_IS_NOTED, Snag.What.DIES, seconds(2)));
    }

    /** Writes from the time on at which the next attempt is due, until its row is stored. */
    private static final int BEFORE_IT_IS_NOTED = 3;

    static Schedule ghost() {
        return Schedule.of(
                        Order.of(seconds(20), ANSWERS).again(),
                        new Outage(seconds(26), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)))
                .in(World.plain(1).with(SimulationTiming.SEEN.withParticipantListLag(seconds(5))));
    }

    /** Nothing tells that the caller has gone either, until LiveKit is restarted once more. */
    static Schedule besideAGhost() {
        return Schedule.of(
                Call.of(0, seconds(0), seconds(60))
                        .disturbedBy(
                                DirectedRooms.untold("room_started", 9),
                                DirectedRooms.untold("participant_left", 9),
                                DirectedRooms.untold("room_finished", 9)),
                new Outage(seconds(27), Outage.Kind.RESTART_WITH_AGENTS, seconds(0)),
                Handover.bridge(seconds(30), ANSWERS).ofCaller(0),
                new Outage(seconds(90), Outage.Kind.RESTART, seconds(0)));
    }

    static Schedule paced() {
        return Schedule.of(
                new Paced(seconds(0), new QueuePace(1L, 2L)),
                order(0),
                order(1),
                order(2),
                new Snag(seconds(0), 0, Moment.AFTER_CLAIM, 0, Snag.What.DIES, seconds(3)));
    }

    private static Order order(int number) {
        return new Order(seconds(0), number, CalleeBehaviour.busy(), true, seconds(20), List.of(), false);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
