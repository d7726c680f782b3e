package telephony.app.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import telephony.app.proof.Happening.BadAnswer;
import telephony.app.proof.Happening.Moment;
import telephony.app.proof.Happening.Order;
import telephony.app.proof.Happening.Snag;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.ApiFault;
import telephony.simulation.ApiMethod;
import telephony.simulation.CalleeBehaviour;
import telephony.simulation.Ids;

/** The bad days of {@link Days} on which we call people as well: the same seed is the same schedule. */
final class OrderDays {

    private static final int MOST_ORDERS = 3;
    private static final Duration SOON = Duration.ofSeconds(25);
    private static final List<ApiMethod> ASKED =
            List.of(ApiMethod.CREATE_SIP_PARTICIPANT, ApiMethod.CREATE_SIP_PARTICIPANT, ApiMethod.CREATE_ROOM);
    private static final List<Moment> MOMENTS =
            List.of(Moment.BEFORE_ROOM, Moment.AFTER_ROOM, Moment.BEFORE_DIAL, Moment.AFTER_DIAL);
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
            happenings.add(new BadAnswer(Duration.ZERO, pick("dial fault method", ASKED), fault()));
        }
        if (of("dial snag").nextInt(2) == 0) {
            happenings.add(snag());
        }
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
                odd);
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

    private ApiFault fault() {
        return switch (of("dial fault kind").nextInt(5)) {
            case 0 -> ApiFault.lostAnswer();
            case 1 -> ApiFault.lostRequest();
            case 2 -> ApiFault.lateEffect(within("dial late", Duration.ofSeconds(15)));
            case 3 -> ApiFault.refused();
            default -> ApiFault.slow(within("dial slow", Duration.ofSeconds(4)));
        };
    }

    private Snag snag() {
        List<Snag.What> kinds = List.of(Snag.What.DIES, Snag.What.STOPS, Snag.What.WAITS);
        Snag.What what = pick("dial snag kind", kinds);
        Duration most = Duration.ofSeconds(what == Snag.What.WAITS ? 2 : what == Snag.What.DIES ? 20 : 45);
        return new Snag(
                Duration.ZERO,
                of("dial snag whose").nextInt(World.MOST_REPLICAS),
                pick("dial snag where", MOMENTS),
                of("dial snag skip").nextInt(2),
                what,
                within("dial snag length", most));
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
