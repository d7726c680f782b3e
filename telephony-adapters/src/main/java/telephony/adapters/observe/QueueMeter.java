package telephony.adapters.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telephony.queue.QueueCount;

/** Shows how many calls wait, ring and talk on each trunk; tenants, of which there may be many, are put together. */
public final class QueueMeter {

    private final MultiGauge gauge;

    /** Shows it in this registry. */
    public QueueMeter(MeterRegistry registry) {
        gauge = MultiGauge.builder(Metric.QUEUE_CALLS.id())
                .description(Metric.QUEUE_CALLS.meaning())
                .register(registry);
    }

    /** These are the counts from now on; a trunk that is not among them is shown no more. */
    public void show(List<QueueCount> counts) {
        Map<String, QueueCount> trunks = new TreeMap<>();
        for (QueueCount count : counts) {
            trunks.merge(count.trunkId(), count, QueueMeter::together);
        }
        gauge.register(
                trunks.values().stream()
                        .flatMap(count -> List.of(
                                row(count, "waiting", count.waiting()),
                                row(count, "ringing", count.ringing()),
                                row(count, "in_call", count.inCall()))
                                .stream())
                        .toList(),
                true);
    }

    private static QueueCount together(QueueCount one, QueueCount other) {
        return new QueueCount(
                one.trunkId(),
                null,
                one.waiting() + other.waiting(),
                one.ringing() + other.ringing(),
                one.inCall() + other.inCall());
    }

    private static MultiGauge.Row<?> row(QueueCount count, String stage, long calls) {
        List<String> labels = Metric.QUEUE_CALLS.labels();
        return MultiGauge.Row.of(Tags.of(labels.get(0), count.trunkId(), labels.get(1), stage), calls);
    }
}
