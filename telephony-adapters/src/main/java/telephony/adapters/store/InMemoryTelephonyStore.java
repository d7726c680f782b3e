package telephony.adapters.store;

import java.time.InstantSource;
import telephony.call.TelephonyCall;
import telephony.store.Durability;
import telephony.store.StoreUnavailableException;

/**
 * Keeps everything in this process's memory: fast, for one process, and gone with it ({@link Durability#PROCESS}).
 * Calls are forgotten by {@link #purge} alone.
 *
 * <p>Bounded: a new call is refused with {@link StoreUnavailableException} when {@link Limits#calls} are kept, the
 * oldest event ids are forgotten beyond {@link Limits#inboxEntries}, and a call's time line ends at
 * {@link Limits#timelineLines}.
 */
public final class InMemoryTelephonyStore extends ProcessStore {

    /**
     * How much is kept.
     *
     * @param calls rows, open and ended
     * @param inboxEntries event ids and quarantined bodies
     * @param timelineLines lines of one call; later ones are not kept
     */
    public record Limits(int calls, int inboxEntries, int timelineLines) {

        /** Enough for a day of a busy single machine. */
        public static final Limits DEFAULT = new Limits(100_000, 1_000_000, 2_000);
    }

    /** An empty store with the default limits, whose clock is this one. */
    public InMemoryTelephonyStore(InstantSource clock) {
        this(clock, Limits.DEFAULT);
    }

    /** An empty store, whose clock is this one. */
    public InMemoryTelephonyStore(InstantSource clock, Limits limits) {
        super(clock, limits);
    }

    @Override
    boolean makeRoom() {
        return false;
    }

    @Override
    void stored(TelephonyCall row) {
        // All rows are alike.
    }
}
