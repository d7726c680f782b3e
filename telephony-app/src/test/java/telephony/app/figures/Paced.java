package telephony.app.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends calls at a pace that does not wait for answers, as LiveKit does: each call's webhooks in order on one connection,
 * each tried again as LiveKit would when it was turned away.
 */
final class Paced {

    /** What is sent. */
    interface Calls {
        /** The requests of the call of this number. */
        List<byte[]> requests(int number);

        /** The watched one is about to be sent. */
        default void begin(int number) {}

        /** All of them were sent. */
        default void end(int number) {}
    }

    static final int CONNECTIONS = 64;

    /** LiveKit's tries of one webhook, and ours. */
    private static final int TRIES = 5;

    /** Before the second try; each later pause is twice as long, as LiveKit's are: 15 s in all. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int port;
    private final Calls calls;
    private final int watch;
    private double seconds;

    /** From when a request was to be sent until it was answered 200: what LiveKit's queue sees. */
    final Latencies late = new Latencies();

    /** From when it was sent until it was answered, whatever the answer was. */
    final Latencies answered = new Latencies();

    /** When the webhook of each call that is watched was sent first, by {@link System#nanoTime}. */
    final Map<Integer, Long> watched = new ConcurrentHashMap<>();

    final LongAdder taken = new LongAdder();
    /** Tries that were turned away, by status. */
    private final Map<Integer, LongAdder> turnedAway = new ConcurrentSkipListMap<>();

    final LongAdder broken = new LongAdder();
    final LongAdder lost = new LongAdder();

    /**
     * @param calls by number
     * @param watch which request of each call is watched, from 0
     */
    Paced(int port, Calls calls, int watch) {
        this.port = port;
        this.calls = calls;
        this.watch = watch;
    }

    /** Sends these calls, so many webhooks a second, and returns when each was taken or given up. */
    void send(int first, int count, int perCall, double perSecond) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
            List<Future<?>> all = new ArrayList<>();
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                int mine = connection;
                all.add(threads.submit(() -> {
                    sendEvery(first, count, perCall, perSecond, mine, begin);
                    return true;
                }));
            }
            for (Future<?> one : all) {
                one.get(15, TimeUnit.MINUTES);
            }
            seconds = (System.nanoTime() - begin) / 1e9;
        } finally {
            threads.shutdownNow();
        }
    }

    /** The webhooks of so many calls are sent in turns, so that the calls overlap as calls do. */
    private void sendEvery(int first, int count, int perCall, double perSecond, int connection, long begin) {
        double gap = 1e9 / perSecond;
        try (Sender sender = new Sender(port)) {
            for (int call = connection; call < count; call += CONNECTIONS) {
                List<byte[]> requests = calls.requests(first + call);
                for (int i = 0; i < requests.size(); i++) {
                    long turn = (long) (call / CONNECTIONS) * perCall + i;
                    long due = begin + (long) ((turn * CONNECTIONS + connection) * gap);
                    LockSupport.parkNanos(due - System.nanoTime());
                    if (i == watch) {
                        calls.begin(first + call);
                        watched.put(first + call, System.nanoTime());
                    }
                    one(sender, requests.get(i), due);
                }
                calls.end(first + call);
            }
        }
    }

    private void one(Sender sender, byte[] request, long due) {
        for (int tries = 1; tries <= TRIES; tries++) {
            long sent = System.nanoTime();
            int status = sender.send(request);
            long now = System.nanoTime();
            if (status == 200) {
                answered.add(now - sent);
                late.add(now - due);
                taken.increment();
                return;
            }
            if (status == Sender.BROKEN) {
                broken.increment();
            } else {
                answered.add(now - sent);
                turnedAway.computeIfAbsent(status, any -> new LongAdder()).increment();
            }
            if (tries < TRIES) {
                LockSupport.parkNanos(FIRST_PAUSE_NANOS << (tries - 1));
            }
        }
        lost.increment();
    }

    @Override
    public String toString() {
        return taken + String.format(Locale.ROOT, " taken in %.1f s", seconds) + ", turned away by status: "
                + turnedAway + ", " + broken + " broken off, " + lost + " given up";
    }
}
