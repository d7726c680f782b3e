package telephony.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when until when a key is good; instants of the store's clock, in milliseconds.
 *
 * @param createdAt when it was made
 * @param expiresAt from then on it is no good; null = it does not expire
 * @param revokedAt when it was revoked; null = it was not
 * @param successor id of the key that replaces it; null = none does
 */
public record KeyLife(
        Instant createdAt, @Nullable Instant expiresAt, @Nullable Instant revokedAt, @Nullable String successor) {

    /** Of a key that is made now. */
    static KeyLife from(Instant now, @Nullable Instant expiresAt) {
        return new KeyLife(now, expiresAt, null, null);
    }

    KeyLife revoked(Instant now) {
        return new KeyLife(createdAt, expiresAt, now, successor);
    }

    /** Replaced by this key, and good until then at most. */
    KeyLife replaced(String nextId, Instant until) {
        Instant end = expiresAt != null && expiresAt.isBefore(until) ? expiresAt : until;
        return new KeyLife(createdAt, end, revokedAt, nextId);
    }

    /** When it stopped, or will stop, being good; null = nobody knows of an end. */
    public @Nullable Instant endsAt() {
        if (revokedAt == null || expiresAt == null) {
            return revokedAt == null ? expiresAt : revokedAt;
        }
        return revokedAt.isBefore(expiresAt) ? revokedAt : expiresAt;
    }

    /** Whether it is good at this instant; at the instant of its end it is not. */
    public boolean isGoodAt(Instant now) {
        Instant end = endsAt();
        return end == null || now.isBefore(end);
    }
}
