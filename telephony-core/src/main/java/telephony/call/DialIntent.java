package telephony.call;

import java.time.Instant;

/**
 * That a phone is about to ring, committed before the request leaves.
 *
 * @param committedAt when
 * @param answerDueAt when the answer is lost if it has not come
 * @param tokenExpiresAt {@code exp} of the request's token; LiveKit's leeway comes on top
 * @param quiesceAt when the request can no longer make the phone ring, whatever became of it
 */
public record DialIntent(Instant committedAt, Instant answerDueAt, Instant tokenExpiresAt, Instant quiesceAt) {}
