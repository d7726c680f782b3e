package telephony.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time of a simulation, and what is still to happen in it. It goes only when it is turned, and then from one thing
 * to the next, so that a minute takes as long as what happens in it. What happens at one instant happens in the order in
 * which it was planned.
 *
 * <p>Safe for any number of threads, of which one at a time may turn it. What the simulated LiveKit tells the outside is
 * told without a lock held, on the thread that turns or that asked.
 */
public final class VirtualTime implements InstantSource {

    /** More planned things than this are a simulation that has run away. */
    public static final int MAX_PLANNED = 100_000;

    private static final Duration STEP = Duration.ofMillis(50);

    private final PriorityQueue<Planned> planned =
            new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparing(Planned::order));
    private final Deque<Runnable> toTell = new ArrayDeque<>();
    private Instant now;
    private long order;
    private boolean turning;
    private boolean telling;

    /** Shows this until it is turned. */
    VirtualTime(Instant start) {
        now = start;
    }

    /** Something that is to happen. */
    static final class Planned {
        private final Instant at;
        private final long order;
        private final boolean background;
        private final Runnable what;
        private boolean cancelled;

        private Planned(Instant at, long order, boolean background, Runnable what) {
            this.at = at;
            this.order = order;
            this.background = background;
            this.what = what;
        }

        private Instant at() {
            return at;
        }

        private long order() {
            return order;
        }

        /** It will not happen. */
        void cancel() {
            cancelled = true;
        }
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /**
     * Lets time pass, with everything that happens in it.
     *
     * @throws IllegalStateException if it is being turned already: what happens cannot turn time
     */
    public void advance(Duration by) {
        advanceTo(instant().plus(by));
    }

    /**
     * Lets time pass up to this instant, with everything that happens until then; an instant that has passed makes
     * happen what is due.
     *
     * @throws IllegalStateException if it is being turned already
     */
    public void advanceTo(Instant target) {
        begin();
        try {
            while (happenNext(target)) {
                tell();
            }
        } finally {
            end();
        }
        tell();
    }

    /**
     * Lets time pass until it is so, looking every 50 ms.
     *
     * @return whether it became so within that time
     */
    public boolean runUntil(BooleanSupplier condition, Duration atMost) {
        Instant end = instant().plus(atMost);
        while (!condition.getAsBoolean()) {
            if (!instant().isBefore(end)) {
                return false;
            }
            advance(STEP);
        }
        return true;
    }

    /**
     * Lets time pass until nothing is under way: no webhook, no agent starting, no room waiting to be closed. A call in
     * which two talk is quiet. Whatever is done every now and then does not count.
     *
     * @throws IllegalStateException if it does not become quiet within that time
     */
    public void runUntilQuiet(Duration atMost) {
        if (!runUntil(this::isQuiet, atMost)) {
            throw new IllegalStateException("the simulation was not quiet after " + atMost);
        }
    }

    /**
     * Lets time pass for all others while somebody who is being told something stands still: a process that is stopped,
     * a thread that waits for its database. Only for whoever is told something while time is turned; he goes on when this
     * returns, which may be later than asked for when somebody else stood still meanwhile.
     *
     * @throws IllegalStateException if time is not being turned
     */
    public void standStill(Duration length) {
        Instant end;
        synchronized (this) {
            if (!turning || !telling) {
                throw new IllegalStateException("only who is told something while time is turned can stand still");
            }
            telling = false;
            end = now.plus(length);
        }
        tell();
        while (happenNext(end)) {
            tell();
        }
        synchronized (this) {
            telling = true;
        }
    }

    private synchronized boolean isQuiet() {
        return planned.stream().allMatch(p -> p.background || p.cancelled);
    }

    /** Plans something that is then done without a lock held, in turn with what others are told. */
    public void in(Duration delay, Runnable what) {
        after(delay, () -> soon(what));
    }

    /** Plans something. */
    synchronized Planned after(Duration delay, Runnable what) {
        return plan(delay, false, what);
    }

    /** Does something now and then, until it is cancelled by the answer false. */
    synchronized void every(Duration period, BooleanSupplier what) {
        plan(
                period,
                true,
                () -> toTell.add(() -> {
                    if (what.getAsBoolean()) {
                        every(period, what);
                    }
                }));
    }

    private Planned plan(Duration delay, boolean background, Runnable what) {
        if (planned.size() >= MAX_PLANNED) {
            throw new IllegalStateException("more than " + MAX_PLANNED + " things are planned in the simulation");
        }
        Planned next = new Planned(now.plus(delay), order++, background, what);
        planned.add(next);
        return next;
    }

    /** One change of the simulated world; afterwards the outside is told what it is to be told. */
    <T extends @Nullable Object> T change(Supplier<T> what) {
        T result;
        synchronized (this) {
            result = what.get();
        }
        tell();
        return result;
    }

    /** One change of the simulated world. */
    void change(Runnable what) {
        change(() -> {
            what.run();
            return true;
        });
    }

    /** Tells the outside something, as soon as the world is not being changed. */
    public synchronized void soon(Runnable telling) {
        toTell.add(telling);
    }

    private synchronized void begin() {
        if (turning) {
            throw new IllegalStateException("time is being turned already; what happens in it cannot turn it");
        }
        turning = true;
    }

    private synchronized void end() {
        turning = false;
    }

    private synchronized boolean happenNext(Instant target) {
        Planned next = planned.peek();
        if (next == null || next.at.isAfter(target)) {
            now = target.isAfter(now) ? target : now;
            return false;
        }
        planned.remove();
        now = next.at.isAfter(now) ? next.at : now;
        if (!next.cancelled) {
            next.what.run();
        }
        return true;
    }

    /** One thread tells at a time, so that things are told in the order in which they happened. */
    private void tell() {
        synchronized (this) {
            if (telling) {
                return;
            }
            telling = true;
        }
        while (true) {
            Runnable next;
            synchronized (this) {
                next = toTell.poll();
                if (next == null) {
                    telling = false;
                    return;
                }
            }
            try {
                next.run();
            } catch (RuntimeException | Error broken) {
                synchronized (this) {
                    telling = false;
                }
                throw broken;
            }
        }
    }
}
