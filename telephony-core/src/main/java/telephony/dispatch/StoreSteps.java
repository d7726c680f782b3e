package telephony.dispatch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import telephony.observe.TelephonyListener;
import telephony.store.StoreUnavailableException;

/**
 * Steps on the store that pending work must take. One that the store does not take now is kept and taken again later: a
 * store that fails for an instant would else cost the call what is left of its lease, though this process lives. At most
 * as many are kept as work is under way. Thread-safe.
 */
final class StoreSteps {

    private final WorkUnderWay underWay;
    private final TelephonyListener listener;
    private final Queue<Runnable> kept = new ConcurrentLinkedQueue<>();

    /** Steps of this work; a kept one counts as under way. */
    StoreSteps(WorkUnderWay underWay, TelephonyListener listener) {
        this.underWay = underWay;
        this.listener = listener;
    }

    /** Takes this step, which may be taken again from its start. */
    void take(Runnable step) {
        try {
            step.run();
        } catch (StoreUnavailableException e) {
            listener.onTrouble(
                    "the store did not take what a call's pending work came to; the next tick repeats it", e);
            keep(step);
        }
    }

    private void keep(Runnable step) {
        underWay.goOn();
        kept.add(step);
        if (underWay.isStopped()) {
            tryForTheLastTime();
        }
    }

    /**
     * Takes the kept steps again.
     *
     * @param executor answers false for work that it refuses, which is kept
     */
    void repeat(Predicate<Runnable> executor) {
        // As many as there are now: one that fails again waits for the next time.
        for (int left = kept.size(); left > 0; left--) {
            Runnable step = kept.poll();
            if (step == null) {
                return;
            }
            if (!executor.test(() -> take(step))) {
                keep(step);
            }
            underWay.end();
        }
    }

    /** Nobody repeats anything after the end, so whatever is kept then is tried once more, and told of if it is lost. */
    void tryForTheLastTime() {
        for (Runnable step = kept.poll(); step != null; step = kept.poll()) {
            try {
                step.run();
            } catch (RuntimeException e) {
                listener.onTrouble("a call's pending work stopped; it is taken up again when its lease ends", e);
            } finally {
                underWay.end();
            }
        }
    }
}
