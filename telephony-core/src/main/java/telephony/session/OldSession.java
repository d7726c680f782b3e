package telephony.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import telephony.call.AgentDispatch;
import telephony.call.CallId;
import telephony.call.CallOrigin;
import telephony.call.CallTimes;
import telephony.call.Direction;
import telephony.call.Gaps;
import telephony.call.Outcome;
import telephony.call.PhoneNumber;
import telephony.call.RowControl;
import telephony.call.Sessions;
import telephony.call.SipParticipant;
import telephony.call.TelephonyCall;

/**
 * A call of the model before LiveKit: a carrier's call control steered it, under an id of its own, and it was in no room.
 *
 * @param callControlId the carrier's id of it
 * @param direction who rang whom
 * @param from the caller's number; null = not known
 * @param to the number that was called; null = not known
 * @param tenantId whose it was; null = nobody's in particular
 * @param startedAt when it began
 * @param answeredAt when it was answered; null = it was not
 * @param endedAt when it ended
 * @param cause the carrier's word for why it ended, such as {@code normal_clearing}; null = not told
 * @param source the carrier's word for who ended it, {@code caller} or {@code callee}; null = not told
 */
public record OldSession(
        String callControlId,
        Direction direction,
        @Nullable PhoneNumber from,
        @Nullable PhoneNumber to,
        @Nullable String tenantId,
        Instant startedAt,
        @Nullable Instant answeredAt,
        Instant endedAt,
        @Nullable String cause,
        @Nullable String source) {

    /** Longest id of a carrier's call control, in characters. */
    public static final int MAX_ID_CHARS = 500;

    /** Whether it went through this number of ours. */
    public boolean isOf(String number) {
        PhoneNumber own = direction == Direction.OUTBOUND ? from : to;
        return own != null && (number.equals(own.e164()) || number.equals(own.raw()));
    }

    /** Its id here; the same whenever it is asked for. */
    CallId callId() {
        String key = (tenantId == null ? "" : tenantId) + '\0' + callControlId;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return CallId.ofDigest(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Its row, kept from now on as long as a call that has just ended. */
    TelephonyCall row(Instant now) {
        boolean outbound = direction == Direction.OUTBOUND;
        SipParticipant leg = new SipParticipant(
                callControlId,
                callControlId,
                outbound ? SipParticipant.Role.DIALLED : SipParticipant.Role.CALLER,
                outbound ? to : from,
                outbound ? from : to,
                null,
                null,
                null,
                Sessions.NONE);
        return new TelephonyCall(
                callId(),
                RowControl.initial().withDueAt(null),
                new CallOrigin(direction, CallOrigin.NO_ROOM, null, CallOrigin.FIRST_EPISODE, tenantId, null),
                List.of(leg),
                null,
                AgentDispatch.NONE,
                new CallTimes(startedAt, now, null, answeredAt, endedAt),
                cause,
                outcome(),
                Gaps.NONE);
    }

    private Outcome outcome() {
        Outcome.Result result = answeredAt == null ? unanswered() : Outcome.Result.ANSWERED;
        Outcome.EndedBy by = source == null
                ? Outcome.EndedBy.UNKNOWN
                : switch (source.toLowerCase(Locale.ROOT)) {
                    case "caller" -> direction == Direction.OUTBOUND ? Outcome.EndedBy.US : Outcome.EndedBy.CALLER;
                    case "callee" -> direction == Direction.OUTBOUND ? Outcome.EndedBy.CALLEE : Outcome.EndedBy.US;
                    default -> Outcome.EndedBy.UNKNOWN;
                };
        boolean known = result != Outcome.Result.UNKNOWN;
        return new Outcome(
                result,
                Outcome.Finality.FINAL,
                by,
                null,
                null,
                known ? Outcome.Certainty.DERIVED : Outcome.Certainty.UNKNOWN);
    }

    private Outcome.Result unanswered() {
        boolean inbound = direction == Direction.INBOUND;
        return switch (cause == null ? "" : cause.toLowerCase(Locale.ROOT)) {
            case "user_busy", "busy" -> Outcome.Result.BUSY;
            case "call_rejected", "rejected" -> Outcome.Result.DECLINED;
            case "timeout", "no_answer", "no_user_response" ->
                inbound ? Outcome.Result.AGENT_UNAVAILABLE : Outcome.Result.NO_ANSWER;
            case "originator_cancel", "canceled" -> inbound ? Outcome.Result.ABANDONED : Outcome.Result.CANCELED;
            case "unallocated_number", "invalid_number_format", "not_found" -> Outcome.Result.INVALID_NUMBER;
            default -> Outcome.Result.UNKNOWN;
        };
    }
}
