package telephony.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's common pool on small machines. Its HTTP client hands every answer of LiveKit's to that pool; with less than two
 * threads in it, as on one or two processors, {@link java.util.concurrent.CompletableFuture} does not use the pool and starts
 * a thread for each answer instead, which took a fifth of the processor time of a placed call (measured by
 * {@code lab/queue}).
 */
final class CommonPool {

    private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";
    private static final int LEAST = 2;

    private CommonPool() {}

    /** Gives the pool the threads that make it used, unless somebody said how many; before anything of the JDK's uses it. */
    static void makeUsable() {
        wanted(System.getProperty(PARALLELISM), Runtime.getRuntime().availableProcessors())
                .ifPresent(threads -> System.setProperty(PARALLELISM, threads));
    }

    /** What to set; empty = leave it. The JDK's own choice is one thread less than there are processors. */
    static Optional<String> wanted(@Nullable String said, int processors) {
        return said != null || processors > LEAST ? Optional.empty() : Optional.of(Integer.toString(LEAST));
    }
}
