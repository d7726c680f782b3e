package telephony.adapters.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The meters of a registry. Whoever names a {@link Metric} gives as many labels as it has. */
final class Meters {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;

    /** @throws IllegalStateException when Micrometer is not on the class path */
    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Metric metric, String... labels) {
        Counter.builder(metric.id())
                .description(metric.meaning())
                .tags(tags(metric, labels))
                .register(registry)
                .increment();
    }

    void time(Metric metric, Duration time, String... labels) {
        Timer.builder(metric.id())
                .description(metric.meaning())
                .tags(tags(metric, labels))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(time.isNegative() ? Duration.ZERO : time);
    }

    private static List<Tag> tags(Metric metric, String... labels) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < metric.labels().size(); i++) {
            tags.add(Tag.of(metric.labels().get(i), labels[i]));
        }
        return tags;
    }
}
