package telephony.adapters.http;

import java.util.function.Supplier;
import telephony.directory.Directory;
import telephony.guard.Rulings;
import telephony.stats.CallStatsPort;

/**
 * What operators are shown of this process, and what they decide. The first two are asked for every request and must answer at
 * once, from what is known.
 *
 * @param readiness for {@code /readyz}
 * @param metrics for {@code /metrics}, in Prometheus' text format
 * @param stats counts the calls of the store
 * @param rulings what is switched off, and what is released, for all processes on the store
 * @param directory tenants, agents, numbers and campaigns, for all processes on the store
 */
public record Operation(
        Supplier<Readiness> readiness,
        Supplier<String> metrics,
        CallStatsPort stats,
        Rulings rulings,
        Directory directory) {}
