package telephony.app.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import telephony.app.proof.Happening.BadAnswer;
import telephony.app.proof.Happening.Handover;
import telephony.app.proof.Happening.Moment;
import telephony.app.proof.Happening.Order;
import telephony.app.proof.Happening.Paced;
import telephony.app.proof.Happening.Snag;
import telephony.call.Transfer;
import telephony.queue.QueuePace;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.ApiFault;
import telephony.simulation.ApiMethod;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.Ids;
import telephony.simulation.TransferBehaviour;

/** The bad days of {@link Days} on which we call people as well: the same seed is the same schedule. */
final class OrderDays {

    private static final int MOST_ORDERS = 3;
    private static final Duration SOON = Duration.ofSeconds(25);
    private static final List<ApiMethod> ASKED =
            List.of(ApiMethod.CREATE_SIP_PARTICIPANT, ApiMethod.CREATE_SIP_PARTICIPANT, ApiMethod.CREATE_ROOM);
    private static final List<Moment> MOMENTS =
            List.of(Moment.BEFORE_ROOM, Moment.AFTER_ROOM, Moment.BEFORE_DIAL, Moment.AFTER_DIAL);
    private static final List<ApiMethod> HANDED_OVER =
            List.of(ApiMethod.CREATE_SIP_PARTICIPANT, ApiMethod.TRANSFER_SIP_PARTICIPANT, ApiMethod.REMOVE_PARTICIPANT);
    private static final List<Moment> MOMENTS_OF_TRANSFERS = List.of(
            Moment.BEFORE_TRANSFER,
            Moment.AFTER_TRANSFER,
            Moment.BEFORE_DIAL,
            Moment.AFTER_DIAL,
            Moment.BEFORE_WRITE,
            Moment.AFTER_WRITE);
    private static final List<QueuePace> PACES =
            List.of(new QueuePace(1L, null), new QueuePace(2L, 3L), new QueuePace(null, 2L));
    private static final int MOST_TRANSFERS = 3;
    private static final Duration LAST_TRANSFER = Duration.ofSeconds(80);
    private static final List<Integer> FAILURES = List.of(404, 408, 480, 486, 503, 603);

    private final Ids chance;

    private OrderDays(long seed) {
        chance = new Ids(seed);
    }

    /** The day of this seed. */
    static Schedule of(long seed) {
        Schedule day = Days.of(seed);
        List<Happening> happenings = new ArrayList<>(day.happenings());
        new OrderDays(seed).plan(happenings);
        return day.with(happenings);
    }

    private void plan(List<Happening> happenings) {
        int count = 1 + of("orders").nextInt(MOST_ORDERS);
        for (int i = 0; i < count; i++) {
            happenings.add(order(i));
        }
        if (of("dial fault").nextInt(2) == 0) {
            happenings.add(new BadAnswer(Duration.ZERO, pick("dial fault method", ASKED), fault("dial")));
        }
        if (of("dial snag").nextInt(2) == 0) {
            happenings.add(snag("dial", MOMENTS, Duration.ZERO));
        }
        if (of("paced").nextInt(4) == 0) {
            happenings.add(0, new Paced(Duration.ZERO, pick("pace", PACES)));
            for (int i = 1 + of("more orders").nextInt(MOST_ORDERS); i > 0; i--) {
                happenings.add(order(count++));
            }
        }
        if (of("transfers").nextInt(2) == 0) {
            transfers(happenings, count);
        }
    }

    private void transfers(List<Happening> happenings, int orders) {
        int most = 1 + of("transfer count").nextInt(MOST_TRANSFERS);
        for (int i = 0; i < most; i++) {
            happenings.add(handover(i, orders));
        }
        if (of("transfer fault").nextInt(2) == 0) {
            ApiMethod method = pick("transfer fault method", HANDED_OVER);
            happenings.add(new BadAnswer(within("transfer fault at", SOON), method, fault("transfer")));
        }
        if (of("transfer snag").nextInt(2) == 0) {
            happenings.add(snag("transfer", MOMENTS_OF_TRANSFERS, within("transfer snag at", SOON)));
        }
    }

    private Handover handover(int key, int orders) {
        String which = "transfer " + key + " ";
        boolean ordered = of(which + "ordered").nextInt(2) == 0;
        return new Handover(
                within(which + "at", LAST_TRANSFER),
                key,
                ordered
                        ? of(which + "order").nextInt(orders)
                        : of(which + "caller").nextInt(2),
                ordered,
                pick(which + "mode", List.of(Transfer.Mode.COLD, Transfer.Mode.BRIDGE, Transfer.Mode.BRIDGE)),
                farEnd(which),
                callee(which));
    }

    private TransferBehaviour farEnd(String which) {
        TransferBehaviour does =
                switch (of(which + "far end").nextInt(4)) {
                    case 0 -> TransferBehaviour.silent();
                    case 1 -> TransferBehaviour.failing(pick(which + "far code", FAILURES));
                    default -> TransferBehaviour.working();
                };
        return does.after(within(which + "far end takes", Duration.ofSeconds(10)));
    }

    private Order order(int number) {
        String which = "order " + number + " ";
        Duration begins = within(which + "begins", Duration.ofSeconds(50));
        List<AgentBehaviour> odd = of(which + "agents").nextInt(3) == 0
                ? List.of(pick(
                        which + "agent",
                        List.of(AgentBehaviour.neverComing(), AgentBehaviour.mute(), AgentBehaviour.leaving(SOON))))
                : List.of();
        return new Order(
                begins,
                number,
                callee(which),
                of(which + "agent first").nextInt(6) != 0,
                Duration.ofSeconds(5 + of(which + "ringing").nextInt(26)),
                odd,
                of(which + "retried").nextInt(3) == 0);
    }

    private CalleeBehaviour callee(String which) {
        Duration after = within(which + "after", Duration.ofSeconds(20));
        Duration talk = within(which + "talks", Duration.ofSeconds(60));
        return switch (of(which + "callee").nextInt(4)) {
            case 0 -> CalleeBehaviour.absent();
            case 1 -> CalleeBehaviour.failing(pick(which + "code", FAILURES)).after(after);
            default -> CalleeBehaviour.answering().after(after).talkingFor(talk);
        };
    }

    private ApiFault fault(String whose) {
        return switch (of(whose + " fault kind").nextInt(5)) {
            case 0 -> ApiFault.lostAnswer();
            case 1 -> ApiFault.lostRequest();
            case 2 -> ApiFault.lateEffect(within(whose + " late", Duration.ofSeconds(15)));
            case 3 -> ApiFault.refused();
            default -> ApiFault.slow(within(whose + " slow", Duration.ofSeconds(4)));
        };
    }

    private Snag snag(String whose, List<Moment> moments, Duration at) {
        List<Snag.What> kinds = List.of(Snag.What.DIES, Snag.What.STOPS, Snag.What.WAITS);
        Snag.What what = pick(whose + " snag kind", kinds);
        Duration most = Duration.ofSeconds(what == Snag.What.WAITS ? 2 : what == Snag.What.DIES ? 20 : 45);
        return new Snag(
                at,
                of(whose + " snag whose").nextInt(World.MOST_REPLICAS),
                pick(whose + " snag where", moments),
                of(whose + " snag skip").nextInt(2),
                what,
                within(whose + " snag length", most));
    }

    private SplittableRandom of(String purpose) {
        return chance.of(purpose);
    }

    private <T> T pick(String purpose, List<T> choices) {
        return choices.get(of(purpose).nextInt(choices.size()));
    }

    private Duration within(String purpose, Duration most) {
        return chance.between(purpose, Duration.ZERO, most);
    }
}
