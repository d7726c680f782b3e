package telephony.store;

import java.time.Duration;
import java.time.Instant;
import telephony.call.CallId;

/**
 * That a key stands for an order: whoever sends the same order again under it gets the same call, and nobody's phone rings
 * twice. Stored in one step with the row of the call, and kept longer than the call.
 *
 * @param scope whose key it is, such as a tenant's name; two scopes may use the same key. Empty = nobody's in particular
 * @param key what the sender chose, 1 to {@value #MAX_KEY_CHARS} characters
 * @param fingerprint of the order, by which another order under the same key is told apart
 * @param callId the call that was made of it
 * @param claimedAt when, on the store's clock, milliseconds
 */
public record OrderKey(String scope, String key, String fingerprint, CallId callId, Instant claimedAt) {

    /** Longest key, in characters. */
    public static final int MAX_KEY_CHARS = 255;

    /** How long an order may be sent again under its key. */
    public static final Duration VALID_FOR = Duration.ofDays(30);

    /** How long a key that is not valid any more is known as such: until then it never makes a new call. */
    public static final Duration REMEMBERED_FOR = Duration.ofDays(400);

    public OrderKey {
        if (!isFit(key)) {
            throw new IllegalArgumentException(
                    "an idempotency key has 1 to " + MAX_KEY_CHARS + " characters, none of control");
        }
    }

    /** Whether this text can be a key. */
    public static boolean isFit(String key) {
        return !key.isBlank() && key.length() <= MAX_KEY_CHARS && key.chars().noneMatch(Character::isISOControl);
    }

    /** Whether the order may still be sent again. */
    public boolean isValidAt(Instant now) {
        return now.isBefore(claimedAt.plus(VALID_FOR));
    }
}
