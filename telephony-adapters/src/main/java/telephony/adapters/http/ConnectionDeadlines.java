package telephony.adapters.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which a request does not get ahead. An idle time-out alone does not do it: every byte renews it,
 * so that a client that sends one byte a second would stay for ever.
 */
final class ConnectionDeadlines implements Connection.Listener {

    private static final long SWEEP_MILLIS = 250;

    private final HttpLimits limits;
    private final Map<Connection, Long> deadlines = new ConcurrentHashMap<>();

    ConnectionDeadlines(HttpLimits limits) {
        this.limits = limits;
    }

    /** Looks at all connections now and then, for as long as the scheduler runs. */
    void watch(Scheduler scheduler) {
        scheduler.schedule(
                () -> {
                    closeOverdue(System.nanoTime());
                    watch(scheduler);
                },
                SWEEP_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        deadlines.put(connection, in(limits.headTime()));
    }

    @Override
    public void onClosed(Connection connection) {
        deadlines.remove(connection);
    }

    /** The head of a request is there. */
    void headRead(Connection connection) {
        renew(connection, limits.bodyTime());
    }

    /** All of a request is there, and the answer is being made. */
    void bodyRead(Connection connection) {
        renew(connection, limits.answerTime());
    }

    /** The answer is out, and the next request may come. */
    void answered(Connection connection) {
        renew(connection, limits.headTime());
    }

    private void renew(Connection connection, Duration time) {
        // Only what is still open: a late call must not bring a closed connection back.
        deadlines.computeIfPresent(connection, (key, old) -> in(time));
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private void closeOverdue(long now) {
        deadlines.forEach((connection, deadline) -> {
            if (now - deadline > 0) {
                connection.getEndPoint().close(new TimeoutException("the request took too long"));
            }
        });
    }
}
