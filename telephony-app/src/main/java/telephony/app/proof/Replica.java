package telephony.app.proof;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import telephony.Telephony;
import telephony.adapters.store.InMemoryTelephonyStore;
import telephony.app.proof.Happening.Partition;
import telephony.app.proof.Happening.Snag;
import telephony.app.proof.Happening.Unheard;
import telephony.call.TelephonyCall;
import telephony.call.TimelineEntry;
import telephony.dispatch.AgentStanding;
import telephony.observe.TelephonyListener;
import telephony.outbound.DialGuard;
import telephony.outbound.GuardVerdict;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.simulation.AgentPass;
import telephony.simulation.Ids;
import telephony.simulation.SimulatedWebhook;
import telephony.simulation.VirtualTime;
import telephony.simulation.WebhookReceiver;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;
import telephony.webhook.WebhookReading;
import telephony.webhook.WebhookReceipt;
import telephony.webhook.WebhookVerdict;

/** One of the processes, through all its lives: each life is a switchboard of the real core. */
final class Replica {

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration BETWEEN_REPLICAS = Duration.ofMillis(83);
    private static final int TAKEN_IN = 200;
    private static final int STORE_DOWN = 503;
    private static final int BROKEN = 500;

    private final Play play;
    private final int number;
    private final VirtualTime time;
    private final DriftingClock clock;
    private final List<Snag> plan = new ArrayList<>();
    private final List<Partition> partitions = new ArrayList<>();
    private final List<Unheard> unheard = new ArrayList<>();
    private @Nullable Life life;
    private int lives;

    /** A process from its start to its end. */
    private record Life(SimulatedProcess process, Telephony telephony, TelephonyStorePort store) {}

    Replica(Play play, int number) {
        this.play = play;
        this.number = number;
        this.time = play.livekit().clock();
        this.clock = new DriftingClock(
                time, time.instant(), play.world().processClocks().get(number));
    }

    /** Begins a life. */
    void start() {
        lives++;
        SimulatedProcess process = new SimulatedProcess(new SimulatedProcess.Replica(new Fates(), plan), time);
        InMemoryTelephonyStore store = play.store(number);
        TelephonyStorePort line = StoreLine.to(store, process, () -> isCut(Partition.Side.STORE), row -> play.witness()
                .written(time.instant(), number, row));
        LiveKitLine api = new LiveKitLine(play.livekit(), process, number, play.witness(), new Cut());
        Telephony telephony = play.livekit()
                .telephony(line)
                .clock(clock)
                .router(CallRouter.always(AgentConfig.named(Bounds.AGENT)))
                .dispatches(api)
                .rooms(api)
                .sip(api)
                .dialGuard(guard())
                .queue(
                        new QueueLine(store.queue(), process, () -> isCut(Partition.Side.STORE), this::turned),
                        play.pace())
                .executor(work -> time.soon(() -> process.run(work)))
                .random(new Ids(play.world().seed()).of("process " + number + " life " + lives))
                .instance(play.instance(number))
                .verifier((body, authorization) -> WebhookVerdict.AUTHENTIC)
                .reader(this::read)
                .listener(new Ear(process))
                .build();
        life = new Life(process, telephony, store);
        time.in(BETWEEN_REPLICAS.multipliedBy(number), () -> tick(process, telephony));
    }

    /** It permits everything, and is heard doing so. */
    private DialGuard guard() {
        return (dial, now) -> {
            play.witness().judged(time.instant(), dial);
            return GuardVerdict.PERMITTED;
        };
    }

    private void turned(List<TelephonyCall> calls) {
        play.witness().turned(time.instant(), number, calls);
        calls.forEach(call -> play.witness().written(time.instant(), number, call));
    }

    private void tick(SimulatedProcess process, Telephony telephony) {
        if (process.isAlive()) {
            if (!process.isStopped()) {
                process.run(telephony::tick);
            }
            time.in(TICK, () -> tick(process, telephony));
        }
    }

    /** A webhook comes; what is answered. A process that is stopped lets the sender wait, one that is dead does not. */
    CompletionStage<Integer> receive(SimulatedWebhook webhook) {
        Life now = life;
        if (now == null || !now.process().isAlive() || isCut(Partition.Side.WEBHOOKS)) {
            return CompletableFuture.completedFuture(WebhookReceiver.NO_ANSWER);
        }
        SimulatedProcess.Connection connection = now.process().connection();
        now.process().run(() -> now.process().answer(connection, take(now, webhook)));
        return connection.answered();
    }

    private int take(Life now, SimulatedWebhook webhook) {
        try {
            WebhookReceipt receipt = now.telephony().receive(webhook.id().getBytes(StandardCharsets.UTF_8), null);
            boolean concernsCall = receipt.kind() != WebhookReceipt.Kind.NOT_OURS;
            boolean kept = now.store().findInboxEntry(webhook.id()).isPresent();
            play.witness().answered(time.instant(), webhook.id(), concernsCall, kept);
            return TAKEN_IN;
        } catch (StoreUnavailableException down) {
            return STORE_DOWN;
        } catch (RuntimeException broken) {
            play.witness().surprised(time.instant(), number, "taking in a webhook failed", broken);
            return BROKEN;
        }
    }

    /** A request comes; empty = nobody said that it was taken in, though it may have been, or be later. */
    <T> Optional<T> ask(String what, Function<Telephony, T> request) {
        Life now = life;
        if (now == null || !now.process().isAlive()) {
            return Optional.empty();
        }
        AtomicReference<Optional<T>> told = new AtomicReference<>(Optional.empty());
        now.process().run(() -> told.set(answer(now, what, request)));
        return now.process().isAlive() ? Objects.requireNonNull(told.get()) : Optional.empty();
    }

