package telephony.call;

import java.time.Instant;

/**
 * The right to perform a call's pending effects, held by one process for a while.
 *
 * @param owner the instance that holds it
 * @param until the store's clock at which it is free again
 */
public record Lease(String owner, Instant until) {

    /** Whether nobody holds it any more. */
    public boolean isFreeAt(Instant now) {
        return !now.isBefore(until);
    }
}
