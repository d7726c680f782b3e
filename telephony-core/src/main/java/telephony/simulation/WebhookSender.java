package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * LiveKit's webhook sender: a queue for each room <em>name</em>, strictly in order, retries included. All methods but
 * {@link #deliveries} and {@link #dropped} are called while the world is being changed.
 */
final class WebhookSender {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int MAX_REMEMBERED = 10_000;

    private final VirtualTime time;
    private final Map<String, Line> lines = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Deque<Delivery> deliveries = new ArrayDeque<>();
    private final Deque<SimulatedWebhook> dropped = new ArrayDeque<>();
    private WebhookReceiver receiver = webhook -> CompletableFuture.completedStage(200);
    private int generation;

    WebhookSender(VirtualTime time) {
        this.time = time;
    }

    private static final class Line {
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private boolean busy;
        private @Nullable Waiting overtaken;
    }

    private record Waiting(SimulatedWebhook webhook, Instant since, boolean again) {}

    private static final class Fault {
        private final WebhookFault what;
        private int left;

        Fault(WebhookFault what) {
            this.what = what;
            this.left = what.times();
        }
    }

    void sendTo(WebhookReceiver next) {
        receiver = next;
    }

    void add(WebhookFault fault) {
        faults.add(new Fault(fault));
    }

    /** Every try so far, the newest {@value #MAX_REMEMBERED}. */
    List<Delivery> deliveries() {
        synchronized (time) {
            return List.copyOf(deliveries);
        }
    }

    /** What was never sent or given up: by a fault, by age, by too long a queue, after the last try. */
    List<SimulatedWebhook> dropped() {
        synchronized (time) {
            return List.copyOf(dropped);
        }
    }

    /** The process dies: the queues were in its memory. */
    void forget() {
        generation++;
        lines.values().forEach(line -> {
            Optional.ofNullable(line.overtaken).ifPresent(held -> drop(held.webhook()));
            line.waiting.forEach(w -> drop(w.webhook()));
        });
        lines.clear();
    }

    void send(SimulatedWebhook webhook) {
        Fault fault = faults.stream()
                .filter(f -> f.what.which().test(webhook))
                .findFirst()
                .orElse(null);
        Waiting waiting = new Waiting(webhook, time.instant(), false);
        Line ofItsRoom = line(webhook);
        // What overtakes another is not held back itself: its fault waits for the next that is meant.
        if (fault == null || (fault.what.kind() == WebhookFault.Kind.REORDER && ofItsRoom.overtaken != null)) {
            enqueue(waiting);
            if (ofItsRoom.overtaken != null) {
                overtake(ofItsRoom, ofItsRoom.overtaken);
            }
            return;
        }
        fault.left--;
        faults.removeIf(f -> f.left <= 0);
        switch (fault.what.kind()) {
            case DROP -> drop(webhook);
            case DUPLICATE -> enqueue(new Waiting(webhook, time.instant(), true));
            case DELAY -> later(fault.what.by(), () -> enqueue(new Waiting(webhook, time.instant(), false)));
            case REORDER -> {
                ofItsRoom.overtaken = waiting;
                later(fault.what.by(), () -> overtake(ofItsRoom, waiting));
            }
        }
    }

    private void overtake(Line line, Waiting waiting) {
        if (waiting.equals(line.overtaken)) {
            line.overtaken = null;
            enqueue(new Waiting(waiting.webhook(), time.instant(), false));
        }
    }

    private Line line(SimulatedWebhook webhook) {
        return lines.computeIfAbsent(webhook.room().name(), name -> new Line());
    }

    private void enqueue(Waiting waiting) {
        Line line = line(waiting.webhook());
        if (line.waiting.size() >= Seen.WEBHOOK_DEPTH) {
            drop(waiting.webhook());
            return;
        }
        line.waiting.add(waiting);
        next(line);
    }

    private void next(Line line) {
        Waiting waiting = line.busy ? null : line.waiting.poll();
        if (waiting == null) {
            return;
        }
        if (waiting.since().plus(Seen.WEBHOOK_AGE).isBefore(time.instant())) {
            drop(waiting.webhook());
            next(line);
            return;
        }
        line.busy = true;
        attempt(line, waiting, 1);
    }

    private void attempt(Line line, Waiting waiting, int attempt) {
        int sentIn = generation;
        Instant at = time.instant();
        WebhookReceiver to = receiver;
        time.soon(() -> receive(to, waiting.webhook())
                .whenComplete((status, failure) -> time.change(() -> {
                    int answered = failure == null && status != null ? status : WebhookReceiver.NO_ANSWER;
                    remember(deliveries, new Delivery(waiting.webhook(), attempt, at, answered));
                    if (sentIn == generation) {
                        answered(line, waiting, attempt, answered);
                    }
                })));
    }

    private static CompletionStage<Integer> receive(WebhookReceiver receiver, SimulatedWebhook webhook) {
        try {
            return receiver.receive(webhook);
        } catch (RuntimeException broken) {
            return CompletableFuture.failedStage(broken);
        }
    }

    private void answered(Line line, Waiting waiting, int attempt, int status) {
        if (isTriedAgain(status) && attempt <= Seen.WEBHOOK_WAITS.size()) {
            later(Seen.WEBHOOK_WAITS.get(attempt - 1), () -> attempt(line, waiting, attempt + 1));
            return;
        }
        if (isTriedAgain(status)) {
            drop(waiting.webhook());
        } else if (waiting.again()) {
            // As after an answer that got lost: the same bytes once more.
            attempt(line, new Waiting(waiting.webhook(), waiting.since(), false), attempt + 1);
            return;
        }
        line.busy = false;
        next(line);
    }

    private static boolean isTriedAgain(int status) {
        return status == WebhookReceiver.NO_ANSWER
                || status == TOO_MANY_REQUESTS
                || (status >= SERVER_ERRORS && status != NOT_IMPLEMENTED);
    }

    private void later(Duration delay, Runnable what) {
        int plannedIn = generation;
        time.after(delay, () -> {
            if (plannedIn == generation) {
                what.run();
            }
        });
    }

    private void drop(SimulatedWebhook webhook) {
        remember(dropped, webhook);
    }

    private static <T> void remember(Deque<T> kept, T one) {
        if (kept.size() >= MAX_REMEMBERED) {
            kept.removeFirst();
        }
        kept.add(one);
    }
}
