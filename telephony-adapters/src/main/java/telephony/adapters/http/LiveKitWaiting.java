package telephony.adapters.http;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Requests that wait for LiveKit, of which there are only so many at a time: the other threads are for calls. */
final class LiveKitWaiting {

    /** An answer must be out within {@link HttpLimits#DEFAULT}'s 30 s. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);

    private final Semaphore places;
    private final Problem busy;
    private final Problem late;

    /**
     * @param places how many may wait
     * @param busy what one more is answered
     * @param late what is answered when LiveKit takes too long
     */
    LiveKitWaiting(int places, Problem busy, Problem late) {
        this.places = new Semaphore(places);
        this.busy = busy;
        this.late = late;
    }

    /** Nothing is sent unless there is a place to wait for its answer. */
    <T> T asked(Supplier<CompletionStage<T>> request) {
        if (!places.tryAcquire()) {
            throw new ProblemException(busy);
        }
        try {
            return request.get().toCompletableFuture().get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ProblemException(late);
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking LiveKit failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.tryAgain());
        } finally {
            places.release();
        }
    }
}
