package telephony.adapters.http;

import java.util.function.Supplier;

/**
 * What operators are shown of this process. Both are asked for every request and must answer at once, from what is known.
 *
 * @param readiness for {@code /readyz}
 * @param metrics for {@code /metrics}, in Prometheus' text format
 */
public record Operation(Supplier<Readiness> readiness, Supplier<String> metrics) {}
