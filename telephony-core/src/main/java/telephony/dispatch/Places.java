package telephony.dispatch;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import telephony.call.TelephonyCall;
import telephony.observe.TelephonyListener;

/**
 * The places of a driver: how many calls it works on at once, and the work on them. Calls that are over have places of their
 * own beside the others: LiveKit needs 3 s to say that nobody serves the room of such a call any more (seen), so that of 96
 * places for all, 33 calls a second that end would leave none to those that begin. Thread-safe.
 */
final class Places {

    /** How many calls that are over are worked on beside the others; that is 128 a second whose rooms are closed. */
    static final int MAX_OVER = 384;

    /** How much later a look at a call that is over is taken for which there is no place: as long as LiveKit needs for one. */
    static final Duration LATER = Duration.ofSeconds(3);

    /** Places that whoever begins leaves to the calls that have begun before. */
    private static final int KEPT_FREE = DispatchDriver.MAX_UNDER_WAY / 2;

    private final WorkUnderWay underWay;
    private final Executor executor;
    private final TelephonyListener listener;
    private final Runnable catchUp;
    private final AtomicInteger over = new AtomicInteger();
    private final AtomicBoolean backlog = new AtomicBoolean();

    /**
     * Places for this work.
     *
     * @param executor lent; may refuse work
     * @param listener told of work that failed
     * @param catchUp done when there are places again for those who found none
     */
    Places(WorkUnderWay underWay, Executor executor, TelephonyListener listener, Runnable catchUp) {
        this.underWay = underWay;
        this.executor = executor;
        this.listener = listener;
        this.catchUp = catchUp;
    }

    /** How many more calls may be worked on; never negative. */
    int free() {
        return underWay.roomBelow(DispatchDriver.MAX_UNDER_WAY + Math.min(over.get(), MAX_OVER));
    }

    /** How many more may be begun on, of those that have waited for their turn; never negative. */
    int freeToBegin() {
        return Math.max(0, free() - KEPT_FREE);
    }

    /** Whether another call that is over has a place of its own. */
    boolean isRoomForOver() {
        return over.get() < MAX_OVER;
    }

    /** Somebody found no place; he need not wait for the next tick. */
    void foundNone() {
        backlog.set(true);
    }

    /** Whether somebody will do it; if not, the row stays due, and a tick here or elsewhere finds it. */
    boolean submit(Runnable work) {
        underWay.goOn();
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    stopped(e);
                } finally {
                    end();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            underWay.end();
            return false;
        }
    }

    /** What LiveKit answered is written down in any case, if need be on the thread that brought it. */
    void goOn(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            work.run();
        }
    }

    /** This work on a call has a place until it is done. */
    void track(TelephonyCall call, CompletionStage<?> work) {
        AtomicInteger beside = call.isEnded() ? over : new AtomicInteger();
        underWay.goOn();
        beside.incrementAndGet();
        work.whenComplete((done, failure) -> {
            if (failure != null) {
                stopped(failure);
            }
            beside.decrementAndGet();
            end();
        });
    }

    private void stopped(Throwable failure) {
        listener.onTrouble("a call's pending work stopped; it is taken up again when its lease ends", failure);
    }

    private void end() {
        underWay.end();
        if (free() >= KEPT_FREE && backlog.compareAndSet(true, false)) {
            submit(catchUp);
        }
    }
}
