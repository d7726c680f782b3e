package telephony.outbound;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What guards say of one dial.
 *
 * @param reasons every reason against it, the most important one first; none = it is permitted
 */
public record GuardVerdict(List<GuardReason> reasons) {

    /** Nothing speaks against it. */
    public static final GuardVerdict PERMITTED = new GuardVerdict(List.of());

    public GuardVerdict {
        reasons = List.copyOf(reasons);
    }

    /** Refused for these reasons. */
    public static GuardVerdict refused(GuardReason... reasons) {
        if (reasons.length == 0) {
            throw new IllegalArgumentException("a refusal needs a reason");
        }
        return new GuardVerdict(List.of(reasons));
    }

    /** Whether the phone may ring. */
    public boolean isPermitted() {
        return reasons.isEmpty();
    }

    /** When no reason stands any more; empty when permitted, or when one of them does not go away by waiting. */
    public Optional<Instant> nextAllowedAt() {
        boolean waits = reasons.stream().allMatch(reason -> reason.nextAllowedAt() != null);
        return waits
                ? reasons.stream()
                        .map(reason -> Objects.requireNonNull(reason.nextAllowedAt()))
                        .max(Instant::compareTo)
                : Optional.empty();
    }

    /** The codes, comma-separated, for the time line. */
    public String codes() {
        return reasons.stream().map(GuardReason::code).collect(Collectors.joining(","));
    }
}
