package telephony.routing;

/**
 * One step on the way to a decision, for a person to read.
 *
 * @param asked what was looked at, such as {@code number +15559990000}
 * @param said what came of it, such as {@code agent sales answers}
 */
public record RoutingStep(String asked, String said) {}
