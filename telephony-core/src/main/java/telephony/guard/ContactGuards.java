package telephony.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import telephony.outbound.GuardReason;

/** G5 to G7: whether this person may be called, for this purpose, at this time. */
final class ContactGuards {

    private static final String G5 = "G5";
    private static final String G6 = "G6";
    private static final String G7 = "G7";

    private ContactGuards() {}

    /** G5, as files say; what people told us is in {@link DialCounts}. */
    static List<GuardReason> doNotCall(DialCase dialCase, GuardPolicy policy) {
        Contact.DoNotCall rules = policy.contact().doNotCall();
        String number = dialCase.target();
        String tenant = dialCase.dial().tenantId();
        List<GuardReason> reasons = new ArrayList<>();
        boolean listed = rules.everybody().contains(number)
                || (tenant != null
                        && rules.ofTenants().getOrDefault(tenant, Set.of()).contains(number));
        if (listed) {
            reasons.add(Guard.reason(
                    G5,
                    "do-not-call",
                    Guard.FORBIDDEN,
                    "this number is on the guards file's do-not-call list",
                    policy));
        }
        boolean marketing = dialCase.isContact()
                && dialCase.purpose(policy).filter(Purpose.MARKETING::equals).isPresent();
        if (marketing && dialCase.country().isPresent()) {
            registry(dialCase, policy, rules, reasons);
        }
        return reasons;
    }

    private static void registry(
            DialCase dialCase, GuardPolicy policy, Contact.DoNotCall rules, List<GuardReason> reasons) {
        RegistryListing registry = dialCase.registry();
        if (registry == null) {
            if (dialCase.country().filter(rules.registries()::contains).isPresent()) {
                reasons.add(Guard.reason(
                        G5,
                        "do-not-call-data-missing",
                        Guard.UNAVAILABLE,
                        "marketing calls to this country need its do-not-call registry; import it",
                        policy));
            }
            return;
        }
        Duration age = Duration.between(registry.importedAt(), dialCase.now());
        if (age.isNegative() || age.compareTo(rules.registryMaxAge()) > 0) {
            reasons.add(new GuardReason(
                    G5,
                    "do-not-call-data-missing",
                    Guard.UNAVAILABLE,
                    "the import of the do-not-call registry is older than "
                            + rules.registryMaxAge().toDays() + " days; import it again",
                    null,
                    registry.version()));
        }
        if (registry.listed()) {
            reasons.add(new GuardReason(
                    G5,
                    "do-not-call",
                    Guard.FORBIDDEN,
                    "this number is on its country's do-not-call registry",
                    null,
                    registry.version()));
        }
    }

    /** G6: a purpose, and the consent that it takes. */
    static List<GuardReason> consent(DialCase dialCase, GuardPolicy policy) {
        if (!dialCase.isContact()) {
            return List.of();
        }
        List<GuardReason> reasons = new ArrayList<>();
        dialCase.terms()
                .problems()
                .forEach(problem ->
                        reasons.add(Guard.reason(G6, "invalid-compliance", Guard.UNPROCESSABLE, problem, policy)));
        Purpose purpose = dialCase.purpose(policy).orElse(null);
        if (purpose == null) {
            reasons.add(missing("the purpose of the call is not known; say compliance.purpose in metadata", policy));
            return reasons;
        }
        ConsentForm wanted = policy.contact().consent().get(purpose);
        DialTerms.Consent given = dialCase.terms().consent();
        ConsentForm form = given == null ? ConsentForm.NONE : given.form();
        if (wanted == null) {
            reasons.add(missing("calls with the purpose " + purpose.word() + " are not allowed; see consent", policy));
        } else if (!form.covers(wanted)) {
            reasons.add(missing(
                    "calls with the purpose " + purpose.word() + " take consent in the form " + wanted.word()
                            + "; say compliance.consent in metadata",
                    policy));
        }
        return reasons;
    }

    private static GuardReason missing(String detail, GuardPolicy policy) {
        return Guard.reason(G6, "consent-missing", Guard.FORBIDDEN, detail, policy);
    }

    /** The rules of time that hold for this dial; none when it is not of a kind that has any. */
    static List<WindowRule> windowRules(DialCase dialCase, GuardPolicy policy) {
        Purpose purpose = dialCase.purpose(policy).orElse(null);
        String country = dialCase.country().orElse(null);
        return purpose == null || country == null
                ? List.of()
                : policy.contact().windows().rulesOf(country, dialCase.terms().jurisdiction(), purpose);
    }

    /** G7: the time of day where the called person may be. */
    static List<GuardReason> window(DialCase dialCase, GuardPolicy policy) {
        Purpose purpose = dialCase.purpose(policy).orElse(null);
        if (!dialCase.isContact()
                || purpose == null
                || purpose == Purpose.EMERGENCY
                || dialCase.country().isEmpty()) {
            return List.of();
        }
        String part = dialCase.terms().jurisdiction();
        if (part != null && !part.startsWith(dialCase.country().orElseThrow() + "-")) {
            return List.of(Guard.reason(
                    G7,
                    "invalid-compliance",
                    Guard.UNPROCESSABLE,
                    "compliance.jurisdiction is not in the country of the number",
                    policy));
        }
        List<WindowRule> rules = windowRules(dialCase, policy);
        if (rules.isEmpty()) {
            return List.of(Guard.reason(
                    G7,
                    "window-unknown",
                    Guard.FORBIDDEN,
                    "when people there may be called is not known; add it to windows",
                    policy));
        }
        ZoneId told = dialCase.terms().zone();
        Set<ZoneId> zones = told != null
                ? Set.of(told)
                : policy.contact().windows().zonesOf(dialCase.wholeNumber().orElseThrow());
        if (zones.isEmpty()) {
            return List.of(Guard.reason(
                    G7,
                    "time-zone-unknown",
                    Guard.UNPROCESSABLE,
                    "the time zone of this number is not known; say compliance.timeZone in metadata",
                    policy));
        }
        return times(dialCase, policy, rules, zones);
    }

    private static List<GuardReason> times(
            DialCase dialCase, GuardPolicy policy, List<WindowRule> rules, Set<ZoneId> zones) {
        boolean missing = rules.stream()
                .map(WindowRule::holidayCalendar)
                .filter(Objects::nonNull)
                .anyMatch(calendar -> !dialCase.holidays().containsKey(calendar));
        if (missing) {
            return List.of(Guard.reason(
                    G7,
                    "holiday-data-missing",
                    Guard.UNAVAILABLE,
                    "the public holidays of a rule are not known; see windows",
                    policy));
        }
        Instant now = dialCase.now();
        Duration ring = dialCase.dial().ringingTimeout();
        if (Windows.allow(rules, zones, dialCase.holidays(), now, ring)) {
            return List.of();
        }
        Instant next = Windows.nextAllowed(rules, zones, dialCase.holidays(), now, ring)
                .orElse(null);
        String names = String.join(", ", rules.stream().map(WindowRule::name).toList());
        return List.of(new GuardReason(
                G7,
                "outside-window",
                Guard.CONFLICT,
                "it is not a time for calls where the called person may be (" + names + ")",
                next,
                policy.version()));
    }
}
