package telephony.app.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Places calls one after the other, stays until each is over, and tells who was heard. Played once. */
public final class CallRound {

    private static final Duration STEP = Duration.ofMillis(100);

    /** Who is on the phone is looked at so often; times are the simulation's, so it need not be more. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** One places calls at their rate, while the other looks. */
    private static final int THREADS = 2;

    private static final double SECOND_NANOS = 1e9;

    private final SimulationClient client;
    private final CallOrder order;
    private final Expected expected;
    private final InstantSource clock;
    private final List<Caller> callers = new CopyOnWriteArrayList<>();

    /** @param expected what every caller is to hear */
    public CallRound(SimulationClient client, CallOrder order, Expected expected, InstantSource clock) {
        this.client = client;
        this.order = order;
        this.expected = expected;
        this.clock = clock;
    }

    /** What is done again and again, and may be interrupted. */
    private interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Plays it to the end, on threads of its own. When it is interrupted, the callers still hang up by themselves.
     *
     * @param count how many calls
     * @param perSecond how many of them begin each second
     * @param out gets two lines for each call, when it begins and when it is over, and one for all
     * @return whether every caller heard what was expected
     * @throws SimulationClient.RefusedException when it is no call that can be placed
     * @throws IllegalStateException when nobody is there to place it
     */
    public boolean play(int count, double perSecond, Consumer<String> out) throws InterruptedException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        ScheduledExecutorService stage = Executors.newScheduledThreadPool(THREADS);
        try {
            var calling = stage.scheduleAtFixedRate(
                    guarded(over, () -> place(count, out)),
                    0,
                    Math.max(1, Math.round(SECOND_NANOS / perSecond)),
                    TimeUnit.NANOSECONDS);
            var looking = stage.scheduleWithFixedDelay(
                    guarded(over, () -> {
                        if (lookAtAll(out) && callers.size() == count) {
                            over.complete(null);
                        }
                    }),
                    0,
                    STEP.toMillis(),
                    TimeUnit.MILLISECONDS);
            over.get();
            calling.cancel(false);
            looking.cancel(false);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failed ? failed : new IllegalStateException(e.getCause());
        } finally {
            stage.shutdownNow();
        }
        return summed(count, out);
    }

    private static Runnable guarded(CompletableFuture<Void> over, Work work) {
        return () -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                over.completeExceptionally(e);
            } catch (RuntimeException e) {
                over.completeExceptionally(e);
            }
        };
    }

    private boolean summed(int count, Consumer<String> out) {
        long good = callers.stream().filter(caller -> caller.good).count();
        out.accept(good + " of " + count + " callers " + expected.words());
        if (callers.stream().anyMatch(caller -> caller.refused && !caller.good)) {
            out.accept("When the switchboard is to refuse them, say so with --expect refused.");
        }
        return good == count;
    }

    private void place(int count, Consumer<String> out) throws InterruptedException {
        if (callers.size() < count) {
            Caller caller = new Caller(callers.size() + 1, client.place(order), clock.instant());
            out.accept(caller.line("calls", "id " + caller.id));
            callers.add(caller);
        }
    }

    /** Whether all of them are over. */
    private boolean lookAtAll(Consumer<String> out) throws InterruptedException {
        boolean over = true;
        for (Caller caller : callers) {
            if (!caller.over && !clock.instant().isBefore(caller.lookAgain)) {
                caller.look(out);
            }
            over &= caller.over;
        }
        return over;
    }

    /** Somebody on the phone; only the thread that looks changes it. */
    private final class Caller {
        private final int number;
        private final String id;
        private final String room;
        private volatile Instant lookAgain;
        private volatile boolean over;
        private volatile boolean good;
        private volatile boolean refused;

        private Caller(int number, JsonNode placed, Instant began) {
            this.number = number;
            this.id = placed.path("id").asText();
            this.room = placed.path("room").asText();
            this.lookAgain = began.plus(LOOK);
        }

        private void look(Consumer<String> out) throws InterruptedException {
            JsonNode call = client.look(id);
            lookAgain = clock.instant().plus(LOOK);
            if (call.path("over").asBoolean()) {
                CallResult result = CallResult.of(call);
                refused = result.isRefused();
                good = expected.isMetBy(result);
                out.accept(line(good ? "ok" : "WRONG", result.told()));
                over = true;
            }
        }

        private String line(String what, String more) {
            return String.format(Locale.ROOT, "%4d  %-5s  %s  (room %s)", number, what, more, room);
        }
    }
}
