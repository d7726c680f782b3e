package telephony.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RunningAppTest {

    private final List<String> closed = new CopyOnWriteArrayList<>();

    @Test
    void closesInReverseOrderAndOnce() {
        RunningApp app;
        try (RunningApp.Starting starting = new RunningApp.Starting()) {
            starting.add("first", () -> closed.add("first"));
            starting.add("second", () -> closed.add("second"));
            starting.add("third", () -> closed.add("third"));
            app = starting.started(4711, true, Set::of);
        }
        assertThat(closed).isEmpty();
        assertThat(app.port()).isEqualTo(4711);
        assertThat(app.hasKeys()).isTrue();

        app.close();
        app.close();

        assertThat(closed).containsExactly("third", "second", "first");
    }

    @Test
    void closesWhatWasStartedWhenStartingFails() {
        try (RunningApp.Starting starting = new RunningApp.Starting()) {
            starting.add("first", () -> closed.add("first"));
            starting.add("second", () -> closed.add("second"));
        }

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void aPartThatFailsOrHangsKeepsNoOtherOpen() {
        CountDownLatch never = new CountDownLatch(1);
        try (RunningApp.Starting starting = new RunningApp.Starting(Duration.ofMillis(50))) {
            starting.add("first", () -> closed.add("first"));
            starting.add("hangs", never::await);
            starting.add("fails", () -> {
                throw new IllegalStateException("no");
            });
        }

        assertThat(closed).containsExactly("first");
    }
}
