package telephony.slot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import telephony.call.Slot;
import telephony.call.SlotClaim;
import telephony.routing.RoutingDecision;

/**
 * How many calls agents, campaigns and tenants may have at a time, as it is said at the moment of asking.
 *
 * <p><b>Broken:</b> no exceptions. <b>Threads:</b> safe for any number. <b>Blocking:</b> must not.
 */
public interface SlotRules {

    /** Nothing is limited, and nothing is counted. */
    SlotRules NONE = new SlotRules() {
        @Override
        public Optional<SlotClaim> claim(RoutingDecision decision, Instant now) {
            return Optional.empty();
        }

        @Override
        public List<Slot> limits(List<String> keys) {
            return keys.stream().map(key -> new Slot(key, Slot.UNLIMITED)).toList();
        }
    };

    /**
     * What a call needs that is decided so and begins now.
     *
     * @param now on the store's clock
     * @return empty = nothing of it is limited or counted
     */
    Optional<SlotClaim> claim(RoutingDecision decision, Instant now);

    /** How many calls may hold each of these, in their order; what is not limited is {@link Slot#UNLIMITED}. */
    List<Slot> limits(List<String> keys);
}
