package telephony.webhook;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether LiveKit itself sent a request: raw bytes and the {@code Authorization} header in, authentic or a
 * reason out.
 *
 * <p><b>Atomic:</b> it keeps no state of its own; one call sees one set of keys. <b>Absent:</b> no header is the reason
 * {@link WebhookVerdict.Reason#SIGNATURE_MISSING}. <b>Duplicate:</b> the same request verifies again for as long as its
 * token lives; LiveKit's retries reuse one token. <b>Broken:</b> it never throws for anything that a stranger can send.
 * <b>Threads:</b> safe for any number. <b>Blocking:</b> never.
 *
 * <p>The signature covers the bytes as received: whoever decodes and encodes the body before verifying breaks it.
 */
public interface LiveKitWebhookVerifierPort {

    /**
     * Says whether LiveKit sent this.
     *
     * @param body the request body, byte for byte
     * @param authorization the value of the {@code Authorization} header; null = there was none
     */
    WebhookVerdict verify(byte[] body, @Nullable String authorization);
}
