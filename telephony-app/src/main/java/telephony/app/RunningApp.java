package telephony.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that run. They are closed in the reverse order of their being added, all together within ten seconds. */
final class RunningApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("telephony.app");
    private static final Duration CLOSING_TIME = Duration.ofSeconds(10);

    private record Part(String name, AutoCloseable closing) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Duration closingTime;
    private final int port;
    private final boolean hasKeys;
    private final Supplier<Set<String>> agents;

    private RunningApp(
            Deque<Part> parts, Duration closingTime, int port, boolean hasKeys, Supplier<Set<String>> agents) {
        this.parts.addAll(parts);
        this.closingTime = closingTime;
        this.port = port;
        this.hasKeys = hasKeys;
        this.agents = agents;
    }

    /** The port that the HTTP server listens on. */
    int port() {
        return port;
    }

    /** Whether there were API keys when it started. */
    boolean hasKeys() {
        return hasKeys;
    }

    /** The names under which LiveKit knows the agents that it can send now. */
    Set<String> agents() {
        return agents.get();
    }

    /** Closes every part, the last one first; a part that fails or hangs keeps no other from being closed. */
    @Override
    public synchronized void close() {
        closeAll(parts, closingTime);
    }

    private static void closeAll(Deque<Part> parts, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (!parts.isEmpty()) {
            close(parts.pop(), end - System.nanoTime());
        }
    }

    private static void close(Part part, long nanosLeft) {
        // On a thread of its own, so that a part that hangs can be left behind.
        Thread closing = new Thread(() -> closeQuietly(part), "telephony-stop-" + part.name());
        closing.setDaemon(true);
        closing.start();
        try {
            // At least a moment for each: the store must be closed even when the server took all the time.
            closing.join(Math.max(100, TimeUnit.NANOSECONDS.toMillis(nanosLeft)));
            if (closing.isAlive()) {
                LOG.warn("{} did not stop in time and is left behind", part.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Part part) {
        try {
            part.closing().close();
        } catch (Exception e) {
            LOG.warn("{} did not stop cleanly: {}", part.name(), e.getClass().getSimpleName());
        }
    }

    /** Collects parts while they are started; what was added is closed when starting fails. */
    static final class Starting implements AutoCloseable {
        private final Deque<Part> parts = new ArrayDeque<>();
        private final Duration closingTime;

        Starting() {
            this(CLOSING_TIME);
        }

        Starting(Duration closingTime) {
            this.closingTime = closingTime;
        }

        /** Adds what was just started. */
        <T extends AutoCloseable> T add(String name, T part) {
            parts.push(new Part(name, part));
            return part;
        }

        /**
         * All is started; closing this does nothing from now on.
         *
         * @param port the port that the HTTP server listens on
         * @param hasKeys whether there are API keys
         * @param agents tells the names under which LiveKit knows the agents that can be sent
         */
        RunningApp started(int port, boolean hasKeys, Supplier<Set<String>> agents) {
            // ArrayDeque.addAll keeps the order: the last one added is the first to be closed.
            RunningApp app = new RunningApp(parts, closingTime, port, hasKeys, agents);
            parts.clear();
            return app;
        }

        @Override
        public void close() {
            closeAll(parts, closingTime);
        }
    }
}
