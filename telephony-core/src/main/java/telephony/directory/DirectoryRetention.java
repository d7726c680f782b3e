package telephony.directory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import telephony.store.StoreUnavailableException;

/**
 * Lets the store forget removals that every process has learnt of. Processes look a few times a second, so that only one that was
 * halted or cut off can have missed what is {@link #KEEP_REMOVALS} old; it is told so, and reads the whole directory anew.
 *
 * <p>When a removal was made is not stored: this remembers at which revision the directory was, and lets go what was removed before,
 * an hour later. A process that starts begins a new hour; that several do the same does no harm. It owns no thread: somebody asks
 * it, once a minute or so. Thread-safe.
 */
public final class DirectoryRetention {

    /** How long a removal is told at least; it is forgotten within twice this time. */
    public static final Duration KEEP_REMOVALS = Duration.ofHours(1);

    /** Removals that are forgotten in one step; what is left waits for the next call. */
    static final int BITE = DirectoryPort.MAX_ROWS;

    private final DirectoryPort store;
    private final LongSupplier revision;
    private final InstantSource clock;
    private @Nullable Mark mark;

    /** The directory was at this revision then. */
    private record Mark(long revision, Instant at) {}

    /**
     * Of the directory in this store.
     *
     * @param revision the one that this process has seen, from memory
     */
    public DirectoryRetention(DirectoryPort store, LongSupplier revision, InstantSource clock) {
        this.store = store;
        this.revision = revision;
        this.clock = clock;
    }

    /**
     * Forgets a bite of what is old, if something is.
     *
     * @throws StoreUnavailableException when the store cannot; the next call tries again
     */
    public synchronized void apply() {
        Instant now = clock.instant();
        Mark known = mark;
        if (known == null || now.isBefore(known.at())) {
            mark = new Mark(revision.getAsLong(), now);
        } else if (!now.isBefore(known.at().plus(KEEP_REMOVALS))
                && store.forgetRemovals(known.revision(), BITE) < BITE) {
            mark = new Mark(revision.getAsLong(), now);
        }
    }
}