    private <T> Optional<T> answer(Life now, String what, Function<Telephony, T> request) {
        try {
            return Optional.of(request.apply(now.telephony()));
        } catch (StoreUnavailableException down) {
            return Optional.empty();
        } catch (RuntimeException broken) {
            play.witness().surprised(time.instant(), number, "taking in " + what + " failed", broken);
            return Optional.empty();
        }
    }

    /** An agent's heartbeat comes. Of a process that is stopped it gets no answer, and is heard when that goes on. */
    Heartbeats.Told hear(AgentPass pass, String identity) {
        Life now = life;
        if (now == null || !now.process().isAlive() || isUnheard(Unheard.Why.LOST)) {
            return Heartbeats.Told.of(Heartbeats.Told.Kind.LOST);
        }
        AtomicReference<Heartbeats.Told> told = new AtomicReference<>(Heartbeats.Told.of(Heartbeats.Told.Kind.NOT_YET));
        now.process().run(() -> told.set(hear(now, pass, identity)));
        return now.process().isAlive()
                ? Objects.requireNonNull(told.get())
                : Heartbeats.Told.of(Heartbeats.Told.Kind.LOST);
    }

    private Heartbeats.Told hear(Life now, AgentPass pass, String identity) {
        if (isUnheard(Unheard.Why.TURNED_AWAY)) {
            now.telephony().agentTurnedAway();
            return Heartbeats.Told.of(Heartbeats.Told.Kind.NOT_YET);
        }
        try {
            AgentStanding standing = now.telephony().agentHeartbeat(pass.callId(), identity, pass.token());
            return new Heartbeats.Told(Heartbeats.Told.Kind.TAKEN, Optional.of(standing));
        } catch (StoreUnavailableException down) {
            return Heartbeats.Told.of(Heartbeats.Told.Kind.NOT_YET);
        } catch (RuntimeException broken) {
            play.witness().surprised(time.instant(), number, "taking in a heartbeat failed", broken);
            return Heartbeats.Told.of(Heartbeats.Told.Kind.NOT_YET);
        }
    }

    /** The body is the event's id; what it tells is as LiveKit would have written it. */
    private WebhookReading read(byte[] body, Instant receivedAt) {
        return new WebhookReading.Event(
                play.webhook(new String(body, StandardCharsets.UTF_8)).callEvent(receivedAt));
    }

    /** From now on, this meets it. */
    void meets(Snag snag) {
        if (snag.where() != Happening.Moment.NOW) {
            plan.add(snag);
        } else if (life != null) {
            life.process().meetNow(snag);
        }
    }

    /** From now on, until its time is over, this is cut. */
    void isCutBy(Partition partition) {
        partitions.add(partition);
        time.in(partition.length(), () -> partitions.remove(partition));
    }

    /** From now on, until its time is over, heartbeats meet this. */
    void isUnheardBy(Unheard reason) {
        unheard.add(reason);
        time.in(reason.length(), () -> unheard.remove(reason));
    }

    private boolean isUnheard(Unheard.Why why) {
        return unheard.stream().anyMatch(reason -> reason.why() == why);
    }

    /** It dies, and is not started anew by itself. */
    void dies() {
        Life now = life;
        life = null;
        if (now != null) {
            now.process().die(Duration.ZERO);
        }
    }

    /** Nothing that was planned for it happens any more. */
    void isLeftInPeace() {
        plan.clear();
    }

    private boolean isCut(Partition.Side side) {
        return partitions.stream()
                .anyMatch(partition -> partition.side() == side
                        || (side == Partition.Side.STORE && partition.side() == Partition.Side.STORE_OF_ALL));
    }

    private final class Cut implements LiveKitLine.Cuts {
        @Override
        public void asked() {
            play.asked();
        }

        @Override
        public boolean noRequests() {
            return isCut(Partition.Side.API);
        }

        @Override
        public boolean noAnswers() {
            return isCut(Partition.Side.ANSWERS);
        }
    }

    private final class Fates implements SimulatedProcess.Fate {
        @Override
        public void died(Duration away) {
            play.remark(() -> "*** process " + number + " is dead for " + away);
            if (life != null) {
                life = null;
                time.in(away, () -> {
                    if (life == null && !play.isForgetting()) {
                        start();
                    }
                });
            }
        }

        @Override
        public void snagged(Snag snag) {
            play.remark(() -> "*** " + snag);
            play.disturb(snag);
        }

        @Override
        public boolean enter(int most) {
            return play.enter(most);
        }

        @Override
        public void leave() {
            play.leave();
        }
    }

    /** What should not happen, and for the trace what the switchboard thinks. */
    private final class Ear implements TelephonyListener {
        private final SimulatedProcess process;

        Ear(SimulatedProcess process) {
            this.process = process;
        }

        @Override
        public void onTimeline(TelephonyCall call, TimelineEntry entry) {
            play.remark(() -> "  " + number + " " + call.origin().roomName() + " " + entry.kind() + " " + entry.name()
                    + " " + entry.details());
        }

        @Override
        public void onTrouble(String what, Throwable cause) {
            if (process.isAlive() && !isStore(cause)) {
                play.witness().surprised(time.instant(), number, what, cause);
            } else if (process.isAlive()) {
                play.remark(() -> "  " + number + " " + what + ": " + cause.getMessage());
            }
        }

        private static boolean isStore(Throwable cause) {
            for (Throwable t = cause; t != null; t = t.getCause()) {
                if (t instanceof StoreUnavailableException || t instanceof ProcessDeath) {
                    return true;
                }
            }
            return false;
        }
    }
}
