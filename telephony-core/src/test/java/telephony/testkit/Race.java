package telephony.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs the same thing on several threads that start together, and passes on the first failure. */
public final class Race {

    private static final long LIMIT_SECONDS = 60;

    /** What a racer does. */
    public interface Racer {
        /** Runs as this racer, from 0. */
        void run(int racer) throws Exception;
    }

    private Race() {}

    /** Returns when all racers are done. */
    public static void run(int threads, Racer racer) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            pool.execute(() -> {
                try {
                    start.await();
                    racer.run(number);
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            });
        }
        start.countDown();
        pool.shutdown();
        if (!pool.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            pool.shutdownNow();
            throw new AssertionError("the race did not end within " + LIMIT_SECONDS + " s");
        }
        if (failure.get() != null) {
            throw new AssertionError("a racer failed", failure.get());
        }
    }
}
