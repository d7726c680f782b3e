package telephony.webhook;

import java.time.Instant;

/**
 * Puts an authentic webhook body into our words.
 *
 * <p><b>Atomic:</b> keeps no state. <b>Absent:</b> a body that concerns no call is {@link WebhookReading.NotOurs}.
 * <b>Duplicate:</b> the same bytes give the same event, id included. <b>Broken:</b> it never throws for anything that a
 * body can hold; what cannot be read is {@link WebhookReading.Unusable}. <b>Threads:</b> safe for any number.
 * <b>Blocking:</b> never.
 */
public interface WebhookReaderPort {

    /**
     * Says what this body tells.
     *
     * @param body the request body, byte for byte; already known to be LiveKit's
     * @param receivedAt when it came
     */
    WebhookReading read(byte[] body, Instant receivedAt);
}
