package telephony.app.proof;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import telephony.app.proof.Happening.Amnesia;
import telephony.app.proof.Happening.BadAnswer;
import telephony.app.proof.Happening.Call;
import telephony.app.proof.Happening.Fate;
import telephony.app.proof.Happening.Handover;
import telephony.app.proof.Happening.Order;
import telephony.app.proof.Happening.Outage;
import telephony.app.proof.Happening.Paced;
import telephony.app.proof.Happening.Partition;
import telephony.app.proof.Happening.Snag;
import telephony.app.proof.Happening.Unheard;
import telephony.call.Participant;
import telephony.call.ParticipantKind;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.DispatchRule;
import telephony.simulation.NewDispatch;
import telephony.simulation.PhoneCall;
import telephony.simulation.SimulatedCall;
import telephony.simulation.SimulatedLiveKit;
import telephony.simulation.WebhookFault;

/** Lets happen what a schedule says. */
final class Stagehand {

    private static final String STRANGER = "stranger";
    private static final String TO = "+15559990000";
    private static final String FROM = "+1555123";
    private static final int NUMBERS = 10_000;

    private final Play play;
    private final SimulatedLiveKit livekit;

    Stagehand(Play play) {
        this.play = play;
        this.livekit = play.livekit();
    }

    void perform(Happening happening) {
        if (happening instanceof Call call) {
            place(call);
        } else if (happening instanceof Order order) {
            play.orders().send(order);
        } else if (happening instanceof Handover asked) {
            play.transfers().send(asked);
        } else if (happening instanceof Paced paced) {
            play.paced(paced.pace());
        } else if (happening instanceof Fate fate) {
            befall(fate);
        } else if (happening instanceof BadAnswer bad) {
            livekit.api().failNext(bad.method(), bad.fault());
        } else if (happening instanceof Outage outage) {
            begin(outage);
        } else if (happening instanceof Snag snag) {
            replica(snag.replica()).meets(snag);
        } else if (happening instanceof Partition partition) {
            cut(partition);
        } else if (happening instanceof Unheard unheard) {
            replica(unheard.replica()).isUnheardBy(unheard);
        } else if (happening instanceof Amnesia amnesia) {
            play.disturb(amnesia.away().plus(Bounds.AFTER_PROCESS), "amnesia");
            play.forget(amnesia.away());
        }
    }

    /** A schedule made for more processes than there are goes to those that there are. */
    private Replica replica(int number) {
        return play.replicas().get(number % play.replicas().size());
    }

    private void place(Call call) {
        if (!livekit.isUp()) {
            return;
        }
        DispatchRule rule = call.direct() ? DispatchRule.direct("lobby") : DispatchRule.individual("call");
        PhoneCall placed = PhoneCall.between(FROM + (NUMBERS + call.caller()) % NUMBERS, TO)
                .by(call.ruleSendsAgent() ? rule.withAgents(Bounds.AGENT) : rule)
                .meeting(call.agents().stream().map(play.world()::here).toArray(AgentBehaviour[]::new))
                .disturbedBy(call.troubles().stream().map(WebhookTrouble::fault).toArray(WebhookFault[]::new))
                .hangingUpAfter(call.hangsUpAfter());
        Duration patience = call.patience();
        SimulatedCall made = livekit.call(patience == null ? placed : placed.givingUpAfter(patience));
        play.calls().put(call.caller(), made);
        if (!call.agents().isEmpty()) {
            odd(made.roomName(), call.agents().size());
        }
        play.remark(() -> "caller " + call.caller() + " is in " + made.roomName());
    }

    private void odd(@Nullable String roomName, int agents) {
        play.witness().agentsAreOdd(livekit.clock().instant(), roomName, agents);
    }

    private void befall(Fate fate) {
        SimulatedCall call = play.calls().get(fate.caller());
        if (call == null || call.isOver() != fate.kind().isAfterwards()) {
            return;
        }
        switch (fate.kind()) {
            case VANISHES -> call.vanish();
            case LOSES_SIP -> call.loseSip();
            case GETS_A_STRANGER -> {
                livekit.worker(STRANGER);
                var unused = livekit.api().create(new NewDispatch(call.roomName(), STRANGER, "", null, null));
            }
            case GETS_OUR_AGENT -> {
                var unused = livekit.api().create(new NewDispatch(call.roomName(), Bounds.AGENT, "", null, null));
            }
            case LOSES_COMPANY -> livekit.leave(call.roomName(), "guest-" + fate.caller());
            case LOSES_ROOM -> {
                var unused = livekit.api().deleteRoom(call.roomName());
            }
            case ROOM_COMES_BACK -> livekit.openRoom(call.roomName());
            case GETS_COMPANY ->
                livekit.room(call.roomName())
                        .ifPresent(room -> livekit.join(
                                call.roomName(),
                                new Participant(
                                        "PA_guest" + fate.caller(),
                                        "guest-" + fate.caller(),
                                        ParticipantKind.STANDARD,
                                        null,
                                        false,
                                        null,
                                        null)));
        }
    }

    private void begin(Outage outage) {
        Duration length = outage.length();
        switch (outage.kind()) {
            case API -> {
                livekit.api().beUnreachableFor(length);
                play.disturb(length.plus(Bounds.AFTER_OUTAGE), "no API");
            }
            case RESTART -> restart(length);
            case RESTART_WITH_AGENTS -> {
                restart(length);
                odd(null, Integer.MAX_VALUE);
                livekit.killAgents();
            }
            case RESTART_WITH_CALLERS -> {
                restart(length);
                List.copyOf(play.calls().values()).forEach(SimulatedCall::hangUp);
            }
            case WORKER -> {
                odd(null, Integer.MAX_VALUE);
                livekit.stopWorker(Bounds.AGENT);
                livekit.clock().in(length, () -> livekit.worker(Bounds.AGENT, play.usualAgents()));
            }
            case AGENTS_DIE -> {
                odd(null, Integer.MAX_VALUE);
                livekit.killAgents();
            }
        }
    }

    private void restart(Duration length) {
        livekit.restart(length);
        play.disturb(length.plus(Bounds.AFTER_RESTART), "restart");
    }

    private void cut(Partition partition) {
        play.disturb(partition.length().plus(Bounds.AFTER_OUTAGE), "partition");
        if (partition.side() == Partition.Side.STORE_OF_ALL) {
            play.replicas().forEach(replica -> replica.isCutBy(partition));
        } else {
            replica(partition.replica()).isCutBy(partition);
        }
    }
}
