package telephony.guard;

import java.util.Set;

/**
 * Where may be dialled.
 *
 * @param off what is switched off
 * @param countries ISO 3166, two letters, by a number's own metadata; none = nothing may be dialled
 * @param prefixes prefixes that are not dialled wherever they are, and prices
 * @param kinds sorts of numbers that may be dialled
 * @param emergency emergency numbers in addition to those of the numbering plans, digits only
 * @param trustedTargets numbers in E.164 and {@code sip:} addresses of our own people, for transfers and the like: the only
 *     {@code sip:} addresses that are dialled, and numbers that many calls may go to
 */
public record Destinations(
        Switches off,
        Set<String> countries,
        PrefixTable prefixes,
        Set<NumberKind> kinds,
        Set<String> emergency,
        Set<String> trustedTargets) {

    public Destinations {
        countries = Set.copyOf(countries);
        kinds = Set.copyOf(kinds);
        emergency = Set.copyOf(emergency);
        trustedTargets = Set.copyOf(trustedTargets);
    }

    /**
     * What is switched off.
     *
     * @param all everything
     * @param tenants these tenants' calls
     * @param countries calls to these countries
     * @param campaigns these campaigns' calls
     */
    public record Switches(boolean all, Set<String> tenants, Set<String> countries, Set<String> campaigns) {

        /** Nothing is switched off. */
        public static final Switches NONE = new Switches(false, Set.of(), Set.of(), Set.of());

        public Switches {
            tenants = Set.copyOf(tenants);
            countries = Set.copyOf(countries);
            campaigns = Set.copyOf(campaigns);
        }
    }
}
