package telephony.adapters.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import telephony.adapters.livekit.StrictJson.NotReadable;

/**
 * What the token of a webhook says of itself, for a person who wants to know why it is refused. Nothing of it is checked:
 * anybody can write it, and only {@link LiveKitWebhookVerifier} decides. It holds no part of signature or secret.
 *
 * @param apiKey the key that it names; null = none
 * @param notBefore from when on it is to be valid; null = not told
 * @param expiresAt until when; null = not told, or no time
 * @param bodyHash hash of the body that it was made for, as {@link #hashOf} writes it; null = made for no body
 */
public record WebhookClaims(
        @Nullable String apiKey, @Nullable Instant notBefore, @Nullable Instant expiresAt, @Nullable String bodyHash) {

    /**
     * Reads the {@code Authorization} header of a webhook.
     *
     * @return empty when it holds no token of LiveKit's form
     */
    public static Optional<WebhookClaims> of(String authorization) {
        try {
            ObjectNode claims =
                    TokenForm.of(LiveKitWebhookVerifier.token(authorization)).claims();
            return Optional.of(new WebhookClaims(
                    StrictJson.text(claims, "iss"),
                    time(claims.get("nbf")),
                    time(claims.get(LiveKitWebhookVerifier.EXPIRY)),
                    StrictJson.text(claims, LiveKitWebhookVerifier.BODY_HASH)));
        } catch (NotReadable notAToken) {
            return Optional.empty();
        }
    }

    /** The hash of a body as tokens state it: SHA-256 in base64. */
    public static String hashOf(byte[] body) {
        return Base64.getEncoder().encodeToString(LiveKitWebhookVerifier.sha256(body));
    }

    private static @Nullable Instant time(@Nullable JsonNode seconds) {
        return seconds != null && seconds.isNumber() && seconds.canConvertToLong()
                ? Participants.instantOfSeconds(seconds.longValue())
                : null;
    }
}
