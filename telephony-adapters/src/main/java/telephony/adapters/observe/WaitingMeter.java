package telephony.adapters.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import telephony.slot.SlotBoard;

/** Shows how many callers wait until whoever answers them has room. */
public final class WaitingMeter {

    private final AtomicLong waiting = new AtomicLong();

    /** Shows it in this registry. */
    public WaitingMeter(MeterRegistry registry) {
        Gauge.builder(Metric.WAITING_CALLERS.id(), waiting, AtomicLong::doubleValue)
                .description(Metric.WAITING_CALLERS.meaning())
                .register(registry);
    }

    /** So many wait as this tells. */
    public void show(SlotBoard board) {
        waiting.set(board.lines().stream().mapToLong(SlotBoard.Line::waiting).sum());
    }
}
