package telephony.outbound;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One reason against a dial.
 *
 * @param rule id of the rule, such as {@code G7}
 * @param code stable word for programs, such as {@code outside-window}
 * @param httpStatus the status that says so over HTTP: 403, 409, 422, 429 or 503
 * @param detail one sentence for people, which tells what to do next; without the number in full
 * @param nextAllowedAt when the same dial would not be refused for this reason any more; null = not by waiting, or not known
 * @param dataVersion version of the data that it was read from, such as of an imported list; null = no data
 */
public record GuardReason(
        String rule,
        String code,
        int httpStatus,
        String detail,
        @Nullable Instant nextAllowedAt,
        @Nullable String dataVersion) {

    private static final int LEAST_STATUS = 400;
    private static final int MOST_STATUS = 599;

    public GuardReason {
        if (rule.isBlank() || code.isBlank()) {
            throw new IllegalArgumentException("a reason needs its rule and its code");
        }
        if (httpStatus < LEAST_STATUS || httpStatus > MOST_STATUS) {
            throw new IllegalArgumentException("a refusal's HTTP status is 400 to 599, not " + httpStatus);
        }
    }

    /** A reason that waiting does not change and that stands on no data. */
    public static GuardReason of(String rule, String code, int httpStatus, String detail) {
        return new GuardReason(rule, code, httpStatus, detail, null, null);
    }
}
