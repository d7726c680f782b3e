package telephony.guard;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be dialled: one version of all rules, which never changes. What a policy does not know, it does not allow.
 *
 * @param version names it in every decision, such as {@code starter-2026-11-21+3f9a1c20}
 * @param destinations where
 * @param contact whom, why and when
 * @param limits how often, how many, how long and for how much
 * @param callers with which numbers shown
 * @param campaigns what is known of each campaign, by name; one that is not there may not dial
 */
public record GuardPolicy(
        String version,
        Destinations destinations,
        Contact contact,
        Limits limits,
        Callers callers,
        Map<String, Campaign> campaigns) {

    public GuardPolicy {
        campaigns = Map.copyOf(campaigns);
    }

    Optional<Campaign> campaign(@Nullable String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(campaigns.get(name));
    }
}
