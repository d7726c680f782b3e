package telephony.app;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import telephony.adapters.observe.MeteredTelephonyStore;
import telephony.adapters.observe.MicrometerListener;
import telephony.adapters.observe.QueueMeter;
import telephony.adapters.observe.WaitingMeter;
import telephony.observe.TelephonyListener;
import telephony.queue.QueueCount;
import telephony.slot.SlotBoard;
import telephony.store.TelephonyStorePort;

/** What this process counts, for {@code /metrics}: the calls and the JVM. */
final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final QueueMeter queue = new QueueMeter(registry);
    private final WaitingMeter waiting = new WaitingMeter(registry);
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /** Counts what happens to calls. */
    TelephonyListener listener() {
        return new MicrometerListener(registry);
    }

    /** The same store, its steps timed. */
    TelephonyStorePort timed(TelephonyStorePort store) {
        return new MeteredTelephonyStore(store, registry, System::nanoTime);
    }

    /** Shows how many calls wait, ring and talk, as they were counted last. */
    void show(List<QueueCount> counts) {
        queue.show(counts);
    }

    /** Shows how many callers wait, as they were counted last. */
    void show(SlotBoard board) {
        waiting.show(board);
    }

    /** In Prometheus' text format. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
