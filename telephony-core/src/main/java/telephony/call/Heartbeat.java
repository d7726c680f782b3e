package telephony.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That an agent tells us it is alive, and who listens. The single beats are not written down: the process that heard the
 * last one keeps in mind when that was, and only it can find the next one missing.
 *
 * @param listener the process that heard the last one, by its name as an owner of leases
 * @param since when it began to listen, on the store's clock
 * @param missedAt when it found one missing; null = it did not, or a later one refuted it
 */
public record Heartbeat(String listener, Instant since, @Nullable Instant missedAt) {

    /** Heard by this process for the first time, or again after another one or a missing one. */
    public static Heartbeat heardBy(String listener, Instant at) {
        return new Heartbeat(listener, at, null);
    }

    /** The same, with the next one missing. */
    public Heartbeat missed(Instant at) {
        return new Heartbeat(listener, since, at);
    }
}
