package telephony.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts a driver's work, so that it can be stopped without losing an answer of LiveKit. Thread-safe. */
final class WorkUnderWay {

    private final AtomicInteger count = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean stopped;

    /** Counts new work; when it answers false, all is stopped and the work must not begin. */
    boolean begin() {
        // Counted before asked: whoever stops sees either this work, or is seen by it.
        goOn();
        if (stopped) {
            end();
            return false;
        }
        return true;
    }

    /** How much more may begin before so much is under way; never negative. */
    int roomBelow(int limit) {
        return Math.max(0, limit - count.get());
    }

    /** Counts a part of work that has begun. */
    void goOn() {
        count.incrementAndGet();
    }

    /** What was counted has ended. */
    void end() {
        if (count.decrementAndGet() == 0 && stopped) {
            drained.complete(null);
        }
    }

    /** Lets nothing new begin. */
    void stop() {
        goOn();
        stopped = true;
        end();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Completes when all is stopped and nothing is under way. */
    CompletionStage<Void> drained() {
        return drained.minimalCompletionStage();
    }
}
