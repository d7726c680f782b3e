package telephony.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import telephony.outbound.Dial;
import telephony.outbound.GuardReason;

/** G1 to G4: whether anything is dialled, and where. */
final class DestinationGuards {

    private static final String G1 = "G1";
    private static final String G2 = "G2";
    private static final String G3 = "G3";
    private static final String G4 = "G4";

    private DestinationGuards() {}

    /** G1, as the policy says and as people switched. */
    static List<GuardReason> switchedOff(DialCase dialCase, GuardPolicy policy) {
        Destinations.Switches off = policy.destinations().off();
        Dial dial = dialCase.dial();
        Optional<String> what = off.all() ? Optional.of("all dialling") : Optional.empty();
        if (what.isEmpty() && dial.tenantId() != null && off.tenants().contains(dial.tenantId())) {
            what = Optional.of("dialling of this tenant");
        }
        if (what.isEmpty()
                && dialCase.country().filter(off.countries()::contains).isPresent()) {
            what = Optional.of("dialling to this country");
        }
        if (what.isEmpty() && dial.campaignId() != null && off.campaigns().contains(dial.campaignId())) {
            what = Optional.of("dialling of this campaign");
        }
        List<GuardReason> reasons = new ArrayList<>();
        what.ifPresent(thing -> reasons.add(off(thing + " is switched off in the guards file", policy)));
        if (dialCase.isRuled(Ruling.Kind.OFF)) {
            reasons.add(off("a person has switched this dialling off, until it is switched on with guards on", policy));
        }
        return reasons;
    }

    private static GuardReason off(String detail, GuardPolicy policy) {
        return Guard.reason(G1, "dialing-disabled", Guard.UNAVAILABLE, detail, policy);
    }

    /** G2: whether it is a number at all, and of a sort that is dialled. */
    static List<GuardReason> number(DialCase dialCase, GuardPolicy policy) {
        if (dialCase.isAddress()) {
            return dialCase.isTrusted(policy)
                    ? List.of()
                    : List.of(Guard.reason(
                            G2,
                            "target-not-allowed",
                            Guard.FORBIDDEN,
                            "this address is not among the trusted targets; add it to trustedTargets, or give a number",
                            policy));
        }
        NumberFacts number = dialCase.number();
        if (number == null) {
            return List.of(Guard.reason(
                    G2, "number-data-missing", Guard.UNAVAILABLE, "the data on numbering plans is missing", policy));
        }
        NumberFacts.Form form = policy.destinations().emergency().contains(digits(dialCase.target()))
                ? NumberFacts.Form.EMERGENCY
                : number.form();
        return switch (form) {
            case NUMBER -> kind(number, policy);
            case INVALID ->
                List.of(Guard.reason(
                        G2,
                        "invalid-number",
                        Guard.UNPROCESSABLE,
                        "this is no number in E.164 that a numbering plan has; write + and country code, such as +14155550100",
                        policy));
            case SHORT ->
                List.of(Guard.reason(
                        G2, "destination-blocked", Guard.FORBIDDEN, "short numbers are not dialled", policy));
            case EMERGENCY ->
                List.of(Guard.reason(
                        G2,
                        "emergency-number",
                        Guard.FORBIDDEN,
                        "emergency numbers are never dialled by a machine",
                        policy));
        };
    }

    private static List<GuardReason> kind(NumberFacts number, GuardPolicy policy) {
        return policy.destinations().kinds().contains(number.kind())
                ? List.of()
                : List.of(Guard.reason(
                        G2,
                        "destination-blocked",
                        Guard.FORBIDDEN,
                        "numbers of the kind " + number.kind() + " are not dialled; see numberKinds",
                        policy));
    }

    private static String digits(String target) {
        return target.startsWith("+") ? target.substring(1) : target;
    }

    /** G3: the country, by the number's own metadata. */
    static List<GuardReason> country(DialCase dialCase, GuardPolicy policy) {
        if (dialCase.wholeNumber().isEmpty()) {
            return List.of();
        }
        Optional<String> country = dialCase.country();
        return country.filter(policy.destinations().countries()::contains).isPresent()
                ? List.of()
                : List.of(Guard.reason(
                        G3,
                        "country-not-allowed",
                        Guard.FORBIDDEN,
                        "calls to " + country.orElse("numbers of no country")
                                + " are not allowed; see countries, or TELEPHONY_ALLOWED_COUNTRIES",
                        policy));
    }

    /** G4: prefixes that are blocked or too dear. */
    static List<GuardReason> prefix(DialCase dialCase, GuardPolicy policy) {
        if (dialCase.isAddress() || !dialCase.target().matches("\\+[0-9]{1,15}")) {
            return List.of();
        }
        String number = dialCase.target();
        PrefixTable prefixes = policy.destinations().prefixes();
        List<GuardReason> reasons = new ArrayList<>();
        prefixes.blocked(number).ifPresent(why -> reasons.add(blocked("this prefix is blocked: " + why, policy)));
        Limits.Spend spend = policy.limits().spend();
        if (!spend.isLimited() || dialCase.wholeNumber().isEmpty()) {
            return reasons;
        }
        Optional<Long> price = prefixes.pricePerMinute(number);
        Long ceiling = spend.minuteCeiling();
        if (price.isEmpty()) {
            reasons.add(blocked("no price is known for this prefix, and money is limited; add it to prefixes", policy));
        } else if (ceiling != null && price.get() > ceiling) {
            reasons.add(blocked("a minute costs more than the guards file allows", policy));
        }
        return reasons;
    }

    private static GuardReason blocked(String detail, GuardPolicy policy) {
        return Guard.reason(G4, "destination-blocked", Guard.FORBIDDEN, detail, policy);
    }
}
