package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telephony.store.CallQuery;
import telephony.store.Commit;
import telephony.testkit.Calls;

/** Exports that do not come to their end: a client can tell, and the place is free for the next. */
class ExportRouteTest {

    private static final String CSV = "/telephony/calls.csv";
    private static final String USUAL = "HTTP/1.1\r\nHost: localhost";
    private static final int PAGES = 6;
    private static final int CALLS = (PAGES - 1) * CallQuery.MAX_LIMIT + 1;

    /** Tries of a client that is told to ask again: the server learns of one that has gone a moment later. */
    private static final int TRIES = 10_000;

    private static final int PATIENCE_SECONDS = 20;

    private final RunningServer server = RunningServer.start();

    @BeforeEach
    void store() {
        for (int i = 0; i < CALLS; i++) {
            Commit commit = Commit.ofRow(Calls.inbound("RM_" + i, "SCL_" + i, Calls.START.plusMillis(i)), List.of());
            assertThat(server.store.commit(commit)).isEqualTo(Commit.Result.STORED);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient asked(String protocol) {
        return server.raw().send("GET " + CSV + " " + protocol + "\r\n\r\n");
    }

    private String brokenOff(String protocol) {
        try (RawClient client = asked(protocol)) {
            return client.readToReset();
        }
    }

    /** Does this before the second page of the next export is read. */
    private void inTheMiddle(Runnable what) {
        AtomicInteger pages = new AtomicInteger();
        server.store.beforePages(() -> {
            if (pages.incrementAndGet() == 2) {
                what.run();
            }
        });
    }

    private void assertThatTheNextOneComesWhole() {
        server.store.beforePages(() -> {});
        server.store.setDown(false);
        int tries = 0;
        while (server.get(CSV).statusCode() == 503) {
            assertThat(++tries).as("nobody gave a place back").isLessThan(TRIES);
        }
        assertThat(server.get(CSV).body().lines()).hasSize(CALLS + 1);
    }

    /** The client sees the reset before the server has told of it. */
    private void assertThatTheOperatorIsTold(int times) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (server.troubles.size() < times && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(server.troubles).hasSize(times);
    }

    @ParameterizedTest
    @ValueSource(strings = {USUAL, USUAL + "\r\nConnection: close", "HTTP/1.0"})
    void anExportWhoseStoreFailsInTheMiddleShouldNotLookWhole(String protocol) {
        for (int i = 0; i <= HttpLimits.MAX_EXPORTS; i++) {
            server.store.setDown(false);
            inTheMiddle(() -> server.store.setDown(true));

            String part = brokenOff(protocol);

            assertThat(part).contains("200 OK", "room-RM_").doesNotContain("problem", "\r\n0\r\n\r\n");
            assertThat(part.lines()).hasSizeLessThan(CALLS);
        }
        assertThatTheOperatorIsTold(HttpLimits.MAX_EXPORTS + 1);
        assertThatTheNextOneComesWhole();
    }

    @Test
    void anExportThatFailsInAnUnforeseenWayShouldNotLookWhole() {
        inTheMiddle(() -> {
            throw new IllegalStateException("unforeseen");
        });

        String part = brokenOff(USUAL);

        assertThat(part).contains("200 OK").doesNotContain("problem", "\r\n0\r\n\r\n");
        assertThatTheOperatorIsTold(1);
        assertThatTheNextOneComesWhole();
    }

    @Test
    void anExportThatTakesTooLongShouldNotLookWhole() {
        inTheMiddle(() -> server.clock.advance(HttpLimits.MAX_EXPORT_TIME));

        assertThat(brokenOff(USUAL)).contains("200 OK").doesNotContain("\r\n0\r\n\r\n");

        assertThat(server.troubles).isEmpty();
        assertThatTheNextOneComesWhole();
    }

    @Test
    void anExportWhoseClientGoesAwayShouldEndAndGiveItsPlaceBack() throws InterruptedException {
        for (int i = 0; i < HttpLimits.MAX_EXPORTS; i++) {
            CountDownLatch gone = new CountDownLatch(1);
            RawClient client = server.raw();
            inTheMiddle(() -> {
                client.close();
                gone.countDown();
            });

            client.send("GET " + CSV + " " + USUAL + "\r\n\r\n");

            assertThat(gone.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(server.troubles).as("it is no fault of ours").isEmpty();
        assertThatTheNextOneComesWhole();
    }
}
