package telephony.app.proof;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import telephony.call.CallId;
import telephony.call.RetryRule;
import telephony.outbound.OrderResult;
import telephony.outbound.OutboundOrder;
import telephony.routing.AgentConfig;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.VirtualTime;

/**
 * A program that orders calls, as one should: it sends an order under one key until somebody says that it was taken in, to one
 * process after the other, and then once more, as whoever did not get the answer would.
 */
final class OrderSender {

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration ONCE_MORE = Duration.ofMillis(2_500);
    private static final Duration TALK = Duration.ofSeconds(20);
    private static final String NUMBER = "+1415555";
    private static final int NUMBERS = 10_000;

    /** Whoever is turned away for so long gives up. */
    private static final int MOST_TRIES = 120;

    private static final RetryRule RETRY = new RetryRule(2, RetryRule.LEAST_BACKOFF, RetryRule.ALLOWED);

    private final Play play;
    private final VirtualTime time;
    private final Map<Integer, CallId> placed = new HashMap<>();
    private int sending;

    OrderSender(Play play) {
        this.play = play;
        this.time = play.livekit().clock();
        // A store that forgot may call somebody again of whom no schedule thought.
        play.livekit().dials().usually(CalleeBehaviour.answering().talkingFor(TALK));
    }

    /** Sends this order until it is taken in. */
    void send(Happening.Order ordered) {
        OutboundOrder order = OutboundOrder.to(NUMBER + (NUMBERS + ordered.number()), AgentConfig.named(Bounds.AGENT))
                .ringingFor(ordered.ringing())
                .retrying(ordered.retried() ? RETRY : null);
        play.livekit().dials().nextAt(order.to(), ordered.callee());
        if (!ordered.agentFirst()) {
            play.witness().mayRingAlone(order.to());
        }
        sending++;
        attempt(ordered, ordered.agentFirst() ? order : order.withoutWaitingForAgent(), 0);
    }

    /** The call that this order is, as far as it was told. */
    Optional<CallId> placed(int number) {
        return Optional.ofNullable(placed.get(number));
    }

    /** Whether every order was taken in, or given up on. */
    boolean isDone() {
        return sending == 0;
    }

    private void attempt(Happening.Order ordered, OutboundOrder order, int tries) {
        List<Replica> replicas = play.replicas();
        String key = "order " + ordered.number();
        Optional<OrderResult> answer = replicas.get((ordered.number() + tries) % replicas.size())
                .ask("an order", telephony -> telephony.placeCall(order, key));
        if (answer.isPresent() && answer.get() instanceof OrderResult.Accepted accepted) {
            taken(ordered, accepted);
            boolean again = !placed.containsKey(ordered.number());
            placed.put(ordered.number(), accepted.call().callId());
            if (again) {
                time.in(ONCE_MORE, () -> attempt(ordered, order, tries + 1));
            } else {
                sending--;
            }
        } else if (tries < MOST_TRIES) {
            time.in(BETWEEN_TRIES, () -> attempt(ordered, order, tries + 1));
        } else {
            sending--;
        }
    }

    private void taken(Happening.Order ordered, OrderResult.Accepted accepted) {
        String room = accepted.call().origin().roomName();
        if (!accepted.replayed() && !ordered.agents().isEmpty()) {
            play.livekit()
                    .nextAgentsIn(
                            room,
                            ordered.agents().stream().map(play.world()::here).toArray(AgentBehaviour[]::new));
            play.witness().agentsAreOdd(time.instant(), room, ordered.agents().size());
        }
        play.witness()
                .ordered(
                        time.instant(),
                        new Witness.OrderTruth(ordered.number(), accepted.call().callId()));
    }
}
