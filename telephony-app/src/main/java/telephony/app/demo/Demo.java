package telephony.app.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import telephony.app.demo.CallRecords.Recorded;
import telephony.observe.TelephonyListener;
import telephony.routing.CallRouter;
import telephony.simulation.SimulatedLiveKit;

/** The demonstration at the speed of real life, on a switchboard that somebody else started. Played once. */
public final class Demo {

    /** How long the switchboard may take to be ready, once it listens. */
    private static final Duration CURTAIN = Duration.ofSeconds(30);

    private final Programme programme;
    private final SwitchboardStates switchboard = new SwitchboardStates();
    private final PrintWriter out;
    private final boolean live;
    private final Columns columns;

    /**
     * @param out where it is shown
     * @param width columns of the terminal that it is drawn on; 0 = it is none. Where it is none, or too narrow for the
     *     board, lines are printed, one for each thing that happens
     */
    public Demo(PrintWriter out, int width) {
        this(Programme.full(), out, width);
    }

    Demo(Programme programme, PrintWriter out, int width) {
        this.programme = programme;
        this.out = out;
        this.live = width >= Columns.LEAST_WIDTH;
        this.columns = new Columns(width > 0, width == 0 ? Columns.WIDTH : width);
    }

    /** Who answers; the switchboard must be started with it. */
    public CallRouter router() {
        return DemoRouting.router();
    }

    /** Is to be told what the switchboard does. */
    public TelephonyListener listener() {
        return switchboard;
    }

    /** What is left of it. */
    public record Played(boolean good, String callId) {}

    /**
     * Plays it to the end, on a thread of its own, and prints what became of it.
     *
     * @param livekit the simulation that the switchboard stands on; somebody lets its time go
     * @param server where the switchboard is reached, such as {@code http://127.0.0.1:8080}
     * @param clock the simulation's clock
     * @return whether every call went as it must, and the id of the call of which there is most to tell
     */
    public Played play(SimulatedLiveKit livekit, String server, InstantSource clock) throws InterruptedException {
        Programme.registerWorkers(livekit);
        Audience audience = live ? new LiveBoard(out, columns, switchboard) : new PlainLines(out);
        HttpCallRecords records = new HttpCallRecords(server);
        Performance performance = new Performance(programme, livekit, records, clock, audience);
        print(Columns.heading(programme));
        out.println();
        Instant latest = clock.instant().plus(CURTAIN);
        // A process that has just started is slow with everything that it does for the first time.
        repeatUntil(() -> records.isReady() || clock.instant().isAfter(latest));
        repeatUntil(performance::step);
        out.println();
        print(columns.table(performance.calls()));
        out.println();
        out.println(columns.summary(performance));
        if (switchboard.troubles() > 0) {
            out.println("Something failed that should not, " + switchboard.troubles() + " times; the log says what.");
        }
        out.flush();
        String callId = performance.calls().stream()
                .flatMap(call -> call.recorded().stream())
                .map(Recorded::callId)
                .findFirst()
                .orElse("");
        return new Played(performance.isGood() && switchboard.troubles() == 0, callId);
    }

    private static void repeatUntil(BooleanSupplier step) throws InterruptedException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        ScheduledExecutorService stage = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "telephony-demo");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var unused = stage.scheduleAtFixedRate(
                    () -> {
                        try {
                            if (step.getAsBoolean()) {
                                over.complete(null);
                            }
                        } catch (RuntimeException failed) {
                            over.completeExceptionally(failed);
                        }
                    },
                    0,
                    Performance.STEP.toMillis(),
                    TimeUnit.MILLISECONDS);
            over.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the demonstration broke off: " + e.getMessage(), e);
        } finally {
            stage.shutdownNow();
        }
    }

    private void print(List<String> lines) {
        lines.forEach(out::println);
    }
}
