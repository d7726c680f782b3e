package telephony.guard;

import java.util.Map;
import java.util.Set;

/**
 * With which numbers shown.
 *
 * @param owned numbers that were verified to be ours, in E.164
 * @param trunksOwn whether a call may leave the choice to the trunk, which shows one of its own numbers
 */
public record Callers(Map<String, CallerId> owned, boolean trunksOwn) {

    public Callers {
        owned = Map.copyOf(owned);
    }

    /**
     * A number that is ours.
     *
     * @param tenants who may show it; none = everybody
     * @param countries where it may be shown; none = everywhere
     */
    public record CallerId(Set<String> tenants, Set<String> countries) {

        public CallerId {
            tenants = Set.copyOf(tenants);
            countries = Set.copyOf(countries);
        }
    }
}
