package telephony.app;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import telephony.observe.TelephonyListener;

/** The threads that the core is lent, and what is done on them now and then. */
final class WorkShop implements AutoCloseable {

    /** Threads that perform pending work; they wait for the store, never for LiveKit. */
    static final int THREADS = 8;

    /** Work that waits for a thread; what does not fit stays due in the store and is found by a later tick. */
    static final int QUEUE = 10_000;

    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService clockwork;
    private final TelephonyListener listener;
    private volatile CompletionStage<Void> drained = CompletableFuture.completedStage(null);

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

    /** What, when stopping, says that nothing is under way in LiveKit any more. */
    void waitsFor(CompletionStage<Void> allAnswered) {
        drained = allAnswered;
    }

    /** Does this now and after every such pause; what it throws is told and does not end it. */
    void every(Duration pause, String what, Runnable work) {
        // Only close() ends it.
        var unused = clockwork.scheduleWithFixedDelay(
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

    /** Begins nothing new, lets what was asked of LiveKit be answered and written down, for at most five seconds. */
    @Override
    public void close() {
        clockwork.shutdown();
        try {
            drained.toCompletableFuture().get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            listener.onTrouble("stopped with work under way; whoever has the store takes it up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        clockwork.shutdownNow();
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
