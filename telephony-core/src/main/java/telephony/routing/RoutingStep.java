package telephony.routing;

import org.jspecify.annotations.Nullable;

/**
 * One step on the way to a decision, for a person to read.
 *
 * @param asked what was looked at, such as {@code number +15559990000}
 * @param said what came of it, such as {@code agent sales answers}
 * @param reason the decision's reason, at the step that made the decision; null at all others, and where the rules keep to
 *     themselves which step it was
 */
public record RoutingStep(String asked, String said, @Nullable String reason) {

    private static final int MAX_SHOWN_CHARS = 64;

    /** A step that decided nothing. */
    public RoutingStep(String asked, String said) {
        this(asked, said, null);
    }

    /** A text that anybody may have sent, fit to stand in a step: its beginning, without control characters. */
    public static String shown(@Nullable String text) {
        String all = String.valueOf(text);
        String start = all.length() > MAX_SHOWN_CHARS ? all.substring(0, MAX_SHOWN_CHARS) + "..." : all;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
