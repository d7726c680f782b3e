package telephony.adapters.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends steps that take too long by breaking off their connections. A server that hangs, or a network that swallows what
 * is sent, ends no statement by itself, and the drivers' own limits hold for one answer each, count in seconds, or do
 * not hold while something is being sent. H2, which is in this process, knows no breaking off; there the limit of each
 * statement is all.
 */
final class StepDeadlines implements AutoCloseable {

    private final Duration stepTime;
    private final ScheduledThreadPoolExecutor timer;

    /** @param stepTime how long a step may take */
    StepDeadlines(Duration stepTime) {
        this.stepTime = stepTime;
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "telephony-store-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        // After the end no step gets a connection that could be broken off.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** The time of a step begins. */
    Deadline begin() {
        return new Deadline();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Of one step. */
    final class Deadline implements AutoCloseable {

        private final ScheduledFuture<?> end =
                timer.schedule(this::breakOff, stepTime.toMillis(), TimeUnit.MILLISECONDS);
        private @Nullable Connection inUse;
        private boolean over;

        /** Does this on this connection, which is broken off when the time is over before the work is. */
        <T> T keep(Connection connection, JdbcDatabase.Work<T> work) throws SQLException {
            use(connection);
            try {
                return work.on(connection);
            } finally {
                // Before the connection goes back to the pool, where it may be another step's at once.
                use(null);
            }
        }

        private synchronized void use(@Nullable Connection connection) {
            inUse = connection;
            if (over) {
                breakOff();
            }
        }

        private synchronized void breakOff() {
            over = true;
            if (inUse == null) {
                return;
            }
            try {
                inUse.abort(Runnable::run);
            } catch (SQLException e) {
                // It is closed already, which is what was wanted.
            }
        }

        @Override
        public void close() {
            end.cancel(false);
        }
    }
}
