package telephony.app.proof;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import telephony.app.proof.Happening.Moment;
import telephony.call.TelephonyCall;
import telephony.queue.CallQueuePort;
import telephony.queue.QueueCount;
import telephony.queue.QueuePace;

/** The line of a process to the queue of its store, as {@link StoreLine} to the rest of it. */
final class QueueLine implements CallQueuePort {

    private final CallQueuePort queue;
    private final SimulatedProcess process;
    private final BooleanSupplier cut;
    private final Consumer<List<TelephonyCall>> turned;

    /**
     * @param cut whether it does not reach the store just now
     * @param turned is told which calls got their turn
     */
    QueueLine(
            CallQueuePort queue, SimulatedProcess process, BooleanSupplier cut, Consumer<List<TelephonyCall>> turned) {
        this.queue = queue;
        this.process = process;
        this.cut = cut;
        this.turned = turned;
    }

    @Override
    public List<TelephonyCall> turns(String trunkId, QueuePace pace, String owner, Duration lease, int max) {
        reach(Moment.BEFORE_CLAIM);
        List<TelephonyCall> calls = queue.turns(trunkId, pace, owner, lease, max);
        turned.accept(calls);
        process.reach(Moment.AFTER_CLAIM);
        return calls;
    }

    @Override
    public List<QueueCount> counts() {
        reach(Moment.BEFORE_READ);
        List<QueueCount> counts = queue.counts();
        process.reach(Moment.AFTER_READ);
        return counts;
    }

    private void reach(Moment before) {
        process.reach(before);
        if (cut.getAsBoolean()) {
            throw StoreLine.unavailable("the queue");
        }
    }
}
