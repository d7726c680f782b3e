package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StepDeadlinesTest {

    private final StepDeadlines deadlines = new StepDeadlines(Duration.ofMillis(50));
    private final CountDownLatch aborted = new CountDownLatch(1);
    private final Connection connection = (Connection) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("abort")) {
                    aborted.countDown();
                }
                return null;
            });

    @AfterEach
    void close() {
        deadlines.close();
    }

    /** As PostgreSQL's driver does when its connection is closed under it. */
    @Test
    void aDriverThatStumblesOverTheBreakingOffShouldBeLikeAConnectionThatFailed() {
        try (StepDeadlines.Deadline deadline = deadlines.begin()) {
            assertThatThrownBy(() -> deadline.keep(connection, asked -> {
                        awaitAbort();
                        throw new AssertionError("should not throw");
                    }))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("broken off");
        }
    }

    @Test
    void anErrorOfAStepInItsTimeShouldStayWhatItIs() {
        try (StepDeadlines.Deadline deadline = new StepDeadlines(Duration.ofMinutes(1)).begin()) {
            assertThatThrownBy(() -> deadline.keep(connection, asked -> {
                        throw new AssertionError("ours");
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("ours");
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
