package telephony.app;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import telephony.observe.TelephonyListener;

/** The threads that the core is lent, and what is done on them now and then. */
final class WorkShop implements AutoCloseable {

    /** Threads that perform pending work; they wait for the store, never for LiveKit. */
    static final int THREADS = 8;

    /** Work that waits for a thread; what does not fit stays due in the store and is found by a later tick. */
    static final int QUEUE = 10_000;

    private static final Duration DRAIN = Duration.ofSeconds(6);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(10);

    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService clockwork;
    private final TelephonyListener listener;
    private volatile IntSupplier underWay = () -> 0;

    WorkShop(TelephonyListener listener) {
        this.listener = listener;
        this.workers = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(QUEUE), named("telephony-work"));
        this.clockwork = Executors.newScheduledThreadPool(2, named("telephony-clock"));
    }

    /** What the core is lent. */
    Executor executor() {
        return workers;
    }

    /** How to ask, when stopping, whether something is still under way in LiveKit. */
    void waitsFor(IntSupplier count) {
        underWay = count;
    }

    /** Does this now and after every such pause; what it throws is told and does not end it. */
    void every(Duration pause, String what, Runnable work) {
        clockwork.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        listener.onTrouble(what + " failed; it is tried again in " + pause, e);
                    }
                },
                0,
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Begins nothing new, lets what was asked of LiveKit be answered and written down, for at most six seconds. */
    @Override
    public void close() {
        clockwork.shutdown();
        long end = System.nanoTime() + DRAIN.toNanos();
        while (System.nanoTime() < end && isBusy()) {
            LockSupport.parkNanos(BETWEEN_CHECKS.toNanos());
        }
        if (isBusy()) {
            listener.onTrouble(
                    "stopped with work under way; whoever has the store takes it up",
                    new IllegalStateException(underWay.getAsInt() + " requests to LiveKit not answered"));
        }
        workers.shutdownNow();
        clockwork.shutdownNow();
    }

    private boolean isBusy() {
        return underWay.getAsInt() > 0 || workers.getActiveCount() > 0 || !workers.getQueue().isEmpty();
    }

    private static ThreadFactory named(String prefix) {
        var number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
