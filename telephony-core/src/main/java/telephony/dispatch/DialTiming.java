package telephony.dispatch;

import java.time.Duration;
import java.time.Instant;
import telephony.call.DialIntent;
import telephony.call.OutboundDial;

/** The times of the one dial of a call that we place. */
final class DialTiming {

    /** How much longer than it may ring the answer is waited for: LiveKit words the end of the ringing itself. */
    static final Duration ANSWER_MARGIN = Duration.ofSeconds(5);

    /** Between two looks at a callee whose dial was not answered for. */
    static final Duration FOLLOW = Duration.ofSeconds(2);

    /** How long after the longest time that a call may last we end it ourselves. */
    static final Duration OVERTIME = Duration.ofSeconds(30);

    /** How long a room that we made may stay empty: longer than an agent is waited for. */
    static final Duration ROOM_EMPTY_FOR = Duration.ofMinutes(5);

    /** How long a call that is ready to be dialled waits for its turn, with its agent in the room. */
    static final Duration TURN = Duration.ofSeconds(60);

    private DialTiming() {}

    /** How long the answer of this dial is waited for. */
    static Duration answerWithin(OutboundDial.Order order) {
        return order.ringingTimeout().plus(ANSWER_MARGIN);
    }

    /**
     * The dial that is committed to now. Its token expires so early that LiveKit's leeway is used up when the answer is due;
     * where LiveKit is not known to accept such a token, it has all of the leeway, and quiescence is longer by it.
     */
    static DialIntent intent(DispatchTiming timing, OutboundDial.Order order, boolean early, Instant now) {
        return intent(timing, answerWithin(order), early, now);
    }

    /** The same of a request whose answer is waited for so long. */
    static DialIntent intent(DispatchTiming timing, Duration answerWithin, boolean early, Instant now) {
        Instant answerDue = now.plus(answerWithin);
        Duration afterwards = timing.quiescence().minus(timing.requestDeadline());
        return new DialIntent(
                now,
                answerDue,
                early ? answerDue.minus(timing.tokenLeeway()) : answerDue,
                answerDue.plus(afterwards).plus(early ? Duration.ZERO : timing.tokenLeeway()));
    }
}
