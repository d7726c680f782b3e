package telephony.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import telephony.call.CallStatus;
import telephony.call.Direction;
import telephony.call.Outcome;
import telephony.call.PhoneNumber;
import telephony.call.TelephonyCall;

/**
 * What a call must be like to be listed; null leaves a thing open. All that is asked for must hold.
 *
 * @param sipCallId {@code sip.callID} of one of its legs
 * @param status how far it has come
 * @param direction who called whom
 * @param from the caller's number, in E.164 or as it came
 * @param to the number that was called, in E.164 or as it came
 * @param campaignId the campaign that it belongs to
 * @param outcome what it came to
 * @param createdAfter when it began at the earliest, this instant included
 * @param createdBefore when it began at the latest, this instant excluded
 */
public record CallFilter(
        @Nullable String sipCallId,
        @Nullable CallStatus status,
        @Nullable Direction direction,
        @Nullable String from,
        @Nullable String to,
        @Nullable String campaignId,
        Outcome.@Nullable Result outcome,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore) {

    /** Every call. */
    public static final CallFilter NONE = new CallFilter(null, null, null, null, null, null, null, null, null);

    /** Whether this call is like that. */
    public boolean fits(TelephonyCall call) {
        return (sipCallId == null || call.leg(sipCallId).isPresent())
                && (status == null || status == call.status())
                && (direction == null || direction == call.origin().direction())
                && isNumber(from, call.from())
                && isNumber(to, call.to())
                && (campaignId == null || campaignId.equals(call.origin().campaignId()))
                && (outcome == null || outcome == resultOf(call))
                && isInTime(call.times().createdAt());
    }

    /** Whether a call that began then is neither too early nor too late. */
    private boolean isInTime(Instant createdAt) {
        return !isTooEarly(createdAt) && (createdBefore == null || createdAt.isBefore(createdBefore));
    }

    /** Whether a call that began then, and with it every earlier one, is too early. */
    public boolean isTooEarly(Instant createdAt) {
        return createdAfter != null && createdAt.isBefore(createdAfter);
    }

    private static Outcome.@Nullable Result resultOf(TelephonyCall call) {
        return call.outcome() == null ? null : call.outcome().result();
    }

    private static boolean isNumber(@Nullable String wanted, @Nullable PhoneNumber number) {
        return wanted == null || (number != null && (wanted.equals(number.e164()) || wanted.equals(number.raw())));
    }
}
