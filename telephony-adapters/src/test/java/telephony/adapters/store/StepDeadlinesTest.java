package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StepDeadlinesTest {

    private final StepDeadlines deadlines = new StepDeadlines(Duration.ofMillis(50));
    private final AtomicInteger aborts = new AtomicInteger();
    private final CountDownLatch aborted = new CountDownLatch(1);
    private final Connection connection = (Connection) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("abort")) {
                    aborts.incrementAndGet();
                    aborted.countDown();
                }
                return null;
            });

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void aStepThatTakesTooLongShouldHaveItsConnectionBrokenOff() throws SQLException {
        try (StepDeadlines.Deadline deadline = deadlines.begin()) {
            String done = deadline.keep(connection, asked -> {
                awaitAbort();
                return "broken off";
            });
            assertThat(done).isEqualTo("broken off");
        }
    }

    @Test
    void aStepThatGetsItsConnectionOnlyWhenItsTimeIsOverShouldLoseItAtOnce() throws SQLException {
        try (StepDeadlines.Deadline deadline = deadlines.begin()) {
            deadline.keep(connection, asked -> {
                awaitAbort();
                return null;
            });
            int before = aborts.get();
            deadline.keep(connection, asked -> {
                assertThat(aborts).hasValueGreaterThan(before);
                return null;
            });
        }
    }

    private void awaitAbort() {
        try {
            aborted.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
