package telephony.lead;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import telephony.call.Direction;
import telephony.call.TelephonyCall;
import telephony.observe.TelephonyListener;
import telephony.store.CallFilter;
import telephony.store.CallQuery;
import telephony.store.Page;
import telephony.store.TelephonyStorePort;

/**
 * Sees to it that every inbound call which is somebody's is counted as a {@link Meeting}, once. It is done after the call is
 * stored, on the lent executor; no webhook waits for it.
 *
 * <p><b>None is doubled</b>, because every telling of a call says the same key, which {@link LeadPort#met} counts once; keys are
 * kept for as long as anybody may tell of the call: calls that are older than twice the time for which ended calls are kept
 * are not told any more, and keys are forgotten {@link #LEEWAY} later.
 *
 * <p><b>None is lost</b>, because the calls themselves are the list of what is to be told. A call is told when it is opened and
 * when it has ended, by the process that stored that; such a telling may be lost in a crash, or when the leads cannot be
 * reached. Therefore one process goes through the store every {@link #EVERY}, and tells all calls that began since
 * {@link #OVERLAP} before the mark {@link LeadPort#toldUntil}. The mark moves only when all of them were told, to the instant
 * at which that round began; a round that fails, or is cut off by a crash, is begun anew from the old mark. So a call is missed
 * only when it was not in the store {@link #OVERLAP} after it had begun, and whoever stored it died before telling it, twice:
 * at its beginning and at its end. A call that is not told yet is not forgotten, see {@link #mayForget}.
 *
 * <p>Thread-safe.
 */
public final class LeadBook {

    /** How long after a round the next one begins. */
    public static final Duration EVERY = Duration.ofMinutes(5);

    /** How long after it began a call may be stored, at the latest: far longer than a step on a store takes. */
    public static final Duration OVERLAP = Duration.ofMinutes(10);

    /** For how much longer than a call may be told it is remembered that it was counted. */
    public static final Duration LEEWAY = Duration.ofHours(1);

    /** Calls that wait to be told at most; of more than these the next round tells. */
    static final int MAX_WAITING = 10_000;

    private static final String LEASE = "leads";

    private final @Nullable LeadPort leads;
    private final TelephonyStorePort store;
    private final Executor executor;
    private final TelephonyListener listener;
    private final Duration oldest;
    private final BlockingQueue<Meeting> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicBoolean following = new AtomicBoolean();
    private volatile @Nullable Round round;
    private volatile Instant nextRound = Instant.MIN;
    private volatile Instant toldUntil = Instant.MIN;

    /** What is gone through: calls that began from here until there, behind this cursor. */
    private record Round(Instant from, Instant until, @Nullable String cursor) {}

    /**
     * @param leads where the leads are; null = nobody counts
     * @param store where the calls are
     * @param executor lent; may refuse work, which is then done by the next round
     * @param listener told what fails
     * @param keepCalls how long ended calls are kept
     */
    public LeadBook(
            @Nullable LeadPort leads,
            TelephonyStorePort store,
            Executor executor,
            TelephonyListener listener,
            Duration keepCalls) {
        this.leads = leads;
        this.store = store;
        this.executor = executor;
        this.listener = listener;
        this.oldest = keepCalls.multipliedBy(2);
    }

    /** Where the leads are; empty = nobody counts. */
    public Optional<LeadPort> leads() {
        return Optional.ofNullable(leads);
    }

    /** Hears of calls that were stored; returns at once. */
    public TelephonyListener listener() {
        return new TelephonyListener() {
            @Override
            public void onCallOpened(TelephonyCall call) {
                heard(call);
            }

            @Override
            public void onCallEnded(TelephonyCall call) {
                heard(call);
            }
        };
    }

    private void heard(TelephonyCall call) {
        LeadPort book = leads;
        if (book != null && Meetings.of(call).filter(waiting::offer).isPresent()) {
            tellWaiting(book);
        }
    }

    private void tellWaiting(LeadPort book) {
        onExecutor(telling, () -> {
            for (Meeting meeting = waiting.poll(); meeting != null; meeting = waiting.poll()) {
                try {
                    tell(book, meeting);
                } catch (RuntimeException e) {
                    waiting.clear();
                    listener.onTrouble("calls could not be told to the leads; the next round tells them", e);
                }
            }
        });
        // Who came when the other had just looked for the last time is told with the next call, or by a round.
    }

    private void onExecutor(AtomicBoolean busy, Runnable work) {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } finally {
                    busy.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            busy.set(false);
        }
    }

    private void tell(LeadPort book, Meeting meeting) {
        if (!meeting.at().isBefore(store.now().minus(oldest))) {
            book.met(meeting);
        }
    }

    /**
     * Goes on with a round, or begins one when it is time to; returns at once. To be called every few hundred milliseconds.
     *
     * @param owner names this process among those that share the store
     */
    public void follow(String owner) {
        LeadPort book = leads;
        if (book == null || (round == null && store.now().isBefore(nextRound))) {
            return;
        }
        onExecutor(following, () -> {
            try {
                Round begun = round == null ? begin(book, owner) : round;
                if (begun != null) {
                    round = begun;
                    goOn(book, begun);
                }
            } catch (RuntimeException e) {
                // From the old mark, after a pause: what fails now may fail for a while.
                round = null;
                nextRound = store.now().plus(EVERY);
                listener.onTrouble("a round over the calls for the leads failed; the next one begins where it did", e);
            }
        });
    }

    /** Null = it is another process's to do. */
    private @Nullable Round begin(LeadPort book, String owner) {
        Instant now = store.now();
        nextRound = now.plus(EVERY);
        Instant told = book.toldUntil().orElse(Instant.EPOCH);
        toldUntil = told;
        Instant from = told.minus(OVERLAP);
        return store.lease(LEASE, owner, EVERY.multipliedBy(2))
                ? new Round(from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from, now, null)
                : null;
    }

    /** One page: a round over many calls leaves room to others. */
    private void goOn(LeadPort book, Round now) {
        CallFilter inbound =
                new CallFilter(null, null, Direction.INBOUND, null, null, null, null, now.from(), now.until());
        Page<TelephonyCall> page = store.query(
                CallQuery.all(null, CallQuery.MAX_LIMIT, now.cursor()).like(inbound));
        for (TelephonyCall call : page.items()) {
            Meetings.of(call).ifPresent(meeting -> tell(book, meeting));
        }
        if (page.nextCursor() != null) {
            round = new Round(now.from(), now.until(), page.nextCursor());
            return;
        }
        book.told(now.until());
        toldUntil = now.until();
        round = null;
    }

    /**
     * Until when calls may be forgotten: as wished, but none that is not told yet, unless it has waited for as long again as
     * ended calls are kept, so that leads which cannot be written do not fill the store with calls.
     *
     * @param wished calls that last changed before this are to go
     */
    public Instant mayForget(Instant wished, Instant now) {
        if (leads == null) {
            return wished;
        }
        Instant mark = toldUntil;
        Instant told = mark.isAfter(Instant.EPOCH) ? mark.minus(OVERLAP) : Instant.EPOCH;
        Instant last = now.minus(oldest);
        Instant allowed = told.isAfter(last) ? told : last;
        return allowed.isBefore(wished) ? allowed : wished;
    }

    /**
     * Forgets that calls were counted which nobody tells of any more.
     *
     * @param max how many at most
     * @return how many were forgotten
     */
    public int forget(Instant now, int max) {
        return leads == null ? 0 : leads.forgetMeetings(now.minus(oldest).minus(LEEWAY), max);
    }
}
