package telephony.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import telephony.dispatch.LiveKitAnswer;

/**
 * What becomes of a request to the API instead of what usually does.
 *
 * @param kind how it is answered; {@link LiveKitAnswer.Kind#DONE} = truthfully
 * @param effectAfter when it takes effect; null = never
 * @param answerAfter when it is answered
 */
public record ApiFault(LiveKitAnswer.Kind kind, @Nullable Duration effectAfter, Duration answerAfter) {

    public ApiFault {
        if (kind == LiveKitAnswer.Kind.DONE && (effectAfter == null || !effectAfter.isZero())) {
            throw new IllegalArgumentException("what is answered truthfully takes effect at once");
        }
    }

    /** It takes effect, and the answer gets lost. */
    public static ApiFault lostAnswer() {
        return new ApiFault(LiveKitAnswer.Kind.AMBIGUOUS, Duration.ZERO, Duration.ZERO);
    }

    /** It gets lost before it takes effect. */
    public static ApiFault lostRequest() {
        return new ApiFault(LiveKitAnswer.Kind.AMBIGUOUS, null, Duration.ZERO);
    }

    /** The connection breaks at once, and the request takes effect later, unless its token has expired by then. */
    public static ApiFault lateEffect(Duration after) {
        return new ApiFault(LiveKitAnswer.Kind.AMBIGUOUS, after, Duration.ZERO);
    }

    /** Too many requests: no effect. */
    public static ApiFault refused() {
        return new ApiFault(LiveKitAnswer.Kind.REFUSED, null, Duration.ZERO);
    }

    /** It takes effect at once and is answered later. */
    public static ApiFault slow(Duration by) {
        return new ApiFault(LiveKitAnswer.Kind.DONE, Duration.ZERO, by);
    }
}
