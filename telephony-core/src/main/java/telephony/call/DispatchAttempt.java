package telephony.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One CreateDispatch that was about to be sent.
 *
 * @param number from 1, strictly rising within a call
 * @param marker its name in LiveKit
 * @param intentAt when it was committed, before the request left
 * @param tokenExpiresAt {@code exp} of the request's token; LiveKit's leeway comes on top
 * @param quiesceAt when it can no longer take effect, whatever became of the request
 * @param answer what is known of it
 * @param dispatchId LiveKit's {@code AD_…}; null = not known
 * @param tokenHash by which the token of its agents is known again, see {@code telephony.dispatch.AgentToken}; null = they
 *     have none
 */
public record DispatchAttempt(
        int number,
        DispatchMarker marker,
        Instant intentAt,
        Instant tokenExpiresAt,
        Instant quiesceAt,
        Answer answer,
        @Nullable String dispatchId,
        @Nullable String tokenHash) {

    /** What is known of an attempt. */
    public enum Answer {
        /** Nothing yet. */
        PENDING,
        /** LiveKit took it. */
        ACCEPTED,
        /** It certainly had no effect. */
        REFUSED,
        /** It certainly had no effect, because LiveKit did not accept its token: the clocks differ, or the key is wrong. */
        TOKEN_REFUSED,
        /** The request may or may not have had an effect. */
        UNKNOWN,
        /** Written by a newer version; see {@link RowControl#unrecognised()}. */
        UNRECOGNISED
    }

    /** The same, answered. */
    public DispatchAttempt answered(Answer next, @Nullable String id) {
        return new DispatchAttempt(
                number, marker, intentAt, tokenExpiresAt, quiesceAt, next, id == null ? dispatchId : id, tokenHash);
    }
}
