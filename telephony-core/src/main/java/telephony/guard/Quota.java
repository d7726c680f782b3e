package telephony.guard;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How many are allowed, by name.
 *
 * @param limits the limit of each name; {@value #ANY} is that of every name that is not there. Without it, those are not limited
 */
public record Quota(Map<String, Long> limits) {

    /** The name for all that are not named. */
    public static final String ANY = "*";

    /** Nobody is limited. */
    public static final Quota UNLIMITED = new Quota(Map.of());

    public Quota {
        limits = Map.copyOf(limits);
        if (limits.values().stream().anyMatch(limit -> limit < 0)) {
            throw new IllegalArgumentException("a limit is not below 0");
        }
    }

    /** The same limit for everybody. */
    public static Quota of(long limit) {
        return new Quota(Map.of(ANY, limit));
    }

    /** The limit of this name; null is nobody in particular. Empty = it is not limited. */
    public OptionalLong of(@Nullable String name) {
        Long own = name == null ? null : limits.get(name);
        Long limit = own == null ? limits.get(ANY) : own;
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }
}
