package telephony.guard;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom, why and when.
 *
 * @param defaultPurpose of calls that do not say theirs; null = they are refused
 * @param consent the consent that a purpose takes; one that is not there is not allowed
 * @param windows when people may be called
 * @param doNotCall who may not be called
 * @param attempts how often one number may be called, by country; {@value Quota#ANY} = in others. Without it, in others not
 */
public record Contact(
        @Nullable Purpose defaultPurpose,
        Map<Purpose, ConsentForm> consent,
        Windows windows,
        DoNotCall doNotCall,
        Map<String, Attempts> attempts) {

    public Contact {
        consent = Map.copyOf(consent);
        attempts = Map.copyOf(attempts);
    }

    /**
     * Who may not be called, beside those whom the ledger marks.
     *
     * @param everybody numbers in E.164 that nobody calls
     * @param ofTenants numbers in E.164 that a tenant does not call
     * @param registries countries whose registry must have been imported before marketing calls there
     * @param registryMaxAge how old an import may be
     */
    public record DoNotCall(
            Set<String> everybody,
            Map<String, Set<String>> ofTenants,
            Set<String> registries,
            Duration registryMaxAge) {

        public DoNotCall {
            everybody = Set.copyOf(everybody);
            ofTenants = Map.copyOf(ofTenants);
            registries = Set.copyOf(registries);
        }
    }

    /**
     * How often one number may be called by all campaigns together, and by each.
     *
     * @param perDay calls in any 24 hours, by all together
     * @param perMonth calls in any 30 days, by all together
     * @param perCampaignAndDay calls in any 24 hours, by one campaign
     * @param spacing how long after a call the next one may be; zero = at once
     * @param quiet how long somebody who declined is left alone
     */
    public record Attempts(int perDay, int perMonth, int perCampaignAndDay, Duration spacing, Duration quiet) {}

    /** The limits in this country; null = none are known, so that nobody may be called there. */
    @Nullable
    Attempts attemptsIn(String country) {
        return attempts.getOrDefault(country, attempts.get(Quota.ANY));
    }
}
