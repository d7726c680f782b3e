package telephony.call;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That a call is one of several attempts of one order.
 *
 * @param orderId the first call of them
 * @param attempt which one this is, from 1
 * @param previous the call before; null = this is the first
 * @param next the call after; null = there is none, or not yet
 * @param rule when there is another
 */
public record DialSeries(
        CallId orderId, int attempt, @Nullable CallId previous, @Nullable CallId next, RetryRule rule) {

    /** The first of them. */
    public static DialSeries first(CallId callId, RetryRule rule) {
        return new DialSeries(callId, 1, null, null, rule);
    }

    /** That of the attempt after this call. */
    public DialSeries following(CallId previousCall) {
        return new DialSeries(orderId, attempt + 1, previousCall, null, rule);
    }

    /** The same, followed by this call. */
    public DialSeries followedBy(CallId nextCall) {
        return new DialSeries(orderId, attempt, previous, nextCall, rule);
    }

    /** When the next attempt after this call is to be made; empty = there will be none, as far as its row tells. */
    public static Optional<Instant> dueAt(TelephonyCall call) {
        OutboundDial dial = call.dial();
        DialSeries series = dial == null ? null : dial.series();
        Outcome outcome = call.outcome();
        Instant endedAt = call.times().endedAt();
        if (dial == null || series == null || outcome == null || endedAt == null || dial.hungUpAt() != null) {
            return Optional.empty();
        }
        boolean wanted = series.next == null
                && series.attempt < series.rule.maxAttempts()
                && series.rule.on().contains(outcome.result());
        return wanted ? Optional.of(endedAt.plus(series.rule.after(series.attempt))) : Optional.empty();
    }
}
